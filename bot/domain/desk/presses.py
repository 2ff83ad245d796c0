"""Buttons in the staff group: every one is checked against who presses it and against the enquiry's state.

A press always ends its waiting sign; what cannot be done is said there, to the one who pressed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.domain.desk import (
    announcing,
    buttons,
    cards,
    claiming,
    closing,
    holding,
    leave,
    pairing,
    passing,
    reminders,
    replying,
    templates,
)
from bot.domain.desk.buttons import Done, Obey, Pressed
from bot.domain.desk.claiming import may_decide, not_yours
from bot.domain.effects import AnswerPress, Effect, Revise, Say
from bot.domain.enquiries import Enquiry, Move, may, moved
from bot.domain.events import GroupPressed, Person
from bot.domain.keeping import KeepAbsence, KeepEnquiry
from bot.domain.lines import Author, Fate
from bot.domain.offers import DeskAction
from bot.domain.staff import Member
from bot.domain.texts import Text, text
from bot.domain.world import World


def pressed(event: GroupPressed, world: World) -> Sequence[Effect]:
    """Give what a press in the staff group leads to; always ends the waiting sign."""
    refused = refusal(event.user, world)
    done = _done(event, world) if refused is None else refused
    return ended(event, done, world)


def ended(event: GroupPressed, done: Done, world: World) -> Sequence[Effect]:
    """End the waiting sign of a press with what it leads to, or with why it leads to nothing."""
    if isinstance(done, Text):
        asked = pairing.ask_once(event.user, world) if done.key == NO_RIGHT else ()
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


NO_RIGHT = "desk.no_right"


def refusal(person: Person, world: World) -> Text | None:
    """Give why somebody may press nothing; None when they may."""
    actor = world.case.actor
    if person.is_anonymous:
        return text("desk.press.anonymous")
    if world.case.is_actor_uncertain:
        return text("desk.press.uncertain")
    return None if actor is not None and actor.may_work else text(NO_RIGHT)


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


def _release(enquiry: Enquiry, _button: Pressed, actor: Member, world: World) -> Done:
    if not may_decide(enquiry, actor) or not may(enquiry, Move.RELEASE):
        return not_yours(enquiry, world)
    free = moved(enquiry, Move.RELEASE, at=world.now)
    return (KeepEnquiry(free), cards.revise(free, world), *reminders.begin(free, world))


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


def _show_card(enquiry: Enquiry, _button: Pressed, _actor: Member, world: World) -> Done:
    group = world.case.staff.group
    return text("desk.press.stale") if group is None else announcing.with_card(enquiry, group, world)


def _owners(act: Callable[[Enquiry, Pressed, Member, World], Done]) -> Obey:
    """Make what only the owner or a coordinator may do with an enquiry that is taken."""

    def obey(enquiry: Enquiry, button: Pressed, actor: Member, world: World) -> Done:
        if enquiry.owner_id is None or not enquiry.is_open or not may_decide(enquiry, actor):
            return not_yours(enquiry, world)
        return act(enquiry, button, actor, world)

    return obey


def _anyones(act: Callable[[Enquiry, Pressed, Member, World], Done]) -> Obey:
    """Make what anybody may do while nobody has the enquiry, afterwards only its owner or a coordinator."""

    def obey(enquiry: Enquiry, button: Pressed, actor: Member, world: World) -> Done:
        if not enquiry.is_open or (enquiry.owner_id is not None and not may_decide(enquiry, actor)):
            return not_yours(enquiry, world)
        return act(enquiry, button, actor, world)

    return obey


_OBEY: Mapping[DeskAction, Obey] = {
    DeskAction.CLAIM: claiming.claim,
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
    DeskAction.SEND_AND_TAKE: holding.by_writer(holding.send_and_take),
    DeskAction.SEND_AS_SUPPORT: holding.by_writer(holding.send_as_support),
    DeskAction.IS_NOTE: holding.by_writer(holding.is_note),
    DeskAction.SEND_TO: holding.send_to,
    DeskAction.UNDO: _undo,
    DeskAction.SHOW_CARD: _show_card,
    DeskAction.BACK: _back,
}
