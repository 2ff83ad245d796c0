"""What citizens see and do of their own enquiries: `/moje`, its buttons, and whether the answer helped."""

from bot.domain.conversation import Conversation
from bot.domain.offers import Action
from bot.domain.turns import Decision, Response, World


def overview(conversation: Conversation, world: World) -> Response:
    """Show the citizen's enquiry: number, state in plain words, promised time, what can be done."""
    raise NotImplementedError


def pressed(action: Action, about: str, chat_id: int, conversation: Conversation, world: World) -> Decision | None:
    """Obey a button of one's own enquiry; None when it names nothing of this citizen's."""
    raise NotImplementedError
