"""A citizen's question to the program: lines that belong together, a changed question, what is no text."""

from dataclasses import replace

from bot.domain import correspondence, handoff, turns
from bot.domain.clauses import parse
from bot.domain.conversation import Conversation
from bot.domain.effects import Effect, JoinLinesWithin, Say, StopJoining, WaitForAlbum
from bot.domain.events import CitizenSentMedia, CitizenWrote, LinesWaitedOut
from bot.domain.interpreting import Interpretation, Outcome, Why
from bot.domain.relaying import ALBUM_WAIT
from bot.domain.texts import text
from bot.domain.world import Decision, Response, World, in_crisis


def asked(conversation: Conversation, event: CitizenWrote, world: World) -> Decision:
    """Answer a message, or wait for what belongs to it."""
    lines = (*conversation.lines, event.text)
    ids = (*(conversation.line_ids if conversation.lines else ()), event.message_id)
    judged = _judge(" ".join(lines), conversation, world)
    for_bot = correspondence.bot_was_asked(world)
    if judged.may_go_on and world.rules.join_lines and not for_bot:
        # The wait counts from the first line, so that nobody waits longer than promised.
        waits = () if conversation.lines else (JoinLinesWithin(event.chat_id, world.rules.join_lines),)
        return Decision(replace(conversation, lines=lines, line_ids=ids, question_id=event.message_id), waits)
    fresh = replace(conversation, question_id=event.message_id, sent=())
    earlier = replace(conversation, question_id=None) if conversation.lines else conversation
    done = said(event.chat_id, turns.respond(" ".join(lines), judged, fresh, world, earlier=earlier))
    return without_lines(conversation, replace(done, effects=(*for_bot, *done.effects)))


def _judge(question: str, conversation: Conversation, world: World) -> Interpretation:
    """Judge a question; after a call for help nothing leans on what was talked about before it."""
    context = None if in_crisis(conversation, world) else conversation.previous
    return world.interpreter.interpret(question, context=context)


def called_for_help(conversation: Conversation, event: CitizenWrote, world: World) -> Decision:
    """Answer a call for help by its own words: a line that waits before them could hide it."""
    heard = replace(conversation.asking(event.text), question_id=event.message_id, sent=())
    told = turns.call_for_help(heard, world, world.interpreter.language_of(event.text))
    return without_lines(conversation, said(event.chat_id, told))


def lines_waited_out(conversation: Conversation, event: LinesWaitedOut, world: World) -> Decision:
    """Answer the lines that nothing followed."""
    if not conversation.lines:
        return Decision(conversation, ())
    question = " ".join(conversation.lines)
    judged = _judge(question, conversation, world)
    fresh, earlier = replace(conversation, sent=()), replace(conversation, question_id=None)
    return said(event.chat_id, turns.respond(question, judged, fresh, world, earlier=earlier))


def answered_first(conversation: Conversation, chat_id: int, world: World) -> Decision:
    """Answer lines that wait before something else is done, unless they only greet."""
    if not conversation.lines or parse(" ".join(conversation.lines), world.interpreter.lexicon).is_padding:
        return Decision(conversation, ())
    return lines_waited_out(conversation, LinesWaitedOut(chat_id), world)


def edited(conversation: Conversation, event: CitizenWrote, world: World) -> Decision:
    """Answer a changed question anew, and say that the change was seen; a call for help comes before such words.

    Telegram reports changes of which nothing is to be seen, too (Bot API, Update.edited_message): a preview that was
    added later, a location that moves. What waits for its next line goes on waiting.
    """
    if event.text == conversation.question:
        return Decision(conversation, ())
    if _is_waiting(event, conversation) and not world.interpreter.is_crisis(event.text):
        return _line_edited(conversation, event, world)
    judged = world.interpreter.interpret(event.text, context=conversation.previous)
    fresh = replace(conversation, clarifications=0, question_id=event.message_id, sent=())
    told = turns.respond(event.text, judged, fresh, world)
    is_call = judged.why is Why.CRISIS
    words = told.reply.text if is_call else text("answer.edited", body=told.reply.text)
    seen = Say(event.chat_id, words, told.reply.offers, reply_to=event.message_id, language=told.language)
    if is_call:
        return without_lines(conversation, Decision(told.conversation, (seen,)))
    kept = replace(told.conversation, lines=conversation.lines, line_ids=conversation.line_ids)
    return Decision(kept, (seen,))


def _is_waiting(event: CitizenWrote, conversation: Conversation) -> bool:
    return len(conversation.lines) == len(conversation.line_ids) and event.message_id in conversation.line_ids


def _line_edited(conversation: Conversation, event: CitizenWrote, world: World) -> Decision:
    """Put a changed line in the place of the one that waits; the others stay, and all are answered together."""
    known = zip(conversation.lines, conversation.line_ids, strict=True)
    lines = tuple(event.text if one == event.message_id else line for line, one in known)
    kept, question = replace(conversation, lines=lines), " ".join(lines)
    judged = _judge(question, conversation, world)
    if judged.may_go_on:
        return Decision(kept, ())
    earlier = replace(conversation, question_id=None)
    told = turns.respond(question, judged, replace(kept, sent=()), world, earlier=earlier)
    return without_lines(conversation, said(event.chat_id, told))


def sent_media(conversation: Conversation, event: CitizenSentMedia, world: World) -> Decision:
    """Answer what is no text: by its caption, or by the way to a human."""
    if event.is_edit:
        return _recaptioned(conversation, event, world)
    words = " ".join(part for part in (*conversation.lines, event.caption) if part)
    attached = handoff.attachment(event)
    kept = replace(conversation.asking(words), album_id=event.album_id, question_id=event.message_id, sent=(attached,))
    if event.caption and world.interpreter.is_crisis(event.caption):
        told = turns.call_for_help(kept, world, world.interpreter.language_of(event.caption))
    elif event.album_id is not None and event.album_id == conversation.album_id:
        more = replace(conversation, question=event.caption or conversation.question)
        return Decision(replace(more, sent=(*conversation.sent, attached)), ())
    elif in_crisis(conversation, world):
        told = turns.comfort(kept, world)
    else:
        return without_lines(conversation, _about_media(event, kept, world))
    return without_lines(conversation, said(event.chat_id, told))


def _recaptioned(conversation: Conversation, event: CitizenSentMedia, world: World) -> Decision:
    """Take what is written under a picture now as a changed question; a change without words asks for nothing."""
    if not event.caption:
        return Decision(conversation, ())
    return edited(conversation, CitizenWrote(event.chat_id, event.message_id, event.caption, is_edit=True), world)


def _about_media(event: CitizenSentMedia, conversation: Conversation, world: World) -> Decision:
    """Answer the question that stands under a picture, if it is a clear one; otherwise offer a human."""
    judged = world.interpreter.interpret(event.caption, context=conversation.previous)
    if judged.outcome is Outcome.ANSWER and not judged.may_go_on:
        return said(event.chat_id, turns.respond(event.caption, judged, conversation, world))
    told = turns.human(f"media.{event.media.value}", conversation, world)
    if event.album_id is not None and told.conversation.draft is not None:
        return Decision(told.conversation, (WaitForAlbum(event.chat_id, ALBUM_WAIT),))
    return said(event.chat_id, told)


def said(chat_id: int, told: Response) -> Decision:
    """Say it."""
    return Decision(told.conversation, (Say(chat_id, told.reply.text, told.reply.offers, language=told.language),))


def without_lines(before: Conversation, decision: Decision) -> Decision:
    """Stop waiting for more lines where some waited."""
    if not before.lines:
        return decision
    chat_ids = [effect.chat_id for effect in decision.effects if isinstance(effect, Say)]
    stop: tuple[Effect, ...] = tuple(StopJoining(chat_id) for chat_id in chat_ids[:1])
    return Decision(replace(decision.conversation, lines=(), line_ids=()), (*stop, *decision.effects))
