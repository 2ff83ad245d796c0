"""Interleavings of everything that happens at a desk, as a state machine that hypothesis walks.

`desk` is what people do, `telegram` what becomes of each send, `rules` what must hold.
"""

import asyncio
from collections import Counter
from contextlib import ExitStack
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import Engine

from bot.applying import Scene
from bot.domain.knowledge import Knowledge
from tests.interleaving import rules
from tests.interleaving.desk import CITIZENS, STAFF, Desk
from tests.interleaving.surroundings import transaction
from tests.interleaving.telegram import Fortune
from tests.worlds import renderer, world

AT = st.integers(0, 7)
CITIZEN = st.sampled_from(CITIZENS)
NAME = st.sampled_from(list(STAFF))
# Who has most enquiries writes most.
WRITER = st.sampled_from([*STAFF, "Jan", "Jan", "Jan"])
# Well in nearly half of the cases.
FORTUNES = st.lists(st.tuples(AT, st.sampled_from([*Fortune, *[Fortune.GOES] * 3])), min_size=3, max_size=12)
WORDS = ("odpowiedź", "odpowiedź", "// notatka", "@jan_przyklad weź to", "biorę", "oddaj", "zamknij", "nowy termin 2")
PRESSES = ("claim", "claim", "release", "phoned", "close", "spam", "to")
DECISIONS = ("sendtake", "support", "note", "undo")
OWN = ("withdraw", "yes", "partly", "notyet", "end", "add", "askbot")
PASSED = st.sampled_from([timedelta(seconds=2), timedelta(minutes=16), timedelta(hours=3), timedelta(days=1)])


class Interleaving(RuleBasedStateMachine):
    """One interleaving; `seen` and `engine` are given by a subclass, `counted` is what all of them saw."""

    seen: Scene
    engine: Engine
    counted: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self._open = ExitStack()
        self._loop = self._open.enter_context(asyncio.Runner()).get_loop()
        self._tx = self._open.enter_context(transaction(self.engine))

    @initialize(is_taken=st.booleans(), is_forum=st.booleans())
    def a_question_is_there(self, is_taken: bool, is_forum: bool) -> None:
        self.desk = Desk(self.seen, self._tx, self._loop, is_forum=is_forum)
        self.desk.ask(CITIZENS[0])
        self.desk.come_to_rest()
        if is_taken:
            self.desk.press("Jan", "claim", 0)

    @rule(citizen=CITIZEN)
    def a_citizen_asks(self, citizen: int) -> None:
        self.desk.ask(citizen)

    @rule(citizen=CITIZEN)
    def a_citizen_writes_on(self, citizen: int) -> None:
        self.desk.add(citizen)

    @rule(citizen=CITIZEN, words=st.sampled_from(["dziękuję", "gdzie jest biuro w Koninie", "tak", "nie"]))
    def a_citizen_says(self, citizen: int, words: str) -> None:
        self.desk.say(citizen, words)

    @rule(citizen=CITIZEN, at=AT)
    def a_citizen_changes_a_message(self, citizen: int, at: int) -> None:
        self.desk.change(citizen, at)

    @rule(citizen=CITIZEN, action=st.sampled_from(OWN), at=st.integers(0, 1))
    def a_citizen_presses(self, citizen: int, action: str, at: int) -> None:
        self.desk.press_own(citizen, action, at)

    @rule(name=WRITER, action=st.sampled_from(PRESSES), at=AT)
    def staff_press(self, name: str, action: str, at: int) -> None:
        self.desk.press(name, action, at)

    @rule(name=WRITER, words=st.sampled_from(WORDS), at=AT)
    def staff_reply(self, name: str, words: str, at: int) -> None:
        self.desk.reply(name, words, at)

    @rule(name=WRITER, words=st.sampled_from(WORDS[:3]), at=AT)
    def staff_reply_with_an_album(self, name: str, words: str, at: int) -> None:
        self.desk.reply(name, words, at, album=True)

    @rule(name=WRITER)
    def staff_write_beside(self, name: str) -> None:
        self.desk.beside(name)

    @rule(name=WRITER, action=st.sampled_from(DECISIONS), at=AT)
    def staff_decide_about_a_message(self, name: str, action: str, at: int) -> None:
        self.desk.decide_held(name, action, at)

    @rule(name=NAME, words=st.sampled_from(["zmiana", "// zmiana"]), at=AT)
    def staff_change_a_message(self, name: str, words: str, at: int) -> None:
        self.desk.edit(name, words, at)

    @rule(name=WRITER, words=st.sampled_from(WORDS[:3]), at=AT)
    def staff_write_in_a_topic(self, name: str, words: str, at: int) -> None:
        self.desk.write_in_topic(name, words, at)

    @rule(what=st.sampled_from(["deleted", "closed", "opened", "renamed"]), at=AT)
    def a_topic_changes(self, what: str, at: int) -> None:
        self.desk.change_topic(what, at)

    @rule(name=st.sampled_from(["Jan", "Jan", "Ewa", "Anna"]), is_away=st.booleans())
    def somebody_is_away_from_tomorrow(self, name: str, is_away: bool) -> None:
        self.desk.be_away(name, is_away=is_away)

    @rule(citizen=CITIZEN, what=st.sampled_from(["erased", "left", "again", "supergroup", "supergroup, untold"]))
    def something_rare_happens(self, citizen: int, what: str) -> None:
        match what:
            case "supergroup" | "supergroup, untold":
                self.desk.migrate(is_told=what == "supergroup")
            case "erased":
                self.desk.erase(citizen)
            case "left":
                self.desk.leave("Jan")
                self.desk.confirm("Jan")
            case _:
                self.desk.repeat()

    @rule(passed=PASSED)
    def time_passes(self, passed: timedelta) -> None:
        self.desk.pass_time(passed)

    @rule(fortunes=FORTUNES)
    def messages_go(self, fortunes: list[tuple[int, Fortune]]) -> None:
        for at, fortune in fortunes:
            self.desk.telegram.deliver(at, fortune)

    @rule()
    def what_follows_at_once_is_decided(self) -> None:
        self.desk.decide_due()

    @rule()
    def everything_arrives(self) -> None:
        self.desk.come_to_rest()

    @invariant()
    def nobody_shares_an_enquiry(self) -> None:
        rules.assert_one_owner(self.desk)

    def teardown(self) -> None:
        """Let everything arrive, and see what became of it."""
        try:
            self.desk.come_to_rest()
            rules.assert_one_mark_and_one_outcome(self.desk)
            rules.assert_no_line_is_lost(self.desk)
            self.counted.update(self.desk.counted, sends=self.desk.telegram.sends, interleavings=1)
        finally:
            self._open.close()


def interleavings(knowledge: Knowledge, engine: Engine, counted: Counter[str]) -> type[Interleaving]:
    """Give the machine for a base and a migrated database; what it sees is counted."""
    seen = Scene(world(knowledge), renderer(knowledge))
    return type("Interleaving", (Interleaving,), {"seen": seen, "engine": engine, "counted": counted})
