"""What `topics/*.yaml`, `crisis.yaml` and `evaluation.yaml` look like: what people write, and what they read."""

from collections.abc import Mapping, Sequence

from bot.domain.facts import LIVE, placeholders
from bot.domain.knowledge import Crisis, CrisisContact, Entry, Live, Localised, Provenance, Question, Route
from bot.knowledge.faults import Code
from bot.knowledge.nodes import Fields, Items, Node, Scalar
from bot.knowledge.organisation import PROVENANCE, county_ref, short_place, sourced
from bot.knowledge.reading import (
    AnswerText,
    Kind,
    Phrase,
    Reader,
    Reading,
    by_language,
    choice,
    list_of,
    optional,
    record,
    required,
    text,
)
from bot.knowledge.values import flag, helpline, known_id, new_id

# UTF-16 units; a title is the label of a button.
LONGEST_TITLE = 40
LONGEST_PHRASE = 300
# Bot API: 4096 UTF-16 units. How long an answer really is, is measured with its facts filled in.
LONGEST_ANSWER = 4096
# Calls for help are recognised in all of these; who writes in Russian may be answered in Ukrainian.
CRISIS_LANGUAGES = ("pl", "uk", "ru", "en")

LiveValue = tuple[Live, str | None]


def _answer(node: Node, reading: Reading) -> str | None:
    """A text with placeholders, noted so that they can be looked up at the end."""
    words = text(LONGEST_ANSWER)(node, reading)
    if words is not None and isinstance(node, Scalar):
        reading.answers.append(AnswerText(node, node.key if node.key in CRISIS_LANGUAGES else "pl"))
    return words


def _live(node: Node, reading: Reading) -> LiveValue | None:
    """What is live in an answer, and the specialist that it is about."""
    kind, dot, about = getattr(node, "text", "").partition(".")
    if kind == Live.REACHABLE.value and dot:
        specialist = Scalar(node.place, node.key, about, plain=False, source=about)
        known = _specialist_ref(specialist, reading)
        return None if known is None else (Live.REACHABLE, known)
    live = _live_alone(node, reading)
    return None if live is None else (live, None)


def _entry(
    _: Fields,
    *,
    id: str,  # noqa: A002 - the key's name
    title: Localised,
    phrases: Mapping[str, Sequence[str]],
    answer: Localised,
    provenance: Provenance,
    related: Sequence[str] = (),
    live: LiveValue | None = None,
    route: Route | None = None,
    held_in: str | None = None,
) -> Entry:
    kind, about = live or (None, None)
    return Entry(id, title, phrases, answer, related, kind, about, route, provenance, held_in)


def _note_entry(entry: Entry, node: Fields, reading: Reading) -> None:
    for language, scalar in _scalars(node.values["phrases"]):
        reading.phrases.append(Phrase(entry.id, language, scalar.text.strip(), scalar.place))
    _note_live(node.values["answer"], reading, live=entry.live is not None)


def _scalars(node: Node, language: str = "pl") -> Sequence[tuple[str, Scalar]]:
    """Every text under a node that is written by language."""
    match node:
        case Scalar():
            return [(language, node)]
        case Items():
            return [found for item in node.nodes for found in _scalars(item, language)]
        case Fields():
            return [found for key, value in node.values.items() for found in _scalars(value, key)]


def _note_live(answer: Node, reading: Reading, *, live: bool) -> None:
    for _, scalar in _scalars(answer):
        count = placeholders(scalar.text).count(LIVE)
        if live and count != 1:
            reading.note(Code.LIVE_MISSING, scalar.place, count=count)
        if not live and count:
            reading.note(Code.LIVE_UNEXPECTED, scalar.place_of("{live}"))


def _contact(
    _: Fields,
    *,
    name: Localised,
    phone: str,
    when: Localised,
    whom: Localised,
    provenance: Provenance,
    id: str | None = None,  # noqa: A002 - the key's name
) -> CrisisContact:
    return CrisisContact(id, name, phone, when, whom, provenance)


def _crisis(
    _: Fields, contacts: Sequence[CrisisContact], phrases: Mapping[str, Sequence[str]], answer: Localised
) -> Crisis:
    return Crisis(contacts, phrases, answer)


def _note_crisis(_: Crisis, node: Fields, reading: Reading) -> None:
    _note_live(node.values["answer"], reading, live=False)


def _question(
    node: Fields,
    *,
    text: str,
    entries: Sequence[str],
    kind: str,
    context: str | None = None,
    all: bool = False,  # noqa: A002 - the key's name
) -> Question:
    return Question(text, entries, kind, context, all, short_place(node.place))


_specialist_ref = known_id(Kind.SPECIALIST, Code.UNKNOWN_SPECIALIST)
_entry_ref = known_id(Kind.ENTRY, Code.UNKNOWN_ENTRY)
_live_alone = choice({live.value: live for live in Live})

entries: Reader[tuple[Entry, ...]] = list_of(
    record(
        sourced(_entry),
        {
            "id": required(new_id(Kind.ENTRY)),
            "title": required(by_language(text(LONGEST_TITLE))),
            "phrases": required(by_language(list_of(text(LONGEST_PHRASE), least=1))),
            "answer": required(by_language(_answer)),
            "related": optional(list_of(_entry_ref)),
            "live": optional(_live),
            "route": optional(choice({route.value: route for route in Route})),
            "held_in": optional(county_ref),
            **PROVENANCE,
        },
        _note_entry,
    ),
    least=1,
)

crisis: Reader[Crisis] = record(
    _crisis,
    {
        "contacts": required(
            list_of(
                record(
                    sourced(_contact),
                    {
                        "id": optional(new_id(Kind.CRISIS)),
                        "name": required(by_language(text(100), CRISIS_LANGUAGES)),
                        "phone": required(helpline),
                        "when": required(by_language(text(100), CRISIS_LANGUAGES)),
                        "for": required(by_language(text(100), CRISIS_LANGUAGES), "whom"),
                        **PROVENANCE,
                    },
                ),
                least=1,
            )
        ),
        "phrases": required(
            by_language(list_of(text(LONGEST_PHRASE), least=1), CRISIS_LANGUAGES, needed=CRISIS_LANGUAGES)
        ),
        "answer": required(by_language(_answer, CRISIS_LANGUAGES, needed=("pl", "uk", "en"))),
    },
    _note_crisis,
)

questions: Reader[tuple[Question, ...]] = list_of(
    record(
        _question,
        {
            "text": required(text()),
            "entries": required(list_of(_entry_ref, least=1)),
            "kind": required(text(40)),
            "context": optional(_entry_ref),
            "all": optional(flag),
        },
    )
)
