"""Buttons: what each one does, pressed or typed.

What arrives is data from outside: an id that is not in the knowledge base, or anything forged, gets the way out that
an old button gets.
"""

from dataclasses import dataclass, replace

from bot.domain import erasing, handoff, own_enquiries, turns
from bot.domain.conversation import Conversation, Missed, Under
from bot.domain.effects import AnswerPress, Effect, Revise, Say, ShareContact, ShowPin, UseLanguage
from bot.domain.events import CitizenPressed
from bot.domain.offers import Action
from bot.domain.ranking import CRISIS
from bot.domain.registering import answering, filling, interest, listing, owning
from bot.domain.texts import text
from bot.domain.world import Decision, Response, World

LANGUAGES = frozenset({"pl", "uk", "en"})
_OFFICES = "office.all"


@dataclass(frozen=True, slots=True)
class _Press:
    """One button, pressed or typed."""

    chat_id: int
    action: Action
    # Entry, office or specialist id, or a language.
    about: str
    # The message with the button; None when it was typed, or can no longer be changed.
    handle: str | None = None


def pressed(conversation: Conversation, event: CitizenPressed, world: World) -> Decision:
    """Obey a button under a message of ours."""
    name, _, about = event.data.partition(":")
    known = {action.value: action for action in Action}
    done = None
    if name in known:
        done = _obey(_Press(event.chat_id, known[name], about, event.handle), conversation, world)
    if done is None:
        done = Decision(conversation, (Say(event.chat_id, text("press.stale")),))
    return Decision(done.conversation, (AnswerPress(event.press_id), *done.effects))


def typed(conversation: Conversation, chat_id: int, press: tuple[Action, str], world: World) -> Decision | None:
    """Obey a button that was typed; None when it names something that is not there, so that it is no button."""
    action, about = press
    return _obey(_Press(chat_id, action, about), conversation, world)


def _obey(press: _Press, conversation: Conversation, world: World) -> Decision | None:  # noqa: PLR0912 - one branch for each button
    """Give what a button does; None when it names something that is not there."""
    chat_id, about = press.chat_id, press.about
    match press.action:
        case Action.HELPED | Action.NO_HUMAN:
            return _over(press.action, chat_id, conversation)
        case Action.NOT_IT:
            return _said(chat_id, _not_it(about, conversation, world))
        case Action.HUMAN:
            return handoff.to_human(about if about in LANGUAGES else None, chat_id, conversation, world)
        case Action.CHOOSE | Action.RELATED:
            if about not in world.knowledge.entries:
                return None
            is_call = about == CRISIS and press.action is Action.CHOOSE
            told = turns.call_for_help(conversation, world) if is_call else turns.answer([about], conversation, world)
            return _said(chat_id, told, press.handle if press.action is Action.CHOOSE else None)
        case Action.NONE_OF_THESE:
            return _said(chat_id, _none_of_these(conversation, world), press.handle)
        case Action.OFFICES | Action.SESSIONS:
            if press.action is Action.SESSIONS:
                return _said(chat_id, listing.page_asked(about, conversation, world))
            return _said(chat_id, turns.answer([_OFFICES], conversation, world))
        case action if action in _ABOUT_SESSIONS:
            return _about_session(press, conversation, world)
        case Action.NOT_A_CRISIS:
            calm = replace(conversation, crisis_until=None, crisis_language=None, under=Under.NOTHING)
            return Decision(filling.calmed(calm), (Say(chat_id, text("crisis.mistake")),))
        case Action.MAP:
            return _map(about, chat_id, conversation, world)
        case Action.CONTACT:
            return _card(about, chat_id, conversation, world)
        case Action.LANGUAGE:
            return speak(about, chat_id, conversation) if about in LANGUAGES else None
        case Action.SEND | Action.SEND_UNSIGNED | Action.FIX | Action.DO_NOT_SEND | Action.CALL_ME | Action.BACK:
            return handoff.pressed((press.action, about), chat_id, press.handle, conversation, world)
        case Action.ERASE | Action.KEEP:
            return erasing.pressed(press.action, chat_id, conversation, world)
        case _:
            return own_enquiries.pressed(press.action, about, chat_id, conversation, world)


_ABOUT_SESSIONS = (
    frozenset({Action.SESSION, Action.REGISTER, Action.CALENDAR})
    | answering.ACTIONS
    | owning.ACTIONS
    | {Action.ASK_ACCESS}
    | interest.ACTIONS
    | filling.ACTIONS
)


def _about_session(press: _Press, conversation: Conversation, world: World) -> Decision | None:
    """Give what a button of a session, of the form or of a wish does."""
    action, about, chat_id = press.action, press.about, press.chat_id
    match action:
        case Action.SESSION:
            return _said(chat_id, listing.card(about, conversation, world))
        case Action.REGISTER:
            return filling.begin(about, chat_id, conversation, world)
        case Action.CALENDAR:
            return listing.to_calendar(about, chat_id, conversation, world)
        case _ if action in answering.ACTIONS:
            return answering.pressed((action, about), chat_id, press.handle, conversation, world)
        case _ if action in owning.ACTIONS:
            return owning.pressed(action, about, chat_id, conversation, world)
        case Action.ASK_ACCESS:
            return owning.ask_access(about, chat_id, conversation, world)
        case _ if action in interest.ACTIONS:
            return interest.pressed(action, about, chat_id, conversation, world)
    return filling.pressed((action, about), chat_id, press.handle, conversation, world)


def _over(action: Action, chat_id: int, conversation: Conversation) -> Decision:
    """End it with a word; what has helped is no question for a human any more."""
    if action is Action.NO_HUMAN:
        return Decision(replace(conversation, under=Under.NOTHING), (Say(chat_id, text("typed.no_human")),))
    return Decision(replace(conversation, under=Under.NOTHING, question=""), (Say(chat_id, text("helped")),))


def speak(language: str, chat_id: int, conversation: Conversation) -> Decision:
    """Change the language of everything that follows."""
    return Decision(conversation, (UseLanguage(language), Say(chat_id, text("language.chosen"), language=language)))


def _none_of_these(conversation: Conversation, world: World) -> Response:
    """Offer a human in the place of a choice."""
    refused = replace(conversation, refused=(*conversation.refused, *conversation.offered))
    if conversation.under is Under.CHOICE:  # otherwise another question has been asked since
        refused = replace(refused, missed=conversation.missed or Missed.UNANSWERED)
    return turns.human("human.none_of_these", refused, world)


def _not_it(about: str, conversation: Conversation, world: World) -> Response:
    """Offer what else the question could mean, or a human."""
    if about != conversation.answered or not conversation.question:
        return turns.human("human.none_of_these", conversation, world)
    refused = (*conversation.refused, about)
    others = world.interpreter.alternatives(conversation.question, refused=refused)
    kept = replace(conversation, refused=refused, missed=Missed.NOT_IT)
    if not others:
        return turns.human("human.none_of_these", kept, world)
    return turns.choose([one.id for one in others], kept, world)


def _map(office_id: str, chat_id: int, conversation: Conversation, world: World) -> Decision | None:
    office = world.knowledge.offices.get(office_id)
    if office is None:
        return None
    address = f"{office.street}, {office.postcode} {office.city}"
    effects: list[Effect] = [Say(chat_id, text("map.here", city=office.city, address=address))]
    if office.location is not None:
        title = f"{world.knowledge.centre.short_name} {office.city}"
        effects.append(ShowPin(chat_id, office.location, title=title, address=address))
    return Decision(conversation, effects)


def _card(specialist_id: str, chat_id: int, conversation: Conversation, world: World) -> Decision | None:
    person = world.knowledge.specialists.get(specialist_id)
    if person is None:
        return None
    card = ShareContact(
        chat_id,
        name=person.name,
        phone=person.phone,
        email=person.email,
        organisation=world.knowledge.centre.short_name,
    )
    return Decision(conversation, (Say(chat_id, text("card.here", name=person.name)), card))


def _said(chat_id: int, told: Response, handle: str | None = None) -> Decision:
    """Say something new, or in the place of the message that was pressed."""
    reply = told.reply
    effect: Effect = Say(chat_id, reply.text, reply.offers, language=told.language)
    if handle is not None:
        effect = Revise(chat_id, handle, reply.text, reply.offers)
    return Decision(told.conversation, (effect,))
