"""How an enquiry looks in the staff group: one card, changed in place for its whole life."""

from bot.domain.effects import Revise, Say
from bot.domain.enquiries import Enquiry
from bot.domain.turns import World


def post(enquiry: Enquiry, world: World) -> Say:
    """Put a new card into the group; without a sound outside working time. The group is paired."""
    raise NotImplementedError


def revise(enquiry: Enquiry, world: World) -> Revise:
    """Make the card show the enquiry as it is now. The group is paired."""
    raise NotImplementedError
