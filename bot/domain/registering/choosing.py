"""Which of several registrations is meant, below `/moje`: opened by its number, asked for otherwise."""

from bot.domain.conversation import Conversation, Under
from bot.domain.effects import Say
from bot.domain.events import CitizenWrote
from bot.domain.lexicon import is_any
from bot.domain.matching import tokenise
from bot.domain.offers import Action
from bot.domain.registering import owning
from bot.domain.texts import text
from bot.domain.world import Decision, World

# Words around a number: more are a message of another kind.
_MOST_WORDS = 3
# Sections of the lexicon with what is done to one registration.
_DONE_TO_ONE = ("resign", "change_number", "change_contact", "invite")


def went_on(conversation: Conversation, event: CitizenWrote, world: World) -> Decision | None:
    """Open the registration whose number is typed, or ask which one is meant; None for anything else."""
    if event.is_edit or conversation.under is not Under.REGISTRATION or conversation.offered != owning.SEVERAL:
        return None
    tokens, known = tuple(tokenise(event.text)), world.interpreter.lexicon.typed
    named = [one for one in tokens if one.isdecimal()] if len(tokens) <= _MOST_WORDS else []
    if len(named) == 1:
        return owning.pressed(Action.OWN_SHOW, named[0], event.chat_id, conversation, world)
    if not any(is_any(tokens, known[name]) for name in _DONE_TO_ONE):
        return None
    return Decision(conversation, (Say(event.chat_id, text("registration.which_one"), owning.offers(world)),))
