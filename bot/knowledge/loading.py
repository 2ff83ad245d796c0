"""From a directory of YAML files to the knowledge base, or to everything that is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.domain.knowledge import Centre, County, Crisis, Entry, Knowledge, Office, Question, Session, Specialist
from bot.knowledge.entries import crisis, entries, questions
from bot.knowledge.faults import Code, Fault, Place, Severity, fault, suggestion
from bot.knowledge.findings import note_phrases
from bot.knowledge.holidays import public_holidays
from bot.knowledge.integrity import note_answers, note_missing_entries, note_neighbours, note_references
from bot.knowledge.meetings import sessions
from bot.knowledge.nodes import Scalar, parse
from bot.knowledge.organisation import centre, counties, offices, specialists
from bot.knowledge.reading import Kind, Phrase, Reader, Reading

T = TypeVar("T")
Identified = TypeVar("Identified", Office, Specialist, County, Session, Entry)

FILES = (
    "centre.yaml",
    "offices.yaml",
    "specialists.yaml",
    "counties.yaml",
    "sessions.yaml",
    "crisis.yaml",
    "evaluation.yaml",
)
TOPICS = "topics"
# Bytes; many times what people write.
LARGEST_FILE = 1_000_000

# When `centre.yaml` gives no zone, local times are read in this one, only to find their faults.
_SPARE_ZONE = ZoneInfo("Europe/Warsaw")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A base that may be used."""

    knowledge: Knowledge
    questions: Sequence[Question]
    # Phrases of entries in all languages, with the places where they stand.
    phrases: Sequence[Phrase]
    # Sorted by file and line.
    warnings: Sequence[Fault]
    # Where the state of each session is given, by its id.
    statuses: Mapping[str, Place] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refused:
    """A base with faults; sorted by file and line, warnings among them."""

    faults: Sequence[Fault]


def load(directory: Path) -> Loaded | Refused:
    """Read the whole base and find all its faults at once; raises nothing, whatever stands in the directory."""
    base = Path(directory).absolute()
    if not base.is_dir():
        return Refused([fault(Code.MISSING_DIRECTORY, Place(base.name))])
    reading, unread = Reading(), set[Kind]()
    parts = _read(_Source(base, reading, unread))
    note_references(reading, unread=unread)
    note_neighbours(parts.counties, reading)
    note_answers(parts.knowledge(), reading, unread=unread)
    note_phrases(reading)
    if Kind.ENTRY not in unread:
        note_missing_entries(Place(f"{base.name}/{TOPICS}"), reading)
    return _outcome(parts, reading)


@dataclass(frozen=True, slots=True)
class _Parts:
    """What could be read of a base."""

    centre: Centre | None
    offices: dict[str, Office]
    specialists: dict[str, Specialist]
    counties: dict[str, County]
    sessions: dict[str, Session]
    entries: dict[str, Entry]
    crisis: Crisis | None
    questions: tuple[Question, ...]

    def knowledge(self) -> Knowledge | None:
        """The base of these parts, without those that could not be read; None without a centre."""
        if self.centre is None:
            return None
        return Knowledge(
            centre=self.centre,
            offices=self.offices,
            specialists=self.specialists,
            counties=self.counties,
            sessions=self.sessions,
            entries=self.entries,
            crisis=self.crisis or Crisis((), {}, {}),
            holidays=public_holidays(),
        )


@dataclass(frozen=True, slots=True)
class _Source:
    """The files of a base."""

    base: Path
    reading: Reading
    # Kinds of which some file could not be read, so that an unknown id proves nothing.
    unread: set[Kind]

    def read(self, path: Path, reader: Reader[T], kind: Kind | None = None) -> T | None:
        """What a file holds; None if it cannot be read, which is noted."""
        place = Place(f"{self.base.name}/{path.relative_to(self.base).as_posix()}")
        value = self._content(path, reader, place)
        if value is None and kind is not None:
            self.unread.add(kind)
        return value

    def _content(self, path: Path, reader: Reader[T], place: Place) -> T | None:
        data = self._bytes(path, place)
        if data is None:
            return None
        parsed = parse(data, place.file)
        self.reading.faults.extend(parsed.faults)
        if parsed.root is None or (isinstance(parsed.root, Scalar) and not parsed.root.source):
            if not parsed.faults:
                self.reading.note(Code.EMPTY_FILE, place)
            return None
        return reader(parsed.root, self.reading)

    def _bytes(self, path: Path, place: Place) -> bytes | None:
        if not path.is_file():
            self.reading.note(Code.MISSING_FILE, place)
            return None
        try:
            with path.open("rb") as file:
                data = file.read(LARGEST_FILE + 1)
        except OSError:
            self.reading.note(Code.UNREADABLE_FILE, place)
            return None
        if len(data) > LARGEST_FILE:
            self.reading.note(Code.FILE_TOO_BIG, place, longest=LARGEST_FILE)
            return None
        return data


def _read(source: _Source) -> _Parts:
    """Every file of the base."""
    base = source.base
    found_centre = source.read(base / "centre.yaml", centre)
    zone = ZoneInfo(found_centre.timezone) if found_centre else _SPARE_ZONE
    parts = _Parts(
        centre=found_centre,
        offices=_by_id(source.read(base / "offices.yaml", offices, Kind.OFFICE)),
        specialists=_by_id(source.read(base / "specialists.yaml", specialists, Kind.SPECIALIST)),
        counties=_by_id(source.read(base / "counties.yaml", counties, Kind.COUNTY)),
        sessions=_by_id(source.read(base / "sessions.yaml", sessions(zone))),
        entries=_by_id([each for path in _topics(source) for each in source.read(path, entries, Kind.ENTRY) or ()]),
        crisis=source.read(base / "crisis.yaml", crisis, Kind.CRISIS),
        questions=source.read(base / "evaluation.yaml", questions) or (),
    )
    _note_unused(source)
    return parts


def _by_id(records: Sequence[Identified] | None) -> dict[str, Identified]:
    """Records by id; of two with one id, which is noted elsewhere, the first."""
    found: dict[str, Identified] = {}
    for each in records or ():
        found.setdefault(each.id, each)
    return found


def _topics(source: _Source) -> list[Path]:
    """The files of topics in order of name, without what editors leave behind."""
    found = [path for path in _listed(source.base / TOPICS, "*.yaml") if not _is_left_over(path)]
    if not found:
        source.unread.add(Kind.ENTRY)
        source.reading.note(Code.MISSING_FILE, Place(f"{source.base.name}/{TOPICS}/*.yaml"))
    return found


def _note_unused(source: _Source) -> None:
    """Note YAML files that nothing reads because of their name."""
    topics = source.base / TOPICS
    nested = [path for path in _listed(topics, "**/*.y*ml") if path.parent != topics or path.suffix != ".yaml"]
    top = [path for path in _listed(source.base, "*.y*ml") if path.name not in FILES]
    for path in sorted((*top, *nested)):
        if not _is_left_over(path):
            place = Place(f"{source.base.name}/{path.relative_to(source.base).as_posix()}")
            known = FILES if path in top else {f"{path.stem}.yaml"} - {path.name}
            source.reading.note(Code.UNUSED_FILE, place, value=path.name, hint=suggestion(path.name, known))


def _listed(folder: Path, pattern: str) -> list[Path]:
    try:
        return sorted(folder.glob(pattern))
    except OSError:
        # The folder went away while it was listed.
        return []


def _is_left_over(path: Path) -> bool:
    return path.name.startswith((".", "#"))


def _outcome(parts: _Parts, reading: Reading) -> Loaded | Refused:
    faults = sorted(reading.faults, key=lambda found: found.place)
    knowledge = parts.knowledge()
    if knowledge is None or any(found.severity is Severity.ERROR for found in faults):
        return Refused(faults)
    return Loaded(knowledge, parts.questions, reading.phrases, faults, reading.statuses)


def load_questions(file: Path) -> Sequence[Question] | Refused:
    """Read labelled questions that stand outside the base; whether their entries exist is not asked."""
    path, reading = file.absolute(), Reading()
    found = _Source(path.parent, reading, set[Kind]()).read(path, questions)
    if found is None or reading.faults:
        return Refused(sorted(reading.faults, key=lambda one: one.place))
    return found
