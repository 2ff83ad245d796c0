"""Who was there: noted by tapping, counted once, and asked in one question whether it was of use."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain import promises
from bot.domain.desk.cards import LANGUAGE, group_id
from bot.domain.effects import Effect, Revise, Say
from bot.domain.offers import Action, Offer, Offers, SessionAction
from bot.domain.sessions import clearing, proposing
from bot.domain.sessions.buttons import button, number_of
from bot.domain.sessions.confirmed import ConfirmedSession
from bot.domain.sessions.counters import SEATED, count
from bot.domain.sessions.keeping import KeepRegistration, KeepSession, Letter, SendToMany
from bot.domain.sessions.lives import RegistrationMove, RegistrationState, held
from bot.domain.sessions.mailings import MailingKind
from bot.domain.sessions.registrations import Registration, moved
from bot.domain.sessions.report import Opinion
from bot.domain.texts import Text, text
from bot.domain.world import World

# Registrations that one message shows; Bot API: at most 100 buttons.
_PAGE = 30


def show(confirmed: ConfirmedSession, page: str, handle: str | None, world: World) -> Sequence[Effect] | Text:
    """Show a page of who is registered, to be tapped on; a text says why that is not possible."""
    if confirmed.session.start > world.now:
        return text("session.press.not_begun")
    people = _seated(world)
    if not people:
        return text("session.press.nobody")
    return (_shown(confirmed, people, number_of(page) or 0, handle if page else None, world),)


def _seated(world: World) -> Sequence[Registration]:
    return [one for one in world.agenda.registrations if one.state in SEATED]


def _shown(
    confirmed: ConfirmedSession, people: Sequence[Registration], page: int, handle: str | None, world: World
) -> Effect:
    shown = people[page * _PAGE : (page + 1) * _PAGE]
    rows = [_row(confirmed, one) for one in shown]
    pages = [
        button(text("button.page", number=at + 1), SessionAction.ATTENDANCE, confirmed.key, str(at))
        for at in range((len(people) + _PAGE - 1) // _PAGE)
    ]
    done = button(text("button.counted"), SessionAction.COUNTED, confirmed.key)
    offers = (*rows, *((pages,) if len(pages) > 1 else ()), (done,))
    was = sum(one.state is RegistrationState.ATTENDED for one in people)
    said = text("session.staff.attendance", title=confirmed.session.title, was=was, of=len(people))
    chat_id = group_id(world.case.staff)
    if handle is not None:
        return Revise(chat_id, handle, said, offers, language=LANGUAGE)
    return Say(chat_id, said, offers, language=LANGUAGE, handle=clearing.lists(confirmed.key))


def _row(confirmed: ConfirmedSession, one: Registration) -> Sequence[Offer]:
    """Give the button of an organisation; of one that is there with several people one more, for their number."""
    tap = _tap(confirmed, one)
    if one.state is not RegistrationState.ATTENDED or one.seats < _SEVERAL:
        return (tap,)
    were = one.seats if one.attended is None else one.attended
    # One fewer with each press; after one, all of them again.
    fewer = were - 1 or one.seats
    about = f"{one.number}:{fewer}"
    return tap, button(text("button.people_there", count=were), SessionAction.ATTENDED, confirmed.key, about)


# Seats of which not all may have been used.
_SEVERAL = 2


def _tap(confirmed: ConfirmedSession, one: Registration) -> Offer:
    is_there = one.state is RegistrationState.ATTENDED
    label = text("button.was_there" if is_there else "button.was_not_there", name=one.organisation, number=one.number)
    return button(label, SessionAction.ATTENDED, confirmed.key, str(one.number))


def tapped(confirmed: ConfirmedSession, about: str, handle: str | None, world: World) -> Sequence[Effect] | Text:
    """Note that somebody was there, or take it back; `about`: the number, and how many came where not all did."""
    people, (number, _, came) = _seated(world), about.partition(":")
    one = next((person for person in people if str(person.number) == number), None)
    noted = None if one is None else _noted(one, came)
    if one is None or noted is None or confirmed.session.start > world.now:
        return text("desk.press.stale")
    after = [noted if person.number == one.number else person for person in people]
    page = next(at for at, person in enumerate(people) if person.number == one.number) // _PAGE
    return (KeepRegistration(noted), _shown(confirmed, after, page, handle, world))


def _noted(one: Registration, came: str) -> Registration | None:
    """Give an organisation as it is noted by a tap; None for a number of people that it cannot have."""
    was = one.state is RegistrationState.ATTENDED
    if not came:
        move = RegistrationMove.MISS if was else RegistrationMove.ATTEND
        return replace(moved(one, move), attended=0 if was else one.seats)
    people = number_of(came)
    return replace(one, attended=people) if was and people is not None and 0 < people <= one.seats else None


def counted(confirmed: ConfirmedSession, world: World) -> Sequence[Effect] | Text:
    """Note everybody else as absent; the session has been held."""
    if confirmed.session.start > world.now:
        return text("session.press.not_begun")
    status = held(confirmed.session.status)
    if status is None:
        return text("desk.press.stale")
    seated = _seated(world)
    if seated and all(one.state is RegistrationState.CONFIRMED for one in seated):
        return text("session.press.nobody_marked")
    absent = [
        replace(moved(one, RegistrationMove.MISS), attended=0)
        for one in world.agenda.registrations
        if one.state is RegistrationState.CONFIRMED
    ]
    names = {one.number: one for one in absent}
    people = [names.get(one.number, one) for one in world.agenda.registrations]
    there = [one for one in people if one.state is RegistrationState.ATTENDED]
    over = replace(confirmed, session=replace(confirmed.session, status=status))
    said = text(
        "session.staff.counted", title=confirmed.session.title, organisations=len(there), people=count(people).attended
    )
    say = Say(group_id(world.case.staff), said, _after(confirmed, there), language=LANGUAGE)
    moot = proposing.take_back_all(over.session.id, world)
    return (*(KeepRegistration(one) for one in absent), KeepSession(over), *moot, say)


def _after(confirmed: ConfirmedSession, there: Sequence[Registration]) -> Offers:
    to_ask = len(_to_ask(there))
    asking = button(text("button.ask_opinion", count=to_ask), SessionAction.FEEDBACK, confirmed.key)
    report = button(text("button.report"), SessionAction.REPORT, confirmed.key)
    return (*(((asking,),) if to_ask else ()), (report,))


def _to_ask(people: Sequence[Registration]) -> Sequence[Registration]:
    there = [one for one in people if one.state is RegistrationState.ATTENDED]
    return [one for one in there if one.chat_id is not None and not one.is_opinion_asked]


def ask_opinions(confirmed: ConfirmedSession, world: World) -> Sequence[Effect] | Text:
    """Ask everybody who was there, once, whether it was of use: this tap is what staff confirm it by."""
    people = _to_ask(world.agenda.registrations)
    if not people:
        return text("session.press.all_asked")
    if promises.is_quiet(world):
        return text("session.press.at_night")
    title = confirmed.session.title
    letters = [
        Letter(
            one.chat_id, text("session.letter.feedback", title=title), one.language, _answers(one), number=one.number
        )
        for one in people
        if one.chat_id is not None
    ]
    said = text("session.staff.asked_opinions", count=len(letters))
    return (
        *(KeepRegistration(replace(one, is_opinion_asked=True)) for one in people),
        SendToMany(confirmed.session.id, MailingKind.FEEDBACK.value, letters),
        Say(group_id(world.case.staff), said, language=LANGUAGE),
    )


def _answers(one: Registration) -> Offers:
    named = [(f"button.opinion_{opinion.value}", opinion.value) for opinion in Opinion]
    return (tuple(Offer(text(label), Action.OPINION, f"{one.number}:{value}") for label, value in named),)
