"""What is kept of an account's registrations, its form and its wishes, in words: for `/moje_dane`."""

from collections.abc import Iterator, Sequence

from bot.domain.forms import Form
from bot.domain.registering import showing
from bot.domain.sessions.interests import Interest
from bot.domain.sessions.registrations import Registration
from bot.domain.texts import Param, Text, text
from bot.domain.world import World


def counties(world: World) -> Sequence[str]:
    """Name the counties of whose sessions somebody wants to hear."""
    return [_county(one.county, world) for one in world.agenda.interests]


def everything(form: Form | None, world: World) -> Iterator[Text]:
    """Give the registrations, the form that was not sent, and the wishes, as they were written."""
    for one in world.agenda.mine:
        yield _registration(one, world)
    if form is not None:
        yield text("data.form", title=_title(form.session_id, world), **_answers(form))
    for wish in world.agenda.interests:
        yield _wish(wish, world)


def _registration(one: Registration, world: World) -> Text:
    return text(
        "data.registration",
        number=one.number,
        at=one.registered_at,
        title=_title(one.session_id, world),
        state=text(f"registration.state.{one.state.value}"),
        sector=text(f"sector.{one.sector.value}"),
        county=_county(one.county, world),
        seats=one.seats,
        **_answers(one),
    )


def _answers(said: Registration | Form) -> dict[str, Param]:
    return {
        "organisation": said.organisation,
        "people": said.people,
        "contact": ", ".join(part for part in (said.contact, said.phone, said.email) if part),
        "problem": said.problem or text("form.none"),
        "needs": showing.needs_in_words(said.needs, said.need_in_words),
    }


def _wish(wish: Interest, world: World) -> Text:
    problem: Param = wish.problem or text("form.none")
    return text("data.interest", at=wish.since, county=_county(wish.county, world), problem=problem)


def _title(session_id: str, world: World) -> Param:
    session = world.knowledge.sessions.get(session_id)
    return session_id if session is None else session.title


def _county(county: str, world: World) -> str:
    known = world.knowledge.counties.get(county)
    return county if known is None else known.name
