"""A desk without Telegram, on which anything may happen in any order.

Decisions, store, outbox and recording are real; all of it stands in one transaction that is never committed.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import Connection

from bot.applying import Scene
from bot.domain.desk.buttons import held_handle, key_of
from bot.domain.enquiries import Enquiry
from bot.domain.events import (
    AlbumKind,
    AlbumPart,
    CitizenPressed,
    CitizenWrote,
    Event,
    GroupMigrated,
    GroupPressed,
    GroupSpoke,
    Ignored,
    Media,
    MemberChanged,
)
from bot.domain.lines import Author, Fate, Line
from bot.store import due, enquiries, lines, messages, outbox, staff
from bot.store.outgoing import SendText
from tests.desks import ANNA, EWA, GROUP, JAN, NEWCOMER, who
from tests.interleaving.surroundings import AWAY, OneTransaction, Quick
from tests.interleaving.telegram import Fortune, Telegram

CITIZENS = (5000, 5001)
# A coordinator, two who may work, one who may not.
STAFF = {"Anna": ANNA, "Jan": JAN, "Ewa": EWA, "Nowa": NEWCOMER}
# What the group becomes.
SUPERGROUP = -100900
# The word that begins an answer.
ANSWER = "odpowiedź"
# Telegram is asked about nobody: what it said of them stays fresh.
FOR_EVER = timedelta(days=4000)
# Sends after which a desk that has not come to rest never will.
LONGEST = 2000


@dataclass
class Spoken:
    """A message of staff that belongs to an enquiry, as its writer sees it."""

    message_id: int
    words: str
    # Of the group, which may have another id since.
    chat_id: int
    # The message of the bot that it replies to; None: it stands for itself.
    reply_to: int | None = None
    # Later parts of the same album.
    parts: tuple[int, ...] = ()
    # It was changed, and so often it was said that the change goes to nobody.
    is_changed: bool = False
    refused_changes: int = 0


class Desk:
    """One staff group, two citizens, and a Telegram that does as it is told."""

    def __init__(
        self, scene: Scene, tx: Connection, loop: asyncio.AbstractEventLoop, *, is_forum: bool = False
    ) -> None:
        self.tx = tx
        self.handled = handled = Quick(OneTransaction(tx), scene.world.knowledge, made=scene)
        self.telegram = Telegram(tx, now=lambda: handled.now, real_now=lambda: handled.real_now)
        self.spoken: list[Spoken] = []
        # (citizen, message id, words) of what was written to an open enquiry and must reach the staff.
        self.added: list[tuple[int, int, str]] = []
        self.counted: Counter[str] = Counter()
        self._loop = loop
        self._last_event: tuple[int, Event] | None = None
        # Of the staff group, as the bot's next update from it says; and what it becomes.
        self.group, self._untold = GROUP.chat_id, 0
        staff.pair(tx, replace(GROUP, is_forum=is_forum))
        for member in STAFF.values():
            staff.keep_member(tx, replace(member, seen_at=handled.real_now + FOR_EVER))

    def take(self, event: Event) -> None:
        """Let an update come; the first from a new group is that it is one."""
        if getattr(event, "chat_id", 0) == SUPERGROUP:
            self._tell()
        self._loop.run_until_complete(self.handled.take(event))
        self.counted["updates"] += 1
        self._last_event = (self.handled._updates, event)

    def repeat(self) -> None:
        """Let the last update come again, as after a restart: nothing follows from it."""
        if self._last_event is not None:
            update_id, event = self._last_event
            before = self.handled.rows()
            self._loop.run_until_complete(self.handled.take(event, update_id=update_id))
            assert self.handled.rows() == before

    def pass_time(self, passed: timedelta) -> None:
        """Let time pass, in which what is due is decided."""
        self.handled.now += passed
        self.handled.real_now += passed
        self.decide_due()

    def decide_due(self) -> None:
        """Decide what is due now."""
        for item in due.ripe(self.tx, now=self.handled.now, real_now=self.handled.real_now):
            self._loop.run_until_complete(self.handled.intake.take_due(item))

    def say(self, citizen: int, words: str) -> int:
        """Let a citizen write; give the message's id."""
        message_id = self.telegram.new_id()
        self.take(CitizenWrote(citizen, message_id, words, name="Maria"))
        return message_id

    def ask(self, citizen: int) -> None:
        """Let a citizen send a question to the specialists, unless one is open."""
        if enquiries.open_of(self.tx, citizen) is None:
            for words in ("/czlowiek", "mamy pytanie", "send"):
                self.say(citizen, words)

    def add(self, citizen: int) -> None:
        """Let a citizen write on."""
        is_open = enquiries.open_of(self.tx, citizen)
        words = f"dopisek {self.telegram.new_id()}"
        message_id = self.say(citizen, words)
        if is_open is not None and not is_open.bot_is_asked:
            self.added.append((citizen, message_id, words))

    def change(self, citizen: int, at: int) -> None:
        """Let a citizen change what they added."""
        mine = [one for one in self.added if one[0] == citizen]
        if mine:
            _, message_id, words = mine[at % len(mine)]
            self.take(CitizenWrote(citizen, message_id, f"{words} zmieniony", is_edit=True))

    def press_own(self, citizen: int, action: str, at: int) -> None:
        """Let a citizen press a button of an enquiry of theirs."""
        if own := enquiries.of_citizen(self.tx, citizen):
            self.take(CitizenPressed(citizen, "press", f"{action}:{own[at % len(own)].number}", handle=None))

    def erase(self, citizen: int) -> None:
        """Let a citizen have everything deleted."""
        self.say(citizen, "/usun")
        self.take(CitizenPressed(citizen, "press", "erase", handle=None))
        self.added = [one for one in self.added if one[0] != citizen]

    def press(self, name: str, action: str, at: int) -> None:
        """Let staff press a button under a card."""
        if (enquiry := self._enquiry(at)) is not None:
            data = f"d.{action}:{enquiry.number}:{JAN.user_id}"
            self.take(GroupPressed(self.group, "press", data, who(STAFF[name])))

    def reply(self, name: str, words: str, at: int, *, album: bool = False) -> None:
        """Let staff reply to a card or to a copy."""
        self._tell()
        if (quoted := self._quotable(at)) is None:
            return
        message_id = self.telegram.new_id()
        said = Spoken(message_id, f"{words} {message_id}" if ANSWER in words else words, self.group, quoted)
        event = GroupSpoke(self.group, said.message_id, said.words, is_addressed=True, author=who(STAFF[name]))
        event = replace(event, reply_to=quoted)
        if not album:
            self.take(event)
        else:
            said.parts = (self.telegram.new_id(),)
            for message_id in (said.message_id, *said.parts):
                part = AlbumPart(AlbumKind.PHOTO, f"f{message_id}")
                album_id = f"a{said.message_id}"
                self.take(replace(event, message_id=message_id, media=Media.PHOTO, album_id=album_id, part=part))
        self.spoken.append(said)

    def beside(self, name: str) -> None:
        """Let staff write beside the thread."""
        message_id = self.telegram.new_id()
        words = f"dzień dobry, proszę przysłać umowę {message_id}"
        said = GroupSpoke(self.group, message_id, words, is_addressed=False, author=who(STAFF[name]))
        self.take(said)
        if lines.written(self.tx, self.group, message_id) is not None:
            self.spoken.append(Spoken(message_id, words, self.group))

    def decide_held(self, name: str, action: str, at: int) -> None:
        """Let staff say what a held message is."""
        held = [one for one in self.lines() if one.author is Author.STAFF]
        if held:
            one = held[at % len(held)]
            question = messages.find_in(self.tx, self.group, held_handle(one.handle))
            data = f"d.{action}:{one.number}:{key_of(one.handle)}"
            pressed = GroupPressed(self.group, "press", data, who(STAFF[name]))
            self.take(pressed if question is None else replace(pressed, message_id=question[0]))

    def edit(self, name: str, words: str, at: int) -> None:
        """Let staff change what they wrote."""
        if there := [one for one in self.spoken if one.chat_id == self.group]:
            one = there[at % len(there)]
            changed = f"{words} {self.telegram.new_id()}"
            is_reply = one.reply_to is not None
            said = GroupSpoke(self.group, one.message_id, changed, is_addressed=is_reply, author=who(STAFF[name]))
            before = self._refusals_under_way(one)
            self.take(replace(said, is_edit=True, reply_to=one.reply_to))
            one.is_changed = True
            one.refused_changes += self._refusals_under_way(one) - before

    def _refusals_under_way(self, one: Spoken) -> int:
        return sum(isinstance(said, SendText) and said.reply_to == one.message_id for said in self.handled.waiting())

    def write_in_topic(self, name: str, words: str, at: int) -> None:
        """Let staff write in the topic of an enquiry that has one, without replying."""
        enquiry = self._enquiry(at)
        topic = messages.find_in(self.tx, self.group, enquiry.topic_handle) if enquiry is not None else None
        if topic is not None and topic[0] not in self.telegram.deleted:
            message_id = self.telegram.new_id()
            said = Spoken(message_id, f"{words} {message_id}", self.group)
            event = GroupSpoke(self.group, message_id, said.words, is_addressed=False, author=who(STAFF[name]))
            self.take(replace(event, thread_id=topic[0]))
            self.spoken.append(said)

    def change_topic(self, what: str, at: int) -> None:
        """Let somebody delete, close, open or rename a topic; Telegram tells the bot nothing that it hears."""
        if topics := self.telegram.topics:
            topic = topics[at % len(topics)]
            match what:
                case "deleted":
                    self.telegram.deleted.add(topic)
                case "closed":
                    self.telegram.closed.add(topic)
                case "opened":
                    self.telegram.closed.discard(topic)
                case _:
                    self.take(Ignored("forum_topic_edited"))

    def migrate(self, *, is_told: bool) -> None:
        """Let the group become a supergroup, once; untold, the bot learns of it by its next send or update."""
        if self.group == GROUP.chat_id:
            old, self.group = self.group, SUPERGROUP
            self.telegram.moved[old] = self.group
            self._untold = old
            if is_told:
                self._tell()

    def _tell(self) -> None:
        """Let the update come that names the new group: before anything else from there."""
        if self._untold:
            old, self._untold = self._untold, 0
            self.take(GroupMigrated(old, self.group))

    def be_away(self, name: str, *, is_away: bool) -> None:
        """Let staff plan an absence from tomorrow, or come back."""
        words, message_id = f"/urlop {AWAY if is_away else 'koniec'}", self.telegram.new_id()
        self.take(GroupSpoke(self.group, message_id, words, is_addressed=True, author=who(STAFF[name])))

    def leave(self, name: str) -> None:
        """Let somebody leave the group and come back, as a stranger."""
        for is_present in (False, True):
            self.take(MemberChanged(self.group, who(STAFF[name]), is_present=is_present, is_administrator=False))
            known = staff.load(self.tx).members[STAFF[name].user_id]
            staff.keep_member(self.tx, replace(known, seen_at=self.handled.real_now + FOR_EVER))

    def confirm(self, name: str) -> None:
        """Let the coordinator let somebody work."""
        data = f"d.confirm:{STAFF[name].user_id}"
        self.take(GroupPressed(self.group, "press", data, who(ANNA)))

    def come_to_rest(self) -> None:
        """Let everything that is under way arrive, and what follows from it."""
        self.pass_time(timedelta(seconds=3))
        for _ in range(LONGEST):
            if outbox.count(self.tx)[0] == 0 and not self._is_anything_at_once():
                return
            self.telegram.deliver(0, Fortune.GOES)
            self.decide_due()
        raise AssertionError("it never came to rest")

    def _is_anything_at_once(self) -> bool:
        ripe = due.ripe(self.tx, now=self.handled.now, real_now=self.handled.real_now)
        return any(one.real for one in ripe)

    def _enquiry(self, at: int) -> Enquiry | None:
        known = [one for citizen in CITIZENS for one in enquiries.of_citizen(self.tx, citizen)]
        return known[at % len(known)] if known else None

    def lines(self) -> Sequence[Line]:
        """Give the lines of all enquiries."""
        known = [one for citizen in CITIZENS for one in enquiries.of_citizen(self.tx, citizen)]
        return [line for one in known for line in lines.of_enquiry(self.tx, one.number)]

    def _quotable(self, at: int) -> int | None:
        """Give the message of a card, of a copy of a citizen's line or of what staff have sent to one, in the group."""
        names = [line.handle for line in self.lines() if line.author is Author.CITIZEN]
        found = [messages.find_in(self.tx, self.group, name) for name in names]
        sent = [line for line in self.lines() if line.author is Author.STAFF and line.fate is Fate.DELIVERED]
        there = [one[0] for one in found if one is not None]
        there += [line.message_id for line in sent if line.message_id is not None]
        return there[at % len(there)] if there else None
