"""What falls due about sessions, registrations and forms."""

from enum import Enum


class SessionReminder(Enum):
    """What is due about a session; also the kind of its due row, whose subject is the session's key."""

    # Registration ends.
    REGISTRATION_ENDS = "session.registration_ends"
    # Seats that were freed in the quiet hours are offered.
    SEATS_FREED = "session.seats_freed"
    # Participants are reminded.
    SOON = "session.soon"
    # Moderators get their brief.
    BRIEF = "session.brief"
    # It is over: attendance, feedback, report.
    OVER = "session.over"
    # Who came to it is forgotten.
    OUTLIVED = "session.outlived"


class RegistrationReminder(Enum):
    """What is due about a registration; also the kind of its due row, whose subject is its number."""

    # Nobody answered the offer of freed seats.
    OFFER_LAPSES = "registration.offer_lapses"


class FormReminder(Enum):
    """What is due about a form that was begun; also the kind of its due row, whose subject is the chat."""

    # One nudge.
    NUDGE = "form.nudge"
    # It is forgotten.
    FORGET = "form.forget"
