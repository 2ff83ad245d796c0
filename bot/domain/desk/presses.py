"""Buttons in the staff group: every one is checked against who presses it and against the enquiry's state.

A press always ends its waiting sign; what cannot be done is said there, to the one who pressed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.domain.desk import buttons, cards, closing, leave, pairing, passing, reminders, replying, templates
from bot.domain.desk.buttons import Pressed
from bot.domain.effects import AnswerPress, Effect, OpenTopic, Revise, Say
from bot.domain.enquiries import Enquiry, Move, State, may, moved, owned
from bot.domain.events import GroupPressed, Person
from bot.domain.keeping import KeepAbsence, KeepEnquiry
from bot.domain.lines import Author, Fate, Line
from bot.domain.offers import DeskAction
from bot.domain.staff import Member
from bot.domain.texts import Text, text
from bot.domain.world import World

# What a press leads to, or why it leads to nothing.
Done = Sequence[Effect] | Text
_Obey = Callable[[Enquiry, Pressed, Member, World], Done]


def pressed(event: GroupPressed, world: World) -> Sequence[Effect]:
    """Give what a press in the staff group leads to; always ends the waiting sign."""
    refused = refusal(event.user, world)
    done = _done(event, world) if refused is None else refused
    return ended(event, done, world)


def ended(event: GroupPressed, done: Done, world: World) -> Sequence[Effect]:
    """End the waiting sign of a press with what it leads to, or with why it leads to nothing."""
    if isinstance(done, Text):
        asked = pairing.ask_once(event.user, world) if done.key == _NO_RIGHT else ()
        return (AnswerPress(event.press_id, done), *asked)
    return (AnswerPress(event.press_id), *done)


def typed(button: Pressed, person: Person, world: World) -> Done:
    """Give what a button leads to whose words somebody wrote, or why it leads to nothing."""
    refused, enquiry, actor = refusal(person, world), world.case.enquiry, world.case.actor
    if refused is not None or enquiry is None or actor is None:
        return refused or text("desk.press.stale")
    if button.action in buttons.ON_HELD:
        world = replace(world, case=replace(world.case, line=world.case.quoted))
    if button.action is DeskAction.SEND_TO:
        enquiry = next((one for one in world.case.queue if one.number == button.number), enquiry)
    return _OBEY[button.action](enquiry, button, actor, world)


_NO_RIGHT = "desk.no_right"


def refusal(person: Person, world: World) -> Text | None:
    """Give why somebody may press nothing; None when they may."""
    actor = world.case.actor
    if person.is_anonymous:
        return text("desk.press.anonymous")
    if world.case.is_actor_uncertain:
        return text("desk.press.uncertain")
    return None if actor is not None and actor.may_work else text(_NO_RIGHT)


def _done(event: GroupPressed, world: World) -> Done:
    button, actor = buttons.parse(event.data), world.case.actor
    if button is None or actor is None:
        return text("desk.press.stale")
    if button.action is DeskAction.CONFIRM:
        return _confirmed(button, actor, event, world)
    if button.action is DeskAction.SUBSTITUTE:
        return _substituted(button, actor, event, world)
    if world.case.enquiry is None:
        return text("desk.press.stale")
    return _OBEY[button.action](world.case.enquiry, button, actor, world)


def _confirmed(button: Pressed, actor: Member, event: GroupPressed, world: World) -> Done:
    if not button.subject.isdecimal():
        return text("desk.press.stale")
    return pairing.confirmed(int(button.subject), actor, event.handle, world)


def _substituted(button: Pressed, actor: Member, event: GroupPressed, world: World) -> Done:
    is_known = button.subject.isdecimal() and button.about.isdecimal()
    chosen = leave.chosen(int(button.subject), int(button.about), actor.user_id, world) if is_known else None
    if chosen is None:
        return text("desk.leave.not_yours")
    said = leave.stands_in(chosen, world)
    shown: Effect = Say(event.chat_id, said, language=cards.LANGUAGE)
    if event.handle is not None:
        shown = Revise(event.chat_id, event.handle, said, language=cards.LANGUAGE)
    return (KeepAbsence(chosen), shown)


def _claim(enquiry: Enquiry, _button: Pressed, actor: Member, world: World) -> Done:
    """Make who presses first the owner; everybody else learns who that is."""
    if enquiry.state is State.CLOSED:
        return _newer(world) or _taken(replying.reopened(enquiry, actor, world), world)
    if not may(enquiry, Move.CLAIM):
        return _taken_by_another(enquiry, world)
    return _taken(owned(enquiry, Move.CLAIM, actor.user_id, at=world.now), world)


def _newer(world: World) -> Text | None:
    """Say where the citizen can be written to, who has a newer enquiry: there is one open one at a time.

    Which one it is stays untold where only one of the two is signed: that would say who wrote the other.
    """
    other, enquiry = world.case.other_open, world.case.enquiry
    if other is None or enquiry is None:
        return None
    if (other.signature is None) is not (enquiry.signature is None):
        return text("desk.press.newer_untold")
    return text("desk.press.newer", number=other.number)


def _taken(enquiry: Enquiry, world: World) -> Sequence[Effect]:
    group = world.case.staff.group
    known = replace(enquiry, has_topic=enquiry.has_topic or (group is not None and group.is_forum))
    return (
        KeepEnquiry(known),
        cards.revise(known, world),
        *_topic(enquiry, world),
        *reminders.begin(enquiry, world),
    )


def _topic(enquiry: Enquiry, world: World) -> Sequence[Effect]:
    """Make a topic for an enquiry that is taken, with the question as its beginning; only a forum has topics."""
    group = world.case.staff.group
    if group is None or not group.is_forum or enquiry.has_topic:
        return ()
    name = text("desk.topic", number=enquiry.number, question=enquiry.question[:_TOPIC_WORDS])
    words = text("desk.card.rest", number=enquiry.number, question=enquiry.question[: cards.LONGEST_QUESTION])
    begins = Say(
        group.chat_id,
        words,
        language=cards.LANGUAGE,
        handle=enquiry.question_handle,
        is_silent=True,
        topic=enquiry.topic_handle,
    )
    return (OpenTopic(group.chat_id, enquiry.topic_handle, name), begins)


# Characters of a question that name its topic.
_TOPIC_WORDS = 80


def _taken_by_another(enquiry: Enquiry, world: World) -> Text:
    since = enquiry.owned_since or enquiry.opened_at
    return text("desk.press.taken", owner=world.case.staff.name_of(enquiry.owner_id), since=since)


def _release(enquiry: Enquiry, _button: Pressed, actor: Member, world: World) -> Done:
    if not may_decide(enquiry, actor) or not may(enquiry, Move.RELEASE):
        return _not_yours(enquiry, world)
    free = moved(enquiry, Move.RELEASE, at=world.now)
    return (KeepEnquiry(free), cards.revise(free, world), *reminders.begin(free, world))


def may_decide(enquiry: Enquiry, actor: Member) -> bool:
    """Tell whether somebody may decide about an enquiry that is taken: its owner, or a coordinator."""
    return enquiry.owner_id == actor.user_id or actor.is_coordinator


def _not_yours(enquiry: Enquiry, world: World) -> Text:
    if enquiry.state is State.CLOSED:
        return text("desk.press.closed")
    if enquiry.owner_id is None:
        return text("desk.press.take_first")
    return _taken_by_another(enquiry, world)


def _held(act: Callable[[Sequence[Line], Enquiry, Member, World], Done]) -> _Obey:
    """Make what is done with a message that was held back: once, by its writer or a coordinator."""

    def obey(enquiry: Enquiry, _button: Pressed, actor: Member, world: World) -> Done:
        line = world.case.line
        if line is None or line.fate is not Fate.HELD or line.number != enquiry.number:
            return text("desk.press.settled")
        if line.staff_id != actor.user_id and not actor.is_coordinator:
            return text("desk.press.writers_only")
        if line.why == replying.WHICH and act is not _is_note:
            return text("desk.press.stale")
        return act(replying.of_one_message(line, world), enquiry, actor, world)

    return obey


def _send_to(enquiry: Enquiry, _button: Pressed, actor: Member, world: World) -> Done:
    """Send a message that was written beside the thread to the one of its writer's citizens whom it is for."""
    line = world.case.line
    if line is None or line.fate is not Fate.HELD or line.why != replying.WHICH:
        return text("desk.press.settled")
    if actor.user_id != line.staff_id:
        return text("desk.press.writers_only")
    if enquiry.owner_id != actor.user_id or not enquiry.is_open:
        return _not_yours(enquiry, world)
    quotes = replying.question_of(enquiry, world)
    lines = [replace(one, number=enquiry.number, quotes=quotes) for one in replying.of_one_message(line, world)]
    return (*replying.send(lines, enquiry, actor, world), replying.settled_question(lines[0], "desk.asked.sent"))


def _send_and_take(lines: Sequence[Line], enquiry: Enquiry, actor: Member, world: World) -> Done:
    newer, writer = _newer(world), _writer(lines, actor, world)
    if newer is not None:
        return newer
    taken, topic = replying.taken_by(enquiry, writer, world), _topic(enquiry, world)
    return (
        *topic,
        *replying.send(lines, replace(taken, has_topic=taken.has_topic or bool(topic)), writer, world),
        replying.settled_question(lines[0], "desk.asked.sent"),
        *_told_former_owner(enquiry, writer, world),
    )


def _writer(lines: Sequence[Line], actor: Member, world: World) -> Member:
    """Give who writes to the citizen: who wrote the message, as long as they may work; else who lets it go."""
    writer = world.case.staff.members.get(lines[0].staff_id or 0)
    return writer if writer is not None and writer.may_work else actor


def _told_former_owner(enquiry: Enquiry, writer: Member, world: World) -> Sequence[Effect]:
    """Tell who had an open enquiry that somebody else has it now."""
    if not enquiry.is_open or enquiry.owner_id in {None, writer.user_id}:
        return ()
    former = world.case.staff.name_of(enquiry.owner_id)
    said = text("desk.taken_over", number=enquiry.number, owner=writer.name, former=former)
    return (Say(cards.group_id(world.case.staff), said, language=cards.LANGUAGE, quotes=enquiry.card),)


def _send_as_support(lines: Sequence[Line], enquiry: Enquiry, actor: Member, world: World) -> Sequence[Effect]:
    writer = _writer(lines, actor, world)
    return (
        *replying.send(lines, enquiry, writer, world),
        replying.settled_question(lines[0], "desk.asked.sent_as_support"),
    )


def _is_note(lines: Sequence[Line], _enquiry: Enquiry, _actor: Member, _world: World) -> Sequence[Effect]:
    return (*replying.note(lines), replying.settled_question(lines[0], "desk.asked.noted"))


def _undo(enquiry: Enquiry, button: Pressed, actor: Member, world: World) -> Done:
    written = (one for one in world.case.lines if one.author is Author.STAFF)
    line = next((one for one in written if buttons.key_of(one.handle) == button.about), None)
    if line is None or line.fate not in {Fate.QUEUED, Fate.DELIVERED}:
        return text("desk.press.settled")
    if line.staff_id != actor.user_id and not may_decide(enquiry, actor):
        return text("desk.press.writers_only")
    if world.now - line.at > replying.DELETABLE:
        return text("desk.press.too_late")
    return replying.undo(replying.of_one_message(line, world), enquiry, world)


def _back(enquiry: Enquiry, _button: Pressed, _actor: Member, world: World) -> Done:
    return (cards.revise(enquiry, world),)


def _owners(act: Callable[[Enquiry, Pressed, Member, World], Done]) -> _Obey:
    """Make what only the owner or a coordinator may do with an enquiry that is taken."""

    def obey(enquiry: Enquiry, button: Pressed, actor: Member, world: World) -> Done:
        if enquiry.owner_id is None or not enquiry.is_open or not may_decide(enquiry, actor):
            return _not_yours(enquiry, world)
        return act(enquiry, button, actor, world)

    return obey


def _anyones(act: Callable[[Enquiry, Pressed, Member, World], Done]) -> _Obey:
    """Make what anybody may do while nobody has the enquiry, afterwards only its owner or a coordinator."""

    def obey(enquiry: Enquiry, button: Pressed, actor: Member, world: World) -> Done:
        if not enquiry.is_open or (enquiry.owner_id is not None and not may_decide(enquiry, actor)):
            return _not_yours(enquiry, world)
        return act(enquiry, button, actor, world)

    return obey


_OBEY: Mapping[DeskAction, _Obey] = {
    DeskAction.CLAIM: _claim,
    DeskAction.RELEASE: _release,
    DeskAction.HAND_OVER: _anyones(passing.show_people),
    DeskAction.HAND_OVER_TO: _anyones(passing.hand_over),
    DeskAction.TEMPLATE: _owners(templates.show_list),
    DeskAction.PREVIEW: _owners(templates.preview),
    DeskAction.SEND_TEMPLATE: _owners(templates.send),
    DeskAction.NEW_PROMISE: _owners(closing.ask_for_promise),
    DeskAction.PROMISE_FOR: _owners(closing.promise),
    DeskAction.PHONED: _anyones(closing.phoned),
    DeskAction.CLOSE: _owners(closing.close),
    DeskAction.SPAM: _anyones(closing.spam),
    DeskAction.SEND_AND_TAKE: _held(_send_and_take),
    DeskAction.SEND_AS_SUPPORT: _held(_send_as_support),
    DeskAction.IS_NOTE: _held(_is_note),
    DeskAction.SEND_TO: _send_to,
    DeskAction.UNDO: _undo,
    DeskAction.BACK: _back,
}
