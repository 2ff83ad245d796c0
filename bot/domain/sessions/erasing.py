"""Erasure of a registration that staff entered, when whoever it is about asks them for it: named by its number, then
confirmed once.

Whose registration belongs to an account erases it there (`/usun`). What is kept by duty is kept as it is then.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.desk.cards import LANGUAGE, group_id
from bot.domain.effects import Effect, Say
from bot.domain.emptying import ClearAll
from bot.domain.matching import tokenise
from bot.domain.offers import SessionAction
from bot.domain.registering.forgetting import kept_line, without_person
from bot.domain.sessions import clearing, proposing, waiting
from bot.domain.sessions.buttons import asking, button, number_of
from bot.domain.sessions.cards import handle_of
from bot.domain.sessions.confirmed import ConfirmedSession
from bot.domain.sessions.keeping import ForgetRegistration, KeepRegistration
from bot.domain.sessions.lives import RegistrationState
from bot.domain.sessions.registrations import Registration
from bot.domain.texts import Text, text
from bot.domain.world import World

# What is asked for, in the name of the question; with a number behind it, whether that is meant.
ASKED = "erase"


def can_be_erased(one: Registration) -> bool:
    """Tell whether staff can erase a registration: they entered it, and it still says who is to be asked about it."""
    return one.chat_id is None and bool(one.contact)


def ask(confirmed: ConfirmedSession, world: World) -> Say:
    """Ask whose data goes; a reply with a number is the answer."""
    said = text("session.staff.ask_erase", title=confirmed.session.title)
    return Say(group_id(world.case.staff), said, language=LANGUAGE, handle=asking(confirmed.key, ASKED))


def question(confirmed: ConfirmedSession, typed: str, world: World) -> Sequence[Effect] | Text:
    """Say what goes and what stays, and ask once; a text says why there is nothing to erase."""
    found = _found(typed, world)
    if isinstance(found, Text):
        return found
    lines = [text("session.staff.erased_contact")]
    if found.held:
        lines.append(text("erasing.seats"))
    kept = kept_line(found, confirmed.session, world)
    lines.append(kept if _attended(found) else text("session.staff.erased_name"))
    said = text("session.staff.erase_question", number=found.number, title=confirmed.session.title, lines=lines)
    yes = button(text("button.erase"), SessionAction.FORGET_NUMBER, confirmed.key, str(found.number))
    asked = Say(group_id(world.case.staff), said, ((yes,),), language=LANGUAGE)
    # Whose it is stands on the card, which is emptied.
    return (replace(asked, handle=_questions(confirmed, found), quotes=handle_of(found)),)


def _questions(confirmed: ConfirmedSession, one: Registration) -> str:
    """Give how the names of the questions begin that ask whether this registration is meant."""
    return asking(confirmed.key, f"{ASKED}:{one.number}:")


def _found(typed: str, world: World) -> Registration | Text:
    """Give the registration that a number names; a text says why it is not for staff to erase."""
    numbers = [number_of(token) for token in tokenise(typed) if token.isdecimal()]
    number = numbers[0] if len(numbers) == 1 else None
    one = next((one for one in world.agenda.registrations if one.number == number), None)
    if one is None:
        return text("session.staff.erase_unknown")
    if one.chat_id is not None:
        return text("session.staff.erase_own", number=one.number)
    return one if can_be_erased(one) else text("session.staff.erase_nothing", number=one.number)


def _attended(one: Registration) -> bool:
    return one.state is RegistrationState.ATTENDED


def erase(confirmed: ConfirmedSession, typed: str, world: World) -> Sequence[Effect] | Text:
    """Erase a registration; a text says why there is nothing to erase."""
    found = _found(typed, world)
    if isinstance(found, Text):
        return found
    chat_id, number = group_id(world.case.staff), str(found.number)
    why, others = text("erasing.on_request"), [one for one in world.agenda.registrations if one.number != found.number]
    gone = KeepRegistration(without_person(found)) if _attended(found) else ForgetRegistration(found.number)
    said = text("erasing.staff_told_registrations", count=1, numbers=number)
    answered = text("session.staff.erased", number=number)
    seen = _with(others, confirmed, world)
    return (
        gone,
        *clearing.emptied([found], why, world),
        *clearing.cleared(confirmed, why, world),
        *proposing.shown_anew(confirmed.session.id, seen),
        *(waiting.offer_freed(seen, confirmed.session.id, others) if found.is_active else ()),
        ClearAll(chat_id, _questions(confirmed, found), answered),
        Say(chat_id, said, language=LANGUAGE),
    )


def _with(people: Sequence[Registration], confirmed: ConfirmedSession, world: World) -> World:
    everybody = {**world.agenda.everybody, confirmed.session.id: people}
    return replace(world, agenda=replace(world.agenda, registrations=people, everybody=everybody))
