"""A citizen's turn: (conversation, event, world) → (conversation, effects). Total: every event has one outcome.

The order of judgement: crisis, command, a button typed, lines to be joined, question. What is said stands in
`answers`, what a message means in `interpreting`, what follows from that in `turns`.
"""

from dataclasses import replace
from typing import assert_never

from bot.domain import commands, gaps, presses, turns
from bot.domain.conversation import Conversation
from bot.domain.effects import Action, Effect, JoinLinesWithin, Revise, Say, StopJoining
from bot.domain.events import CitizenEvent, CitizenPressed, CitizenSentMedia, CitizenWrote, LinesWaitedOut
from bot.domain.interpreting import Interpretation, Outcome, Why
from bot.domain.texts import text
from bot.domain.turns import Decision, Response, World
from bot.domain.typed import answer_to_nothing, pressed_by_typing


def decide(conversation: Conversation, event: CitizenEvent, world: World) -> Decision:
    """Give what a citizen's turn leads to; for a while after a call for help without any menu."""
    decision = _decide(conversation, event, world)
    missed = gaps.to_keep(conversation, decision.conversation, event.chat_id, world)
    decision = replace(decision, effects=[*decision.effects, *missed])
    if not turns.in_crisis(decision.conversation, world):
        return decision
    return replace(decision, effects=[_without_menu(effect) for effect in decision.effects])


def _without_menu(effect: Effect) -> Effect:
    if not isinstance(effect, Say | Revise):
        return effect
    return replace(
        effect, offers=[row for row in effect.offers if all(one.action is Action.NOT_A_CRISIS for one in row)]
    )


def _decide(conversation: Conversation, event: CitizenEvent, world: World) -> Decision:
    match event:
        case CitizenWrote():
            return _wrote(conversation, event, world)
        case LinesWaitedOut():
            return _answer_lines(conversation, event, world)
        case CitizenPressed():
            return presses.pressed(conversation, event, world)
        case CitizenSentMedia():
            return _sent_media(conversation, event, world)
        case _:
            assert_never(event)


def _wrote(conversation: Conversation, event: CitizenWrote, world: World) -> Decision:
    if event.is_edit:
        return _edited(conversation, event, world)
    if world.interpreter.is_crisis(event.text):
        return _called_for_help(conversation, event, world)
    if event.text.startswith("/"):
        done = commands.obey(replace(conversation, lines=()), event, world)
        return _without_lines(conversation, done)
    done_by_typing = None if conversation.lines else _typed(conversation, event, world)
    if done_by_typing is not None:
        return done_by_typing
    lines = (*conversation.lines, event.text)
    judged = _judge(" ".join(lines), conversation, world)
    if judged.may_go_on and world.rules.join_lines:
        # The wait counts from the first line, so that nobody waits longer than promised.
        waits = () if conversation.lines else (JoinLinesWithin(event.chat_id, world.rules.join_lines),)
        return Decision(replace(conversation, lines=lines), waits)
    told = turns.respond(" ".join(lines), judged, conversation, world)
    return _without_lines(conversation, _said(event.chat_id, told))


def _judge(question: str, conversation: Conversation, world: World) -> Interpretation:
    """Judge a question; after a call for help nothing leans on what was talked about before it."""
    context = None if turns.in_crisis(conversation, world) else conversation.previous
    return world.interpreter.interpret(question, context=context)


def _called_for_help(conversation: Conversation, event: CitizenWrote, world: World) -> Decision:
    """Answer a call for help by its own words: a line that waits before them could hide it."""
    told = turns.call_for_help(conversation.asking(event.text), world, world.interpreter.language_of(event.text))
    return _without_lines(conversation, _said(event.chat_id, told))


def _typed(conversation: Conversation, event: CitizenWrote, world: World) -> Decision | None:
    """Obey a button that was typed; None for an ordinary message."""
    press = pressed_by_typing(event.text, conversation, world.interpreter.lexicon, world.knowledge.entries)
    if press is not None:
        return presses.typed(conversation, event.chat_id, press, world)
    reply = answer_to_nothing(event.text, world.interpreter.lexicon)
    if reply is None or turns.in_crisis(conversation, world):
        return None
    return Decision(conversation, (Say(event.chat_id, text(reply)),))


def _answer_lines(conversation: Conversation, event: LinesWaitedOut, world: World) -> Decision:
    if not conversation.lines:
        return Decision(conversation, ())
    question = " ".join(conversation.lines)
    judged = _judge(question, conversation, world)
    return _said(event.chat_id, turns.respond(question, judged, conversation, world))


def _edited(conversation: Conversation, event: CitizenWrote, world: World) -> Decision:
    """Answer a changed question anew, and say that the change was seen; a call for help comes before such words.

    Telegram reports changes of which nothing is to be seen, too (Bot API, Update.edited_message): a preview that was
    added later, a location that moves.
    """
    if event.text == conversation.question:
        return Decision(conversation, ())
    judged = world.interpreter.interpret(event.text, context=conversation.previous)
    told = turns.respond(event.text, judged, replace(conversation, clarifications=0), world)
    is_call = judged.why is Why.CRISIS
    said = told.reply.text if is_call else text("answer.edited", body=told.reply.text)
    seen = Say(event.chat_id, said, told.reply.offers, reply_to=event.message_id, language=told.language)
    return _without_lines(conversation, Decision(told.conversation, (seen,)))


def _sent_media(conversation: Conversation, event: CitizenSentMedia, world: World) -> Decision:
    if event.is_edit:
        return _recaptioned(conversation, event, world)
    words = " ".join(part for part in (*conversation.lines, event.caption) if part)
    kept = replace(conversation.asking(words), album_id=event.album_id)
    if event.caption and world.interpreter.is_crisis(event.caption):
        told = turns.call_for_help(kept, world, world.interpreter.language_of(event.caption))
    elif event.album_id is not None and event.album_id == conversation.album_id:
        return Decision(replace(conversation, question=event.caption or conversation.question), ())
    elif turns.in_crisis(conversation, world):
        told = turns.comfort(kept, world)
    else:
        told = _about_media(event, kept, world)
    return _without_lines(conversation, _said(event.chat_id, told))


def _recaptioned(conversation: Conversation, event: CitizenSentMedia, world: World) -> Decision:
    """Take what is written under a picture now as a changed question; a change without words asks for nothing."""
    if not event.caption:
        return Decision(conversation, ())
    return _edited(conversation, CitizenWrote(event.chat_id, event.message_id, event.caption, is_edit=True), world)


def _about_media(event: CitizenSentMedia, conversation: Conversation, world: World) -> Response:
    """Answer the question that stands under a picture, if it is a clear one; otherwise offer a human."""
    judged = world.interpreter.interpret(event.caption, context=conversation.previous)
    if judged.outcome is Outcome.ANSWER and not judged.may_go_on:
        return turns.respond(event.caption, judged, conversation, world)
    return turns.human(f"media.{event.media.value}", conversation, world)


def _said(chat_id: int, told: Response) -> Decision:
    return Decision(told.conversation, (Say(chat_id, told.reply.text, told.reply.offers, language=told.language),))


def _without_lines(before: Conversation, decision: Decision) -> Decision:
    """Stop waiting for more lines where some waited."""
    if not before.lines:
        return decision
    chat_ids = [effect.chat_id for effect in decision.effects if isinstance(effect, Say)]
    stop: tuple[Effect, ...] = tuple(StopJoining(chat_id) for chat_id in chat_ids[:1])
    return Decision(replace(decision.conversation, lines=()), (*stop, *decision.effects))
