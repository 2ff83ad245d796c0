"""Who may command in the staff group, and what a command gives."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.domain.desk import deciding as desk
from bot.domain.effects import Effect, Say
from bot.domain.enquiries import State
from bot.domain.events import GroupSpoke, Person
from bot.domain.staff import Member
from bot.domain.world import World
from bot.knowledge.loading import Loaded
from bot.texts.markup import length
from tests.desks import ANNA, GONE, GROUP, JAN, NEWCOMER, PEOPLE, enquiry, speech, staffed
from tests.worlds import renderer

STAFF_COMMANDS = ["/otwarte", "/urlop", "/zastepstwo", "/sesja"]


def command(words: str, world: World, who: Member = JAN, *, is_anonymous: bool = False) -> Sequence[Effect]:
    author = Person(who.user_id, who.name, is_anonymous=is_anonymous)
    return desk.decide(GroupSpoke(GROUP.chat_id, 9, words, is_addressed=True, author=author), world)


def answer(words: str, world: World, base: Loaded) -> str:
    (one,) = command(words, world)
    assert isinstance(one, Say)
    assert (one.chat_id, one.reply_to) == (GROUP.chat_id, 9)
    return renderer(base.knowledge).plain(one.text, "pl")


def keys(effects: Sequence[Effect]) -> list[str]:
    return [one.text.key for one in effects if isinstance(one, Say)]


def test_the_queue_says_of_each_what_it_is_whose_and_until_when(base: Loaded):
    queue = [enquiry(State.TAKEN), enquiry(number=13, topic=None), enquiry(State.TAKEN, number=14, waits_since=None)]
    _, taken, free, answered = answer("/otwarte", staffed(base.knowledge, actor=JAN, queue=queue), base).splitlines()
    assert "nr 12, Jak założyć spółdzielnię socjalną" in taken
    assert "w środę 25 listopada" in taken
    assert taken.endswith(JAN.name)
    assert "bez tematu" in free
    assert free.endswith("nikt")
    assert "nikt nie czeka" in answered


@pytest.mark.parametrize("name", ["😀" * 129, "Maria Bardzo-Długie-Nazwisko " * 4], ids=["astral", "long"])
def test_the_queue_fits_one_message_whatever_people_call_themselves(name: str, base: Loaded):
    topic = max(base.knowledge.entries.values(), key=lambda one: len(one.title["pl"])).id
    queue = [enquiry(State.TAKEN, number=100_000 + one, topic=topic) for one in range(300)]
    people = {**PEOPLE, JAN.user_id: replace(JAN, name=name)}
    shown = answer("/otwarte", staffed(base.knowledge, actor=JAN, people=people, queue=queue), base)
    assert length(shown) <= 4096
    assert "i jeszcze 275" in shown


@pytest.mark.parametrize(("words", "said"), [("/urlop", "Nikt nie ma zapisanej"), ("/zastepstwo", "Nikt nie ma")])
def test_absences_are_answered(words: str, said: str, base: Loaded):
    assert said in answer(words, staffed(base.knowledge, actor=JAN), base)


@pytest.mark.parametrize("words", ["/biura", "/specjalisci", "/sesje"])
@pytest.mark.parametrize("actor", [JAN, NEWCOMER, None], ids=["staff", "newcomer", "unknown"])
def test_what_is_public_is_answered_to_anybody(words: str, actor: Member | None, base: Loaded):
    (one,) = command(words, staffed(base.knowledge, actor=actor), actor or GONE)
    assert isinstance(one, Say)
    assert one.text.key.startswith("answer.")


@pytest.mark.parametrize("words", STAFF_COMMANDS)
def test_an_anonymous_administrator_is_asked_to_write_as_themselves(words: str, base: Loaded):
    effects = command(words, staffed(base.knowledge, queue=[enquiry()]), ANNA, is_anonymous=True)
    assert keys(effects) == ["mark.why.anonymous"]


@pytest.mark.parametrize("words", STAFF_COMMANDS)
def test_whoever_telegram_cannot_vouch_for_now_is_not_obeyed(words: str, base: Loaded):
    seen = staffed(base.knowledge, actor=JAN, queue=[enquiry()])
    effects = command(words, replace(seen, case=replace(seen.case, is_actor_uncertain=True)))
    assert keys(effects) == ["mark.why.uncertain"]


@pytest.mark.parametrize("words", STAFF_COMMANDS)
@pytest.mark.parametrize("actor", [NEWCOMER, GONE], ids=["not confirmed", "former"])
def test_nobody_without_the_right_is_shown_the_desk(words: str, actor: Member, base: Loaded):
    effects = command(words, staffed(base.knowledge, actor=actor, queue=[enquiry()]), actor)
    assert {"desk.orders.queue", "desk.leave.nobody_is_away", "desk.orders.not_yet"}.isdisjoint(keys(effects))
    assert keys(effects) != []


def test_an_unknown_command_says_which_there_are(base: Loaded):
    effects = command("/nieznane", staffed(base.knowledge, actor=JAN))
    assert keys(effects) == ["desk.orders.unknown"]


def test_a_command_for_another_bot_is_left_to_it(base: Loaded):
    assert desk.decide(speech("/nieznane@inny"), staffed(base.knowledge, actor=JAN)) == ()
