"""The trained matcher on disk, so that a start or an edit of an answer need not wait for training.

It is kept for exactly the phrases and the matching code it was made with.
"""

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from bot.domain import matching
from bot.domain.knowledge import Knowledge
from bot.domain.matching import Matcher, build
from bot.knowledge.trained import read_arrays, write_arrays

Phrases = Sequence[tuple[str, str]]


def fitted_matcher(phrases: Phrases, cache_file: Path) -> Matcher:
    """The matcher of the phrases, from the file if it fits, else trained here and written there.

    Training takes long: not for the event loop. A file that cannot be written is passed over.
    """
    found = read(phrases, cache_file)
    if found is not None:
        return found
    matcher = build(phrases)
    try:
        write(phrases, matcher, cache_file)
    except OSError:
        # A matcher is no worse for not being kept.
        return matcher
    return matcher


def read(phrases: Phrases, cache_file: Path) -> Matcher | None:
    """The matcher in the file; None if it is of other phrases or other code, damaged or not there."""
    arrays = read_arrays(key(phrases), cache_file)
    try:
        return None if arrays is None else Matcher.from_arrays(arrays)
    except (ValueError, KeyError):
        return None


def write(phrases: Phrases, matcher: Matcher, cache_file: Path) -> None:
    """Keep the matcher; a reader finds the old file or the new one, never a part. Raises OSError."""
    write_arrays(key(phrases), matcher.to_arrays(), cache_file)


def key(phrases: Phrases) -> str:
    """Names what a matcher was made of: the phrases in their order, and the source of the code that learns them."""
    content = json.dumps([list(phrase) for phrase in phrases], ensure_ascii=False)
    return hashlib.sha256(f"{code_digest()}\n{content}".encode()).hexdigest()


def polish_phrases(knowledge: Knowledge) -> Phrases:
    """(entry id, phrase) of every entry: what the matcher learns."""
    return [(entry.id, phrase) for entry in knowledge.entries.values() for phrase in entry.phrases["pl"]]


@cache
def code_digest() -> str:
    """Names the source of the matching code, and the library that it computes with; read once."""
    sources = sorted(source for folder in matching.__path__ for source in Path(folder).glob("*.py"))
    digest = hashlib.sha256(np.__version__.encode())
    for source in sources:
        digest.update(source.name.encode() + b"\0" + source.read_bytes())
    return digest.hexdigest()
