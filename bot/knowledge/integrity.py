"""What files must agree on: ids that are named exist, neighbours agree, placeholders mean something, answers fit."""

from collections.abc import Collection, Mapping

from bot.domain import facts
from bot.domain.knowledge import County, Knowledge, WeeklyHours
from bot.knowledge.faults import Code, Place, suggestion
from bot.knowledge.reading import AnswerText, Kind, Reading, Reference, utf16_length

# Entries that the bot itself shows, whatever was asked.
REQUIRED_ENTRIES = ("handoff.human", "out_of_scope")

# Bot API: characters of a message, in UTF-16 units.
LONGEST_MESSAGE = 4096
# UTF-16 units kept free for what is computed when an answer is shown, and for the note that a fact is old.
LIVE_ROOM = 1500
NOTE_ROOM = 300
# As long as one span of working hours gets in words, with its weekday.
_SPAN_IN_WORDS = "x" * 40


def note_references(reading: Reading, *, unread: Collection[Kind]) -> None:
    """Note ids that nothing has; ids of a kind whose file could not be read are passed over."""
    for reference in reading.references:
        known = reading.definitions[reference.kind]
        if reference.kind not in unread and not _is_known(reference, known):
            hint = suggestion(reference.id, known)
            reading.note(reference.code, reference.place, value=reference.id, hint=hint)


def note_missing_entries(topics: Place, reading: Reading) -> None:
    """Note entries that the bot cannot do without."""
    for id_ in REQUIRED_ENTRIES:
        if id_ not in reading.definitions[Kind.ENTRY]:
            reading.note(Code.MISSING_ENTRY, topics, value=id_)


def note_neighbours(counties: Mapping[str, County], reading: Reading) -> None:
    """Note counties that do not name a neighbour that names them; said where the name is missing."""
    for county in counties.values():
        for neighbour in county.neighbours:
            if neighbour in counties and county.id not in counties[neighbour].neighbours:
                place = reading.definitions[Kind.COUNTY][neighbour]
                reading.note(Code.ONE_WAY_NEIGHBOUR, place, county=neighbour, neighbour=county.id)


def note_answers(knowledge: Knowledge | None, reading: Reading, *, unread: Collection[Kind]) -> None:
    """Note placeholders that name nothing, stray braces, and answers too long once their facts are filled in.

    `knowledge` holds the records that could be read; None: not even the centre. Kinds whose file could not be read are
    passed over.
    """
    names = facts.names({kind.value: list(reading.definitions[kind]) for kind in Kind})
    passed_over = {kind.value for kind in unread}
    for answer in reading.answers:
        _note_braces(answer, reading)
        for name in dict.fromkeys(facts.placeholders(answer.scalar.text)):
            if name not in names and name.partition(".")[0] not in passed_over:
                hint = suggestion(name, names)
                reading.note(Code.UNKNOWN_PLACEHOLDER, _place(answer, name), value=name, hint=hint)
    if knowledge is not None:
        _note_filled(knowledge, names, reading)


def _is_known(reference: Reference, known: Mapping[str, Place]) -> bool:
    beginning = f"{reference.id}."
    return reference.id in known or (reference.prefix and any(id_.startswith(beginning) for id_ in known))


def _note_braces(answer: AnswerText, reading: Reading) -> None:
    stray = facts.stray_braces(answer.scalar.source)
    if stray:
        reading.note(Code.STRAY_BRACE, answer.scalar.place_at(stray[0]))


def _note_filled(knowledge: Knowledge, names: Collection[str], reading: Reading) -> None:
    """Note what shows only with the facts in place."""
    tables = {answer.language: facts.table(knowledge, answer.language, _generous) for answer in reading.answers}
    for answer in reading.answers:
        table = {**tables[answer.language], facts.LIVE: "x" * LIVE_ROOM}
        for name in dict.fromkeys(facts.placeholders(answer.scalar.text)):
            if name in names and name not in table and _is_read(name, knowledge):
                reading.note(Code.ABSENT_FACT, _place(answer, name), value=name)
        length = utf16_length(facts.fill(answer.scalar.text, table)) + NOTE_ROOM
        if length > LONGEST_MESSAGE:
            place = answer.scalar.place
            reading.note(
                Code.ANSWER_TOO_LONG, place, length=length, longest=LONGEST_MESSAGE, over=length - LONGEST_MESSAGE
            )


def _is_read(name: str, knowledge: Knowledge) -> bool:
    """Whether the office of a name is known; only offices may leave a fact out."""
    return name.split(".")[1] in knowledge.offices


def _place(answer: AnswerText, name: str) -> Place:
    return answer.scalar.place_of(f"{{{name}}}")


def _generous(hours: WeeklyHours) -> str:
    return "".join(_SPAN_IN_WORDS for spans in hours.values() for _ in spans)
