"""`Powiadom mnie o sesjach w powiecie`: to be told, and to say what one would like to raise there."""

from bot.domain.conversation import Conversation
from bot.domain.events import CitizenWrote
from bot.domain.world import Decision, World


def begin(county: str | None, chat_id: int, conversation: Conversation, world: World) -> Decision:
    """Ask for the county where it is not known, then for the problem."""
    raise NotImplementedError


def went_on(conversation: Conversation, event: CitizenWrote, world: World) -> Decision | None:
    """Take a message as the county or the problem that was asked for; None where neither was."""
    raise NotImplementedError
