"""What is sent a second time: it is still one registration, and that is said."""

from dataclasses import replace

from bot.domain.conversation import Conversation, Under
from bot.domain.effects import Say
from bot.domain.events import CitizenWrote
from bot.domain.lexicon import is_any
from bot.domain.matching import tokenise
from bot.domain.registering import own
from bot.domain.sessions.registrations import Registration
from bot.domain.texts import text
from bot.domain.world import Decision, World

# Sections of the lexicon whose words send a form.
_SENDING = ("send_form", "send", "yes")


def already(mine: Registration, chat_id: int, conversation: Conversation, world: World) -> Decision:
    """Say what the account has."""
    kept = replace(conversation, under=Under.NOTHING)
    return Decision(kept, (Say(chat_id, text("form.already", own=own.described(mine, world))),))


def sent_again(conversation: Conversation, event: CitizenWrote, world: World) -> Decision | None:
    """Answer the words that sent the form when they come again just behind it; None for anything else."""
    if event.is_edit or conversation.under is not Under.SESSION or len(conversation.offered) != 1:
        return None
    tokens, known = tuple(tokenise(event.text)), world.interpreter.lexicon.typed
    mine = own.active(conversation.offered[0], world)
    if mine is None or not any(is_any(tokens, known[name]) for name in _SENDING):
        return None
    return replace(already(mine, event.chat_id, conversation, world), conversation=conversation)
