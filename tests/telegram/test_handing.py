"""Raw updates to intake: a broken one is set aside and takes nobody with it."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from structlog.testing import capture_logs
from telegram import Bot

from bot.domain.events import Event, GroupSpoke, MemberChanged, Person
from bot.telegram.handing import ATTEMPTS, Handing
from bot.telegram.reading import Received, spoken_in
from tests.handled import Crash, Handled
from tests.telegram.wire import Answer, Wire, ok, refused
from tests.worlds import CHAT

KONIN = "gdzie jest biuro w Koninie"
POISON = "poison w Koninie od dawna"


def message(update_id: int, text: object, chat_id: int = CHAT) -> dict[str, Any]:
    person = {"id": chat_id, "is_bot": False, "first_name": "X"}
    chat = {"id": chat_id, "type": "private"}
    return {
        "update_id": update_id,
        "message": {"message_id": update_id, "date": 1, "chat": chat, "from": person, "text": text},
    }


def press(update_id: int, data: str) -> dict[str, Any]:
    person = {"id": CHAT, "is_bot": False, "first_name": "X"}
    return {"update_id": update_id, "callback_query": {"id": "p", "from": person, "chat_instance": "1", "data": data}}


@pytest.fixture
def handing(bot: Bot, handled: Handled) -> Handing:
    return Handing(bot, handled.intake)


async def test_every_update_of_a_batch_is_committed(handing: Handing, handled: Handled):
    assert await handing.take([message(1, KONIN), message(2, KONIN, CHAT + 1), press(3, "ok")])
    assert len(handled.texts()) == 2
    assert len(handled.texts(CHAT + 1)) == 1


async def test_messages_of_one_chat_keep_their_order(handing: Handing, handled: Handled):
    await handing.take([message(1, KONIN), message(2, "gdzie jest biuro w Poznaniu"), message(3, "dziękuję")])
    first, second, _ = handled.texts()
    assert "Wrzosowa" in first
    assert "Górecka" in second
    assert handled.citizen().conversation.previous == "office.poznan"


async def test_a_repeated_update_takes_effect_once(handing: Handing, handled: Handled):
    assert await handing.take([message(1, KONIN), message(1, KONIN)])
    assert await handing.take([message(1, KONIN)])
    assert len(handled.texts()) == 1


async def test_an_update_that_crashes_once_is_handled_all_the_same(handing: Handing, handled: Handled):
    handled.crashes_left.append(None)
    assert await handing.take([message(1, POISON)])
    assert len(handled.texts()) == 1
    assert handled.table("failures")[0].set_aside_at is None


async def test_an_update_that_crashes_three_times_is_set_aside(handing: Handing, handled: Handled):
    handled.crashes_left.extend([None] * 100)
    assert await handing.take([message(1, POISON)])
    (kept,) = handled.table("failures")
    assert (kept.attempts, kept.error) == (ATTEMPTS, "Crash")
    assert json.loads(kept.body) == message(1, POISON)
    assert "zajrzy do niej człowiek" in handled.texts()[0]
    assert len(handled.crashes_left) == 100 - ATTEMPTS


def test_a_message_in_a_group_is_known_by_its_ids():
    said = {"message_id": 50, "date": 1, "chat": {"id": -100200, "type": "supergroup"}, "text": "Tak"}
    assert spoken_in({"update_id": 1, "message": said}) == (-100200, 50)
    assert spoken_in(message(1, "Tak")) is None
    assert spoken_in({"update_id": 1, "message": {"chat": {"id": -100200}}}) is None


async def test_the_neighbours_of_a_poisonous_update_are_answered(handing: Handing, handled: Handled):
    handled.crashes_left.extend([None] * 100)
    assert await handing.take([message(1, KONIN), message(2, POISON, CHAT + 1), message(3, KONIN, CHAT + 2)])
    assert "Wrzosowa" in handled.texts()[0]
    assert "Wrzosowa" in handled.texts(CHAT + 2)[0]


async def test_crashes_are_counted_over_a_restart(handing: Handing, handled: Handled):
    handled.crashes_left.extend([None] * 100)
    await handled.intake.count_failure(1, chat_id=CHAT, error="Crash")
    await handled.intake.count_failure(1, chat_id=CHAT, error="Crash")
    assert await handing.take([message(1, POISON)])
    assert len(handled.crashes_left) == 99


async def test_what_a_person_wrote_is_not_logged(handing: Handing, handled: Handled):
    handled.crashes_left.extend([None] * 100)
    with capture_logs() as logs:
        await handing.take([message(1, POISON), message(2, {"not": "text of mine"}), message(3, KONIN)])
    assert logs
    assert not any(word in str(logs) for word in ("poison", "text of mine", "biuro"))


@pytest.mark.parametrize(
    "broken",
    [{"not": "text"}, ["text"], 7, "\ud800"],
    ids=["mapping", "list", "number", "half a surrogate pair"],
)
async def test_an_unreadable_update_is_set_aside_and_its_writer_told(
    broken: object, handing: Handing, handled: Handled
):
    assert await handing.take([message(1, KONIN, CHAT + 1), message(2, broken)])
    (kept,) = handled.table("failures")
    assert kept.error.startswith("Unreadable")
    assert json.loads(kept.body) == message(2, broken)
    assert "zajrzy do niej człowiek" in handled.texts()[0]
    assert len(handled.texts(CHAT + 1)) == 1


async def test_an_unreadable_update_of_nobody_is_set_aside(handing: Handing, handled: Handled):
    assert await handing.take([{"update_id": 5, "message": "x"}])
    assert len(handled.table("failures")) == 1
    assert handled.waiting() == []


@pytest.mark.parametrize("raw", [None, 7, "x", [], {}, {"update_id": "7"}, {"update_id": None}, {"update_id": 2**70}])
async def test_what_has_no_key_is_passed_over(raw: object, handing: Handing, handled: Handled):
    with capture_logs() as logs:
        assert await handing.take([raw, message(1, KONIN)])
    assert len(handled.texts()) == 1
    assert any(line["event"] == "update.without_key" for line in logs)


async def test_an_empty_batch_is_taken(handing: Handing):
    assert await handing.take([])


async def test_while_the_store_is_away_nothing_may_be_confirmed(handing: Handing, handled: Handled):
    handled.database.close()
    with capture_logs() as logs:
        assert await handing.take([message(1, KONIN), message(2, {"not": "text"})]) is False
    assert [(line["event"], line["updates"]) for line in logs] == [("updates.store_down", 2)]


def test_a_crash_of_the_tests_is_no_crash_of_the_store():
    assert not issubclass(Crash, (OSError, RuntimeError))


GROUP = {"id": -1005, "type": "supergroup", "title": "Staff"}


def group_message(update_id: int, text: str, user_id: int = 7) -> dict[str, Any]:
    person = {"id": user_id, "is_bot": False, "first_name": "Jo"}
    said = {"message_id": update_id, "date": 1, "chat": GROUP, "from": person, "text": text}
    return {"update_id": update_id, "message": said}


@dataclass
class Ledger:
    """Notes what it is handed instead of deciding; asks about whoever writes a command."""

    noted: list[Any] = field(default_factory=list)

    async def whose_standing_is_needed(self, event: Event) -> Person | None:
        await asyncio.sleep(0)
        return event.author if isinstance(event, GroupSpoke) and event.text.startswith("/") else None

    async def note_standing(self, seen: MemberChanged) -> None:
        await asyncio.sleep(0)
        self.noted.append(seen)

    async def take_update(self, update_id: int, event: Event, **_: Any) -> bool:
        await asyncio.sleep(0)
        self.noted.append(event.text if isinstance(event, GroupSpoke) else Received(update_id, 0, event))
        return True


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


def member(status: str, user_id: int = 7) -> Answer:
    return ok({"user": {"id": user_id, "is_bot": False, "first_name": "Jo"}, "status": status})


def seen(*, is_present: bool, user_id: int = 7) -> MemberChanged:
    return MemberChanged(-1005, Person(user_id, "Jo"), is_present=is_present, is_administrator=False)


async def test_telegram_says_what_a_person_is_before_they_are_obeyed(bot: Bot, wire: Wire, ledger: Ledger):
    wire.answers.append(member("member"))
    assert await Handing(bot, ledger).take([group_message(1, "/otwarte")])  # type: ignore[arg-type] # acts as one
    assert ledger.noted == [seen(is_present=True), "/otwarte"]
    assert wire.calls[0].parameters == {"chat_id": -1005, "user_id": 7}


async def test_ordinary_talk_asks_nobody(bot: Bot, wire: Wire, ledger: Ledger):
    assert await Handing(bot, ledger).take([group_message(1, "hello")])  # type: ignore[arg-type] # acts as one
    assert ledger.noted == ["hello"]
    assert wire.calls == []


@pytest.mark.parametrize(
    "words", ["user not found", "PARTICIPANT_ID_INVALID", "member not found"], ids=["user", "participant", "member"]
)
async def test_a_person_who_was_never_there_is_a_stranger(bot: Bot, wire: Wire, ledger: Ledger, words: str):
    wire.answers.append(refused(400, f"Bad Request: {words}"))
    assert await Handing(bot, ledger).take([group_message(1, "/otwarte")])  # type: ignore[arg-type] # acts as one
    assert ledger.noted == [seen(is_present=False), "/otwarte"]


@pytest.mark.parametrize(
    "answer",
    [
        refused(500, "Internal Server Error"),
        refused(429, "Too Many Requests", retry_after=5),
        refused(400, "Bad Request: chat not found"),
        refused(403, "Forbidden: bot was kicked from the supergroup chat"),
    ],
    ids=["down", "too many", "no chat", "thrown out"],
)
async def test_while_telegram_cannot_say_the_event_goes_on_without(
    bot: Bot, wire: Wire, ledger: Ledger, answer: Answer
):
    wire.answers.append(answer)
    assert await Handing(bot, ledger).take([group_message(1, "/otwarte")])  # type: ignore[arg-type] # acts as one
    assert ledger.noted == ["/otwarte"]


async def test_a_group_is_heard_in_order_although_telegram_is_asked_in_between(bot: Bot, wire: Wire, ledger: Ledger):
    wire.answers.extend([member("member"), member("left", 8)])
    said = [group_message(1, "/urlop"), group_message(2, "hello", 8), group_message(3, "/otwarte", 8)]
    assert await Handing(bot, ledger).take(said)  # type: ignore[arg-type] # acts as one
    assert ledger.noted == [
        seen(is_present=True),
        "/urlop",
        "hello",
        seen(is_present=False, user_id=8),
        "/otwarte",
    ]


async def test_of_a_group_that_is_not_ours_telegram_is_asked_nothing(bot: Bot, wire: Wire, handled: Handled):
    assert await Handing(bot, handled.intake).take([group_message(1, "/otwarte")])
    assert wire.calls == []


@dataclass
class Pairing(Ledger):
    """Keeps the events themselves."""

    async def take_update(self, update_id: int, event: Event, **_: Any) -> bool:  # noqa: ARG002 - as intake does
        await asyncio.sleep(0)
        self.noted.append(event)
        return True


def creator(user_id: int) -> Answer:
    user = {"id": user_id, "is_bot": False, "first_name": "Jo"}
    return ok({"user": user, "status": "creator", "is_anonymous": False})


@pytest.mark.parametrize(
    ("own", "writers", "are_administrators"),
    [(creator(1), member("member"), (True, False)), (member("member", 1), creator(7), (False, True))],
    ids=["the bot runs the group", "the writer runs the group"],
)
async def test_the_bot_and_who_pairs_a_group_are_looked_up_in_it(
    bot: Bot, wire: Wire, own: Answer, writers: Answer, are_administrators: tuple[bool, bool]
):
    ledger, said = Pairing(), group_message(1, "/polacz code")
    said["message"]["entities"] = [{"type": "bot_command", "offset": 0, "length": 7}]
    wire.answers.extend([member("member"), own, writers])
    assert await Handing(bot, ledger).take([said])  # type: ignore[arg-type] # acts as one
    (event,) = (one for one in ledger.noted if isinstance(one, GroupSpoke))
    assert (event.bot_is_administrator, event.author_is_administrator) == are_administrators
