"""A group's turn: silence unless the bot is addressed, public answers only, and out of groups that are not ours."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain import commands, turns
from bot.domain.effects import AnswerPress, Effect, LeaveGroup, Say, WaitForAlbum
from bot.domain.events import AlbumArrived, GroupEvent, GroupPressed, GroupSpoke
from bot.domain.interpreting import Outcome, Why
from bot.domain.knowledge import Live
from bot.domain.relaying import ALBUM_WAIT
from bot.domain.sessions import pages
from bot.domain.texts import Body, text
from bot.domain.world import World

# Commands whose answers hold nothing personal, and the entries that answer them.
_PUBLIC = {"sesje": "session.upcoming", "biura": "office.all", "specjalisci": "specialist.all"}


def decide(event: GroupEvent | AlbumArrived, world: World) -> Sequence[Effect]:
    """Give what a group's message or press leads to; nothing when the bot is not addressed."""
    match event:
        case GroupPressed():
            # Only staff are given buttons in a group: this one was theirs before it moved or was replaced.
            is_elsewhere = world.case.staff.group is not None
            key = "group.old_button" if is_elsewhere else "group.button_without_group"
            return (AnswerPress(event.press_id, text(key)),)
        case AlbumArrived():
            return (Say(event.chat_id, text("group.media")),)
        case GroupSpoke() if not event.is_addressed:
            return ()
        case GroupSpoke() if event.media is not None and not event.text:
            return _without_words(event)
        case GroupSpoke() if event.text.startswith("/"):
            return _obey(event, world)
        case GroupSpoke() if event.is_edit:
            return [_seen(effect) for effect in _answer(event, world)]
        case GroupSpoke():
            return _answer(event, world)


def _without_words(event: GroupSpoke) -> Sequence[Effect]:
    """Say that pictures and recordings are not looked at: once for an album, never again for a place that moves."""
    if event.is_edit:
        return ()
    if event.album_id is not None:
        return (WaitForAlbum(event.chat_id, ALBUM_WAIT),)
    return (Say(event.chat_id, text("group.media"), reply_to=event.message_id),)


def _seen(effect: Effect) -> Effect:
    """Say that the change of a message was seen; a call for help comes before such words."""
    if not isinstance(effect, Say) or effect.text.key == _CALL:
        return effect
    return replace(effect, text=text("answer.edited", body=effect.text))


_CALL = "crisis.answer"


def _obey(event: GroupSpoke, world: World) -> Sequence[Effect]:
    command, _ = commands.parse(event.text)
    if event.is_edit and command in {*commands.STAFF, *commands.known()}:
        return (Say(event.chat_id, text("group.command_anew"), reply_to=event.message_id),)
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
            said = text(_CALL, body=Body(world.knowledge.crisis.answer), told=text("crisis.staff_not_told"))
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
    said = world.answers.answer(entries, asked, unanswered).text
    lists = any(one.live is Live.SESSIONS for one in entries)
    if lists and pages.page(world.knowledge, world.now, world.agenda.seats).following is not None:
        said = text("group.goes_on", list=said)
    return Say(event.chat_id, said, reply_to=event.message_id)
