"""The `reply_markup` parameter → what the message carries, refused in Telegram's words."""

from bot.sandbox.markup_html import checked_link
from bot.sandbox.parameters import Parameters
from bot.sandbox.wire import JsonObject, bad_request

# Bot API: callback_data is 1–64 bytes.
LONGEST_CALLBACK_DATA = 64

# A button is what the first of these fields says (Client.cpp, get_inline_keyboard_button_type).
INLINE_KINDS = (
    "url",
    "callback_data",
    "callback_game",
    "pay",
    "switch_inline_query",
    "switch_inline_query_chosen_chat",
    "switch_inline_query_current_chat",
    "login_url",
    "web_app",
    "copy_text",
)


def read_reply_markup(parameters: Parameters) -> JsonObject | None:
    """Return the markup, `None` for none or an empty one; raises 400."""
    value = parameters.nested("reply_markup", "reply keyboard markup")
    if value is None:
        return None
    if not isinstance(value, dict):
        raise bad_request("object expected as reply markup")
    if keyboard := _rows(value, "keyboard", 'field "keyboard" must be an Array of Arrays'):
        return value | {"keyboard": [[_button(button) for button in row] for row in keyboard]}
    inline = _rows(
        value, "inline_keyboard", 'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'
    )
    rows = [row for row in ([_inline_button(button) for button in row] for row in inline) if row]
    if rows:
        return {"inline_keyboard": rows}
    return value if value.get("remove_keyboard") or value.get("force_reply") else None


def read_inline_markup(parameters: Parameters) -> JsonObject | None:
    """Return the markup of an edit, which can only be inline; raises 400 for any other."""
    markup = read_reply_markup(parameters)
    if markup is not None and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    return markup


def inline_part(markup: JsonObject | None) -> JsonObject | None:
    """Return the markup if it is inline: the only kind that a stored message shows."""
    return markup if markup is not None and "inline_keyboard" in markup else None


def _rows(value: JsonObject, name: str, refusal: str) -> list[list[object]]:
    rows = value.get(name)
    if rows is None:
        return []
    if not isinstance(rows, list):
        raise bad_request(f'field "{name}" must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request(refusal)
    return rows


def _button(button: object) -> JsonObject:
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict):
        raise bad_request("can't parse keyboard button: KeyboardButton must be a String or an Object")
    if not isinstance(button.get("text"), str):
        raise bad_request("can't parse keyboard button: Can't find field \"text\"")
    if not button["text"].strip():
        raise bad_request("keyboard button text must be non-empty")
    return button


def _inline_button(button: object) -> JsonObject:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    if "text" not in button:
        raise bad_request("can't parse inline keyboard button: Can't find field \"text\"")
    if not isinstance(button["text"], str):
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be of type String')
    kind = next((k for k in INLINE_KINDS if k in button and button[k] not in ("", None)), None)
    if kind is None or (kind in {"url", "callback_data"} and not isinstance(button[kind], str)):
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    shown = {"text": button["text"]} | {k: button[k] for k in ("style", "icon_custom_emoji_id") if k in button}
    return shown | {kind: _checked(kind, button[kind])}


def _checked(kind: str, value: object) -> object:
    if kind == "callback_data" and len(str(value).encode()) > LONGEST_CALLBACK_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    if kind == "url":
        link = checked_link(str(value))
        if not link:
            raise bad_request(f"inline keyboard button URL '{value}' is invalid: Wrong HTTP URL")
        return link
    return value
