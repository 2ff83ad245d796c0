"""What an author got wrong, where, and in which words it is said.

The words are Polish and live in `messages.pl.yaml`, by code; `errors` there keep a base from being used, `warnings` do
not.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cache
from importlib.resources import files

import yaml
from rapidfuzz import fuzz, process

# A suggestion is made from this likeness on (rapidfuzz ratio, 0…100).
_ALIKE = 70
# Characters of what an author wrote that a message repeats; lists of keys need as many.
_LONGEST_SHOWN = 200


class Severity(Enum):
    """Whether a base with this fault may be used."""

    ERROR = "error"
    WARNING = "warning"


class Code(StrEnum):
    """Every kind of fault; the value is its key in `messages.pl.yaml`."""

    MISSING_DIRECTORY = "missing_directory"
    MISSING_FILE = "missing_file"
    UNREADABLE_FILE = "unreadable_file"
    FILE_TOO_BIG = "file_too_big"
    NOT_UTF8 = "not_utf8"
    BAD_CHARACTER = "bad_character"
    EMPTY_FILE = "empty_file"

    YAML_SYNTAX = "yaml_syntax"
    YAML_TAB = "yaml_tab"
    YAML_COLON = "yaml_colon"
    YAML_QUOTE = "yaml_quote"
    YAML_START = "yaml_start"
    YAML_INDENT = "yaml_indent"
    SEVERAL_DOCUMENTS = "several_documents"
    TOO_DEEP = "too_deep"
    TOO_MANY_NODES = "too_many_nodes"
    ANCHOR = "anchor"
    ALIAS = "alias"
    TAG = "tag"
    MERGE_KEY = "merge_key"
    BAD_KEY = "bad_key"
    DUPLICATE_KEY = "duplicate_key"
    BARE_WORD = "bare_word"

    NOT_MAPPING = "not_mapping"
    NOT_LIST = "not_list"
    NOT_TEXT = "not_text"
    EMPTY_TEXT = "empty_text"
    EMPTY_LIST = "empty_list"
    UNKNOWN_KEY = "unknown_key"
    MISSING_KEY = "missing_key"
    TEXT_TOO_LONG = "text_too_long"
    BAD_CHOICE = "bad_choice"
    BAD_NUMBER = "bad_number"
    BAD_FLAG = "bad_flag"

    BAD_ID = "bad_id"
    BAD_TIME = "bad_time"
    BAD_DATE = "bad_date"
    BAD_MOMENT = "bad_moment"
    BAD_SPAN = "bad_span"
    SPANS_OVERLAP = "spans_overlap"
    BAD_PHONE = "bad_phone"
    BAD_EMAIL = "bad_email"
    BAD_POSTCODE = "bad_postcode"
    BAD_TIMEZONE = "bad_timezone"

    DAYS_REVERSED = "days_reversed"
    ENDS_BEFORE_START = "ends_before_start"
    REGISTERS_TOO_LATE = "registers_too_late"
    LIVE_MISSING = "live_missing"
    LIVE_UNEXPECTED = "live_unexpected"

    DUPLICATE_ID = "duplicate_id"
    UNKNOWN_COUNTY = "unknown_county"
    UNKNOWN_SPECIALIST = "unknown_specialist"
    UNKNOWN_ENTRY = "unknown_entry"
    UNKNOWN_TOPIC = "unknown_topic"
    ONE_WAY_NEIGHBOUR = "one_way_neighbour"
    MISSING_ENTRY = "missing_entry"
    UNKNOWN_PLACEHOLDER = "unknown_placeholder"
    ABSENT_FACT = "absent_fact"
    STRAY_BRACE = "stray_brace"
    ANSWER_TOO_LONG = "answer_too_long"

    UNUSED_FILE = "unused_file"
    SHARED_PHRASE = "shared_phrase"
    REPEATED_PHRASE = "repeated_phrase"
    COPIED_QUESTION = "copied_question"
    UNREACHED_ENTRY = "unreached_entry"
    CONFUSABLE_ENTRIES = "confusable_entries"
    HEAVY_WORD = "heavy_word"
    STALE_FACTS = "stale_facts"
    FUTURE_DATE = "future_date"
    CANCELLED_WITHOUT_REASON = "cancelled_without_reason"
    SESSION_OVER = "session_over"
    HELD_TOO_EARLY = "held_too_early"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A spot in a file of the knowledge base; it reads `knowledge/sessions.yaml:14:9`."""

    # From the directory above the base on, with "/".
    file: str
    # Both from 1, the column in characters.
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault; it reads `knowledge/sessions.yaml:14:9: …`."""

    place: Place
    code: Code
    # For authors, in Polish, one line.
    message: str
    severity: Severity

    @property
    def file(self) -> str:
        """The file, as `Place.file`."""
        return self.place.file

    @property
    def line(self) -> int:
        """From 1."""
        return self.place.line

    @property
    def column(self) -> int:
        """From 1, in characters."""
        return self.place.column

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


def fault(code: Code, place: Place, **parameters: object) -> Fault:
    """The fault in words; the parameters are those that the message of the code names."""
    shown = {name: _shown(value) for name, value in parameters.items()}
    return Fault(place, code, templates()[code].format_map(shown), severity_of(code))


def suggestion(wrong: str, known: Iterable[str]) -> str:
    """A question whether one of the known words was meant, to end a message with; empty if none is like it."""
    alike = process.extractOne(wrong, list(known), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return "" if alike is None else templates()["suggestion"].format(word=alike[0])


def suggestion_or_options(wrong: str, known: Collection[str]) -> str:
    """As `suggestion`; where no word is like it, all of them."""
    return suggestion(wrong, known) or templates()["options"].format(words=", ".join(known))


def severity_of(code: Code) -> Severity:
    """Which section of `messages.pl.yaml` the code stands in."""
    return Severity.WARNING if code in _sections()["warnings"] else Severity.ERROR


def _shown(value: object) -> str:
    """A value on one line, cut where it is long; the space before a suggestion stays."""
    words = re.sub(r"\s+", " ", str(value))
    return words if len(words) <= _LONGEST_SHOWN else f"{words[: _LONGEST_SHOWN - 1]}…"


@cache
def templates() -> Mapping[str, str]:
    """Message by code, and what messages share."""
    return {key: words for section in _sections().values() for key, words in section.items()}


@cache
def _sections() -> Mapping[str, Mapping[str, str]]:
    content = files("bot.knowledge").joinpath("messages.pl.yaml").read_text(encoding="utf-8")
    sections: Mapping[str, Mapping[str, str]] = yaml.safe_load(content)
    return sections
