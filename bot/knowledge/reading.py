"""The words a file's schema is written in: readers of nodes, and what they note on the way.

A reader takes a node to a value, or notes what is wrong with it and gives None. Readers are combined; none of them
stops at the first fault.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol, TypeVar

from bot.knowledge.faults import Code, Fault, Place, fault, suggestion_or_options
from bot.knowledge.nodes import Fields, Items, Node, Scalar

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

# UTF-16 units; what stands beside it in a message needs room, too.
LONGEST_TEXT = 1000
LANGUAGES = ("pl", "uk", "en")


class Kind(Enum):
    """What has an id that something else may name."""

    OFFICE = "office"
    SPECIALIST = "specialist"
    COUNTY = "county"
    SESSION = "session"
    ENTRY = "entry"
    CRISIS = "crisis"


@dataclass(frozen=True, slots=True)
class Reference:
    """An id used, to be looked up when all files have been read."""

    kind: Kind
    id: str
    place: Place
    # Noted if there is no such id.
    code: Code
    # The beginning of ids, up to a dot, is enough.
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class AnswerText:
    """A text with placeholders, in one language."""

    scalar: Scalar
    language: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of an entry and where it stands."""

    entry: str
    language: str
    text: str
    place: Place


@dataclass(slots=True)
class Reading:
    """What has been noted while the files are read; filled by readers."""

    faults: list[Fault] = field(default_factory=list)
    # Where each id is first given.
    definitions: dict[Kind, dict[str, Place]] = field(default_factory=lambda: {kind: {} for kind in Kind})
    references: list[Reference] = field(default_factory=list)
    answers: list[AnswerText] = field(default_factory=list)
    phrases: list[Phrase] = field(default_factory=list)
    # Where the state of each session is given, by its id.
    statuses: dict[str, Place] = field(default_factory=dict)

    def note(self, code: Code, place: Place, **parameters: object) -> None:
        """Add a fault."""
        self.faults.append(fault(code, place, **parameters))


class Reader(Protocol[T_co]):
    """What takes a node to a value."""

    def __call__(self, node: Node, reading: Reading, /) -> T_co | None:
        """The value; None where it has been noted what is wrong."""


# The usable values of a record by parameter.
Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Field:
    """A key of a record."""

    read: Reader[object]
    # Parameter of the builder; None: named as the key.
    name: str | None
    required: bool


def required(read: Reader[T], name: str | None = None) -> Field:
    """A key that must be there."""
    return Field(read, name, required=True)


def optional(read: Reader[T], name: str | None = None) -> Field:
    """A key that may be left out; the builder then has its default."""
    return Field(read, name, required=False)


def record(
    build: Callable[..., T],
    fields: Mapping[str, Field],
    check: Callable[[T, Fields, Reading], None] | None = None,
    *,
    compare: Callable[[Values, Fields, Reading], None] | None = None,
) -> Reader[T]:
    """Keys with values, built by `build(node, **values)`; `check` notes what is wrong with what was built.

    `compare` notes what usable values get wrong together, whatever is wrong with others. Unknown and missing keys are
    noted; None if a value that is needed, or was given, cannot be used.
    """

    def read(node: Node, reading: Reading) -> T | None:
        if not isinstance(node, Fields):
            reading.note(Code.NOT_MAPPING, node.place, keys=", ".join(fields))
            return None
        _note_unknown_keys(node, fields, reading)
        values, is_whole = _values(node, fields, reading)
        if compare is not None:
            compare(values, node, reading)
        if not is_whole:
            return None
        built = build(node, **values)
        if check is not None:
            check(built, node, reading)
        return built

    return read


def list_of(read: Reader[T], *, least: int = 0) -> Reader[tuple[T, ...]]:
    """A list, without the items that cannot be used."""

    def read_list(node: Node, reading: Reading) -> tuple[T, ...] | None:
        if not isinstance(node, Items):
            reading.note(Code.NOT_LIST, node.place, key=node.key)
            return None
        if len(node.nodes) < least:
            reading.note(Code.EMPTY_LIST, node.place, key=node.key)
            return None
        found = (read(item, reading) for item in node.nodes)
        return tuple(item for item in found if item is not None)

    return read_list


def by_language(
    read: Reader[T], languages: Sequence[str] = LANGUAGES, needed: Sequence[str] = ("pl",)
) -> Reader[Mapping[str, T]]:
    """A value by language; written without a language it is Polish, if Polish is all that is needed."""
    fields = {language: (required if language in needed else optional)(read) for language in languages}
    read_all: Reader[Mapping[str, T]] = record(lambda _, **values: values, fields)

    def read_localised(node: Node, reading: Reading) -> Mapping[str, T] | None:
        if isinstance(node, Fields) and _is_unquoted(node):
            reading.note(Code.NOT_TEXT, node.place, key=node.key)
            return None
        if isinstance(node, Fields) or len(needed) > 1:
            return read_all(node, reading)
        alone = read(node, reading)
        return None if alone is None else {"pl": alone}

    return read_localised


def text(longest: int = LONGEST_TEXT) -> Reader[str]:
    """A text that is not empty, without spaces around it, of at most so many UTF-16 units."""

    def read(node: Node, reading: Reading) -> str | None:
        if not isinstance(node, Scalar):
            reading.note(Code.NOT_TEXT, node.place, key=node.key)
            return None
        words = node.text.strip()
        if not words or (node.plain and words in {"~", "null"}):
            reading.note(Code.EMPTY_TEXT, node.place, key=node.key)
            return None
        if utf16_length(words) > longest:
            reading.note(Code.TEXT_TOO_LONG, node.place, key=node.key, length=utf16_length(words), longest=longest)
            return None
        return words

    return read


def parsed(code: Code, parse: Callable[[str], T | None]) -> Reader[T]:
    """A text with a form; `parse` gives None for any other, which is noted under the code."""
    read_text = text()

    def read(node: Node, reading: Reading) -> T | None:
        words = read_text(node, reading)
        if words is None:
            return None
        value = parse(words)
        if value is None:
            reading.note(code, node.place, key=node.key, value=words)
        return value

    return read


def choice(options: Mapping[str, T]) -> Reader[T]:
    """One of a few words."""
    read_text = text()

    def read(node: Node, reading: Reading) -> T | None:
        words = read_text(node, reading)
        if words is not None and words not in options:
            hint = suggestion_or_options(words, options)
            reading.note(Code.BAD_CHOICE, node.place, key=node.key, value=words, hint=hint)
            return None
        return None if words is None else options[words]

    return read


def utf16_length(words: str) -> int:
    """Length as Telegram counts it (Bot API: UTF-16 code units)."""
    return len(words.encode("utf-16-le")) // 2


def _is_unquoted(node: Fields) -> bool:
    """Whether keys without values betray a text that begins with a placeholder: "{office.konin.phone}"."""
    return all(isinstance(value, Scalar) and not value.source for value in node.values.values())


def _note_unknown_keys(node: Fields, fields: Mapping[str, Field], reading: Reading) -> None:
    for key, place in node.keys.items():
        if key not in fields:
            reading.note(Code.UNKNOWN_KEY, place, key=key, hint=suggestion_or_options(key, fields))


def _values(node: Fields, fields: Mapping[str, Field], reading: Reading) -> tuple[Values, bool]:
    """The usable values by parameter, and whether none is missing or unusable. Notes all of them."""
    values: dict[str, object] = {}
    whole = True
    for key, wanted in fields.items():
        if key in node.values:
            value = wanted.read(node.values[key], reading)
            if value is None:
                whole = False
            else:
                values[wanted.name or key] = value
        elif wanted.required:
            reading.note(Code.MISSING_KEY, node.place, key=key)
            whole = False
    return values, whole
