"""Erasure on request: what goes now, what is emptied in the group, what the law keeps; asked once."""

from bot.domain.conversation import Conversation
from bot.domain.offers import Action
from bot.domain.turns import Decision, Response, World


def ask(conversation: Conversation, world: World) -> Response:
    """Say what erasure does, in three groups, and ask once."""
    raise NotImplementedError


def pressed(action: Action, chat_id: int, conversation: Conversation, world: World) -> Decision | None:
    """Erase, or keep everything."""
    raise NotImplementedError
