"""A group's turn: silence unless the bot is addressed, public answers only, and out of groups that are not ours."""

from collections.abc import Sequence

from bot.domain import commands, turns
from bot.domain.effects import AnswerPress, Effect, LeaveGroup, Say
from bot.domain.events import GroupEvent, GroupPressed, GroupSpoke
from bot.domain.interpreting import Outcome, Why
from bot.domain.texts import Body, text
from bot.domain.world import World

# Commands whose answers hold nothing personal, and the entries that answer them.
_PUBLIC = {"sesje": "session.upcoming", "biura": "office.all", "specjalisci": "specialist.all"}


def decide(event: GroupEvent, world: World) -> Sequence[Effect]:
    """Give what a group's message or press leads to; nothing when the bot is not addressed."""
    match event:
        case GroupPressed():
            return (AnswerPress(event.press_id, text("group.private_only")),)
        case GroupSpoke() if not event.is_addressed or event.is_edit or event.media is not None:
            return ()
        case GroupSpoke() if event.text.startswith("/"):
            return _obey(event, world)
        case GroupSpoke():
            return _answer(event, world)


def _obey(event: GroupSpoke, world: World) -> Sequence[Effect]:
    command, _ = commands.parse(event.text)
    if command in commands.STAFF:
        return (Say(event.chat_id, text("group.not_ours")), LeaveGroup(event.chat_id))
    if command in _PUBLIC:
        return (_entries(event, [_PUBLIC[command]], world),)
    if command not in commands.known():
        return ()  # meant for another bot
    return (Say(event.chat_id, text("group.private_only"), reply_to=event.message_id),)


def _answer(event: GroupSpoke, world: World) -> Sequence[Effect]:
    judged = world.interpreter.interpret(event.text)
    match judged.outcome:
        case Outcome.CRISIS if judged.why is Why.CRISIS:
            said = text("crisis.answer", body=Body(world.knowledge.crisis.answer), told=text("crisis.staff_not_told"))
            language = turns.shown_in(judged.language)
            return (Say(event.chat_id, said, reply_to=event.message_id, language=language),)
        case Outcome.ANSWER | Outcome.DECLINE | Outcome.CRISIS if not judged.may_go_on:
            return (_entries(event, [one.id for one in judged.candidates], world, judged.unanswered),)
        case Outcome.ANSWER | Outcome.DECLINE | Outcome.CRISIS:
            return (Say(event.chat_id, text("group.ask_me"), reply_to=event.message_id),)
        case Outcome.CHOICE | Outcome.HUMAN:
            key = "group.ask_me" if judged.why is Why.UNREADABLE else "group.private_only"
            return (Say(event.chat_id, text(key), reply_to=event.message_id),)


def _entries(event: GroupSpoke, entry_ids: Sequence[str], world: World, unanswered: Sequence[str] = ()) -> Say:
    """Answer without buttons: they would be everybody's."""
    entries = [world.knowledge.entries[one] for one in entry_ids if one in world.knowledge.entries]
    if not entries:
        return Say(event.chat_id, text("group.private_only"), reply_to=event.message_id)
    asked = world.moment_of(event.text) if any(one.live for one in entries) else None
    reply = world.answers.answer(entries, asked, unanswered)
    return Say(event.chat_id, reply.text, reply_to=event.message_id)
