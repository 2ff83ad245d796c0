"""Sessions ahead: the list by date and county with free seats, and the card of one with everything one can do."""

from bot.domain.conversation import Conversation
from bot.domain.offers import Action
from bot.domain.world import Decision, Response, World


def ahead(conversation: Conversation, world: World, county: str | None = None) -> Response:
    """List the sessions that are really ahead, the next first; of one county where it is named."""
    raise NotImplementedError


def card(session_id: str, conversation: Conversation, world: World) -> Response:
    """Show one session with its buttons; an id that is not there leads to the list."""
    raise NotImplementedError


def pressed(action: Action, about: str, chat_id: int, conversation: Conversation, world: World) -> Decision | None:
    """Obey a button of the list or of a card; None when it names nothing that is there."""
    raise NotImplementedError
