"""From a form to a registration: seats are counted, nothing is made twice, and everybody is told once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.effects import Effect
from bot.domain.forms import Form
from bot.domain.keeping import Count
from bot.domain.offers import Action, Offer, Offers
from bot.domain.registering import hindrances
from bot.domain.sessions import cards, waiting
from bot.domain.sessions.keeping import KeepRegistration
from bot.domain.sessions.lives import OfferState, RegistrationState
from bot.domain.sessions.registrations import Registration, SeatOffer, Sector
from bot.domain.sessions.seats import place_in_queue
from bot.domain.texts import Text, text
from bot.domain.world import World


@dataclass(frozen=True, slots=True)
class Asked:
    """Nothing is sent yet: this has to be answered before."""

    said: Text
    offers: Offers


@dataclass(frozen=True, slots=True)
class Sent:
    """The registration is made."""

    registration: Registration
    effects: Sequence[Effect]
    said: Text
    offers: Offers


def send(form: Form, chat_id: int, world: World, *, may_wait: bool = False) -> Asked | Sent:
    """Make the registration that a form describes, or ask what has to be known before.

    `may_wait`: the citizen has agreed to the waiting list. The session is open for registration.
    """
    same = hindrances.same_elsewhere(form, world, chat_id)
    if same is not None and not form.is_for_more:
        return Asked(text("form.same_organisation"), _same_organisation(same))
    free = hindrances.seats_of(form, world).free
    if free is not None and free < form.people and not may_wait and not (form.was_full and free == 0):
        return _short_of_seats(free, form.session_id)
    return _made(form, chat_id, world)


def _same_organisation(same: Registration) -> Offers:
    more = Offer(text("button.form_more"), Action.FORM_MORE)
    access = Offer(text("button.ask_access"), Action.ASK_ACCESS, str(same.number))
    return (more,), (access,)


def _short_of_seats(free: int, session_id: str) -> Asked:
    wait = (Offer(text("button.form_wait"), Action.FORM_WAIT, session_id),)
    drop = (Offer(text("button.form_drop"), Action.FORM_DROP),)
    if not free:
        return Asked(text("form.no_seats_now"), (wait, drop))
    fewer = (Offer(text("button.form_for_fewer", count=free), Action.FORM_FOR_FEWER, str(free)),)
    return Asked(text("form.fewer_seats_now", count=free), (fewer, wait, drop))


def _made(form: Form, chat_id: int, world: World) -> Sent:
    made = _having_chosen(registration(form, chat_id, world), hindrances.seats_of(form, world).free, world)
    effects = (
        KeepRegistration(made),
        Count(f"registration.{made.state.value}"),
        *cards.registered(made, world),
        *joined(made, world),
    )
    return Sent(made, effects, confirmation(made, world), ((_to_calendar(made),),))


def _having_chosen(made: Registration, free: int | None, world: World) -> Registration:
    """Note that somebody was shown seats that are too few, and would rather wait: they are not offered these again."""
    if made.state is not RegistrationState.WAITING or not free:
        return made
    return replace(made, offer=SeatOffer(free, world.now, OfferState.STAYED))


def joined(made: Registration, world: World) -> Sequence[Effect]:
    """Offer who joins the waiting list what everybody before them let pass, where there is any."""
    if made.state is not RegistrationState.WAITING:
        return ()
    return waiting.go_on(world, made.session_id, [*world.agenda.registrations, made])


def registration(form: Form, chat_id: int | None, world: World) -> Registration:
    """Make the registration that a form describes: with seats where there are enough, else on the waiting list.

    `chat_id`: the account that it belongs to; None: staff enter it.
    """
    made = _described(form, chat_id, world)
    free = hindrances.seats_of(form, world).free
    is_room = free is None or free >= made.people
    return replace(made, state=RegistrationState.CONFIRMED, seats=made.people) if is_room else made


def _described(form: Form, chat_id: int | None, world: World) -> Registration:
    return Registration(
        number=world.agenda.next_number,
        session_id=form.session_id,
        registered_at=world.now,
        organisation=form.organisation,
        sector=form.sector or Sector.OTHER,
        county=form.county,
        people=form.people,
        contact=form.contact,
        chat_id=chat_id,
        language=world.case.language or "pl",
        phone=form.phone or None,
        email=form.email or None,
        problem=form.problem,
        needs=form.needs,
        need_in_words=form.need_in_words,
        entered_by=form.entered_by,
    )


def _to_calendar(registration: Registration) -> Offer:
    return Offer(text("button.calendar"), Action.CALENDAR, registration.session_id)


def confirmation(registration: Registration, world: World) -> Text:
    """Say what is registered, in words that can be forwarded: number, seats or place in the queue."""
    session = world.knowledge.sessions[registration.session_id]
    if registration.state is RegistrationState.CONFIRMED:
        what = text("form.sent_seats", number=registration.number, count=registration.seats)
    else:
        everybody = [*world.agenda.registrations, registration]
        what = text("form.sent_waiting", number=registration.number, place=place_in_queue(registration, everybody))
    return text(
        "form.sent",
        what=what,
        organisation=registration.organisation,
        title=session.title,
        start=session.start,
        end=session.end,
        place=session.place,
        address=session.address,
        phones=world.answers.phones(),
    )
