"""Buttons: what each asks for, and how they stand under a message.

The first part of a button's callback data is its action; Bot API: at most 64 bytes in all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from bot.domain.knowledge import Localised
from bot.domain.texts import Text


class Action(Enum):
    """What a button asks for; the first part of its callback data."""

    HELPED = "ok"
    NOT_IT = "no"
    HUMAN = "human"
    # Typed only: no thanks.
    NO_HUMAN = "nobody"
    # With an entry id.
    CHOOSE = "pick"
    RELATED = "more"
    NONE_OF_THESE = "none"
    # With an office id.
    MAP = "map"
    # With a specialist id.
    CONTACT = "card"
    NOT_A_CRISIS = "mistake"
    OFFICES = "offices"
    # From the beginning; or a later page, with how many go before it and the counties they are of.
    SESSIONS = "sessions"
    # With a language.
    LANGUAGE = "lang"
    # Hand-off: what is done with the preview.
    SEND = "send"
    SEND_UNSIGNED = "unsigned"
    FIX = "fix"
    DO_NOT_SEND = "nosend"
    CALL_ME = "callme"
    # One step back; only typed.
    BACK = "back"
    # One's own enquiry, with its number.
    ADD = "add"
    END = "end"
    WITHDRAW = "withdraw"
    ASK_BOT = "askbot"
    # Whether it helped, with the enquiry's number.
    YES = "yes"
    PARTLY = "partly"
    NOT_YET = "notyet"
    # Erasure on request, asked once.
    ERASE = "erase"
    KEEP = "keep"
    # Dialogue sessions, with a session's id.
    SESSION = "s"
    REGISTER = "reg"
    CALENDAR = "ics"
    # To be told of sessions: with a county's id, or without.
    NOTIFY = "tell"
    DO_NOT_NOTIFY = "untell"
    NO_PROBLEM = "noproblem"
    # Access to somebody's registration, with its number.
    ASK_ACCESS = "access"
    # An offer of freed seats, with the registration's number.
    TAKE_SEATS = "o.take"
    NOT_THIS_TIME = "o.no"
    STAY_ON_LIST = "o.stay"
    # Whether a session was of use: with the registration's number and the answer.
    OPINION = "opinion"
    # One's own registration, with its number.
    OWN_SHOW = "r.show"
    OWN_NUMBER = "r.number"
    OWN_CONTACT = "r.contact"
    OWN_RESIGN = "r.resign"
    OWN_RESIGN_SURELY = "r.out"
    OWN_STAY = "r.stay"
    OWN_INVITE = "r.invite"
    # The form; with the step that the button stood under, so that an old one does nothing.
    FORM_BACK = "f.back"
    FORM_SKIP = "f.skip"
    FORM_AS_LAST = "f.last"
    FORM_STOP = "f.stop"
    FORM_RESUME = "f.resume"
    # All answers anew.
    FORM_ANEW = "f.anew"
    FORM_FORGET = "f.forget"
    # With a sector, a county's id; a need and whether there is one, 1 or 0.
    FORM_SECTOR = "f.sector"
    FORM_COUNTY = "f.county"
    FORM_NEED = "f.need"
    FORM_NEEDS = "f.needs"
    # The summary, with the session's id; with the number of a line.
    FORM_SEND = "f.send"
    FORM_FIX = "f.fix"
    FORM_LINE = "f.line"
    FORM_DROP = "f.drop"
    # Where seats are short: for so many people, or to the waiting list.
    FORM_FOR_FEWER = "f.fewer"
    FORM_WAIT = "f.wait"
    # The organisation is registered already: more people nevertheless.
    FORM_MORE = "f.more"
    # What speaks of violence or suicide: a topic, or help is needed.
    FORM_TOPIC = "f.topic"
    FORM_HELP = "f.help"


class DeskAction(Enum):
    """What a button in the staff group asks for; in its callback data an enquiry's number comes second."""

    CLAIM = "d.claim"
    HAND_OVER = "d.pass"
    # With number and user id.
    HAND_OVER_TO = "d.to"
    RELEASE = "d.release"
    TEMPLATE = "d.tpl"
    # With number and template id: shows what would be sent.
    PREVIEW = "d.show"
    # With number and template id.
    SEND_TEMPLATE = "d.tplsend"
    NEW_PROMISE = "d.promise"
    # With number and choice.
    PROMISE_FOR = "d.until"
    PHONED = "d.phoned"
    CLOSE = "d.close"
    SPAM = "d.spam"
    # With number and message id of the reply that was held back.
    SEND_AND_TAKE = "d.sendtake"
    SEND_AS_SUPPORT = "d.support"
    IS_NOTE = "d.note"
    # The same, where several citizens wait for its writer: it is for this one.
    SEND_TO = "d.for"
    # With number and message id of the reply that was sent.
    UNDO = "d.undo"
    # In a message about several enquiries: brings the card of one.
    SHOW_CARD = "d.card"
    # Nothing of what was shown.
    BACK = "d.back"
    # With a user id: lets that person work at the desk.
    CONFIRM = "d.confirm"
    # With an absence's key and a user id.
    SUBSTITUTE = "d.sub"


class SessionAction(Enum):
    """What a button about sessions asks for in the staff group; a session's key, or a proposal's id, comes second."""

    SHOW = "s.show"
    CHANGE = "s.change"
    CANCEL = "s.cancel"
    CLOSE = "s.close"
    OPEN = "s.open"
    RESTORE = "s.restore"
    # Registrations: one is entered, all are shown, one is withdrawn (with its number).
    ADD = "s.add"
    PEOPLE = "s.people"
    WITHDRAW = "s.out"
    # One that staff entered is erased on request: its number is asked for; it is named, and that is meant.
    FORGET = "s.forget"
    FORGET_NUMBER = "s.gone"
    # The answer to an offer of seats, for who has no account: with the registration's number.
    TAKE_FOR = "s.take"
    DECLINE_FOR = "s.drop"
    # A number of people asked for after registration has ended, with the registration's number.
    GRANT = "s.grant"
    REFUSE = "s.refuse"
    # Somebody else's registration for another account, with the registration's number and the chat.
    GIVE_ACCESS = "s.give"
    REFUSE_ACCESS = "s.keep"
    MESSAGE = "s.msg"
    # With an audience.
    MESSAGE_TO = "s.to"
    # Files.
    WORKBOOK = "s.xlsx"
    SEPARATED = "s.csv"
    ATTENDANCE_LIST = "s.list"
    BRIEF = "s.brief"
    # Attendance: with a page; with a registration's number; all is noted.
    ATTENDANCE = "s.att"
    ATTENDED = "s.was"
    COUNTED = "s.done"
    FEEDBACK = "s.poll"
    REPORT = "s.report"
    APPROVE = "s.approve"
    # A proposal.
    CONFIRM = "s.p.yes"
    REJECT = "s.p.no"
    # It has vanished from the file, and that means that it is cancelled.
    CALL_OFF = "s.p.off"


@dataclass(frozen=True, slots=True)
class Offer:
    """A button."""

    label: Text | Localised
    action: Action | DeskAction | SessionAction
    # Ids, separated by colons: of an entry, office, specialist, enquiry, message or user; or a language.
    about: str = ""


Offers = Sequence[Sequence[Offer]]
