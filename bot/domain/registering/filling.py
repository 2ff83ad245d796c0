"""The registration form as a citizen meets it: one message, one question a step, nothing sent before the end."""

from bot.domain.conversation import Conversation
from bot.domain.events import CitizenWrote, FormFellDue
from bot.domain.offers import Action
from bot.domain.world import Decision, World


def begin(session_id: str, chat_id: int, conversation: Conversation, world: World) -> Decision:
    """Begin the form for a session, or resume it; says why where nobody can register."""
    raise NotImplementedError


def went_on(conversation: Conversation, event: CitizenWrote, world: World) -> Decision | None:
    """Take a message for the form in progress; None where it is a question to be answered in between, or no form is."""
    raise NotImplementedError


def pressed(
    action: Action, about: str, chat_id: int, handle: str | None, conversation: Conversation, world: World
) -> Decision | None:
    """Obey a button of the form or its summary; None when no form is in progress."""
    raise NotImplementedError


def fell_due(conversation: Conversation, event: FormFellDue, world: World) -> Decision:
    """Nudge once about a form that was left, or forget it."""
    raise NotImplementedError
