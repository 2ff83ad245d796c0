"""What is said, and which buttons stand under it, for each outcome; nothing is decided here."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain import facts, live
from bot.domain.knowledge import Entry, Knowledge, Office, Specialist
from bot.domain.moments import Moment
from bot.domain.offers import Action, Offer, Offers
from bot.domain.ranking import CRISIS, PROPOSAL, SMALL_TALK
from bot.domain.sessions.seats import Seats
from bot.domain.texts import Body, Text, text

_MOST_RELATED = 2
EMERGENCY = "112"
# The text that is itself the way to a human.
REACH = "human.reach_now"


@dataclass(frozen=True, slots=True)
class Reply:
    """One message: its text and its buttons."""

    text: Text
    offers: Offers = ()


@dataclass(frozen=True, slots=True)
class Answers:
    """The words for one version of the knowledge base, at one moment."""

    knowledge: Knowledge
    # Aware.
    now: datetime
    # Of sessions, by their ids; a session that is not there says nothing of its seats.
    seats: Mapping[str, Seats] = field(default_factory=dict)
    # Counties of which sessions are asked for; empty: all.
    counties: Sequence[str] = ()

    def answer(self, entries: Sequence[Entry], asked: Moment | None, unanswered: Sequence[str] = ()) -> Reply:
        """Answer with one entry, or with several in order, and say which questions stay open."""
        if len(entries) == 1:
            said = self._entry(entries[0], asked)
        else:
            parts = [text("answer.part", title=one.title, body=self._entry(one, asked)) for one in entries]
            said = text("answer.several", parts=parts)
        if unanswered:
            open_parts = [text("answer.missing", part=shortened(part, _MOST_QUOTED)) for part in unanswered]
            said = text("answer.several", parts=[said, text("answer.gap"), *open_parts])
        return Reply(said, self._under_answer(entries))

    def choice(self, entries: Sequence[Entry], *, again: bool) -> Reply:
        """Offer two or three entries."""
        head = text("choice.again" if again else "choice.ask")
        return _choice(head, [Offer(one.title, Action.CHOOSE, one.id) for one in entries])

    def topic_or_help(self) -> Reply:
        """Ask whether violence or suicide is a topic for a session or help is needed; the emergency number first."""
        topic = Offer(text("button.session_topic"), Action.CHOOSE, PROPOSAL)
        needed = Offer(text("button.need_help"), Action.CHOOSE, CRISIS)
        return _choice(text("choice.topic_or_help"), [topic, needed])

    def human(self, key: str) -> Reply:
        """Say why a human is needed and offer the way to one, where messages do not reach anybody through the bot."""
        offers = () if key == REACH else ((_human(),),)
        return Reply(text(key, reach=self.reach()), offers)

    def to_desk(self, key: str, when: Text) -> Reply:
        """Say why a human is needed and offer to send the question; `when` says until when one answers."""
        return Reply(text(f"offer.{key.rpartition('.')[2]}", when=when), ((_human(),),))

    def foreign(self, key: str, language: str, *, is_open: bool = False) -> Reply:
        """Say in another language that Polish is what works, and offer a human and Polish."""
        polish = Offer(text("button.polish"), Action.LANGUAGE, "pl")
        said = text(f"offer.{key}" if is_open else key, phones=self.phones())
        return Reply(said, ((_human(language),), (polish,)))

    def reach(self) -> Text:
        """Say how a human can be reached, and who can be at this moment."""
        people = [
            text(
                "human.person", name=person.name, phone=person.phone, state=live.state(person, self.knowledge, self.now)
            )
            for person in self.knowledge.specialists.values()
        ]
        said = text("human.reach", people=people, phones=self.phones(), email=self.knowledge.centre.email)
        people_sources = [one.provenance for one in self.knowledge.specialists.values()]
        office_sources = [one.provenance for one in self.knowledge.offices.values()]
        oldest = min((source.verified_on for source in (*people_sources, *office_sources)), default=None)
        if oldest is None or oldest >= self._oldest_allowed():
            return said
        return text("answer.stale_contacts", verified=oldest, body=said)

    def phones(self) -> Sequence[Text]:
        """Give one line for each office's telephone."""
        return [text("start.phone", city=one.city, phone=one.phone) for one in self.knowledge.offices.values()]

    def helplines(self) -> Sequence[Text]:
        """Give one line for each helpline."""
        contacts = self.knowledge.crisis.contacts
        return [text("crisis.contact", name=one.name, phone=one.phone, when=one.when) for one in contacts]

    def numbers(self) -> Text:
        """Give the emergency number and the first helpline in one line."""
        contacts = self.knowledge.crisis.contacts
        first = next((one for one in contacts if one.phone != EMERGENCY), contacts[0])
        return text("crisis.numbers", phone=first.phone, when=first.when)

    def _entry(self, entry: Entry, asked: Moment | None) -> Text:
        found = live.live_text(entry, self.knowledge, asked, self.now, seats=self.seats, counties=self.counties)
        body = Body(entry.answer, found)
        oldest_allowed = self._oldest_allowed()
        if entry.provenance.verified_on < oldest_allowed and entry.live is None:
            return text("answer.stale", verified=entry.provenance.verified_on, body=body)
        behind = self._oldest_fact(entry)
        if behind is not None and behind < oldest_allowed:
            return text("answer.stale_contacts", verified=behind, body=body)
        return text("answer.entry", body=body)

    def _oldest_allowed(self) -> date:
        today = self.now.astimezone(ZoneInfo(self.knowledge.centre.timezone)).date()
        return today - self.knowledge.centre.stale_after

    def _oldest_fact(self, entry: Entry) -> date | None:
        named = facts.provenances(entry.answer["pl"], self.knowledge)
        worked_out = [person.provenance for person in live.people(entry, self.knowledge)]
        return min((source.verified_on for source in (*named, *worked_out)), default=None)

    def _under_answer(self, entries: Sequence[Entry]) -> Offers:
        first = entries[0]
        feedback = [
            Offer(text("button.helped"), Action.HELPED, first.id),
            Offer(text("button.not_it"), Action.NOT_IT, first.id),
        ]
        rows: list[Sequence[Offer]] = [[_human()]] if first.id in SMALL_TALK else [feedback, [_human()]]
        rows += [[one] for one in self._extras(entries)]
        if len(entries) == 1:
            related = [self.knowledge.entries[one] for one in first.related[:_MOST_RELATED]]
            rows += [[Offer(one.title, Action.RELATED, one.id)] for one in related]
        return rows

    def _extras(self, entries: Sequence[Entry]) -> Iterator[Offer]:
        """Give map and contact buttons for the places and people whose address or phone the answers name."""
        offices = [one for one in self.offices(entries) if one.location is not None]
        for office in offices:
            label = text("button.map") if len(offices) == 1 else text("button.map_of", city=office.city)
            yield Offer(label, Action.MAP, office.id)
        people = self.people(entries)
        for person in people:
            label = text("button.card") if len(people) == 1 else text("button.card_of", name=person.name)
            yield Offer(label, Action.CONTACT, person.id)

    def offices(self, entries: Sequence[Entry]) -> Sequence[Office]:
        """Give the offices whose address the answers of entries name."""
        named = {match[1] for entry in entries for match in _ADDRESS.finditer(entry.answer["pl"])}
        return [one for one in self.knowledge.offices.values() if one.id in named]

    def people(self, entries: Sequence[Entry]) -> Sequence[Specialist]:
        """Give the specialists whose telephone the answers of entries name."""
        named = {match[1] for entry in entries for match in _PERSON.finditer(entry.answer["pl"])}
        return [one for one in self.knowledge.specialists.values() if one.id in named]


_ADDRESS = re.compile(r"\{office\.([^.{}]+)\.(?:address|street)\}")
_PERSON = re.compile(r"\{specialist\.([^.{}]+)\.phone\}")


# Characters of a question that are repeated to its writer.
_MOST_QUOTED = 200


def shortened(typed: str, most: int) -> str:
    """Give what somebody typed, of more than `most` characters only the beginning."""
    return typed if len(typed) <= most else f"{typed[: most - 1].rstrip()}…"


def _choice(head: Text, offers: Sequence[Offer]) -> Reply:
    lines = [text("choice.line", number=number, title=one.label) for number, one in enumerate(offers, start=1)]
    none = Offer(text("button.none_of_these"), Action.NONE_OF_THESE)
    return Reply(text("choice.message", head=head, lines=lines), [[one] for one in (*offers, none)])


def _human(language: str = "") -> Offer:
    return Offer(text("button.human"), Action.HUMAN, language)
