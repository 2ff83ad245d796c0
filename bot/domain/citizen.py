"""A citizen's turn: (conversation, event, world) → (conversation, effects). Total: every event has one outcome.

The order of judgement: crisis, command, a form in progress, a button typed, a draft in progress, an enquiry in human
hands, a question to the program. A question is judged in `questions`, what follows in `turns`, the way to a human in
`handoff` and `correspondence`, sessions in `registering`.
"""

from dataclasses import replace
from typing import assert_never

from bot.domain import alarms, commands, correspondence, extras, gaps, handoff, own_enquiries, presses, questions
from bot.domain.conversation import Conversation, Under
from bot.domain.effects import Effect, Revise, Say
from bot.domain.events import AlbumArrived, CitizenEvent, CitizenPressed, CitizenSentMedia, CitizenWrote, LinesWaitedOut
from bot.domain.forms import FormStep
from bot.domain.offers import Action
from bot.domain.registering import answering, choosing, filling, interest, listing, owning, shown_last
from bot.domain.sessions.events import FormFellDue
from bot.domain.texts import text
from bot.domain.typed import answer_to_nothing, is_mistake, pressed_by_typing
from bot.domain.world import Decision, World, in_crisis


def decide(conversation: Conversation, event: CitizenEvent, world: World) -> Decision:
    """Give what a citizen's turn leads to; for a while after a call for help without any menu."""
    kept = filling.unless_outlived(handoff.unless_outlived(conversation, world), world)
    before = _with_name(kept, event)
    done = filling.resumed(before, _decide(before, event, world), event.chat_id, world)
    done = alarms.with_staff_told(done, event, world)
    missed = gaps.to_keep(before, done.conversation, event.chat_id, world)
    effects = [*done.effects, *handoff.begun(before, done, event.chat_id, world), *missed]
    if in_crisis(done.conversation, world):
        effects = [_without_menu(effect, event.chat_id) for effect in effects]
    kept = done.conversation
    return Decision(kept if kept.lines or not kept.name else replace(kept, name=""), effects)


def _with_name(conversation: Conversation, event: CitizenEvent) -> Conversation:
    """Have the person's name at hand, for a signature."""
    match event:
        case CitizenWrote() | CitizenSentMedia() | CitizenPressed():
            return conversation if conversation.name == event.name else replace(conversation, name=event.name)
        case LinesWaitedOut() | AlbumArrived() | FormFellDue():
            return conversation


def _without_menu(effect: Effect, chat_id: int) -> Effect:
    if not isinstance(effect, Say | Revise) or effect.chat_id != chat_id:
        return effect
    return replace(
        effect, offers=[row for row in effect.offers if all(one.action is Action.NOT_A_CRISIS for one in row)]
    )


def _decide(conversation: Conversation, event: CitizenEvent, world: World) -> Decision:
    match event:
        case CitizenWrote():
            return _wrote(conversation, event, world)
        case LinesWaitedOut():
            return questions.lines_waited_out(conversation, event, world)
        case CitizenPressed():
            return presses.pressed(conversation, event, world)
        case CitizenSentMedia():
            return _sent_media(conversation, event, world)
        case AlbumArrived():
            return _album_arrived(conversation, event, world)
        case FormFellDue():
            return filling.fell_due(conversation, event, world)
        case _:
            assert_never(event)


def _wrote(conversation: Conversation, event: CitizenWrote, world: World) -> Decision:
    if world.interpreter.is_crisis(event.text):
        hear = questions.edited if event.is_edit else questions.called_for_help
        return hear(conversation, event, world)
    if event.is_edit:
        going_on = _in_form(conversation, event, world) or _in_progress(conversation, event, world)
        return going_on or questions.edited(conversation, event, world)
    if event.text.startswith("/"):
        first = Decision(conversation, ())
        if not commands.goes_on_with_lines(event.text):
            first = questions.answered_first(conversation, event.chat_id, world)
        done = commands.obey(first.conversation, event, world)
        both = Decision(done.conversation, (*first.effects, *done.effects))
        return questions.without_lines(conversation, both)
    done_by_typing = (
        answering.answered(event.text, event.chat_id, conversation, world)
        or _in_form(conversation, event, world)
        or _typed(conversation, event, world)
        or _in_progress(conversation, event, world)
    )
    if done_by_typing is not None:
        return questions.without_lines(conversation, done_by_typing)
    return _to_nothing(conversation, event, world) or questions.asked(conversation, event, world)


def _in_form(conversation: Conversation, event: CitizenWrote, world: World) -> Decision | None:
    """Take a message for the form or the wish in progress; None where it is for neither."""
    is_taken_back = in_crisis(conversation, world) and is_mistake(event.text, world.interpreter.lexicon)
    if is_taken_back or listing.is_wish(event.text, world):
        return None
    return (
        owning.access_typed(conversation, event, world)
        or filling.went_on(conversation, event, world)
        or interest.went_on(conversation, event, world)
        or choosing.went_on(conversation, event, world)
        or owning.went_on(conversation, event, world)
    )


def _typed(conversation: Conversation, event: CitizenWrote, world: World) -> Decision | None:
    """Obey a button that was typed; None for an ordinary message."""
    lexicon = world.interpreter.lexicon
    action = handoff.typed(event.text, conversation, lexicon)
    press = (action, "") if action is not None else own_enquiries.typed(event.text, conversation, world)
    press = press or answering.opinion_typed(event.text, world) or listing.typed(event.text, conversation, world)
    if press is None and in_crisis(conversation, world) and is_mistake(event.text, lexicon):
        press = (Action.NOT_A_CRISIS, "")
    is_for_bot = not conversation.lines and _may_be_typed(conversation, world)
    if press is None and is_for_bot:
        press = pressed_by_typing(event.text, conversation, lexicon, world.knowledge.entries)
    if press is not None:
        return presses.typed(conversation, event.chat_id, press, world)
    extra = extras.asked(conversation, event.chat_id, event.text, world) if is_for_bot else None
    return extra or shown_last.asked(conversation, event, world)


# What stands under a message of the bot's own, that a human's message has not taken the place of.
_OF_THE_BOT = frozenset({Under.CHOICE, Under.CRISIS, Under.ERASURE, Under.SESSIONS, Under.SESSION})


def _may_be_typed(conversation: Conversation, world: World) -> bool:
    """Tell whether a word can mean a button: between a citizen and a human, "tak" is for the human."""
    enquiry = world.case.enquiry
    is_with_human = enquiry is not None and enquiry.is_open and enquiry.human_wrote_at is not None
    return not is_with_human or conversation.under in _OF_THE_BOT


def _in_progress(conversation: Conversation, event: CitizenWrote | CitizenSentMedia, world: World) -> Decision | None:
    """Take a message for the draft or the enquiry that it belongs to; None where there is none."""
    done = handoff.went_on(conversation, event, world)
    return done if done is not None else correspondence.wrote(conversation, event, world)


def _to_nothing(conversation: Conversation, event: CitizenWrote, world: World) -> Decision | None:
    """Answer a typed button that is not there."""
    reply = None if conversation.lines else answer_to_nothing(event.text, world.interpreter.lexicon)
    if reply is None or in_crisis(conversation, world):
        return None
    return Decision(conversation, (Say(event.chat_id, text(reply)),))


def _sent_media(conversation: Conversation, event: CitizenSentMedia, world: World) -> Decision:
    is_call = bool(event.caption) and world.interpreter.is_crisis(event.caption)
    done = None if is_call else _as_telephone(conversation, event, world) or _in_progress(conversation, event, world)
    if done is not None:
        return questions.without_lines(conversation, done)
    return questions.sent_media(conversation, event, world)


def _as_telephone(conversation: Conversation, event: CitizenSentMedia, world: World) -> Decision | None:
    """Take a contact card for the telephone that the form asks for; None where it asks for none."""
    form = conversation.form
    is_asked = form is not None and form.step is FormStep.REACH and conversation.under is Under.FORM
    if not is_asked or not event.phone or event.is_edit:
        return None
    return _in_form(conversation, CitizenWrote(event.chat_id, event.message_id, event.phone, name=event.name), world)


def _album_arrived(conversation: Conversation, event: AlbumArrived, world: World) -> Decision:
    if not world.case.lines and conversation.draft is not None and conversation.under is Under.DRAFT:
        return handoff.album_arrived(conversation, event.chat_id, world)
    return correspondence.album_arrived(conversation, event, world)
