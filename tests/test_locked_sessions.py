"""A turn locks the sessions that it may change, whatever their ids and numbers are, and counts their own people."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection, Engine, event

from bot.domain.conversation import Conversation, Under
from bot.domain.knowledge import Session
from bot.domain.sessions.confirmed import ConfirmedSession
from bot.domain.sessions.lives import RegistrationState
from bot.domain.sessions.registrations import Registration, SeatOffer
from bot.store import citizens, registrations, sessions
from tests.handled import PATIENCE_S, Handled
from tests.meetings import SESSION, filling, registration, taken
from tests.worlds import CHAT, NOW

OTHER = replace(SESSION, id="konin_1", capacity=1, county="koninski")
Forms = Callable[[int], Conversation]


def put(
    handled: Handled,
    all_sessions: Sequence[Session],
    people: Sequence[Registration],
    form: Forms,
    *,
    paused: bool = False,
    chats: Sequence[int] = (CHAT,),
) -> None:
    """Keep sessions and who comes to them; these chats are filling in a form."""

    def work(tx: Connection) -> None:
        for one in all_sessions:
            sessions.keep(tx, ConfirmedSession(0, one))
        registrations.next_number(tx)
        for person in people:
            registrations.keep(tx, person)
        for chat in chats:
            known = citizens.lock(tx, chat, now=NOW)
            conversation = form(chat)
            if paused:
                assert conversation.form is not None
                stopped = replace(conversation.form, is_paused=True)
                conversation = replace(conversation, form=stopped, under=Under.NOTHING)
            citizens.save(tx, replace(known, conversation=conversation), now=NOW)

    handled.database.write(work).result(PATIENCE_S)


def of(handled: Handled, name: str) -> Mapping[int, Registration]:
    found = handled.database.read(lambda tx: registrations.of_session(tx, name))
    return {one.number: one for one in found}


async def test_a_session_whose_id_is_all_digits_is_no_number_of_a_registration(handled: Handled):
    session = replace(SESSION, id="2027", capacity=10)
    names = {9000: "Gmina Kłecko", 9001: "Gmina Niechanowo"}
    put(
        handled,
        [session],
        [],
        lambda chat: filling(session_id="2027", people=1, organisation=names[chat]),
        chats=tuple(names),
    )
    for chat in names:
        await handled.press("f.send:2027", chat_id=chat)
    assert [one.organisation for one in of(handled, "2027").values()] == list(names.values())


async def test_an_offer_let_pass_beside_a_form_for_another_session_goes_to_the_next_of_its_own(handled: Handled):
    session = replace(SESSION, capacity=10)
    offer = SeatOffer(2, NOW + timedelta(hours=5))
    mine = registration(7, chat_id=CHAT, people=2, seats=0, state=RegistrationState.OFFERED, offer=offer)
    people = [
        replace(taken(8), number=1),
        mine,
        registration(9, people=1, seats=0, state=RegistrationState.WAITING),
        registration(2, session_id=OTHER.id),
        registration(3, session_id=OTHER.id, seats=0, state=RegistrationState.WAITING),
    ]
    put(handled, [session, OTHER], people, lambda _: filling(session_id=OTHER.id), paused=True)
    await handled.write("nie tym razem")
    assert of(handled, OTHER.id)[3].state is RegistrationState.WAITING
    assert of(handled, SESSION.id)[9].state is RegistrationState.OFFERED


async def test_the_number_on_the_button_for_fewer_is_no_number_of_a_registration(handled: Handled):
    session = replace(OTHER, capacity=3)
    people = [
        registration(2, chat_id=CHAT),
        registration(5, session_id=OTHER.id, organisation="Gmina Niechanowo", seats=1),
    ]
    put(handled, [SESSION, session], people, lambda _: filling(session_id=OTHER.id, people=3))
    await handled.press("f.fewer:2")
    assert list(of(handled, OTHER.id)) == [5]


async def statements_of(handled: Handled, turn: Callable[[], Awaitable[bool]]) -> int:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        await turn()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return len(asked)


async def test_a_turn_asks_the_store_no_more_often_when_there_are_many_sessions(handled: Handled):
    put(handled, [SESSION], [registration(1)], lambda _: Conversation())
    one = await statements_of(handled, lambda: handled.write("/sesje"))
    more = [replace(SESSION, id=f"konin_{at}") for at in range(5)]
    put(
        handled,
        more,
        [registration(2 + at, session_id=known.id) for at, known in enumerate(more)],
        lambda _: Conversation(),
    )
    assert await statements_of(handled, lambda: handled.write("/sesje")) == one
