"""What is learnt from a version of the base: the matcher and the likeness to calls for help, each with its file."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.domain.crisis import CrisisDetector
from bot.domain.knowledge import Knowledge
from bot.domain.likeness import Likeness
from bot.domain.matching import Matcher
from bot.knowledge import index, likenesses
from bot.knowledge.index import Phrases, polish_phrases
from bot.texts.ordinary import load_ordinary

# In the folder of the data.
MODEL_FILE = "model.npz"
LIKENESS_FILE = "likeness.npz"


@dataclass(frozen=True, slots=True)
class Lessons:
    """All that is learnt from; equal lessons teach the same."""

    phrases: Phrases
    # Calls for help, and messages of people in no danger.
    calls: Sequence[str]
    others: Sequence[str]


@dataclass(frozen=True, slots=True)
class Learnt:
    """What the lessons taught."""

    matcher: Matcher
    likeness: Likeness


def lessons_of(knowledge: Knowledge) -> Lessons:
    """What a base teaches, in the order of its files."""
    phrases = polish_phrases(knowledge)
    calls = [call for own in knowledge.crisis.phrases.values() for call in own]
    return Lessons(phrases, calls, [*(phrase for _, phrase in phrases), *load_ordinary().harmless])


def read(lessons: Lessons, folder: Path) -> Learnt | None:
    """What is kept in the folder; None if some of it is of other lessons or other code, damaged or not there."""
    matcher = index.read(lessons.phrases, folder / MODEL_FILE)
    if matcher is None:
        return None
    likeness = likenesses.read(lessons.calls, lessons.others, folder / LIKENESS_FILE)
    return None if likeness is None else Learnt(matcher, likeness)


def learn(lessons: Lessons, folder: Path) -> Learnt:
    """What is kept in the folder, and the rest learnt here and kept there; takes long, not for the event loop.

    A file that cannot be written is passed over.
    """
    return Learnt(
        index.fitted_matcher(lessons.phrases, folder / MODEL_FILE),
        likenesses.fitted_likeness(lessons.calls, lessons.others, folder / LIKENESS_FILE),
    )


def detector_of(knowledge: Knowledge, likeness: Likeness) -> CrisisDetector:
    """What recognises calls for help by the signs, the phrases of the base and a likeness; takes half a second."""
    others = lessons_of(knowledge).others
    return CrisisDetector.build(knowledge.crisis.phrases, others, load_ordinary().signs, likeness)
