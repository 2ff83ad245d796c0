"""A call for help reaches the staff, too, as the operator has set it; what the citizen reads says whether it does."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain import correspondence, relaying
from bot.domain.conversation import Conversation
from bot.domain.desk import announcing, cards
from bot.domain.effects import Effect, Relay, Revise, Say
from bot.domain.enquiries import Enquiry, alert_handle
from bot.domain.events import CitizenEvent, CitizenSentMedia, CitizenWrote
from bot.domain.lines import Fate
from bot.domain.protecting import protected
from bot.domain.texts import Text, text
from bot.domain.world import CrisisAlert, Decision, World, alerts_staff

# Keys of the answers to a call for help, and to what follows it.
_ANSWERS = frozenset({"crisis.answer", "crisis.answer_to_russian"})
_COMFORTS = frozenset({"crisis.next", "crisis.next_with_desk", "crisis.next_again", "crisis.next_with_desk_again"})


def with_staff_told(done: Decision, event: CitizenEvent, world: World) -> Decision:
    """Add what staff are told, where the citizen was answered as somebody who calls for help, or takes that back."""
    keys = {_key(one) for one in done.effects if isinstance(one, Say | Revise)}
    if keys & _ANSWERS and alerts_staff(world):
        return _alarmed(done, event, world)
    if keys & _ANSWERS:
        return replace(done, effects=(*done.effects, *_kept_back(event, world)))
    if keys & _COMFORTS and world.rules.crisis_alert is not CrisisAlert.NONE:
        return replace(done, effects=[_going_on(one, world) if isinstance(one, Relay) else one for one in done.effects])
    if "crisis.mistake" in keys and done.conversation.crisis_alerts and world.case.staff.group is not None:
        return _calmed(done, world)
    return done


def _key(said: Say | Revise) -> str:
    """Give the key of an answer, also where a form stands below it."""
    answer = said.text.params.get("answer")
    return answer.key if said.text.key == "form.between" and isinstance(answer, Text) else said.text.key


def _alarmed(done: Decision, event: CitizenEvent, world: World) -> Decision:
    enquiry = world.case.enquiry
    if enquiry is not None and enquiry.is_open and isinstance(event, CitizenWrote | CitizenSentMedia):
        return replace(done, effects=(*done.effects, *_in_enquiry(enquiry, event, world)))
    handle = alert_handle(world.now, done.conversation.question_id)
    words = protected(done.conversation.question)[:_MOST_SHOWN]
    said = text("crisis.alert_alone", alert=_words(words, world))
    group_id = cards.group_id(world.case.staff)
    alert = Say(group_id, said, language=cards.LANGUAGE, handle=handle, is_urgent=True)
    return Decision(_remembering(done.conversation, handle, words), (*done.effects, alert))


def _remembering(conversation: Conversation, handle: str, words: str) -> Conversation:
    handles = (*conversation.crisis_alerts, handle)[-_MOST_REMEMBERED:]
    return replace(conversation, crisis_alerts=handles, crisis_words=words)


# Alerts that are remembered, to be taken back or emptied.
_MOST_REMEMBERED = 20


def _in_enquiry(enquiry: Enquiry, event: CitizenWrote | CitizenSentMedia, world: World) -> Sequence[Effect]:
    """Put the message itself before the staff, so that a reply to it reaches the citizen."""
    line = replace(relaying.line_of(event, enquiry, world), fate=Fate.QUEUED, album_id=None)
    said = _words(line.text[:_MOST_SHOWN], world) if world.rules.crisis_alert is not CrisisAlert.NONE else None
    taken = correspondence.take_in(enquiry, [line], world, said)
    return relaying.aloud(taken.effects)


def _kept_back(event: CitizenEvent, world: World) -> Sequence[Effect]:
    """Keep a call in an open enquiry for whoever reads it next, where nobody can be told now."""
    enquiry = world.case.enquiry
    if enquiry is None or not enquiry.is_open or not isinstance(event, CitizenWrote | CitizenSentMedia):
        return ()
    return relaying.kept_back([replace(relaying.line_of(event, enquiry, world), album_id=None)])


def _going_on(copy: Relay, world: World) -> Relay:
    """Show what somebody who called for help writes next as a call, heard at any hour."""
    words = "\n".join(one.text for one in copy.lines if one.text)
    most = _MOST_SHOWN if any(one.media for one in copy.lines) else _MOST_GOING_ON
    said = _words(words, world, "crisis.alert_goes_on") if 0 < len(words) <= most else copy.text
    return replace(copy, text=said, is_silent=False, is_urgent=True)


# Characters of a text that is shown whole beside the words of an alert, however wide they are.
_MOST_GOING_ON = 1500


def _words(words: str, world: World, key: str = "crisis.alert") -> Text:
    """Say what was written, and call the coordinators where they are to be called."""
    names = announcing.coordinators(world) if world.rules.crisis_alert is CrisisAlert.COORDINATOR else ""
    alert = text(key, text=words)
    return text("crisis.alert_to", who=names, alert=alert) if names else alert


# Characters that an alert shows (Bot API: 1024 UTF-16 units in a caption).
_MOST_SHOWN = 400


def _calmed(done: Decision, world: World) -> Decision:
    """Tell staff that it was a mistake."""
    handle = done.conversation.crisis_alerts[-1]
    said = text("crisis.alert_was_mistake")
    group_id = cards.group_id(world.case.staff)
    calm = Say(group_id, said, language=cards.LANGUAGE, quotes=handle, is_urgent=True)
    return Decision(done.conversation, (*done.effects, calm))
