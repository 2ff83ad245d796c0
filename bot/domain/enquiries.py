"""The life of an enquiry: a question that a person hands to the centre's specialists.

A transition table says which move leads where; what is said and to whom belongs to `handoff`, `correspondence` and
`desk`. An illegal move raises and changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from types import MappingProxyType

from bot.domain.events import Media


class State(Enum):
    """Where an enquiry stands."""

    # In the queue: nobody has taken it.
    WAITING = "waiting"
    # Somebody has taken it.
    TAKEN = "taken"
    # Its owner is done, and the citizen is asked whether it helped.
    CLOSING = "closing"
    CLOSED = "closed"


class Move(Enum):
    """What can happen to an enquiry as a whole."""

    CLAIM = "claim"
    # The owner gives it back.
    RELEASE = "release"
    # The owner gives it to somebody else.
    HAND_OVER = "hand_over"
    # The owner was silent until the deadline, or is no longer there.
    RETURN = "return"
    # The owner asks the citizen whether it helped.
    ASK = "ask"
    # The citizen says yes or partly.
    RATE = "rate"
    # The citizen says no, or writes on; or staff write on.
    RESUME = "resume"
    # The citizen has not answered for long.
    EXPIRE = "expire"
    # Settled by telephone.
    PHONE = "phone"
    # The citizen closes it.
    WITHDRAW = "withdraw"
    SPAM = "spam"
    # The citizen writes again within the time allowed, and the owner is there.
    REOPEN = "reopen"
    # The same, but the owner is not there.
    REQUEUE = "requeue"


MOVES: Mapping[tuple[State, Move], State] = MappingProxyType(
    {
        (State.WAITING, Move.CLAIM): State.TAKEN,
        (State.WAITING, Move.PHONE): State.CLOSED,
        (State.WAITING, Move.WITHDRAW): State.CLOSED,
        (State.WAITING, Move.SPAM): State.CLOSED,
        (State.TAKEN, Move.RELEASE): State.WAITING,
        (State.TAKEN, Move.HAND_OVER): State.TAKEN,
        (State.TAKEN, Move.RETURN): State.WAITING,
        (State.TAKEN, Move.ASK): State.CLOSING,
        (State.TAKEN, Move.PHONE): State.CLOSED,
        (State.TAKEN, Move.WITHDRAW): State.CLOSED,
        (State.TAKEN, Move.SPAM): State.CLOSED,
        (State.CLOSING, Move.RATE): State.CLOSED,
        (State.CLOSING, Move.RESUME): State.TAKEN,
        (State.CLOSING, Move.RETURN): State.WAITING,
        (State.CLOSING, Move.EXPIRE): State.CLOSED,
        (State.CLOSING, Move.PHONE): State.CLOSED,
        (State.CLOSING, Move.WITHDRAW): State.CLOSED,
        (State.CLOSED, Move.REOPEN): State.TAKEN,
        (State.CLOSED, Move.REQUEUE): State.WAITING,
    }
)


class IllegalMove(Exception):
    """The enquiry's state does not allow the move: the decision should have asked `may` first."""

    def __init__(self, state: State, move: Move) -> None:
        super().__init__(f"{move.value} is not possible in {state.value}")


@dataclass(frozen=True, slots=True)
class Enquiry:
    """One question in human hands. Times are aware UTC."""

    # Counted from 1, shown to everybody.
    number: int
    citizen_chat_id: int
    opened_at: datetime
    # As the citizen approved it in the preview, with personal numbers masked.
    question: str
    state: State = State.WAITING
    # Of the citizen.
    language: str = "pl"
    # The entry that the question seems to be about; None: nobody knows.
    topic: str | None = None
    # County id, where the question names one.
    county: str | None = None
    # The name that staff see; None: the citizen sent it without a signature.
    signature: str | None = None
    # The entry that the bot had answered with, and whether it was sure.
    answered: str | None = None
    was_sure: bool = False
    # What came with the question besides text, for its card.
    attached: tuple[Media, ...] = ()
    # It was sent by somebody who had called for help a short while before.
    is_after_crisis: bool = False
    # For a call back: the number as the citizen gave it, and when they can be called.
    phone: str | None = None
    phone_when: str = ""
    # Until when a human answers, as it was last promised to the citizen; None: no working time in sight.
    promised_for: datetime | None = None
    # Telegram user id of the staff member who has it.
    owner_id: int | None = None
    owned_since: datetime | None = None
    # When its owner was last warned that a promise ends.
    warned_at: datetime | None = None
    # Who had it before it came back to the queue; None: nobody has had it.
    former_id: int | None = None
    # It has a topic of its own, from the time somebody took it first.
    has_topic: bool = False
    # The first time that a human wrote; from then on the bot is quiet.
    human_wrote_at: datetime | None = None
    # Since when the citizen waits for a human; None: the last word is a human's, or needs no answer.
    waits_since: datetime | None = None
    # Messages that the citizen added later, and when the last of them came.
    added: int = 0
    added_at: datetime | None = None
    # Handle of the last reply of staff that can be taken back; empty: there is none.
    last_reply: str = ""
    # When a reply was taken back last.
    undone_at: datetime | None = None
    # The last local day on which a later line was acknowledged in words.
    acknowledged_on: date | None = None
    # Its owner wanted to close it at night: the citizen is asked in the morning, unless they have written since.
    closes_in_the_morning: bool = False
    has_written_since: bool = False
    # When the citizen was asked whether it helped.
    asked_at: datetime | None = None
    closed_at: datetime | None = None
    # The move that closed it.
    closed_by: Move | None = None
    # It was closed while there was no staff group, so that its card there still shows it open.
    is_card_behind: bool = False
    # The citizen has blocked the bot.
    is_unreachable: bool = False
    # The citizen asked the program a question of its own (`Zapytaj bota`): the next free text is for the bot.
    bot_is_asked: bool = False
    # Our name of the message that told staff of a call for help, where staff answered that; empty: a question.
    alert: str = ""

    @property
    def is_alert_only(self) -> bool:
        """Whether it is a call for help that no human has answered: no card shows it, its citizen sent no question."""
        return bool(self.alert) and not self.is_open and self.human_wrote_at is None and self.closed_by is None

    @property
    def is_open(self) -> bool:
        """Whether it is not closed yet."""
        return self.state is not State.CLOSED

    @property
    def card(self) -> str:
        """Our name of its card in the staff group."""
        return f"card:{self.number}"

    @property
    def topic_handle(self) -> str:
        """Our name of its forum topic in the staff group."""
        return f"topic:{self.number}"

    @property
    def question_handle(self) -> str:
        """Our name of its question as it stands first in its forum topic."""
        return f"question:{self.number}"


def may(enquiry: Enquiry, move: Move) -> bool:
    """Tell whether the enquiry's state allows a move."""
    return (enquiry.state, move) in MOVES


def moved(enquiry: Enquiry, move: Move, *, at: datetime) -> Enquiry:
    """Give the enquiry after a move at an instant; owner and closing follow from it. Raises `IllegalMove`."""
    target = MOVES.get((enquiry.state, move))
    if target is None:
        raise IllegalMove(enquiry.state, move)
    asked_at = at if target is State.CLOSING else None
    changed = replace(enquiry, state=target, asked_at=asked_at, closes_in_the_morning=False)
    match target:
        case State.WAITING:
            former = enquiry.owner_id or enquiry.former_id
            return replace(changed, owner_id=None, owned_since=None, former_id=former, closed_at=None, closed_by=None)
        case State.CLOSED:
            return replace(changed, closed_at=at, closed_by=move, waits_since=None, bot_is_asked=False)
        case State.TAKEN | State.CLOSING:
            return replace(changed, closed_at=None, closed_by=None)


def owned(enquiry: Enquiry, move: Move, owner_id: int, *, at: datetime) -> Enquiry:
    """Give the enquiry in the hands of a staff member, by CLAIM or HAND_OVER. Raises `IllegalMove`."""
    return replace(moved(enquiry, move, at=at), owner_id=owner_id, owned_since=at)


def number_in(handle: str) -> int | None:
    """Give the enquiry that the handle of a card, topic, question or reminder names; None for any other handle."""
    kind, number, *_ = (*handle.split(":"), "")
    return int(number) if kind in _NAMING and number.isdecimal() else None


_NAMING = frozenset({"card", "topic", "question", "reminder"})


def reminder_handle(number: int, what: str, at: datetime) -> str:
    """Name a message that tells staff what is due about one enquiry."""
    return f"reminder:{number}:{at.timestamp():.0f}:{what}"


def is_reminder(handle: str) -> bool:
    """Tell the name of a message about what is due from any other."""
    return handle.startswith("reminder:")


def list_handle(number: int, what: str, at: datetime) -> str:
    """Name a message that tells staff what is due about several enquiries, the first of which has this number."""
    return f"{_LIST}{number}:{at.timestamp():.0f}:{what}"


def is_list(handle: str) -> bool:
    """Tell the name of a message about several enquiries from any other: it leads to none of them."""
    return handle.startswith(_LIST)


_LIST = "due:"


def card_of(topic: str) -> str:
    """Give our name of the card of the enquiry that a topic's handle names; empty for any other handle."""
    number = number_in(topic) if topic.startswith("topic:") else None
    return f"card:{number}" if number is not None else ""


def alert_handle(at: datetime, message_id: int | None) -> str:
    """Name the message that tells staff of a call for help; it leads to nobody."""
    return f"{_ALERT}{at.timestamp():.0f}:{message_id or 0}"


def is_alert(handle: str) -> bool:
    """Tell the name of a message about a call for help from any other."""
    return handle.startswith(_ALERT)


_ALERT = "alert:"
