"""Effects → rows, in the transaction of their decision, in the words of the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot import emptying, shaping, storing
from bot.domain import effects
from bot.domain.commands import STAFF_MENU
from bot.domain.effects import Effect
from bot.domain.emptying import ClearAll, Empty, EmptyLater
from bot.domain.keeping import DeskKeeping, Keeping, MoveGroup, PairGroup
from bot.domain.offers import Offers
from bot.domain.sessions.buttons import shown_proposal
from bot.domain.sessions.keeping import KeepOutcome, Propose, SendToMany
from bot.domain.sessions.papers import Paper
from bot.domain.texts import Text
from bot.domain.vcards import vcard
from bot.domain.world import World
from bot.store import due, erasure, gaps, mailings, operators, outbox, outgoing, sessions
from bot.store.due import Due
from bot.store.operators import CodeKind
from bot.store.outbox import Priority
from bot.store.outgoing import Button, Rows
from bot.storing_sessions import Stored
from bot.texts.texts import DEFAULT, Renderer

# Kind of the due row that ends the waiting for more lines.
LINES = "lines"
# Kind of the due row that ends the waiting for more parts of an album.
ALBUM = "album"
# Kind of the due row that forgets a question that was not sent.
DRAFT = "draft"
# Kind of the due row that reminds of facts to be confirmed; it has no subject.
FACTS = "facts"

# What nobody sees at once.
_Arranged = (
    effects.JoinLinesWithin
    | effects.StopJoining
    | effects.WaitForAlbum
    | effects.ForgetDraftAt
    | effects.KeepGap
    | effects.ForgetCitizen
    | effects.BecomeOperator
    | effects.Notify
    | effects.ReviewFactsAt
    | effects.UseLanguage
    | Keeping
)


@dataclass(frozen=True, slots=True)
class Scene:
    """What one decision sees, and the words for what it wants: one version of the base, one moment."""

    world: World
    renderer: Renderer
    # The centre's logo strip for what is printed, a PNG file; empty: none.
    strip: bytes = b""


class CodeAlreadyUsed(Exception):
    """Somebody else used the code between reading and using it; the turn is decided again."""


class Applying:
    """The effects of one decision."""

    def __init__(self, tx: Connection, scene: Scene, source: str, real_now: datetime) -> None:
        self._tx = tx
        self._scene = scene
        # Names the messages that this event makes: one event, one prefix, so a repetition finds the same names.
        self._source = source
        self._real_now = real_now
        self._made = 0
        # A lane in which nothing waits that is less urgent than an answer, if one is known.
        self._even: str | None = None

    def note_even(self, lane: str) -> None:
        """Be told that nothing less urgent than an answer waits in a lane."""
        self._even = lane

    def apply(self, wanted: Sequence[Effect], language: str) -> None:
        """Turn effects into rows."""
        for effect in wanted:
            self._apply(effect, language)

    def _apply(self, effect: Effect, language: str) -> None:  # noqa: PLR0912 - one branch for each effect
        """Put what somebody will see into the outbox; arrange the rest."""
        match effect:
            case effects.Say():
                self._say(effect, effect.language or language)
            case effects.Revise():
                html, rows = self._render(effect.text, effect.offers, effect.language or language)
                self._put(outgoing.EditText(effect.chat_id, effect.handle, html, rows, effect.is_emptying))
            case effects.Relay():
                self._relay(effect, effect.language or language)
            case effects.Recaption():
                self._recaption(effect, effect.language or language)
            case effects.TakeBack():
                self._put(outgoing.Delete(effect.chat_id, effect.handle))
            case Empty() | ClearAll() | EmptyLater():
                for message in emptying.rows(self._tx, effect, self._scene.renderer):
                    self._put(message)
            case effects.React():
                html = self._scene.renderer.markup(Text(f"mark.{effect.mark.name.lower()}"), language)
                self._put(outgoing.SetReaction(effect.chat_id, effect.message_id, effect.mark.value, html))
            case effects.OpenTopic():
                name = self._scene.renderer.plain(effect.name, language)
                self._put(outgoing.CreateTopic(effect.chat_id, name[: shaping.TOPIC_NAME]), handle=effect.handle)
            case effects.SendFile():
                self._put(self._file(effect, language))
            case effects.SendPaper():
                self._put(self._paper(effect, language), handle=self._named(effect.handle))
            case effects.ShowPin():
                place = effect.location
                self._put(outgoing.SendVenue(effect.chat_id, place.lat, place.lon, effect.title, effect.address))
            case effects.ShareContact():
                self._put(outgoing.SendContact(effect.chat_id, effect.name, effect.phone, vcard(effect)))
            case effects.AnswerPress():
                note = "" if effect.text is None else self._scene.renderer.plain(effect.text, language)
                self._put(outgoing.AnswerPress(effect.press_id, shaping.shortened_note(note)), Priority.AT_ONCE)
            case effects.LeaveGroup():
                self._put(outgoing.LeaveChat(effect.chat_id))
            case _:
                self._arrange(effect)

    def _arrange(self, effect: _Arranged) -> None:
        tx, real_now = self._tx, self._real_now
        match effect:
            case effects.JoinLinesWithin():
                due.set_due(tx, Due(LINES, effect.chat_id, at=real_now + effect.wait, real=True))
            case effects.StopJoining():
                due.drop(tx, LINES, effect.chat_id)
            case effects.WaitForAlbum():
                due.set_due(tx, Due(ALBUM, effect.chat_id, at=real_now + effect.wait, real=True))
            case effects.ForgetDraftAt():
                due.set_due(tx, Due(DRAFT, effect.chat_id, at=effect.at, real=False))
            case effects.KeepGap():
                gaps.keep(tx, effect, at=self._scene.world.now)
            case effects.ForgetCitizen():
                self._forget(effect.chat_id)
            case effects.BecomeOperator():
                if not operators.use_code(tx, CodeKind.OPERATOR, effect.code):
                    raise CodeAlreadyUsed
                operators.add(tx, effect.chat_id, at=real_now)
            case effects.Notify():
                operators.keep_notice(tx, effect.text, at=real_now)
            case effects.ReviewFactsAt():
                due.set_due(tx, Due(FACTS, 0, at=effect.at, real=False))
            case effects.UseLanguage():
                pass  # kept with the citizen
            case _:
                self._keep(effect)

    def _forget(self, chat_id: int) -> None:
        for mailing_id in mailings.release(self._tx, chat_id):
            due.set_due(self._tx, Due(mailings.SETTLED, mailing_id, at=self._real_now, real=True))
        erasure.erase(self._tx, chat_id)

    def _keep(self, wanted: Keeping) -> None:
        match wanted:
            case Propose():
                self._propose(wanted)
            case SendToMany():
                self._send_to_many(wanted)
            case KeepOutcome(confirmed=confirmed, outcome=outcome):
                words = self._scene.renderer.plain(outcome, DEFAULT)
                sessions.keep(self._tx, replace(confirmed, session=replace(confirmed.session, outcome=words)))
            case _:
                self._store(wanted)

    def _propose(self, wanted: Propose) -> None:
        """Store a proposal and show it: its buttons end with its number, which is known only now."""
        made = sessions.propose(self._tx, wanted.proposal)
        if wanted.chat_id is None:
            return
        offers = [[replace(one, about=f"{made.id}:{one.about}".rstrip(":")) for one in row] for row in wanted.offers]
        html, rows = self._render(wanted.shown, offers, DEFAULT)
        self._put(outgoing.SendText(wanted.chat_id, html, rows), handle=shown_proposal(made.id))

    def _send_to_many(self, wanted: SendToMany) -> None:
        """Put letters behind everything that people wait for, each with a name of its own, so that each goes once."""
        recipients = {letter.chat_id: letter.number for letter in wanted.letters}
        mailing_id = mailings.begin(self._tx, wanted.session_id, wanted.kind, recipients, at=self._scene.world.now)
        for letter in wanted.letters:
            html, rows = self._render(letter.said, letter.offers, letter.language)
            handle = mailings.handle(mailing_id, letter.chat_id)
            self._put(outgoing.SendText(letter.chat_id, html, rows), Priority.BROADCAST, handle)
            if letter.calendar is not None:
                paper = effects.SendPaper(letter.chat_id, Paper.CALENDAR, letter.calendar)
                self._put(self._paper(paper, letter.language), Priority.BROADCAST)

    def _store(self, wanted: DeskKeeping | Stored) -> None:
        world = self._scene.world
        zone = ZoneInfo(world.knowledge.centre.timezone)
        storing.keep(self._tx, wanted, now=world.now, zone=zone)
        match wanted:
            case PairGroup(group=group):
                self._offer_commands(group.chat_id)
            case MoveGroup(new_chat_id=chat_id):
                self._offer_commands(chat_id)

    def _offer_commands(self, chat_id: int) -> None:
        """Let Telegram offer the desk's commands in the staff group, and nowhere else."""
        renderer = self._scene.renderer
        offered = tuple((name, renderer.plain(Text(f"profile.commands.{name}"), DEFAULT)) for name in STAFF_MENU)
        self._put(outgoing.SetCommands(chat_id, offered))

    def _say(self, effect: effects.Say, language: str) -> None:
        html, rows = self._render(effect.text, effect.offers, language)
        # Only a message with buttons is ever changed, or one that has a name.
        handle = self._named(effect.handle or (":" if rows else ""))
        message = outgoing.SendText(
            effect.chat_id,
            html,
            rows,
            effect.reply_to,
            silent=effect.is_silent,
            quotes=effect.quotes,
            topic=effect.topic,
            patient=effect.is_patient,
            urgent=effect.is_urgent,
        )
        self._put(message, shaping.urgency(effect), handle)

    def _named(self, handle: str) -> str | None:
        """Give the name of a new message; the end that one with a colon gets tells it from all others."""
        end, self._made = f"{self._source}:{self._made}", self._made + 1
        return (f"{handle}{end}".removeprefix(":") if handle.endswith(":") else handle) or None

    def _relay(self, effect: effects.Relay, language: str) -> None:
        """Send lines to the other side: an album together, and each for itself what cannot stand in one."""
        html = None if effect.text is None else self._scene.renderer.whole(effect.text, language)
        if len(effect.lines) > 1 and all(line.part is not None for line in effect.lines):
            reply_to, quotes = shaping.quoted(effect.lines[0])
            rest = ("" if one is None else self._scene.renderer.whole(one, language) for one in effect.captions)
            items = shaping.album(effect.lines, (html or "", *rest))
            self._put(outgoing.SendAlbum(effect.chat_id, items, reply_to, quotes, effect.topic, effect.is_silent))
            return
        for at, line in enumerate(effect.lines):
            relayed = shaping.relayed(effect, line, html if at == 0 else None)
            self._put(relayed, shaping.urgency(effect), line.handle)

    def _recaption(self, effect: effects.Recaption, language: str) -> None:
        html = self._scene.renderer.whole(effect.text, language)
        if effect.line.media is None:
            self._put(outgoing.EditText(effect.chat_id, effect.line.handle, html))
        else:
            self._put(outgoing.EditCaption(effect.chat_id, effect.line.handle, html))

    def _file(self, effect: effects.SendFile, language: str) -> outgoing.SendDocument:
        words = self._scene.renderer.plain(effect.content, language)
        caption = self._scene.renderer.markup(effect.caption, language)
        return outgoing.document(effect.chat_id, effect.file_name, words.encode(), caption)

    def _paper(self, effect: effects.SendPaper, language: str) -> outgoing.SendDocument:
        # A bot that makes no paper needs none of the libraries for it.
        from bot.papers.making import Printer

        scene = self._scene
        file = Printer(scene.renderer, scene.strip).make(
            effect.paper,
            effect.confirmed,
            effect.registrations,
            at=scene.world.now,
            language=language,
            writing=effect.writing,
        )
        caption = "" if effect.caption is None else scene.renderer.markup(effect.caption, language)
        return outgoing.document(effect.chat_id, file.name, file.content, caption)

    def _render(self, said: Text, offers: Offers, language: str) -> tuple[str, Rows]:
        renderer = self._scene.renderer
        rows = tuple(
            tuple(
                Button(renderer.plain(one.label, language), shaping.callback_data(one.action, one.about)) for one in row
            )
            for row in offers
        )
        return renderer.markup(said, language), rows

    def _put(self, message: outgoing.Outgoing, priority: Priority = Priority.ANSWER, handle: str | None = None) -> None:
        outbox.put(self._tx, message, priority=priority, created_at=self._real_now, handle=handle, even=self._even)
        if priority > Priority.ANSWER:
            self._even = None
