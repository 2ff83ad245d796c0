"""Which entry of the knowledge base answers a text, how sure that is, and why."""

from bot.domain.matching.building import build
from bot.domain.matching.diagnosing import Diagnosis, held_out_confusions
from bot.domain.matching.explaining import Explanation
from bot.domain.matching.matcher import Candidate, Matcher
from bot.domain.matching.normalising import tokenise
from bot.domain.matching.segments import Opening, Segment, Segments, split

__all__ = [
    "Candidate",
    "Diagnosis",
    "Explanation",
    "Matcher",
    "Opening",
    "Segment",
    "Segments",
    "build",
    "held_out_confusions",
    "split",
    "tokenise",
]
