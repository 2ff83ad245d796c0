"""Buttons about sessions in the staff group: what each one does, pressed or typed behind `/sesja <id>`.

Who presses is judged as at the desk; what cannot be done is said to the one who pressed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.desk import presses
from bot.domain.desk.cards import LANGUAGE, group_id
from bot.domain.effects import Effect, Revise, Say, SendPaper
from bot.domain.events import GroupPressed
from bot.domain.knowledge import Session
from bot.domain.offers import Action, Offer, Offers, SessionAction
from bot.domain.sessions import (
    attendance,
    board,
    buttons,
    calendar,
    cards,
    changing,
    clearing,
    erasing,
    mailings,
    proposing,
    reporting,
    waiting,
)
from bot.domain.sessions.buttons import asking, button
from bot.domain.sessions.confirmed import ConfirmedSession, Proposal
from bot.domain.sessions.counters import count
from bot.domain.sessions.lives import SESSION_MOVES, SessionMove
from bot.domain.sessions.mailings import Audience
from bot.domain.sessions.papers import Paper
from bot.domain.sessions.registrations import Registration
from bot.domain.sessions.shown import Standing, standing
from bot.domain.staff import Member
from bot.domain.texts import Text, text
from bot.domain.world import World

# What a press or a reply leads to, or why it leads to nothing.
Done = Sequence[Effect] | Text


@dataclass(frozen=True, slots=True)
class Press:
    """Who presses, on which of our messages, and what the button says besides the session."""

    actor: Member
    handle: str | None = None
    about: str = ""


def pressed(event: GroupPressed, world: World) -> Sequence[Effect]:
    """Obey a button of a session or of a proposal; always ends the waiting sign."""
    refused = presses.refusal(event.user, world)
    done = _done(event, world) if refused is None else refused
    return presses.ended(event, done, world)


def _done(event: GroupPressed, world: World) -> Done:
    named, actor = buttons.parse(event.data), world.case.actor
    if named is None or actor is None:
        return text("desk.press.stale")
    if named.action in _PROPOSAL:
        proposal = world.agenda.proposal
        return text("desk.press.stale") if proposal is None else _PROPOSAL[named.action](proposal, actor, world)
    confirmed = next((one for one in world.agenda.confirmed.values() if one.key == named.subject), None)
    if confirmed is None:
        return text("desk.press.stale")
    return press(named.action, confirmed, Press(actor, event.handle, named.about), world)


def press(action: SessionAction, confirmed: ConfirmedSession, how: Press, world: World) -> Done:
    """Do what a button about a session says; `world.agenda.registrations` are all of that session."""
    return _SESSION[action](confirmed, how, world)


def say(said: Text, offers: Offers, *, world: World, reply_to: int | None = None) -> Say:
    """Say something in the staff group."""
    return Say(group_id(world.case.staff), said, offers, reply_to=reply_to, language=LANGUAGE)


def asking_for(said: Text, key: int, what: str, world: World) -> Say:
    """Ask staff for something; a reply to the message is the answer."""
    return Say(group_id(world.case.staff), said, language=LANGUAGE, handle=asking(key, what))


def _show(confirmed: ConfirmedSession, _how: Press, world: World) -> Done:
    return (say(*board.board(confirmed, world), world=world),)


def _ask(key: str, what: str) -> "_Obey":
    """Make a button that asks for something about a session that is not over."""

    def obey(confirmed: ConfirmedSession, _how: Press, world: World) -> Done:
        why = hindered(what, confirmed.session, world)
        if why is not None:
            return why
        return (asking_for(text(key, title=confirmed.session.title), confirmed.key, what, world),)

    return obey


# What is asked for only about a session that is not over, and only about one that takes place.
_BEFORE_ITS_END, _FOR_WHO_COMES = frozenset({"change", "cancel", "add"}), frozenset({"add"})


def hindered(what: str, session: Session, world: World) -> Text | None:
    """Say why something cannot be done with a session as it stands now; None where it can.

    The question may be older than what has become of the session, so its answer is judged again.
    """
    where = standing(session, world.now)
    if what in _FOR_WHO_COMES and where is Standing.CANCELLED:
        return text("session.press.cancelled", title=session.title, reason=session.reason)
    is_over = where is Standing.OVER or session.end <= world.now
    return text("session.press.over") if what in _BEFORE_ITS_END and is_over else None


def _move(move: SessionMove) -> "_Obey":
    """Make a button that proposes another status."""

    def obey(confirmed: ConfirmedSession, how: Press, world: World) -> Done:
        status = SESSION_MOVES.get((confirmed.session.status, move))
        if status is None or confirmed.session.end <= world.now:
            return text("session.press.settled")
        session = replace(confirmed.session, status=status, reason="")
        return proposing.propose_change(confirmed, session, how.actor, world)

    return obey


def _people(confirmed: ConfirmedSession, _how: Press, world: World) -> Done:
    said, offers = board.people(confirmed, world)
    handle = clearing.lists(confirmed.key)
    return (Say(group_id(world.case.staff), said, offers, language=LANGUAGE, handle=handle),)


def _entered(act: Callable[[Registration, World], Sequence[Effect]], *, is_offered: bool) -> "_Obey":
    """Make what staff do with a registration that they entered for somebody without an account."""

    def obey(_confirmed: ConfirmedSession, how: Press, world: World) -> Done:
        one = next((one for one in world.agenda.registrations if str(one.number) == how.about), None)
        if one is None or one.chat_id is not None or not one.is_active:
            return text("desk.press.stale")
        if is_offered and one.offer is None:
            return text("session.press.settled")
        settled = cards.called(one, world) if one.offer is not None else ()
        return (*act(one, world), *settled)

    return obey


def _asked_about(act: Callable[[Registration, str, World], Done], key: str) -> "_Obey":
    """Make what staff answer to a request about a registration, for so many people as the button names."""

    def obey(_confirmed: ConfirmedSession, how: Press, world: World) -> Done:
        number, _, people = how.about.partition(":")
        one = next((one for one in world.agenda.registrations if str(one.number) == number), None)
        done: Done = text("desk.press.stale") if one is None else act(one, people, world)
        if one is None or isinstance(done, Text):
            return done
        return (*done, _answered(text(key, number=one.number, people=people), how, world))

    return obey


def _access(*, is_given: bool) -> "_Obey":
    """Make what staff answer to who asked for somebody else's registration."""

    def obey(_confirmed: ConfirmedSession, how: Press, world: World) -> Done:
        number, _, chat = how.about.partition(":")
        one = next((one for one in world.agenda.registrations if str(one.number) == number), None)
        chat_id = buttons.number_of(chat)
        if one is None or chat_id is None or not one.is_active or one.chat_id == chat_id:
            return text("session.press.settled")
        has_own = any(other.chat_id == chat_id and other.is_active for other in world.agenda.registrations)
        if is_given and has_own:
            return text("session.press.has_own")
        phones = world.answers.phones()
        told = text(
            "registration.access_given" if is_given else "registration.access_refused", number=one.number, phones=phones
        )
        shown = text(
            "registration.staff.access_given" if is_given else "registration.staff.access_refused", number=one.number
        )
        given = changing.handed_over(one, chat_id, world) if is_given else ()
        contact = Offer(text("button.change_contact"), Action.OWN_CONTACT, str(one.number))
        return (*given, _answered(shown, how, world), Say(chat_id, told, ((contact,),) if is_given else ()))

    return obey


def _answered(said: Text, how: Press, world: World) -> Effect:
    """Put what was decided in the place of the question, so that its buttons are gone."""
    chat_id = group_id(world.case.staff)
    if how.handle is None:
        return Say(chat_id, said, language=LANGUAGE)
    return Revise(chat_id, how.handle, said, language=LANGUAGE)


def _audiences(confirmed: ConfirmedSession, _how: Press, world: World) -> Done:
    """Ask for whom a message is."""
    found = {one: len(mailings.of_audience(one, world.agenda.registrations)) for one in Audience}
    rows = [
        (
            button(
                text(f"button.audience_{one.value}", count=number), SessionAction.MESSAGE_TO, confirmed.key, one.value
            ),
        )
        for one, number in found.items()
        if number
    ]
    if not rows:
        return text("session.press.nobody")
    return (say(text("session.staff.message_to", title=confirmed.session.title), rows, world=world),)


def _message_to(confirmed: ConfirmedSession, how: Press, world: World) -> Done:
    if how.about not in {one.value for one in Audience}:
        return text("desk.press.stale")
    return (asking_for(text("session.staff.message_words"), confirmed.key, f"message:{how.about}", world),)


def _paper(paper: Paper) -> "_Obey":
    def obey(confirmed: ConfirmedSession, _how: Press, world: World) -> Done:
        people = world.agenda.registrations
        if not people:
            return text("session.press.nobody")
        caption = text("session.staff.file", title=confirmed.session.title, count=count(people).organisations)
        handle = clearing.files(confirmed.key)
        return (SendPaper(group_id(world.case.staff), paper, confirmed, people, caption=caption, handle=handle),)

    return obey


_Obey = Callable[[ConfirmedSession, Press, World], Done]
_PROPOSAL: Mapping[SessionAction, Callable[[Proposal, Member, World], Done]] = {
    SessionAction.CONFIRM: proposing.confirm,
    SessionAction.REJECT: proposing.reject,
    SessionAction.CALL_OFF: proposing.call_off,
}
_SESSION: Mapping[SessionAction, _Obey] = {
    SessionAction.SHOW: _show,
    SessionAction.CHANGE: _ask("session.staff.template_change", "change"),
    SessionAction.CANCEL: _ask("session.staff.ask_reason", "cancel"),
    SessionAction.CLOSE: _move(SessionMove.CLOSE),
    SessionAction.OPEN: _move(SessionMove.OPEN),
    SessionAction.RESTORE: _move(SessionMove.RESTORE),
    SessionAction.ADD: _ask("session.staff.template_add", "add"),
    SessionAction.PEOPLE: _people,
    SessionAction.FORGET: lambda confirmed, _how, world: (erasing.ask(confirmed, world),),
    SessionAction.FORGET_NUMBER: lambda confirmed, how, world: erasing.erase(confirmed, how.about, world),
    SessionAction.WITHDRAW: _entered(changing.withdraw, is_offered=False),
    SessionAction.TAKE_FOR: _entered(waiting.accepted, is_offered=True),
    SessionAction.DECLINE_FOR: _entered(waiting.declined, is_offered=True),
    SessionAction.GRANT: _asked_about(changing.grant, "registration.staff.granted"),
    SessionAction.REFUSE: _asked_about(changing.refuse, "registration.staff.refused"),
    SessionAction.GIVE_ACCESS: _access(is_given=True),
    SessionAction.REFUSE_ACCESS: _access(is_given=False),
    SessionAction.MESSAGE: _audiences,
    SessionAction.MESSAGE_TO: _message_to,
    SessionAction.WORKBOOK: _paper(Paper.WORKBOOK),
    SessionAction.SEPARATED: _paper(Paper.SEPARATED),
    SessionAction.ATTENDANCE_LIST: _paper(Paper.ATTENDANCE_LIST),
    SessionAction.BRIEF: lambda confirmed, _how, world: calendar.briefing(confirmed, world),
    SessionAction.ATTENDANCE: lambda confirmed, how, world: attendance.show(confirmed, how.about, how.handle, world),
    SessionAction.ATTENDED: lambda confirmed, how, world: attendance.tapped(confirmed, how.about, how.handle, world),
    SessionAction.COUNTED: lambda confirmed, _how, world: attendance.counted(confirmed, world),
    SessionAction.FEEDBACK: lambda confirmed, _how, world: attendance.ask_opinions(confirmed, world),
    SessionAction.REPORT: lambda confirmed, how, world: reporting.begin(confirmed, how.about, world),
    SessionAction.APPROVE: lambda confirmed, _how, world: reporting.approve(confirmed, world),
}
