"""A citizen's turn while an enquiry of theirs is in human hands, or was until lately.

Until a human has written, the bot answers what it is sure of and adds both to the enquiry; from then on it is quiet.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.domain import closing_words, comforting, promises, relaying, turns
from bot.domain.conversation import Conversation, Under
from bot.domain.desk import cards, reminders
from bot.domain.effects import Effect, React, Say, WaitForAlbum
from bot.domain.enquiries import Enquiry, Move, State, moved
from bot.domain.events import AlbumArrived, CitizenSentMedia, CitizenWrote, Media
from bot.domain.interpreting import Interpretation, Outcome
from bot.domain.keeping import KeepEnquiry, KeepLine
from bot.domain.lexicon import is_any
from bot.domain.lines import Author, Fate, Line, is_on_card
from bot.domain.marks import Mark
from bot.domain.matching import tokenise
from bot.domain.protecting import has_number, protected
from bot.domain.ranking import SMALL_TALK, THANKS
from bot.domain.texts import Text, text
from bot.domain.world import Decision, World, in_crisis


@dataclass(frozen=True, slots=True)
class TakenIn:
    """An enquiry with new lines of its citizen."""

    enquiry: Enquiry
    effects: Sequence[Effect]


def wrote(conversation: Conversation, event: CitizenWrote | CitizenSentMedia, world: World) -> Decision | None:
    """Take a message for the enquiry in `world.case`; None where the bot is to treat it as any other."""
    enquiry = world.case.enquiry
    if enquiry is None or not _is_for(enquiry, event, world):
        return None
    if event.is_edit and world.case.line is not None and world.case.line.number == enquiry.number:
        return _changed(conversation, enquiry, world.case.line, event, world)
    line = relaying.line_of(event, enquiry, world)
    if line.fate is Fate.HELD:
        return Decision(conversation, (KeepLine(line), WaitForAlbum(event.chat_id, relaying.ALBUM_WAIT)))
    words = event.text if isinstance(event, CitizenWrote) else event.caption
    is_thanks = closing_words.are(words, world.interpreter.lexicon) or _is_sticker(event)
    if is_thanks or _is_echo(words, enquiry, world):
        return _thanked(conversation, enquiry, line, world)
    return _added(conversation, enquiry, [line], words, world)


def _is_for(enquiry: Enquiry, event: CitizenWrote | CitizenSentMedia, world: World) -> bool:
    """Tell whether a message belongs to the enquiry: it is open, or was closed so lately that it opens again."""
    if enquiry.is_open:
        return not (enquiry.bot_is_asked and isinstance(event, CitizenWrote) and not event.is_edit)
    return may_reopen(enquiry, world) and not enquiry.bot_is_asked


def may_reopen(enquiry: Enquiry, world: World) -> bool:
    """Tell whether a citizen can open a closed enquiry again: not beside an open one, what they took back, or spam.

    Nothing opens again while there is no staff group.
    """
    if enquiry.closed_at is None or enquiry.closed_by in {Move.WITHDRAW, Move.SPAM} or enquiry.is_alert_only:
        return False
    if world.case.other_open is not None or world.case.staff.group is None:
        return False
    return world.now < enquiry.closed_at + timedelta(days=world.rules.reopen_days)


def _is_echo(words: str, enquiry: Enquiry, world: World) -> bool:
    """Tell who says once more that it helped from who has something to add."""
    typed = world.interpreter.lexicon.typed
    is_said = any(is_any(tuple(tokenise(words)), typed[one]) for one in ("it_helped", "partly"))
    return enquiry.closed_by is Move.RATE and is_said


def _is_sticker(event: CitizenWrote | CitizenSentMedia) -> bool:
    return isinstance(event, CitizenSentMedia) and event.media is Media.STICKER


def _thanked(conversation: Conversation, enquiry: Enquiry, line: Line, world: World) -> Decision:
    """Pass thanks on without a sound: nobody waits for anything because of them, and nothing opens again."""
    sent = relaying.send(enquiry, [line], world, is_silent=True)
    kept = replace(conversation, under=Under.NOTHING)
    if comforting.is_due(enquiry, conversation, line.text, world):
        return Decision(kept, (*sent, comforting.after_thanks(kept, enquiry, line.text, world)))
    if enquiry.is_open or in_crisis(conversation, world) or THANKS not in world.knowledge.entries:
        return Decision(kept, (*sent, _heard(line)))
    told = turns.answer([THANKS], replace(kept, question=""), world)
    said = Say(enquiry.citizen_chat_id, told.reply.text, language=enquiry.language)
    return Decision(replace(told.conversation, under=Under.NOTHING), (*sent, said))


def _added(conversation: Conversation, enquiry: Enquiry, lines: Sequence[Line], words: str, world: World) -> Decision:
    """Add lines to the enquiry; the bot answers, acknowledges, or is quiet."""
    kept = replace(conversation, under=Under.NOTHING, question="", question_id=None, sent=(), lines=())
    is_back = not enquiry.is_open
    judged = None if enquiry.human_wrote_at and not is_back else _sure(words, conversation, world)
    if judged is None:
        taken = take_in(enquiry, lines, world)
        if comforting.is_due(enquiry, conversation, words, world):
            again = comforting.again(kept, enquiry, words, world)
            return Decision(replace(kept, is_comforted=True), (*relaying.aloud(taken.effects), again))
        said = comforting.beside(
            _outcome(taken.enquiry, lines[-1], words, world, is_back=is_back), enquiry, words, world
        )
        effects = _with_day(taken, said, world)
        return Decision(kept, (*(relaying.aloud(effects) if in_crisis(conversation, world) else effects), said))
    return _answered(kept, enquiry, lines, judged, world)


def _sure(words: str, conversation: Conversation, world: World) -> Interpretation | None:
    """Give the judgement on a question that the bot is sure of; None where a human is to answer."""
    if not words or in_crisis(conversation, world):
        return None
    judged = world.interpreter.interpret(words, context=conversation.previous)
    is_sure = judged.outcome is Outcome.ANSWER and not judged.unanswered
    return judged if is_sure and not any(one.id in SMALL_TALK for one in judged.candidates) else None


def _answered(
    conversation: Conversation,
    enquiry: Enquiry,
    lines: Sequence[Line],
    judged: Interpretation,
    world: World,
) -> Decision:
    """Answer a sure question as the program, and show both lines to staff."""
    question = "\n".join(one.text for one in lines if one.text)
    told = turns.respond(question, judged, conversation, world)
    entry = world.knowledge.entries[judged.candidates[0].id]
    shown = text("relay.answered", number=enquiry.number, text=lines[0].text, title=entry.title)
    taken = take_in(enquiry, lines, world, shown)
    answer = Line(
        number=enquiry.number,
        handle=f"bot:{lines[-1].handle}",
        author=Author.BOT,
        fate=Fate.DELIVERED,
        at=world.now,
        text=entry.title["pl"],
    )
    key = "enquiry.automat" if enquiry.is_open else "enquiry.automat_reopened"
    said = text(key, body=told.reply.text, number=enquiry.number)
    kept = replace(told.conversation, question="")
    say = Say(enquiry.citizen_chat_id, said, told.reply.offers, language=told.language)
    return Decision(kept, (*taken.effects, KeepLine(answer), say))


def take_in(enquiry: Enquiry, lines: Sequence[Line], world: World, said: Text | None = None) -> TakenIn:
    """Put lines into an enquiry and before the staff: the citizen waits for a human again, and can be reached."""
    new = _waiting(enquiry, world)
    changed = replace(new, added=enquiry.added + len(lines), added_at=world.now, is_unreachable=False)
    is_new_wait = enquiry.waits_since is None or enquiry.state is not new.state
    due = reminders.begin(changed, world) if is_new_wait else ()
    sent = relaying.send(changed, lines, world, said)
    return TakenIn(changed, (KeepEnquiry(changed), *sent, *cards.revised(changed, world), *due))


def _waiting(enquiry: Enquiry, world: World) -> Enquiry:
    """Give the enquiry as it is once its citizen has written on."""
    match enquiry.state:
        case State.CLOSED:
            enquiry = reopened(enquiry, world)
        case State.CLOSING:
            enquiry = resumed(enquiry, world)
        case State.WAITING | State.TAKEN:
            pass
    enquiry = replace(enquiry, has_written_since=True)
    if enquiry.waits_since is not None:
        return enquiry
    return replace(enquiry, waits_since=world.now, promised_for=promises.promise(world))


def resumed(enquiry: Enquiry, world: World) -> Enquiry:
    """Give an enquiry that was to be closed back to its owner, or to the queue where they are not there."""
    return moved(enquiry, Move.RESUME if _is_there(enquiry, world) else Move.RETURN, at=world.now)


def reopened(enquiry: Enquiry, world: World) -> Enquiry:
    """Give a closed enquiry opened again: in its owner's hands where they are there, otherwise in the queue.

    The bot answers again until a human writes again; not to who called for help and answers a human.
    """
    is_there = _is_there(enquiry, world)
    back = moved(enquiry, Move.REOPEN if is_there else Move.REQUEUE, at=world.now)
    human_wrote_at = enquiry.human_wrote_at if enquiry.alert and enquiry.closed_by is None else None
    return replace(back, human_wrote_at=human_wrote_at, waits_since=None, acknowledged_on=None)


def _is_there(enquiry: Enquiry, world: World) -> bool:
    owner = world.case.staff.members.get(enquiry.owner_id or 0)
    return owner is not None and owner.may_work and not world.case.staff.is_away(owner.user_id, _today(world))


def _today(world: World) -> date:
    return world.now.astimezone(ZoneInfo(world.knowledge.centre.timezone)).date()


def _heard(line: Line) -> React:
    return React(line.chat_id or 0, line.message_id or 0, Mark.HEARD)


def _outcome(enquiry: Enquiry, line: Line, words: str, world: World, *, is_back: bool = False) -> Say | React:
    """Give what the citizen gets for a line that a human is to answer."""
    chat_id, hidden = enquiry.citizen_chat_id, has_number([words])
    if enquiry.human_wrote_at is not None and world.case.staff.group is not None:
        # Neither of the two would know otherwise why the specialist does not see the number.
        return Say(chat_id, text("handoff.number_hidden"), language=enquiry.language) if hidden else _heard(line)
    if enquiry.acknowledged_on == _today(world) and not hidden and not is_back:
        return _heard(line)
    said = acknowledgement(enquiry, world, is_back=is_back)
    if hidden:
        said = text("handoff.above", above=said, below=text("handoff.number_hidden"))
    return Say(chat_id, said, language=enquiry.language)


def acknowledgement(enquiry: Enquiry, world: World, *, is_back: bool = False) -> Text:
    """Say that a line was added, and until when a human answers."""
    phones, number, promised = world.answers.phones(), enquiry.number, enquiry.promised_for
    if world.case.staff.group is None:
        return text("enquiry.added_without_group", number=number, phones=phones)
    if promised is None or promised <= world.now:
        return text("enquiry.added_without_promise", number=number, phones=phones)
    key = "enquiry.reopened" if is_back else "enquiry.added"
    return text(key, number=number, promised=promised, phones=phones)


def _with_day(taken: TakenIn, said: Say | React, world: World) -> Sequence[Effect]:
    """Remember the day on which a line was acknowledged in words."""
    if isinstance(said, React):
        return taken.effects
    acknowledged = replace(taken.enquiry, acknowledged_on=_today(world))
    return tuple(KeepEnquiry(acknowledged) if isinstance(one, KeepEnquiry) else one for one in taken.effects)


def _changed(
    conversation: Conversation, enquiry: Enquiry, line: Line, event: CitizenWrote | CitizenSentMedia, world: World
) -> Decision:
    """Show staff a change in its place, with what stood there before; Telegram reports some that nobody made."""
    words = protected(event.text if isinstance(event, CitizenWrote) else event.caption)
    if isinstance(event, CitizenSentMedia) and event.part is not None and line.part != event.part:
        return _added(conversation, enquiry, [relaying.replacing(line, event, world)], event.caption, world)
    if words == line.text:
        return Decision(conversation, ())
    if line.fate is Fate.HELD:
        return Decision(conversation, relaying.changed(enquiry, line, words, world))
    shown = _with_question(_waiting(enquiry, world), line, words, world)
    effects = (*relaying.changed(enquiry, line, words, world), *cards.revised(shown, world))
    is_new_wait = enquiry.waits_since is None
    due = reminders.begin(shown, world) if is_new_wait else ()
    if comforting.is_due(enquiry, conversation, words, world):
        again = comforting.again(conversation, enquiry, words, world)
        heard = replace(conversation, under=Under.NOTHING, is_comforted=True)
        return Decision(heard, (KeepEnquiry(shown), *effects, *due, again))
    said = comforting.beside(_outcome(shown, line, words, world, is_back=not enquiry.is_open), enquiry, words, world)
    if isinstance(said, Say):
        shown = replace(shown, acknowledged_on=_today(world))
    return Decision(replace(conversation, under=Under.NOTHING), (KeepEnquiry(shown), *effects, *due, said))


def _with_question(enquiry: Enquiry, line: Line, words: str, world: World) -> Enquiry:
    """Put changed words into the question on the card, while nobody has answered it: it is made of its lines anew."""
    parts = [one for one in world.case.lines if _is_of_question(one, enquiry)]
    if enquiry.human_wrote_at is not None or all(one.handle != line.handle for one in parts):
        return enquiry
    texts = (words if one.handle == line.handle else one.text for one in parts)
    return replace(enquiry, question=protected("\n".join(one for one in texts if one)))


def _is_of_question(line: Line, enquiry: Enquiry) -> bool:
    """Tell what the card shows, captions of what came with the question included."""
    came_with_it = line.media is not None and line.at == enquiry.opened_at
    return line.author is Author.CITIZEN and (is_on_card(line) or came_with_it)


def album_arrived(conversation: Conversation, event: AlbumArrived, world: World) -> Decision:
    """Send the parts of an album on together, now that no more come."""
    enquiry = world.case.enquiry
    mine = (one for one in world.case.lines if one.chat_id == event.chat_id)
    parts = [] if enquiry is None else [one for one in mine if one.number == enquiry.number]
    if enquiry is None or not parts:
        return Decision(conversation, ())
    if not enquiry.is_open and not may_reopen(enquiry, world):
        return Decision(conversation, (Say(event.chat_id, text("enquiry.is_closed", number=enquiry.number)),))
    words = "\n".join(one.text for one in parts if one.text)
    return _added(conversation, enquiry, _in_order(parts), words, world)


def _in_order(parts: Sequence[Line]) -> Sequence[Line]:
    return sorted(parts, key=lambda one: (one.album_id or "", one.message_id or 0))


def bot_was_asked(world: World) -> Sequence[Effect]:
    """Take back that the next message is for the bot, now that it was."""
    enquiry = world.case.enquiry
    is_asked = enquiry is not None and enquiry.bot_is_asked
    return (KeepEnquiry(replace(enquiry, bot_is_asked=False)),) if enquiry is not None and is_asked else ()
