"""What is typed instead of pressing a button: "tak", "1", "ten drugi", "ten w Koninie".

Only what stands under the bot's last message can be meant; anything else is an ordinary message. Maps and contact cards
are in `extras`.
"""

from collections.abc import Mapping, Sequence

from bot.domain.conversation import Conversation, Under
from bot.domain.knowledge import Entry
from bot.domain.lexicon import Lexicon, Tokens, is_any
from bot.domain.matching import tokenise
from bot.domain.offers import Action
from bot.domain.ranking import CRISIS, PROPOSAL

# A press as its action and what it is about.
Pressed = tuple[Action, str]

# Names of `Lexicon.typed` -> what they press, whatever stands under the last message.
_ANYWHERE: Mapping[str, Pressed] = {
    "human": (Action.HUMAN, ""),
    "offices": (Action.OFFICES, ""),
    "sessions": (Action.SESSIONS, ""),
    "polish": (Action.LANGUAGE, "pl"),
    "ukrainian": (Action.LANGUAGE, "uk"),
    "english": (Action.LANGUAGE, "en"),
}
# More words than this are a message, not a press.
_MOST_WORDS = 6


def pressed_by_typing(
    text: str, conversation: Conversation, lexicon: Lexicon, entries: Mapping[str, Entry]
) -> Pressed | None:
    """Give the button that a message stands for; None for an ordinary message."""
    tokens = tuple(tokenise(text))
    if not tokens or len(tokens) > _MOST_WORDS:
        return None
    for name, press in _ANYWHERE.items():
        if is_any(tokens, lexicon.typed[name]):
            return press
    match conversation.under:
        case Under.CHOICE:
            return _in_choice(tokens, conversation, lexicon, entries)
        case Under.ANSWER:
            return _under_answer(tokens, conversation, lexicon, entries)
        case Under.HUMAN:
            return _under_offer_of_a_human(tokens, lexicon)
        case Under.CRISIS:
            return (Action.NOT_A_CRISIS, "") if is_mistake(text, lexicon) else None
        case Under.SESSIONS:
            return _among_sessions(tokens, conversation, lexicon, entries)
        case Under.ERASURE:
            return _under_erasure(tokens, lexicon)
        case Under.NOTHING | Under.DRAFT | Under.ENQUIRY | Under.CLOSING:
            return None
        case Under.SESSION | Under.FORM | Under.WISH | Under.REGISTRATION:
            return None


def _under_erasure(tokens: Tokens, lexicon: Lexicon) -> Pressed | None:
    """Erase only at a plain yes; everything else but a no is an ordinary message."""
    if is_any(tokens, lexicon.typed["erase"]):
        return Action.ERASE, ""
    is_kept = any(is_any(tokens, lexicon.typed[name]) for name in ("keep", "no", "cancel", "back"))
    return (Action.KEEP, "") if is_kept else None


def is_mistake(text: str, lexicon: Lexicon) -> bool:
    """Tell whether a message takes a call for help back."""
    return is_any(tokenise(text), lexicon.typed["mistake"])


# Names of `Lexicon.typed` -> what they say of an answer.
_SAID_OF_AN_ANSWER = (
    ("not_it", Action.NOT_IT),
    ("no", Action.NOT_IT),
    ("none_of_these", Action.NOT_IT),
    ("helped", Action.HELPED),
    ("yes", Action.HELPED),
)
# Names of `Lexicon.typed` that mean nothing where there is nothing to answer -> the text that says so.
_TO_NOTHING = {
    "cancel": "command.nothing_to_cancel",
    "back": "typed.nothing_to_go_back_to",
    "yes": "typed.nothing_to_answer",
    "no": "typed.nothing_to_answer",
    "none_of_these": "typed.nothing_to_answer",
    "mistake": "typed.nothing_to_answer",
}


def answer_to_nothing(text: str, lexicon: Lexicon) -> str | None:
    """Give the key of what is said to a typed button that is not there; None for an ordinary message."""
    tokens = tuple(tokenise(text))
    found = next((key for name, key in _TO_NOTHING.items() if is_any(tokens, lexicon.typed[name])), None)
    return found or ("typed.nothing_to_answer" if _number(tokens, lexicon) is not None else None)


def _in_choice(
    tokens: Tokens, conversation: Conversation, lexicon: Lexicon, entries: Mapping[str, Entry]
) -> Pressed | None:
    for name, entry in (("session_topic", PROPOSAL), ("need_help", CRISIS)):
        if entry in conversation.offered and is_any(tokens, lexicon.typed[name]):
            return Action.CHOOSE, entry
    if is_any(tokens, lexicon.typed["none_of_these"]) or is_any(tokens, lexicon.typed["no"]):
        return Action.NONE_OF_THESE, ""
    number = _number(tokens, lexicon)
    if number is not None:
        known = number <= len(conversation.offered)
        return (Action.CHOOSE, conversation.offered[number - 1]) if known else None
    if conversation.offered and is_any(tokens, lexicon.typed["yes"]):
        return Action.CHOOSE, conversation.offered[0]
    chosen = _named(tokens, conversation.offered, lexicon, entries)
    return (Action.CHOOSE, chosen) if chosen else None


def _under_answer(
    tokens: Tokens, conversation: Conversation, lexicon: Lexicon, entries: Mapping[str, Entry]
) -> Pressed | None:
    about = conversation.answered or ""
    for name, action in _SAID_OF_AN_ANSWER:
        if is_any(tokens, lexicon.typed[name]):
            return action, about
    title = [
        one for one in conversation.offered if one in entries and tuple(tokenise(entries[one].title["pl"])) == tokens
    ]
    return (Action.RELATED, title[0]) if title else None


def _among_sessions(
    tokens: Tokens, conversation: Conversation, lexicon: Lexicon, entries: Mapping[str, Entry]
) -> Pressed | None:
    """Give the session whose number is typed, the next page, or what is said of the answer that lists them."""
    if conversation.next_page and is_any(tokens, lexicon.typed["more_sessions"]):
        return Action.SESSIONS, conversation.next_page
    number = next((number for number in _numbers(tokens, lexicon) if 0 < number <= len(conversation.offered)), None)
    if number is not None:
        return Action.SESSION, conversation.offered[number - 1]
    return _under_answer(tokens, conversation, lexicon, entries) if conversation.answered else None


def _numbers(tokens: Tokens, lexicon: Lexicon) -> Sequence[int]:
    """Read the number of a line in a list of any length: in words as far as there are words, and in digits."""
    named = _number(tokens, lexicon)
    rest = [token for token in tokens if token not in lexicon.pointing]
    in_digits = [int(one) for one in rest if len(rest) == 1 and one.isascii() and one.isdecimal() and len(one) < _LONG]
    return in_digits if named is None else [named]


# Digits that no line of a list has.
_LONG = 5


def _under_offer_of_a_human(tokens: Tokens, lexicon: Lexicon) -> Pressed | None:
    if is_any(tokens, lexicon.typed["yes"]):
        return Action.HUMAN, ""
    return (Action.NO_HUMAN, "") if is_any(tokens, lexicon.typed["no"]) else None


def _number(tokens: Tokens, lexicon: Lexicon) -> int | None:
    """Read "1", "ten drugi", "numer 3"; None when anything else is said besides."""
    rest = tuple(token for token in tokens if token not in lexicon.pointing)
    return next((number for number, forms in lexicon.ordinals.items() if rest in forms), None)


# Letters that two inflected forms of one word share at least.
_STEM = 4


def _named(tokens: Tokens, offered: Sequence[str], lexicon: Lexicon, entries: Mapping[str, Entry]) -> str | None:
    """Find the only offered title that has all the words typed, endings aside; None when several or none have."""
    words = [token for token in tokens if token not in lexicon.pointing]
    # An edit of the base may have taken an entry away meanwhile.
    titles = {one: tokenise(entries[one].title["pl"]) for one in offered if one in entries}
    if not words:
        return None
    fitting = [one for one, title in titles.items() if all(is_in(word, title) for word in words)]
    return fitting[0] if len(fitting) == 1 else None


def is_in(word: str, title: Sequence[str]) -> bool:
    """Tell whether a word stands in a title, endings aside."""
    return any(word == other or (len(word) >= _STEM and word[:_STEM] == other[:_STEM]) for other in title)
