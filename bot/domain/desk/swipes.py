"""The forgotten swipe: tells an answer that an owner wrote beside the thread from talk among staff.

What speaks for an answer and for talk is weighed. Nothing is sent by it: the bot asks. The words are data
(`bot/texts/lexicon.yaml`); `tests/domain/desk/beside.yaml` says how often it is right.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import pairwise

from bot.domain.desk import replying
from bot.domain.enquiries import Enquiry
from bot.domain.lexicon import Phrases, contains
from bot.domain.matching import tokenise
from bot.domain.world import World

# Fewer words say too little.
_FEWEST_WORDS = 3
# What speaks for an answer must outweigh what speaks for talk by so much.
_ENOUGH = 2
# So lately a citizen wrote, or the owner took the enquiry, that the next message may well be the answer.
_JUST_NOW = timedelta(minutes=10)
# Begins with a name and a comma: somebody is called.
_CALLS = re.compile(r"^\s*(\w+)\s*,")
# A word that does not begin a sentence.
_WITHIN = re.compile(r"(?<=[^.!?\s]\s)\w+")
# Letters by which two words are held for forms of one.
_STEM = 5


def reads_like_answer(text: str, enquiry: Enquiry, world: World) -> bool:
    """Tell whether a message beside the thread reads like an answer to the enquiry that waits for its writer."""
    words = tokenise(text)
    if text.startswith(replying.NOTE_SIGN) or replying.has_mention(text) or len(words) < _FEWEST_WORDS:
        return False
    return _for_answer(text, words, enquiry, world) - _for_talk(text, words, world) >= _ENOUGH


def _for_answer(text: str, words: Sequence[str], enquiry: Enquiry, world: World) -> int:
    """Weigh what speaks to the citizen; a hint counts more right after the citizen has written."""
    typed = world.interpreter.lexicon.typed
    is_polite = contains(words, typed["answer_signs"]) or _asks_politely(words, typed) or _addresses(text, words, typed)
    is_promise, is_hint = contains(words, typed["answer_promises"]), contains(words, typed["answer_hints"])
    shared = min(_shared(words, tokenise(enquiry.question)), 2)
    return _ENOUGH * (is_polite + is_promise) + is_hint + shared + (is_hint and _is_fresh(enquiry, world))


def _asks_politely(words: Sequence[str], typed: Mapping[str, Phrases]) -> bool:
    """Tell a request to a stranger, with an infinitive; colleagues are asked in another way."""
    ends = _ends(typed["infinitive_ends"])
    return any((word,) in typed["please"] and later.endswith(ends) for word, later in pairwise(words))


def _ends(phrases: Phrases) -> tuple[str, ...]:
    return tuple(phrase[0] for phrase in phrases)


def _addresses(text: str, words: Sequence[str], typed: Mapping[str, Phrases]) -> bool:
    """Tell the form in which somebody is spoken to from the one that speaks of them.

    Within a sentence the former has a capital letter; before a name, the name stands in the vocative.
    """
    called = _ends(typed["vocative_ends"])
    is_named = any(
        (word,) in typed["address_him"] or ((word,) in typed["address_her"] and later.endswith(called))
        for word, later in pairwise(words)
    )
    capitals = (one for one in _WITHIN.findall(text) if one[0].isupper())
    return is_named or any(tuple(tokenise(one)) in typed["address"] for one in capitals)


def _shared(words: Sequence[str], asked: Sequence[str]) -> int:
    """Count the words of the question that come back in the message, in whatever form."""
    stems = {word[:_STEM] for word in asked if len(word) >= _STEM}
    return len(stems & {word[:_STEM] for word in words})


def _is_fresh(enquiry: Enquiry, world: World) -> bool:
    times = (enquiry.added_at, enquiry.waits_since, enquiry.owned_since)
    return any(at is not None and timedelta(0) <= world.now - at <= _JUST_NOW for at in times)


def _for_talk(text: str, words: Sequence[str], world: World) -> int:
    lexicon = world.interpreter.lexicon.typed
    return (
        3 * contains(words, lexicon["talk_signs"])
        + 3 * _calls_colleague(text, lexicon["answer_hints"] | lexicon["answer_signs"], world)
        + 3 * any(word.endswith(_ends(lexicon["familiar_ends"])) and len(word) > _STEM for word in words)
    )


def _calls_colleague(text: str, known: Phrases, world: World) -> bool:
    """Tell a message that begins with a name: with one of staff, or with one that no answer begins with."""
    called = _CALLS.match(text)
    if called is None or not called[1][0].isupper():
        return False
    name = tuple(tokenise(called[1]))
    first_names = {tuple(tokenise(one.name)[:1]) for one in world.case.staff.members.values()}
    return name in first_names or (name not in known and called[1].endswith("a"))
