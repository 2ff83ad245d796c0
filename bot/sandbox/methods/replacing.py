"""editMessageMedia: another file in the place of one, or of a text."""

from bot.sandbox.keyboards import read_inline_markup
from bot.sandbox.methods.call import Call
from bot.sandbox.methods.editing import changed, own_message
from bot.sandbox.methods.media import input_media
from bot.sandbox.wire import JsonObject, bad_request

# Bot API: what can be replaced; voice messages, video notes, stickers, places and contacts cannot.
REPLACEABLE = frozenset({"text", "photo", "document", "video", "audio", "animation"})
# In an album a picture can become a film, nothing else another kind.
PICTURES = frozenset({"photo", "video"})


def edit_message_media(call: Call) -> JsonObject:
    """Replace the file and caption, or the text, of a message; without `reply_markup` the keyboard goes."""
    content = input_media(call, call.parameters.nested("media", "media"))
    markup = read_inline_markup(call.parameters)
    stored = own_message(call)
    had = REPLACEABLE & stored.message.keys()
    if not had:
        raise bad_request("message media can't be edited")
    if "media_group_id" in stored.message:
        _check_album(had, content)
    gone = had | {"entities", "link_preview_options", "caption", "caption_entities", "show_caption_above_media"}
    return changed(call, stored, dict.fromkeys(gone) | content | {"reply_markup": markup})


def _check_album(had: frozenset[str], content: JsonObject) -> None:
    kind = next(iter(REPLACEABLE & content.keys()))
    if kind not in had and not (had <= PICTURES and kind in PICTURES):
        raise bad_request("can't change media type in the album")
