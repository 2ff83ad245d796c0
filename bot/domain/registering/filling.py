"""The registration form as a citizen meets it: one message, one question a step, nothing sent before the end.

What is typed is for the form only while the form is the last that was shown; a question in between is answered, and the
form stands below the answer.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.domain import drafts, turns
from bot.domain.conversation import Conversation, Under
from bot.domain.crisis import Level
from bot.domain.effects import Effect, Revise, Say
from bot.domain.events import CitizenWrote
from bot.domain.forms import LINES, Form, FormMove, FormStep, changing, may, moved
from bot.domain.keeping import NoteConsent
from bot.domain.lexicon import is_any
from bot.domain.matching import tokenise
from bot.domain.offers import Action
from bot.domain.registering import accepting, answering, hindrances, listing, own, reading, sending, showing
from bot.domain.registering.accepting import NotTaken
from bot.domain.registering.lasting import fell_due, unless_outlived
from bot.domain.registering.sending import Asked
from bot.domain.registering.turning import FormTurn, gone, handle_of
from bot.domain.registering.twice import already, sent_again
from bot.domain.sessions.registrations import Need, Sector
from bot.domain.texts import Text, text
from bot.domain.world import Decision, Response, World

__all__ = ["ACTIONS", "begin", "fell_due", "pressed", "resumed", "unless_outlived", "went_on"]

# Buttons of the form.
ACTIONS = frozenset(one for one in Action if one.value.startswith("f."))


def begin(session_id: str, chat_id: int, conversation: Conversation, world: World) -> Decision:
    """Begin the form for a session, or go on with the one that waits; says why where nobody can register."""
    session = world.knowledge.sessions.get(session_id)
    if session is None:
        return _told(chat_id, listing.ahead(conversation, world))
    if (mine := own.active(session_id, world)) is not None:
        return already(mine, chat_id, conversation, world)
    why = hindrances.why_not(session_id, world)
    if why is not None:
        return Decision(conversation, (Say(chat_id, why, (listing.notify(session.county),)),))
    waiting = conversation.form
    if waiting is None:
        return _begun(session_id, chat_id, conversation, world)
    form = replace(waiting, session_id=session_id, is_paused=False, is_interrupted=False)
    above = () if waiting.session_id == session_id else (text("form.other_session"),)
    return FormTurn(form, chat_id, conversation, world).go_on(form, *above)


def _told(chat_id: int, told: Response) -> Decision:
    return Decision(told.conversation, (Say(chat_id, told.reply.text, told.reply.offers),))


def _begun(
    session_id: str, chat_id: int, conversation: Conversation, world: World, handle: str | None = None
) -> Decision:
    """Show the first question below the privacy line; in the place of the form that was there before."""
    older = conversation.form
    form = Form(session_id, begun_at=world.now)
    if older is not None:
        form = replace(form, handle=older.handle, shown=older.shown)
    form = replace(form, was_full=hindrances.seats_of(form, world).is_full)
    full = (text("form.full"),) if form.was_full else ()
    shown = FormTurn(form, chat_id, conversation, world, handle).show(form, showing.notice(world), *full)
    return replace(shown, effects=(NoteConsent(chat_id, drafts.NOTICE_VERSION), *shown.effects))


def went_on(conversation: Conversation, event: CitizenWrote, world: World) -> Decision | None:
    """Take a message for the form in progress; None where it is a question to be answered in between, or no form is."""
    form, chat_id = conversation.form, event.chat_id
    if form is None:
        return sent_again(conversation, event, world)
    press = None if event.is_edit else reading.pressed_by_typing(event.text, conversation, world)
    if press is not None:
        return pressed(press, chat_id, None, conversation, world)
    if not event.is_edit and _is_begun_again(event.text, conversation, world):
        return begin(form.session_id, chat_id, conversation, world)
    if form.is_paused or conversation.under is not Under.FORM or _is_for_a_human(event, world):
        return None
    turn = FormTurn(form, chat_id, conversation, world)
    if event.is_edit:
        return turn.show(form, text("form.edited"))
    if reading.is_padding(event.text, world):
        return turn.show(form)
    if reading.is_question(event.text, form, conversation, world):
        return None
    why = hindrances.why_not(form.session_id, world)
    return turn.hindered(why) if why is not None else _answered(turn, event.text)


def _is_begun_again(typed: str, conversation: Conversation, world: World) -> bool:
    """Tell whether the button that begins a form is typed where it can only mean the form that is begun."""
    is_elsewhere = conversation.under in {Under.SESSION, Under.SESSIONS}
    return not is_elsewhere and is_any(tuple(tokenise(typed)), world.interpreter.lexicon.typed["register"])


def _is_for_a_human(event: CitizenWrote, world: World) -> bool:
    return not event.is_edit and is_any(tuple(tokenise(event.text)), world.interpreter.lexicon.typed["human"])


def _answered(turn: FormTurn, typed: str) -> Decision:
    if turn.form.step is FormStep.SUMMARY:
        return turn.show(turn.form, text("form.no.summary"))
    taken = accepting.take(turn.form, typed, turn.world)
    if isinstance(taken, NotTaken):
        return turn.show(turn.form, taken.why)
    is_delicate = turn.world.interpreter.level_of(typed) is Level.ABOUT
    return turn.move_on(replace(taken, is_delicate=is_delicate))


def pressed(
    press: tuple[Action, str], chat_id: int, handle: str | None, conversation: Conversation, world: World
) -> Decision | None:
    """Obey a button of the form or its summary; None when no form is in progress."""
    action, about = press
    if conversation.form is None:
        mine = own.active(about, world) if action in {Action.FORM_SEND, Action.FORM_WAIT} else None
        return None if mine is None else already(mine, chat_id, conversation, world)
    form = replace(conversation.form, is_delicate=False)
    turn = FormTurn(form, chat_id, conversation, world, handle)
    match action:
        case Action.FORM_STOP:
            until = world.now + world.rules.draft_life
            return turn.pause(text("form.stopped", until=until))
        case Action.FORM_FORGET | Action.FORM_DROP:
            return turn.end(text("form.dropped"))
        case Action.FORM_HELP:
            return _help(turn)
        case Action.FORM_ANEW if hindrances.why_not(form.session_id, world) is None:
            return _begun(form.session_id, chat_id, conversation, world, handle)
        case _:
            why = hindrances.why_not(form.session_id, world)
            return turn.hindered(why) if why is not None else _obey(action, about, turn)


def _help(turn: FormTurn) -> Decision:
    """Answer as somebody who needs help is answered; the form waits."""
    told = turns.call_for_help(turn.conversation, turn.world)
    kept = replace(told.conversation, form=_interrupted(turn.form))
    return Decision(kept, (Say(turn.chat_id, told.reply.text, told.reply.offers, language=told.language),))


def _obey(action: Action, about: str, turn: FormTurn) -> Decision:
    """Do what a button says to a form whose session is open; an old button only shows the form as it is."""
    form = replace(turn.form, is_paused=False, is_interrupted=False)
    match action:
        case Action.FORM_SEND if form.step is FormStep.SUMMARY:
            return _send(form, turn)
        case Action.FORM_WAIT if form.step is FormStep.SUMMARY:
            return _send(form, turn, may_wait=True)
        case Action.FORM_FOR_FEWER if form.step is FormStep.SUMMARY:
            free = hindrances.seats_of(form, turn.world).free
            return _send(replace(form, people=min(form.people, free) if free else form.people), turn)
        case Action.FORM_MORE if form.step is FormStep.SUMMARY:
            return _send(replace(form, is_for_more=True), turn)
        case Action.FORM_FIX if form.step is FormStep.SUMMARY:
            return turn.ask(form, text("form.which_line", form=_text_of(form, turn)), showing.numbers())
        case Action.FORM_LINE if form.step is FormStep.SUMMARY and about.isdecimal() and int(about) in LINES:
            return turn.show(changing(form, int(about)))
    changed = _changed(action, about, form, turn.world)
    return turn.show(form) if changed is None else turn.move_on(changed)


def _text_of(form: Form, turn: FormTurn) -> Text:
    return showing.form_message(form, turn.world).text


def _changed(action: Action, about: str, form: Form, world: World) -> Form | None:
    """Give the form after a button of its step; None for one that is not of this step."""
    values: Mapping[Action, Callable[[Form, str, World], Form | None]] = {
        Action.FORM_BACK: _back,
        Action.FORM_SKIP: _skip,
        Action.FORM_AS_LAST: _as_last,
        Action.FORM_SECTOR: _sector,
        Action.FORM_COUNTY: _county,
        Action.FORM_NEED: _need,
        Action.FORM_NEEDS: _needs_done,
    }
    change = values.get(action)
    return None if change is None else change(form, about, world)


def _back(form: Form, about: str, _world: World) -> Form | None:
    return moved(form, FormMove.BACK) if about == form.step.value and may(form, FormMove.BACK) else None


def _skip(form: Form, about: str, _world: World) -> Form | None:
    return accepting.skipped(form) if about == form.step.value and may(form, FormMove.SKIP) else None


def _as_last(form: Form, about: str, world: World) -> Form | None:
    """Answer as the account's last registration did."""
    last = own.last(world)
    if last is None or about != form.step.value or not may(form, FormMove.AS_LAST):
        return None
    if form.step is FormStep.CONTACT and not last.contact:
        return None
    if form.step is FormStep.CONTACT:
        filled = replace(form, contact=last.contact, phone=last.phone or "", email=last.email or "")
    else:
        filled = replace(form, organisation=last.organisation, sector=last.sector, county=last.county)
    return moved(filled, FormMove.AS_LAST)


def _sector(form: Form, about: str, _world: World) -> Form | None:
    is_asked = form.step is FormStep.SECTOR and about in {one.value for one in Sector}
    return accepting.with_sector(form, Sector(about)) if is_asked else None


def _county(form: Form, about: str, world: World) -> Form | None:
    is_asked = form.step is FormStep.COUNTY and about in world.knowledge.counties
    return accepting.with_county(form, about) if is_asked else None


def _need(form: Form, about: str, _world: World) -> Form | None:
    name, _, wanted = about.partition(":")
    if form.step is not FormStep.NEEDS or name not in {one.value for one in Need}:
        return None
    return accepting.toggled(form, Need(name), is_needed=wanted == "1")


def _needs_done(form: Form, _about: str, _world: World) -> Form | None:
    if form.step is not FormStep.NEEDS:
        return None
    is_asked_in_words = Need.OTHER in form.needs and not form.need_in_words
    return moved(form, FormMove.SPECIFY if is_asked_in_words else FormMove.ANSWER)


def _send(form: Form, turn: FormTurn, *, may_wait: bool = False) -> Decision:
    """Send the form, once."""
    if (mine := own.active(form.session_id, turn.world)) is not None:
        return turn.end(text("form.already", own=own.described(mine, turn.world)))
    done = sending.send(form, turn.chat_id, turn.world, may_wait=may_wait)
    if isinstance(done, Asked):
        return turn.ask(form, done.said, done.offers)
    ended = turn.end(done.said, done.offers, done.effects)
    kept = replace(ended.conversation, under=Under.SESSION, offered=(form.session_id,))
    return replace(ended, conversation=kept)


# What stands under a message that has to be dealt with before the form.
_FIRST = frozenset(
    {
        *(Under.CHOICE, Under.DRAFT, Under.ENQUIRY, Under.CLOSING, Under.ERASURE),
        *(Under.SESSIONS, Under.SESSION, Under.WISH, Under.REGISTRATION),
    }
)


def resumed(before: Conversation, done: Decision, chat_id: int, world: World) -> Decision:
    """Put the form below an answer given in between, or the way back to it where something else comes first."""
    form = done.conversation.form
    said = next((one for one in done.effects if isinstance(one, Say | Revise) and one.chat_id == chat_id), None)
    if before.form is None or form is None or form.is_paused or said is None or said.text.key.startswith("form."):
        return done
    under = done.conversation.under
    if under is Under.CRISIS:
        return replace(done, conversation=replace(done.conversation, form=_interrupted(form)))
    if under in _FIRST:
        return _with(done, said, replace(said, offers=(*said.offers, *showing.resuming()[:1])))
    shown = showing.form_message(form, world)
    named = replace(form, shown=form.shown + 1)
    named = replace(named, handle=said.handle if isinstance(said, Revise) else handle_of(named, chat_id))
    is_asking = under is Under.HUMAN or said.text.key == answering.WHICH_NO
    offers = (*said.offers, *shown.offers) if is_asking else shown.offers
    both = replace(
        said, text=text("form.between", answer=said.text, form=shown.text), offers=offers, handle=named.handle
    )
    older = gone(form, chat_id) if form.handle != named.handle else ()
    kept = replace(done.conversation, form=named, under=Under.FORM, offered=())
    return replace(_with(done, said, both), conversation=kept, effects=(*_with(done, said, both).effects, *older))


def _interrupted(form: Form) -> Form:
    return replace(form, is_paused=True, is_interrupted=True)


def calmed(conversation: Conversation) -> Conversation:
    """Let a form go on that a call for help broke into, now that the call was a mistake."""
    form = conversation.form
    if form is None or not form.is_interrupted:
        return conversation
    return replace(conversation, form=replace(form, is_paused=False, is_interrupted=False))


def _with(done: Decision, said: Effect, instead: Effect) -> Decision:
    return replace(done, effects=tuple(instead if one is said else one for one in done.effects))
