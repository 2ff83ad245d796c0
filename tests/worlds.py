"""Worlds for decisions: a knowledge base, a matcher that is a table, a moment; everything given as an argument."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.domain.conversation import Conversation, Under
from bot.domain.crisis import Level
from bot.domain.effects import Effect, Revise, Say
from bot.domain.interpreting import Interpreter
from bot.domain.knowledge import Entry, Knowledge
from bot.domain.matching import Candidate, tokenise
from bot.domain.moments import Moment
from bot.domain.offers import Offers
from bot.domain.thresholds import Thresholds
from bot.domain.world import Rules, World
from bot.texts.lexicon import load_lexicon
from bot.texts.masking import masker_for
from bot.texts.texts import Renderer, load_catalogues

# A Tuesday, 10:00 in Warsaw.
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
CHAT = 5000
Table = Mapping[str, Mapping[str, float]]

# Words of a message -> entries of the shipped base with their confidence.
TABLE: Table = {
    "koninie": {"office.konin": 0.95},
    "poznaniu": {"office.poznan": 0.94},
    "grant": {"support.grants": 0.9},
    "godziny": {"specialist.hours": 0.9},
    "niejasne": {"support.grants": 0.3, "support.training": 0.25, "support.advice": 0.2},
    "mgliste": {"support.overview": 0.3, "support.education": 0.25},
    "pogoda": {"out_of_scope": 0.9},
    "wniosek": {"handoff.own_case": 0.9},
    "czlowiekiem": {"handoff.human": 0.9},
    "przemoc": {"crisis": 0.9},
    "privacy": {"privacy": 0.9},
}
# A word -> the language it gives away; a word of a first-person call for help.
LANGUAGES = {"довідка": "uk", "справка": "ru", "хочу": "uk", "please": "en", "suicide": "en"}
CALLS = ("zabic", "suicide", "хочу вмерти", "ratunku", "dosc zycia")
# A word of a message about such things.
SUBJECT = "samobojstw"
# A word of a message that is somewhat like a call for help.
SAD = "gasne"


@dataclass(frozen=True, slots=True)
class Ranking:
    """Ranks by a table: a text with all words of a key has its confidences, every other entry next to nothing."""

    entries: Sequence[str]
    table: Table

    def match_all(self, texts: Sequence[str]) -> Sequence[Sequence[Candidate]]:
        return [self._match(text) for text in texts]

    def _match(self, text: str) -> Sequence[Candidate]:
        words = set(tokenise(text))
        chances = dict.fromkeys(self.entries, 0.001)
        for key, found in self.table.items():
            if set(tokenise(key)) <= words:
                chances |= {entry: max(chance, chances.get(entry, 0)) for entry, chance in found.items()}
        return sorted(map(Candidate._make, chances.items()), key=lambda one: (-one.confidence, one.id))


def level_of(text: str) -> Level:
    """Tell a call for help, a subject and what is somewhat like a call by its words."""
    typed = " ".join(tokenise(text))
    if any(call in typed for call in CALLS):
        return Level.FIRST_PERSON
    if SUBJECT in typed:
        return Level.ABOUT
    return Level.PERHAPS if SAD in typed else Level.NONE


def language_of(text: str) -> str | None:
    """Tell a language by a word."""
    return next((code for word, code in LANGUAGES.items() if word in text.casefold()), None)


def interpreter(
    entries: Mapping[str, Entry], table: Table = TABLE, *, thresholds: Thresholds | None = None
) -> Interpreter:
    """An interpreter of a table."""
    return Interpreter(
        entries=entries,
        matcher=Ranking(list(entries), table),
        level_of=level_of,
        language_of=language_of,
        lexicon=load_lexicon(),
        thresholds=thresholds or Thresholds(),
    )


def world(
    knowledge: Knowledge,
    table: Table = TABLE,
    *,
    now: datetime = NOW,
    rules: Rules | None = None,
    asked: Moment | None = None,
) -> World:
    """A world of a table at a moment; every question speaks of the moment `asked`."""
    judging, masker = interpreter(knowledge.entries, table), masker_for(knowledge)
    return World(knowledge, judging, lambda _: asked, now, rules or Rules(), masker=masker)


def without(knowledge: Knowledge, *entry_ids: str) -> Knowledge:
    """The base after an edit that took entries away."""
    kept = {one.id: one for one in knowledge.entries.values() if one.id not in entry_ids}
    related = {one.id: replace(one, related=[name for name in one.related if name in kept]) for one in kept.values()}
    return replace(knowledge, entries=related)


def renderer(knowledge: Knowledge) -> Renderer:
    """The words for a base."""
    return Renderer(knowledge, load_catalogues())


def said(effects: Sequence[Effect]) -> Say | Revise:
    """The one message among effects."""
    (one,) = (effect for effect in effects if isinstance(effect, Say | Revise))
    return one


def shown(effects: Sequence[Effect], knowledge: Knowledge, language: str = "pl") -> str:
    """The words of the one message among effects, without markup."""
    one = said(effects)
    code = one.language if isinstance(one, Say) and one.language else language
    return renderer(knowledge).plain(one.text, code)


def labels(offers: Offers, knowledge: Knowledge, language: str = "pl") -> list[str]:
    """The labels of all buttons, in order."""
    words = renderer(knowledge)
    return [words.plain(offer.label, language) for row in offers for offer in row]


def after_answer(entry_id: str, **changes: object) -> Conversation:
    """A conversation whose last message answered with an entry."""
    known = Conversation(
        previous=entry_id, answered=entry_id, question="gdzie jest biuro w Koninie", under=Under.ANSWER
    )
    return replace(known, **changes)  # type: ignore[arg-type]  # the fields that a test names
