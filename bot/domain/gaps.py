"""Which questions are kept because the bot failed them, so that authors can mend the base.

A question is kept masked and without its writer; a call for help, what is somewhat like one, and what speaks of
violence or suicide never is.
"""

from collections.abc import Sequence

from bot.domain.answers import shortened
from bot.domain.conversation import Conversation, Under
from bot.domain.crisis import Level
from bot.domain.effects import KeepGap
from bot.domain.matching import tokenise
from bot.domain.ranking import CRISIS, SMALL_TALK
from bot.domain.world import World, in_crisis

# Characters of a question that are kept: a letter tells in these what it is about.
MOST_KEPT = 1000
# Who turns one of these down has asked nothing, or something that is nobody else's business.
_NEVER = SMALL_TALK | {CRISIS}


def to_keep(before: Conversation, after: Conversation, chat_id: int, world: World) -> Sequence[KeepGap]:
    """Give the question that this turn failed, or that the person now found an answer to; nothing for most turns."""
    if after.missed is None or not after.question or in_crisis(after, world):
        return ()
    chosen = _chosen(before, after)
    has_news = (before.question, before.missed, before.refused) != (after.question, after.missed, after.refused)
    if not (chosen or has_news) or _NEVER & {*after.refused, chosen}:
        return ()
    if world.interpreter.level_of(after.question) is not Level.NONE:
        return ()
    question = shortened(world.masker.masked(after.question), MOST_KEPT)
    if not tokenise(question):
        return ()
    return (KeepGap(chat_id, question, after.missed, after.refused, chosen),)


def _chosen(before: Conversation, after: Conversation) -> str | None:
    """Give the entry that a failed question led to in this turn."""
    is_shown = after.under is Under.ANSWER and (before.under, before.answered) != (after.under, after.answered)
    is_same = before.missed is not None and before.question == after.question
    return after.answered if is_same and is_shown and after.answered not in after.refused else None
