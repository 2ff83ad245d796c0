"""A citizen's turn while an enquiry of theirs is in human hands, or was until lately."""

from bot.domain.conversation import Conversation
from bot.domain.events import AlbumArrived, CitizenSentMedia, CitizenWrote
from bot.domain.turns import Decision, World


def wrote(conversation: Conversation, event: CitizenWrote | CitizenSentMedia, world: World) -> Decision | None:
    """Take a message for the enquiry in `world.case`; None where the bot is to treat it as any other."""
    raise NotImplementedError


def album_arrived(conversation: Conversation, event: AlbumArrived, world: World) -> Decision:
    """Send the parts of an album on together, now that no more come."""
    raise NotImplementedError
