"""Buttons of the staff group, typed: a reply that is nothing but a button's words presses it.

What to press follows from what is replied to: a card, a question about a held message, or one's own message.
"""

from collections.abc import Mapping

from bot.domain.desk import buttons, leave, replying, templates
from bot.domain.desk.buttons import Pressed
from bot.domain.enquiries import Enquiry, is_list, number_in
from bot.domain.events import GroupSpoke
from bot.domain.lexicon import is_any, starts_with
from bot.domain.lines import WHICH, Author, Line
from bot.domain.matching import tokenise
from bot.domain.offers import DeskAction
from bot.domain.world import World

# Sections of the lexicon -> what they press.
_ON_CARD: Mapping[str, DeskAction] = {
    "desk_claim": DeskAction.CLAIM,
    "desk_hand_over": DeskAction.HAND_OVER,
    "desk_release": DeskAction.RELEASE,
    "desk_template": DeskAction.TEMPLATE,
    "desk_send_template": DeskAction.SEND_TEMPLATE,
    "desk_new_promise": DeskAction.NEW_PROMISE,
    "desk_phoned": DeskAction.PHONED,
    "desk_close": DeskAction.CLOSE,
    "desk_spam": DeskAction.SPAM,
    "desk_undo": DeskAction.UNDO,
}
_ON_HELD: Mapping[str, DeskAction] = {
    "desk_send_and_take": DeskAction.SEND_AND_TAKE,
    "desk_send_as_support": DeskAction.SEND_AS_SUPPORT,
    "desk_is_note": DeskAction.IS_NOTE,
}


def pressed_by_typing(event: GroupSpoke, world: World) -> Pressed | None:
    """Give the button that a reply presses; None for an ordinary message."""
    case, quoted = world.case, world.case.quoted
    if (
        case.enquiry is None
        or event.media is not None
        or event.reply_to is None
        or event.text.startswith(replying.NOTE_SIGN)
    ):
        return None
    handle, number = case.quoted_handle or "", str(case.enquiry.number)
    if is_list(handle):
        return _on_list(event.text, case.enquiry, world)
    if buttons.held_line(handle) is not None and quoted is not None:
        return _on_held(event.text, quoted, number, world)
    if quoted is not None and quoted.author is Author.STAFF:
        action, rest = _named(event.text, {"desk_undo": DeskAction.UNDO}, world)
        return None if action is None or rest else Pressed(action, number, buttons.key_of(quoted.handle))
    if number_in(handle) is None and not case.is_copy_quoted:
        return None
    return _on_card(event.text, case.enquiry, world)


def _on_held(typed: str, held: Line, number: str, world: World) -> Pressed | None:
    """Give what is said of a held message: what it is, or the number of the enquiry that it is for."""
    key = buttons.key_of(held.handle)
    if held.why == WHICH:
        digits = [one for one in tokenise(typed) if one.isdecimal()]
        mine = {str(one.number) for one in world.case.queue}
        if len(digits) == 1 and digits[0] in mine and len(tokenise(typed)) <= _NAME_WORDS:
            return Pressed(DeskAction.SEND_TO, digits[0], key)
    action, rest = _named(typed, _ON_HELD, world)
    return None if action is None or rest else Pressed(action, number, key)


def _on_list(typed: str, enquiry: Enquiry, world: World) -> Pressed | None:
    """Give what is said of one of several enquiries: its number alone shows its card."""
    rest = [one for one in tokenise(typed) if one != str(enquiry.number)]
    return _on_card(" ".join(rest), enquiry, world) if rest else Pressed(DeskAction.SHOW_CARD, str(enquiry.number))


def _on_card(typed: str, enquiry: Enquiry, world: World) -> Pressed | None:
    if (menu := _in_menu(typed, world)) is not None:
        return Pressed(menu, str(enquiry.number))
    number, (action, rest) = str(enquiry.number), _named(typed, _ON_CARD, world)
    match action, rest:
        case None, _:
            return None
        case DeskAction.UNDO, "":
            return Pressed(DeskAction.UNDO, number, buttons.key_of(enquiry.last_reply))
        case DeskAction.SEND_TEMPLATE, "":
            return Pressed(DeskAction.TEMPLATE, number)
        case _, "":
            return Pressed(action, number)
        case DeskAction.HAND_OVER, name:
            other = leave.named(name, world.case.staff)
            if other is not None:
                return Pressed(DeskAction.HAND_OVER_TO, number, str(other.user_id))
            return Pressed(action, number) if _is_short(name) else None
        case DeskAction.TEMPLATE | DeskAction.SEND_TEMPLATE, name:
            template = templates.named(name, enquiry, world)
            if template is None:
                return Pressed(DeskAction.TEMPLATE, number) if _is_short(name) else None
            is_sent = action is DeskAction.SEND_TEMPLATE
            return Pressed(DeskAction.SEND_TEMPLATE if is_sent else DeskAction.PREVIEW, number, template)
        case DeskAction.NEW_PROMISE, days if days.isdecimal():
            return Pressed(DeskAction.PROMISE_FOR, number, days)
        case _:
            return None


def _in_menu(typed: str, world: World) -> DeskAction | None:
    """Give what the words of a menu's own buttons press: which reply to send must be named, so those are shown."""
    tokens, lexicon = tokenise(typed), world.interpreter.lexicon.typed
    if is_any(tokens, lexicon["desk_send"]):
        return DeskAction.TEMPLATE
    return DeskAction.BACK if is_any(tokens, lexicon["desk_back"]) else None


def _is_short(name: str) -> bool:
    """Tell a name that nothing is known by, perhaps in another case, from a sentence: the card shows what there is."""
    return len(name.split()) <= _NAME_WORDS


_NAME_WORDS = 2


def _named(typed: str, sections: Mapping[str, DeskAction], world: World) -> tuple[DeskAction | None, str]:
    """Give (the action that most of the words begin with, the words behind it); None for no action."""
    words, lexicon = tokenise(typed), world.interpreter.lexicon.typed
    lengths = {section: starts_with(words, lexicon[section]) for section in sections}
    longest = max(lengths, key=lambda section: lengths[section])
    return (sections[longest], " ".join(words[lengths[longest] :])) if lengths[longest] else (None, "")
