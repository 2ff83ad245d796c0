"""The moment that a question speaks of: its day or days, and the time of day.

The grammar is code, the vocabulary is data (`MomentWords`, filled by `bot.texts.moments`). Read in this order:
`asked` puts the answer together, `tokens` tells the words and numbers of a text, `days` and `clock` read what they say.
"""

from bot.domain.moments.asked import asked_moment, is_only_a_moment
from bot.domain.moments.moment import Moment
from bot.domain.moments.words import Feast, FeastDays, Meaning, MomentWords, Role, build_words

__all__ = [
    "Feast",
    "FeastDays",
    "Meaning",
    "Moment",
    "MomentWords",
    "Role",
    "asked_moment",
    "build_words",
    "is_only_a_moment",
]
