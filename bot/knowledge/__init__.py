"""The knowledge base as authors write it: read, checked, watched and indexed."""

from bot.knowledge.checking import check
from bot.knowledge.faults import Code, Fault, Place, Severity
from bot.knowledge.index import fitted_matcher, polish_phrases
from bot.knowledge.loading import Loaded, Refused, load
from bot.knowledge.watching import Library, Snapshot

__all__ = [
    "Code",
    "Fault",
    "Library",
    "Loaded",
    "Place",
    "Refused",
    "Severity",
    "Snapshot",
    "check",
    "fitted_matcher",
    "load",
    "polish_phrases",
]
