"""What somebody who called for help reads of the program while an enquiry of theirs is in human hands."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from bot.domain import turns
from bot.domain.conversation import Conversation
from bot.domain.crisis import Level
from bot.domain.effects import React, Say
from bot.domain.enquiries import Enquiry
from bot.domain.texts import text
from bot.domain.world import Response, World, in_crisis


def is_due(enquiry: Enquiry, conversation: Conversation, words: str, world: World) -> bool:
    """Tell who called for help and has read nothing of a human since, or sounds like calling again.

    `enquiry` is as it was before these words.
    """
    if conversation.crisis_until is None or not in_crisis(conversation, world):
        return False
    called_at = conversation.crisis_until - world.rules.crisis_window
    return not _has_human_answered(enquiry, called_at) or world.interpreter.level_of(words) >= Level.PERHAPS


def _has_human_answered(enquiry: Enquiry, called_at: datetime) -> bool:
    """Tell whether a human has written after the call: before it, or with it, the citizen began to wait otherwise."""
    is_over = not enquiry.is_open and enquiry.closed_by is not None
    if enquiry.human_wrote_at is None or is_over:
        return False
    waits_since = enquiry.waits_since
    return enquiry.human_wrote_at >= called_at or waits_since is None or waits_since > called_at


def again(conversation: Conversation, enquiry: Enquiry, words: str, world: World) -> Say:
    """Point at the helplines again."""
    return _said(turns.comfort(conversation, world, words=words), enquiry)


def after_thanks(conversation: Conversation, enquiry: Enquiry, words: str, world: World) -> Say:
    """Answer thanks with the numbers in one line."""
    language = turns.shown_in(world.interpreter.language_of(words))
    return _said(turns.calm(conversation, world, language), enquiry)


def beside(said: Say | React, enquiry: Enquiry, words: str, world: World) -> Say | React:
    """Put the numbers below what anybody gets whose words are about violence or suicide, or somewhat like a call.

    Where a human has written, what is only somewhat like a call is theirs to hear.
    """
    level = world.interpreter.level_of(words)
    if level is Level.NONE or (level is Level.PERHAPS and enquiry.human_wrote_at is not None):
        return said
    numbers = world.answers.numbers()
    match said:
        case Say():
            return replace(said, text=text("crisis.with_numbers", body=said.text, numbers=numbers))
        case React():
            return Say(enquiry.citizen_chat_id, numbers, language=enquiry.language)
        case _:
            assert_never(said)


def _said(told: Response, enquiry: Enquiry) -> Say:
    return Say(enquiry.citizen_chat_id, told.reply.text, told.reply.offers, language=told.language)
