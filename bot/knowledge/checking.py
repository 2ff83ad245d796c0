"""Everything there is to say about a base, for those who write it."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from bot.domain.matching import Matcher
from bot.knowledge.faults import Fault
from bot.knowledge.findings import (
    competing_entries,
    copied_questions,
    dated_facts,
    overtaken_sessions,
    unreached_entries,
)
from bot.knowledge.index import polish_phrases
from bot.knowledge.loading import Refused, load
from bot.texts.lexicon import load_lexicon


def check(
    directory: Path,
    build: Callable[[Sequence[tuple[str, str]]], Matcher],
    today: date,
    *,
    thorough: bool = False,
) -> list[Fault]:
    """All faults, errors and warnings, sorted by file and line; with errors there is no matcher to ask for more.

    `thorough` also asks each phrase as if it were not in the base, which takes about as long as `build`.
    """
    outcome = load(directory)
    if isinstance(outcome, Refused):
        return list(outcome.faults)
    polish = [phrase for phrase in outcome.phrases if phrase.language == "pl"]
    matcher = build(polish_phrases(outcome.knowledge))
    found = [
        *outcome.warnings,
        *copied_questions(outcome, directory.absolute().name),
        *dated_facts(outcome.knowledge, directory.absolute().name, today),
        *overtaken_sessions(outcome.knowledge, outcome.statuses, today),
        *unreached_entries(polish, matcher),
        *(competing_entries(polish, matcher, _politeness()) if thorough else ()),
    ]
    return sorted(found, key=lambda fault: fault.place)


def _politeness() -> list[str]:
    """Words that are said around a question and should decide nothing; phrases of several words are left out whole."""
    return [tokens[0] for tokens in load_lexicon().padding if len(tokens) == 1]
