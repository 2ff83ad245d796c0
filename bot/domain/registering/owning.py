"""What an account does with its registrations: change the number or the contact, withdraw, answer an offer of seats."""

from collections.abc import Sequence

from bot.domain.conversation import Conversation
from bot.domain.effects import Effect
from bot.domain.events import CitizenWrote
from bot.domain.offers import Action
from bot.domain.texts import Text
from bot.domain.world import Decision, World


def overview(world: World) -> Sequence[Text]:
    """Give one text for each registration of the account, with what can be done with it."""
    raise NotImplementedError


def pressed(action: Action, about: str, chat_id: int, conversation: Conversation, world: World) -> Decision | None:
    """Obey a button of one's own registration; None when it names nothing of this account's."""
    raise NotImplementedError


def went_on(conversation: Conversation, event: CitizenWrote, world: World) -> Decision | None:
    """Take a message for the change that was begun; None where none was."""
    raise NotImplementedError


def erased(world: World) -> Sequence[Effect]:
    """Give what erasure means for an account's registrations: seats are freed, waiters asked, staff told."""
    raise NotImplementedError
