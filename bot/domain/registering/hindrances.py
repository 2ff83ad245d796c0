"""Why nobody can register for a session now, and what has changed about its seats since somebody looked last."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz.distance import OSA

from bot.domain.forms import Form, FormStep
from bot.domain.matching import tokenise
from bot.domain.sessions.registrations import Registration
from bot.domain.sessions.seats import Seats
from bot.domain.sessions.shown import Standing, standing
from bot.domain.texts import Text, text
from bot.domain.world import World

# Letters of a word that may be misspelt in the name of one organisation: shorter ones are abbreviations.
_SHORTEST_MISSPELT = 5


def why_not(session_id: str, world: World) -> Text | None:
    """Say why nobody can register for a session; None where one can."""
    session = world.knowledge.sessions.get(session_id)
    if session is None:
        return text("form.ended_gone")
    match standing(session, world.now):
        case Standing.CANCELLED:
            return text("form.ended_cancelled", title=session.title, reason=session.reason)
        case Standing.OVER:
            return text("form.ended_over", title=session.title)
        case Standing.CLOSED:
            return text("form.ended_closed", title=session.title, phones=world.answers.phones())
        case Standing.NOT_YET:
            return text("form.ended_not_yet", title=session.title)
        case Standing.OPEN:
            return None


def seats_of(form: Form, world: World) -> Seats:
    """Give the seats of the form's session."""
    session = world.knowledge.sessions[form.session_id]
    return world.agenda.seats.get(form.session_id, Seats(session.capacity, 0, 0))


def news(form: Form, world: World) -> tuple[Form, Sequence[Text]]:
    """Give the form with what it knows of seats, and what is to be said where that has changed."""
    is_full = seats_of(form, world).is_full
    known = replace(form, was_full=is_full)
    if is_full and not form.was_full:
        return known, (text("form.filled_up"),)
    return known, ((text("form.free_again"),) if form.was_full and not is_full else ())


def shortage(form: Form, world: World) -> Sequence[Text]:
    """Say that fewer seats are free than people want to come, where that is known already."""
    free = seats_of(form, world).free
    if form.step is FormStep.PEOPLE or not form.people or free is None or free >= form.people or free == 0:
        return ()
    return (text("form.too_few_seats", count=free, people=form.people),)


def same_elsewhere(form: Form, world: World, chat_id: int) -> Registration | None:
    """Give another account's registration of an organisation with the same name, as far as letters tell."""
    others = [one for one in world.agenda.registrations if one.is_active and one.chat_id != chat_id]
    named = (one for one in others if _is_same_name(one.organisation, form.organisation))
    return next(named, None)


def _is_same_name(one: str, other: str) -> bool:
    """Compare names by their words in any order: half a name is not the same, nor is another number or abbreviation."""
    words, others = Counter(tokenise(one)), Counter(tokenise(other))
    left, right = sorted((words - others).elements()), sorted((others - words).elements())
    return len(left) == len(right) and all(map(_is_slip, left, right))


def _is_slip(one: str, other: str) -> bool:
    is_long = min(len(one), len(other)) >= _SHORTEST_MISSPELT and one.isalpha() and other.isalpha()
    return is_long and OSA.distance(one, other, score_cutoff=1) <= 1
