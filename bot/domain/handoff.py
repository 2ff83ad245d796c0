"""Handing a question to the specialists: privacy line, preview of exactly what is sent, and then once a number.

Nothing goes to anybody before the citizen says `Wyślij`.
"""

from bot.domain.conversation import Conversation
from bot.domain.events import CitizenSentMedia, CitizenWrote
from bot.domain.offers import Action
from bot.domain.turns import Decision, Response, World


def offer(conversation: Conversation, world: World) -> Response:
    """Begin a draft with the citizen's last question and show the preview; staff can be reached."""
    raise NotImplementedError


def went_on(conversation: Conversation, event: CitizenWrote | CitizenSentMedia, world: World) -> Decision | None:
    """Take a message for a draft in progress; None where it means something else."""
    raise NotImplementedError


def pressed(
    action: Action, chat_id: int, handle: str | None, conversation: Conversation, world: World
) -> Decision | None:
    """Obey a button of the preview; None when there is no draft."""
    raise NotImplementedError
