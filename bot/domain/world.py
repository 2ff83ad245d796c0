"""What a decision sees and gives: the world at one moment, and how a turn ends."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.answers import Answers, Reply
from bot.domain.cases import Case
from bot.domain.conversation import Conversation
from bot.domain.effects import Effect
from bot.domain.interpreting import Interpreter
from bot.domain.knowledge import Knowledge
from bot.domain.masking import Masker
from bot.domain.moments import Moment
from bot.domain.sessions.agenda import Agenda


class CrisisAlert(StrEnum):
    """Who of the staff is told of a call for help, at any hour."""

    # In the group, calling the coordinators by name.
    COORDINATOR = "coordinator"
    # In the group, calling nobody in particular.
    GROUP = "group"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Rules:
    """What the operator configures of the conversation."""

    # How long a greeting or fragment waits for the next line, in real time.
    join_lines: timedelta = timedelta(seconds=3)
    # How long after a call for help no menu is shown.
    crisis_window: timedelta = timedelta(hours=12)
    # Choices shown in a row before a human is offered.
    most_clarifications: int = 2
    # How long a conversation is kept after its last turn.
    conversation_days: int = 30
    # How long a message is kept that could not be handled or sent.
    set_aside_days: int = 30
    # How long a question to the specialists is kept after its end.
    enquiry_days: int = 60
    # How long a registration is kept after the end of its session.
    registration_days: int = 180
    # How long a question is kept that the bot failed.
    gap_days: int = 30
    # How long after its end a citizen's next message opens an enquiry again.
    reopen_days: int = 7
    # How long a question is kept that is not sent yet.
    draft_life: timedelta = timedelta(hours=72)
    crisis_alert: CrisisAlert = CrisisAlert.COORDINATOR


@dataclass(frozen=True, slots=True)
class World:
    """What a decision may look at besides the conversation."""

    knowledge: Knowledge
    interpreter: Interpreter
    # The moment a question speaks of, seen from `now`.
    moment_of: Callable[[str], Moment | None]
    # Aware.
    now: datetime
    rules: Rules
    # The same, seen from another time than now: a day that is named may be over.
    moment_from: Callable[[str, datetime], Moment | None] = lambda _text, _at: None
    # The one-time code that makes an operator; loaded only when somebody sends one.
    operator_code: str | None = None
    is_operator: bool = False
    # The telephone number in what somebody typed, international; None: there is no valid one.
    phone_of: Callable[[str], str | None] = lambda _text: None
    # When the citizen had the turn before this; None: never, or it is nobody's turn.
    last_turn_at: datetime | None = None
    # The desk as the event finds it.
    case: Case = field(default_factory=Case)
    # Sessions as the event finds them.
    agenda: Agenda = field(default_factory=Agenda)
    # The bot's own name in Telegram, without "@"; empty: not known.
    username: str = ""
    # Hides personal data in what is kept for others to read.
    masker: Masker = field(default_factory=Masker)
    # The questions kept because the bot failed them, masked, newest first; loaded only for who asks what is kept.
    missed_questions: Sequence[str] = ()

    @property
    def answers(self) -> Answers:
        """The words of this moment."""
        return Answers(self.knowledge, self.now, self.agenda.seats)


@dataclass(frozen=True, slots=True)
class Decision:
    """What is remembered and what is wanted."""

    conversation: Conversation
    effects: Sequence[Effect]


@dataclass(frozen=True, slots=True)
class Response:
    """What is remembered and what is said."""

    conversation: Conversation
    reply: Reply
    # None: the reader's own.
    language: str | None = None


def in_crisis(conversation: Conversation, world: World) -> bool:
    """Tell whether a call for help was so short a time ago that no menu may be shown."""
    return conversation.crisis_until is not None and world.now < conversation.crisis_until


def alerts_staff(world: World) -> bool:
    """Tell whether staff are told of a call for help."""
    enquiry = world.case.enquiry
    is_in_hands = enquiry is not None and enquiry.is_open
    return world.case.staff.is_open and (is_in_hands or world.rules.crisis_alert is not CrisisAlert.NONE)


def language_of(world: World) -> str | None:
    """Give the language that a citizen chose, else that of their newest enquiry; None: the default."""
    newest = next(iter(world.case.own), world.case.enquiry)
    return world.case.language or (newest.language if newest is not None else None)
