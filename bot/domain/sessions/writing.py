"""A longer text under headings, from which a message and a document are made alike."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.texts import Text, text


@dataclass(frozen=True, slots=True)
class Section:
    """A part under its heading."""

    heading: Text
    # One paragraph or list item each.
    body: Sequence[Text]


@dataclass(frozen=True, slots=True)
class Writing:
    """A title and sections."""

    title: Text
    sections: Sequence[Section]


def as_message(writing: Writing) -> Text:
    """Give everything as one text; what is longer than one message should go as a document, too."""
    parts = [text("writing.section", heading=one.heading, body=one.body) for one in writing.sections]
    apart = [piece for part in parts for piece in (text("answer.gap"), part)]
    return text("writing.all", title=writing.title, sections=apart[1:])
