"""What stands on a message when it has arrived: a reaction, or a short reply where reactions are refused."""

from enum import Enum


class Mark(Enum):
    """What a staff message got (contract: marks in the staff group)."""

    DELIVERED = "👌"
    NOTE = "✍"
    # To the citizen: the line was added to the enquiry.
    HEARD = "👀"
