"""YAML as a tree of texts that know where they stand; refuses what authors do not need and what could do harm.

Left out of YAML on purpose: anchors, aliases, tags, merge keys, several documents, bare yes and no. Values are texts
here; what they mean is read elsewhere.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from bot.knowledge.faults import Code, Fault, Place, fault

# Deeper and larger than any base that a person writes; a bomb stops here.
DEEPEST = 10
MOST_NODES = 50_000

# The parser of libyaml is ten times faster and gives the same events.
PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# What YAML 1.1 silently turns into true and false.
_BARE = frozenset({"yes", "no", "on", "off"})
# YAML 1.1 § 5.1: what may not stand in a file; and the line breaks that editors do not count as lines.
_FORBIDDEN = re.compile("[^\t\n -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")

# What the parser says -> what the author is told; the first that fits.
_SYNTAX = (
    (re.compile("tab character"), Code.YAML_TAB),
    (re.compile("mapping values are not allowed"), Code.YAML_COLON),
    (re.compile("scanning a.* quoted|parsing a quoted|unknown escape"), Code.YAML_QUOTE),
    (re.compile("cannot start any token|scanning an (alias|anchor)"), Code.YAML_START),
    (re.compile("block (collection|mapping)|simple key"), Code.YAML_INDENT),
)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text, number or date, as it is written."""

    place: Place
    # The key that it stands under, directly or as an item of a list; for the root, the name of the file.
    key: str
    text: str
    # Without quotes and not as a block.
    plain: bool
    # The characters of the file from its first to its last, quotes and indentation included.
    source: str

    def place_of(self, needle: str) -> Place:
        """Where a part of the text stands in the file; the beginning if it is broken over lines there."""
        at = self.source.find(needle)
        return self.place if at < 0 else self.place_at(at)

    def place_at(self, offset: int) -> Place:
        """Where the character of `source` stands in the file."""
        before = self.source[:offset]
        line = self.place.line + before.count("\n")
        column = offset - before.rfind("\n") if "\n" in before else self.place.column + offset
        return Place(self.place.file, line, column)


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    place: Place
    key: str
    nodes: Sequence["Node"]


@dataclass(frozen=True, slots=True)
class Fields:
    """Keys with values, as they are ordered in the file."""

    place: Place
    key: str
    values: Mapping[str, "Node"]
    # Where each key itself stands.
    keys: Mapping[str, Place]


Node: TypeAlias = Scalar | Items | Fields


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file as far as it could be read."""

    # None: there is nothing in it, or it could not be read to its end.
    root: Node | None
    faults: Sequence[Fault]


def parse(data: bytes, file: str) -> Parsed:
    """The tree of a YAML file in UTF-8, with or without a byte order mark; raises nothing, whatever the bytes."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        return Parsed(None, [fault(Code.NOT_UTF8, _place_of_byte(data, error.start, file))])
    forbidden = _FORBIDDEN.search(text)
    if forbidden is not None:
        place = _place_of_character(text, forbidden.start(), file)
        return Parsed(None, [fault(Code.BAD_CHARACTER, place, character=f"U+{ord(forbidden[0]):04X}")])
    composer = _Composer(text, file)
    try:
        root = composer.document()
    except yaml.MarkedYAMLError as error:
        return Parsed(None, [*composer.faults, _syntax_fault(error, text, file)])
    except _Stopped:
        return Parsed(None, composer.faults)
    return Parsed(root, composer.faults)


class _Stopped(Exception):
    """The rest of the file is not read; the fault is noted."""


class _Composer:
    """Turns the parser's events into nodes, noting faults on the way."""

    def __init__(self, text: str, file: str) -> None:
        self.faults: list[Fault] = []
        self._text = text
        self._file = file
        self._events: Iterator[Event] = yaml.parse(text, Loader=PARSER)
        self._nodes = 0

    def document(self) -> Node | None:
        """The root of the only document; None if the file has none."""
        root: Node | None = None
        documents = 0
        for event in self._events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self._stopped(Code.SEVERAL_DOCUMENTS, event)
            elif isinstance(event, NodeEvent):
                root = self._node(event, self._file.rpartition("/")[2], 1)
        return root

    def _node(self, event: Event, key: str, depth: int) -> Node:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            raise self._stopped(Code.TOO_MANY_NODES, event)
        if depth > DEEPEST:
            raise self._stopped(Code.TOO_DEEP, event)
        self._refuse_extras(event)
        if isinstance(event, SequenceStartEvent):
            return Items(self._place(event), key, list(self._items(key, depth)))
        if isinstance(event, MappingStartEvent):
            return self._fields(event, key, depth)
        return self._scalar(event, key)

    def _items(self, key: str, depth: int) -> Iterator[Node]:
        while not isinstance(event := next(self._events), CollectionEndEvent):
            yield self._node(event, key, depth + 1)

    def _fields(self, event: Event, key: str, depth: int) -> Fields:
        values: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        while not isinstance(first := next(self._events), CollectionEndEvent):
            if not isinstance(first, ScalarEvent):
                # An alias, a list or keys in the place of a key.
                raise self._stopped(Code.BAD_KEY, first)
            name, place = first.value, self._place(first)
            self._refuse_extras(first)
            value = self._node(next(self._events), name, depth + 1)
            if name == "<<" and first.implicit[0]:
                self._note(Code.MERGE_KEY, place)
            elif name in keys:
                self._note(Code.DUPLICATE_KEY, place, key=name, line=keys[name].line)
            else:
                values[name], keys[name] = value, place
        return Fields(self._place(event), key, values, keys)

    def _scalar(self, event: Event, key: str) -> Scalar:
        source = self._text[_mark(event.start_mark).index : _mark(event.end_mark).index]
        if not isinstance(event, ScalarEvent):
            return Scalar(self._place(event), key, source, plain=True, source=source)
        plain = event.style is None or event.style == ""
        if plain and event.value.lower() in _BARE:
            self._note(Code.BARE_WORD, self._place(event), value=event.value)
        return Scalar(self._place(event), key, event.value, plain, source)

    def _refuse_extras(self, event: Event) -> None:
        if isinstance(event, AliasEvent):
            self._note(Code.ALIAS, self._place(event), value=f"*{event.anchor}")
            return
        if isinstance(event, NodeEvent) and event.anchor is not None:
            self._note(Code.ANCHOR, self._place(event), value=f"&{event.anchor}")
        tag = getattr(event, "tag", None)
        if tag is not None:
            self._note(Code.TAG, self._place(event), value=tag)

    def _place(self, event: Event) -> Place:
        mark = _mark(event.start_mark)
        return Place(self._file, mark.line + 1, mark.column + 1)

    def _note(self, code: Code, place: Place, **parameters: object) -> None:
        self.faults.append(fault(code, place, **parameters))

    def _stopped(self, code: Code, event: Event) -> _Stopped:
        self._note(code, self._place(event))
        return _Stopped()


class _Mark(Protocol):
    """Where an event begins or ends; all from 0."""

    @property
    def index(self) -> int: ...
    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...


def _mark(mark: _Mark | None) -> _Mark:
    """The mark, which every event of a parser has."""
    if mark is None:
        raise TypeError("an event without a place")
    return mark


def _syntax_fault(error: yaml.MarkedYAMLError, text: str, file: str) -> Fault:
    said = f"{error.context or ''} {error.problem or ''}"
    code = next((code for pattern, code in _SYNTAX if pattern.search(said)), Code.YAML_SYNTAX)
    # A quotation that is never closed is found at the end of the file, and mended where it begins.
    mark = error.context_mark if code is Code.YAML_QUOTE and error.context_mark else error.problem_mark
    if mark is None:
        return fault(code, Place(file))
    if code is Code.YAML_START and text[mark.index : mark.index + 1] == "\t":
        code = Code.YAML_TAB
    return fault(code, Place(file, mark.line + 1, mark.column + 1))


def _place_of_byte(data: bytes, at: int, file: str) -> Place:
    before = data[:at]
    line_start = before.rfind(b"\n") + 1
    return Place(file, before.count(b"\n") + 1, len(before[line_start:].decode("utf-8-sig", "replace")) + 1)


def _place_of_character(text: str, at: int, file: str) -> Place:
    return Place(file, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
