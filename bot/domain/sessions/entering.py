"""Registrations that staff enter for who phoned or wrote: read by the rules of the form, all faults at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bot.domain.desk.cards import LANGUAGE
from bot.domain.effects import Effect, Say
from bot.domain.events import GroupSpoke
from bot.domain.forms import Form, FormStep
from bot.domain.keeping import Count
from bot.domain.registering import accepting, sending
from bot.domain.registering.accepting import NotTaken
from bot.domain.sessions.cards import handle_of, with_similar
from bot.domain.sessions.confirmed import ConfirmedSession
from bot.domain.sessions.filled import OF_REGISTRATION, Field, fault, read
from bot.domain.sessions.keeping import KeepRegistration
from bot.domain.sessions.lives import RegistrationState
from bot.domain.sessions.seats import place_in_queue
from bot.domain.texts import Text, text
from bot.domain.world import World

_STEPS: Mapping[Field, FormStep] = {
    Field.ORGANISATION: FormStep.ORGANISATION,
    Field.SECTOR: FormStep.SECTOR,
    Field.COUNTY: FormStep.COUNTY,
    Field.PEOPLE: FormStep.PEOPLE,
    Field.CONTACT: FormStep.CONTACT,
    Field.REACH: FormStep.REACH,
    Field.PROBLEM: FormStep.PROBLEM,
    Field.NEEDS: FormStep.NEEDS,
}
_REQUIRED = (Field.ORGANISATION, Field.PEOPLE, Field.CONTACT, Field.REACH)


def enter(event: GroupSpoke, confirmed: ConfirmedSession, world: World) -> tuple[Sequence[Effect], Sequence[Text]]:
    """Give (what follows, faults): exactly one of the two is empty."""
    filled = read(event.text, OF_REGISTRATION, world.interpreter.lexicon)
    form = Form(confirmed.session.id, county=confirmed.session.county, entered_by=event.author.user_id)
    faults = [text("session.no.strange", line=one) for one in filled.strange]
    faults += [fault(one, text("session.no.missing")) for one in _REQUIRED if not filled.values.get(one)]
    for field, value in filled.values.items():
        taken = accepting.take(replace(form, step=_STEPS[field]), value, world) if value else form
        if isinstance(taken, NotTaken):
            faults.append(fault(field, taken.why))
        elif field is Field.COUNTY and value and taken.step is FormStep.COUNTY:
            faults.append(fault(field, text("form.no.county")))
        else:
            form = taken
    return ((), faults) if faults else (tuple(_entered(event, form, world)), ())


def _entered(event: GroupSpoke, form: Form, world: World) -> Iterator[Effect]:
    made = sending.registration(form, None, world)
    yield KeepRegistration(made)
    yield Count(f"registration.{made.state.value}")
    is_seated = made.state is RegistrationState.CONFIRMED
    said = text(
        "session.staff.entered" if is_seated else "session.staff.entered_waiting",
        number=made.number,
        organisation=made.organisation,
        count=made.people,
        place=place_in_queue(made, [*world.agenda.registrations, made]),
    )
    said = with_similar(said, made, world.agenda.registrations)
    yield Say(event.chat_id, said, reply_to=event.message_id, language=LANGUAGE, handle=handle_of(made))
    yield from sending.joined(made, world)
