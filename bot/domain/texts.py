"""What is to be said, before it has words: a key and its parameters.

Words, languages, plurals and escaping belong to `bot.texts`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Union

from bot.domain.knowledge import Localised


@dataclass(frozen=True, slots=True)
class Body:
    """A text of the knowledge base, with placeholders still in it."""

    words: Localised
    # What stands where the text says `{live}`.
    live: "Text | None" = None


# A datetime is a date, too; aware ones are shown in the centre's time zone. A sequence of texts is joined by line
# breaks.
Param = Union[str, int, date, Localised, Body, "Text", Sequence["Text"]]

_NOTHING: Mapping[str, Param] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Text:
    """One text by its key in `bot/texts/*.yaml`."""

    key: str
    params: Mapping[str, Param] = field(default_factory=lambda: _NOTHING)


def text(key: str, **params: Param) -> Text:
    """Name a text and what is filled into it."""
    return Text(key, params)
