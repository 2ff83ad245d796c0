"""Only what is committed is confirmed; whatever goes wrong, the loop goes on, and not too fast."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from structlog.testing import capture_logs
from telegram import Bot
from telegram.error import TimedOut

from bot.store.database import StoreError
from bot.telegram.reading import Unreadable, read
from bot.telegram.receiving import ALLOWED_UPDATES, poll
from tests.telegram.wire import Answer, Unplugged, Wire, ok, refused

TEXT = {"message_id": 7, "date": 1772442000, "chat": {"id": 5, "type": "private"}, "text": "Hello"}


def fetched(*update_ids: int) -> Answer:
    return ok([{"update_id": update_id, "message": TEXT} for update_id in update_ids])


@dataclass
class Taker:
    """Takes updates as the store would; answers in the order given, then yes."""

    answers: list[bool | Exception] = field(default_factory=list)
    taken: list[Sequence[object]] = field(default_factory=list)

    async def __call__(self, updates: Sequence[object]) -> bool:
        self.taken.append(updates)
        answer = self.answers.pop(0) if self.answers else True
        if isinstance(answer, Exception):
            raise answer
        return answer


@dataclass
class Conflicts:
    """Is told of conflicts."""

    answers: list[Exception] = field(default_factory=list)
    told: int = 0

    async def __call__(self) -> None:
        self.told += 1
        if self.answers:
            raise self.answers.pop(0)


@pytest.fixture
def rests(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that the loop rests; time itself does not pass."""
    rests: list[float] = []
    pause = asyncio.sleep

    async def rest(seconds: float) -> None:
        rests.append(seconds)
        await pause(0)

    monkeypatch.setattr(asyncio, "sleep", rest)
    return rests


async def run(bot: Bot, wire: Wire, *answers: Answer | BaseException, take: Taker | None = None, **options):
    """Poll until the answers are used up; give the offsets that were asked for."""
    wire.answers.extend(answers)
    conflicts = options.pop("conflicts", Conflicts())
    with pytest.raises(Unplugged):
        await poll(bot, take or Taker(), poll_timeout_s=25, on_conflict=conflicts)
    return [call.parameters.get("offset") for call in wire.calls]


async def test_the_first_request_asks_for_everything_unconfirmed(bot: Bot, updates_wire: Wire, rests: list[float]):
    await run(bot, updates_wire)
    [call] = updates_wire.calls
    assert call.method == "getUpdates"
    assert call.parameters == {"timeout": 25, "limit": 100, "allowed_updates": list(ALLOWED_UPDATES)}


async def test_what_was_taken_is_confirmed_by_the_next_request(bot: Bot, updates_wire: Wire, rests: list[float]):
    take = Taker()
    assert await run(bot, updates_wire, fetched(7, 8), fetched(9), take=take) == [None, 9, 10]
    assert [len(updates) for updates in take.taken] == [2, 1]
    assert rests == []


async def test_what_was_not_taken_is_asked_for_again(bot: Bot, updates_wire: Wire, rests: list[float]):
    take = Taker([False, False, True])
    assert await run(bot, updates_wire, fetched(7), fetched(7), fetched(7), take=take) == [None, None, None, 8]
    assert rests == [0.5, 1.0]


async def test_a_taker_that_crashes_confirms_nothing_and_does_not_end_the_loop(
    bot: Bot, updates_wire: Wire, rests: list[float]
):
    take = Taker([KeyError("what a person wrote"), StoreError("full")])
    with capture_logs() as logs:
        offsets = await run(bot, updates_wire, fetched(7), fetched(7), fetched(7), take=take)
    assert offsets == [None, None, None, 8]
    assert rests == [0.5, 1.0]
    assert "what a person wrote" not in str(logs)


async def test_an_empty_answer_keeps_the_offset_and_takes_nothing(bot: Bot, updates_wire: Wire, rests: list[float]):
    take = Taker()
    assert await run(bot, updates_wire, fetched(7), ok([]), fetched(8), take=take) == [None, 8, 8, 9]
    assert len(take.taken) == 2


async def test_update_ids_in_any_order_are_confirmed_by_the_largest(bot: Bot, updates_wire: Wire, rests: list[float]):
    assert await run(bot, updates_wire, fetched(9, 7, 8)) == [None, 10]


async def test_ids_that_begin_anew_are_confirmed_as_well(bot: Bot, updates_wire: Wire, rests: list[float]):
    assert await run(bot, updates_wire, fetched(1000), fetched(3)) == [None, 1001, 4]


async def test_a_broken_update_takes_neither_neighbour_with_it(bot: Bot, updates_wire: Wire, rests: list[float]):
    take = Taker()
    batch = ok([{"update_id": 7, "message": TEXT}, {"update_id": 8, "message": "?"}, {"update_id": 9, "message": TEXT}])
    assert await run(bot, updates_wire, batch, take=take) == [None, 10]
    before, broken, after = take.taken[0]
    assert [read(raw, bot).update_id for raw in (before, after)] == [7, 9]
    with pytest.raises(Unreadable):
        read(broken, bot)


async def test_an_update_without_a_key_is_passed_with_the_next(bot: Bot, updates_wire: Wire, rests: list[float]):
    assert await run(bot, updates_wire, ok([{"message": TEXT}, {"update_id": 8}])) == [None, 9]


async def test_nothing_but_updates_without_keys_is_not_asked_for_without_a_rest(
    bot: Bot, updates_wire: Wire, rests: list[float]
):
    keyless = ok([{"message": TEXT}, {"update_id": True}, 5])
    assert await run(bot, updates_wire, keyless, keyless) == [None, None, None]
    assert rests == [0.5, 1.0]


@pytest.mark.parametrize(
    "answer",
    [refused(500, "Internal Server Error"), refused(502, "Bad Gateway"), ConnectionError("lost"), TimedOut()],
    ids=["500", "502", "a lost connection", "a time-out"],
)
async def test_a_telegram_that_is_away_is_asked_ever_more_slowly(
    bot: Bot, updates_wire: Wire, rests: list[float], answer: Answer | Exception
):
    offsets = await run(bot, updates_wire, fetched(7), *[answer] * 10)
    assert offsets == [None, *[8] * 11]
    assert rests == [0.5, 1.0, 2.0, 4.0, 8.0, 10.0, 10.0, 10.0, 10.0, 10.0]


async def test_the_rest_is_short_again_after_a_success(bot: Bot, updates_wire: Wire, rests: list[float]):
    down = refused(500, "Internal Server Error")
    await run(bot, updates_wire, down, down, fetched(7), down)
    assert rests == [0.5, 1.0, 0.5]


async def test_a_429_is_obeyed_to_the_second(bot: Bot, updates_wire: Wire, rests: list[float]):
    answers = [refused(429, "Too Many Requests", retry_after=seconds) for seconds in (35, 3)]
    assert await run(bot, updates_wire, fetched(7), *answers) == [None, 8, 8, 8]
    assert rests == [35, 3]


async def test_a_refused_token_is_an_error_and_is_tried_again(bot: Bot, updates_wire: Wire, rests: list[float]):
    with capture_logs() as logs:
        await run(bot, updates_wire, refused(401, "Unauthorized"), refused(404, "Not Found"), fetched(7))
    assert rests == [0.5, 1.0]
    assert [(line["event"], line["log_level"]) for line in logs] == [("telegram.token_refused", "error")] * 2


async def test_another_process_that_polls_is_told_once_for_as_long_as_it_does(
    bot: Bot, updates_wire: Wire, rests: list[float]
):
    conflicts = Conflicts()
    conflict = refused(409, "Conflict: terminated by other getUpdates request")
    await run(bot, updates_wire, conflict, conflict, conflict, fetched(7), conflict, conflicts=conflicts)
    assert conflicts.told == 2
    assert rests == [0.5, 1.0, 2.0, 0.5]


async def test_a_conflict_that_the_store_did_not_take_is_told_again(bot: Bot, updates_wire: Wire, rests: list[float]):
    conflicts = Conflicts([StoreError("full")])
    conflict = refused(409, "Conflict: terminated by other getUpdates request")
    await run(bot, updates_wire, conflict, conflict, conflict, conflicts=conflicts)
    assert conflicts.told == 2


@pytest.mark.parametrize("result", [True, None, {}, "?"], ids=str)
async def test_an_answer_that_is_no_list_is_not_asked_for_without_a_rest(
    bot: Bot, updates_wire: Wire, rests: list[float], result: object
):
    await run(bot, updates_wire, ok(result), ok(result))
    assert rests == [0.5, 1.0]


async def test_the_token_is_in_no_log_line(bot: Bot, updates_wire: Wire, rests: list[float]):
    with capture_logs() as logs:
        await run(bot, updates_wire, refused(401, "Unauthorized"), ConnectionError("https://host/bot1000000001:token"))
    assert "token" not in str([{**line, "event": ""} for line in logs])
