"""What is noted about a message while the bot is tried out."""

from dataclasses import dataclass

import pytest

from bot.domain.events import CitizenWrote
from bot.domain.interpreting import Outcome
from bot.intake import Intake
from bot.witnessing import KEPT_MESSAGES, Witness, watched
from tests.handled import Handled
from tests.worlds import CHAT, NOW


@dataclass
class Watched:
    """A bot whose judgements are noted."""

    handled: Handled
    witness: Witness
    updates: int = 0

    @property
    def intake(self) -> Intake:
        return watched(self.handled.intake, self.witness)

    async def write(self, text: str, *, chat_id: int = CHAT) -> int:
        """Let somebody write; give the id of the update."""
        self.updates += 1
        event = CitizenWrote(chat_id, self.updates, text)
        await self.intake.take_update(self.updates, event, chat_id=chat_id, pressed_message_id=None)
        return self.updates

    def judged(self, update_id: int) -> list[tuple[str, Outcome]]:
        record = self.witness.record(update_id)
        assert record is not None
        return [(one.text, one.found.outcome) for one in record.judged]


@pytest.fixture
def seen(handled: Handled) -> Watched:
    return Watched(handled, Witness(lambda: NOW))


async def test_a_message_has_the_judgement_that_answered_it_and_no_other(seen: Watched):
    first = await seen.write("gdzie jest biuro w Koninie")
    other = await seen.write("pogoda", chat_id=CHAT + 1)
    assert seen.judged(first) == [("gdzie jest biuro w Koninie", Outcome.ANSWER)]
    assert seen.judged(other) == [("pogoda", Outcome.DECLINE)]
    assert "Wrzosowa" in seen.handled.texts()[0]


async def test_a_command_is_no_judgement(seen: Watched):
    assert seen.judged(await seen.write("/start")) == []


async def test_what_waited_for_more_is_noted_with_its_last_line(seen: Watched):
    first = await seen.write("dzień dobry")
    second = await seen.write("biuro")
    for item in seen.handled.due():
        await seen.intake.take_due(item)
    assert [text for text, _ in seen.judged(first)] == ["dzień dobry"]
    assert [text for text, _ in seen.judged(second)][-1] == "dzień dobry biuro"


async def test_the_oldest_messages_are_forgotten():
    witness = Witness(lambda: NOW)
    for number in range(KEPT_MESSAGES + 1):
        witness.receive(number, CitizenWrote(CHAT, 1, "tak"))
    assert witness.record(0) is None
    assert witness.record(KEPT_MESSAGES) is not None
