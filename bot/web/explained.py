"""An explanation as JSON: why a message was judged so; its fields are described in docs/sandbox.md."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TypedDict

from bot.domain.interpreting import Why
from bot.domain.knowledge import Entry
from bot.domain.matching import Candidate, Explanation
from bot.domain.ranking import Looks
from bot.domain.reasons import compare, matched_text, named_looks
from bot.domain.thresholds import Thresholds
from bot.knowledge.watching import Snapshot
from bot.witnessing import Judged, Record

# Entries named for each look.
_NAMED = 5
_DIGITS = 4
# What decided where entries were compared.
_MATCHED = frozenset({Why.MATCH, Why.OWN_CASE, Why.NOTHING_FITS})

Json = dict[str, object]


class Spot(TypedDict):
    """Where an entry stands, below the folder of the base; nulls where it does not."""

    file: str | None
    line: int | None
    column: int | None


def explained(record: Record, base: Path, local: Callable[[datetime], datetime]) -> Json:
    """Give the explanation of a message; reads the base's files to say where entries stand now."""
    return {
        "update_id": record.update_id,
        "chat": record.chat_id,
        "text": record.text,
        "at": local(record.at).isoformat(),
        "judged": [_judgement(one, base) for one in list(record.judged)],
    }


def _judgement(one: Judged, base: Path) -> Json:
    found, interpreter = one.found, one.interpreter
    looks = interpreter.look(one.text, one.context) if found.why in _MATCHED else None
    return {
        "text": one.text,
        "context": one.context,
        "refused": list(one.refused),
        "outcome": found.outcome.value,
        "why": found.why.value,
        "language": found.language or interpreter.language_of(one.text),
        "may_go_on": found.may_go_on,
        "unanswered": list(found.unanswered),
        "call_for_help": interpreter.level_of(one.text).name.lower(),
        "entries": [_entry(candidate, one.knowledge.entries.get(candidate.id), base) for candidate in found.candidates],
        "looks": [] if looks is None else [_look(name, ranking) for name, ranking in named_looks(looks, one.refused)],
        "thresholds": [] if looks is None else _thresholds(looks, interpreter.thresholds, one.refused),
        "words": None if looks is None else _words_matched(looks, interpreter.matcher),
    }


def _entry(candidate: Candidate, entry: Entry | None, base: Path) -> Json:
    title = entry.title["pl"] if entry is not None else None
    spot = where(entry, base) if entry is not None else Spot(file=None, line=None, column=None)
    return {"id": candidate.id, "title": title, "confidence": round(candidate.confidence, _DIGITS), **spot}


def where(entry: Entry, base: Path) -> Spot:
    """Give where an entry begins in its file; where its facts are dated if the file has changed so that it is gone."""
    file, _, line = entry.provenance.place.partition(":")
    try:
        text = (base / file).read_text(encoding="utf-8")
    except (OSError, ValueError):
        text = ""
    begins = re.search(rf"""^[- ]*(id:\s*["']?{re.escape(entry.id)}["']?)\s*(?:#.*)?$""", text, re.MULTILINE)
    if begins is None:
        return Spot(file=file or None, line=int(line) if line else None, column=1 if line else None)
    start = begins.start(1)
    return Spot(file=file, line=text.count("\n", 0, start) + 1, column=start - text.rfind("\n", 0, start))


def _look(name: str, ranking: Sequence[Candidate]) -> Json:
    named = [{"id": one.id, "confidence": round(one.confidence, _DIGITS)} for one in ranking[:_NAMED]]
    return {"name": name, "ranking": named}


def _thresholds(looks: Looks, limits: Thresholds, refused: Sequence[str]) -> list[Json]:
    return [
        {
            "name": one.name,
            "compared_with": one.what,
            "limit": one.limit,
            "measured": round(one.measured, _DIGITS),
            "reached": one.is_reached,
        }
        for one in compare(looks, limits, refused)
    ]


def _words_matched(looks: Looks, matcher: object) -> Json | None:
    """Give what each word adds; None for a matcher that cannot tell."""
    return _words(matcher.matcher.explain(matched_text(looks))) if isinstance(matcher, Snapshot) else None


def _words(found: Explanation) -> Json:
    return {
        "entries": list(found.entries),
        "sums": _rounded(found.logits),
        "confidence": round(found.confidence, _DIGITS),
        "bias": round(found.bias, _DIGITS),
        "tokens": [
            {"typed": one.typed, "read_as": one.corrected, "adds": _rounded(one.logits)} for one in found.tokens
        ],
        "evidence": [
            {"name": one.name, "value": round(one.value, _DIGITS), "adds": round(one.logit, _DIGITS)}
            for one in found.evidence
        ],
    }


def _rounded(numbers: Sequence[float]) -> list[float]:
    return [round(number, _DIGITS) for number in numbers]
