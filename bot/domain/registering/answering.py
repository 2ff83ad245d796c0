"""What somebody answers to an offer of freed seats, and to the one question after a session."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from bot.domain.conversation import Conversation, Under
from bot.domain.effects import Effect, Revise, Say
from bot.domain.enquiries import State
from bot.domain.lexicon import is_any
from bot.domain.matching import tokenise
from bot.domain.offers import Action, Offer
from bot.domain.registering import own
from bot.domain.sessions import waiting
from bot.domain.sessions.keeping import KeepRegistration, KeepSession
from bot.domain.sessions.lives import RegistrationState
from bot.domain.sessions.registrations import Registration
from bot.domain.sessions.report import Opinion, with_opinion
from bot.domain.sessions.shown import Standing, standing
from bot.domain.texts import Param, Text, text
from bot.domain.world import Decision, World

ACTIONS = frozenset({Action.TAKE_SEATS, Action.NOT_THIS_TIME, Action.STAY_ON_LIST, Action.OPINION})
# Asks whether a bare no ends the registration, or only the offer.
WHICH_NO = "waiting.which_no"
# Sections of the lexicon -> what they press.
_OFFER = {
    "take_seats": Action.TAKE_SEATS,
    "not_this_time": Action.NOT_THIS_TIME,
    "stay_on_list": Action.STAY_ON_LIST,
}


def pressed(
    press: tuple[Action, str], chat_id: int, handle: str | None, conversation: Conversation, world: World
) -> Decision | None:
    """Obey a button; None when it names no registration of this account."""
    action, about = press
    number, _, answer = about.partition(":")
    one = next((mine for mine in world.agenda.mine if str(mine.number) == number), None)
    if one is None or one.session_id not in world.knowledge.sessions:
        return None
    if action is Action.OPINION:
        said, effects = _opinion(one, answer, world)
    else:
        said, effects = _offer(action, one, world)
    offers = ((Offer(text("button.calendar"), Action.CALENDAR, one.session_id),),) if _has_seats(effects) else ()
    shown = Say(chat_id, said, offers) if handle is None else Revise(chat_id, handle, said, offers)
    return Decision(conversation, (*effects, shown))


def _has_seats(effects: Sequence[Effect]) -> bool:
    kept = [one.registration for one in effects if isinstance(one, KeepRegistration)]
    return bool(kept) and kept[0].state is RegistrationState.CONFIRMED


def _offer(action: Action, one: Registration, world: World) -> tuple[Text, Sequence[Effect]]:
    """Answer an offer, as long as its seats are held: even past its time, until it is taken back."""
    session = world.knowledge.sessions[one.session_id]
    is_on = standing(session, world.now) in {Standing.OPEN, Standing.CLOSED}
    if one.state is not RegistrationState.OFFERED or one.offer is None or not is_on:
        return text("waiting.gone", own=own.described(one, world)), ()
    about: dict[str, Param] = {"number": one.number, "title": session.title}
    match action:
        case Action.TAKE_SEATS:
            facts: dict[str, Param] = {"start": session.start, "place": session.place, "address": session.address}
            return text("waiting.taken", count=one.offer.seats, **about, **facts), waiting.accepted(one, world)
        case Action.STAY_ON_LIST:
            return text("waiting.stays", **about), waiting.stayed(one, world)
        case _:
            return text("waiting.declined", **about), waiting.declined(one, world)


def _opinion(one: Registration, answer: str, world: World) -> tuple[Text, Sequence[Effect]]:
    """Count what somebody says of a session, once; whose answer it was is not kept."""
    confirmed = world.agenda.confirmed[one.session_id]
    if not one.is_opinion_asked or answer not in {opinion.value for opinion in Opinion}:
        return text("press.stale"), ()
    if one.is_opinion_given:
        return text("opinion.already"), ()
    counted = replace(confirmed, report=with_opinion(confirmed.report or {}, Opinion(answer)))
    given = replace(one, is_opinion_given=True)
    return text("opinion.thanks"), (KeepRegistration(given), KeepSession(counted))


def answered(words: str, chat_id: int, conversation: Conversation, world: World) -> Decision | None:
    """Take the answer to an offer of seats, also in the middle of a form; None for anything else.

    The words of its buttons mean nothing else; a bare yes or no means the offer while that is the last that was said.
    """
    tokens, known = tuple(tokenise(words)), world.interpreter.lexicon.typed
    one = _newest_offer(world.agenda.mine)
    if one is None:
        return None
    action = next((action for name, action in _OFFER.items() if is_any(tokens, known[name])), None)
    if action is not None:
        return pressed((action, str(one.number)), chat_id, None, conversation, world)
    if not _is_last_said(one, world):
        return None
    # What was asked before the offer is not asked any more: "yes" to the seats erases nothing.
    kept = replace(conversation, under=Under.NOTHING) if conversation.under is Under.ERASURE else conversation
    if any(is_any(tokens, known[name]) for name in ("yes", "take_them")):
        return pressed((Action.TAKE_SEATS, str(one.number)), chat_id, None, kept, world)
    if any(is_any(tokens, known[name]) for name in ("no", "not_now")):
        return Decision(kept, (Say(chat_id, text(WHICH_NO), waiting.offers(one.number)),))
    return None


def _newest_offer(mine: Sequence[Registration]) -> Registration | None:
    return max((one for one in mine if one.state is RegistrationState.OFFERED), key=_made_at, default=None)


def _is_last_said(one: Registration, world: World) -> bool:
    """Tell whether nothing was said since the offer, as far as the bot knows: a human may have written at any time,
    and the bot may have asked whether it helped, or how a session was.
    """
    enquiry = world.case.enquiry
    is_with_human = enquiry is not None and enquiry.is_open and enquiry.human_wrote_at is not None
    is_asked_of_help = enquiry is not None and enquiry.state is State.CLOSING
    is_asked_of_session = any(mine.is_opinion_asked and not mine.is_opinion_given for mine in world.agenda.mine)
    if is_with_human or is_asked_of_help or is_asked_of_session:
        return False
    return world.last_turn_at is not None and world.last_turn_at < _made_at(one)


def _made_at(one: Registration) -> datetime:
    made_at = None if one.offer is None else one.offer.made_at
    return made_at or datetime.min.replace(tzinfo=UTC)


def opinion_typed(words: str, world: World) -> tuple[Action, str] | None:
    """Give the button whose words are typed, while the question waits for an answer; None for others."""
    tokens, known = tuple(tokenise(words)), world.interpreter.lexicon.typed
    asked = next((one for one in world.agenda.mine if one.is_opinion_asked and not one.is_opinion_given), None)
    opinion = next((one for one in Opinion if is_any(tokens, known[f"opinion_{one.value}"])), None)
    return None if asked is None or opinion is None else (Action.OPINION, f"{asked.number}:{opinion.value}")


def waits_for(mine: Sequence[Registration]) -> str | None:
    """Give the session about which this account may be answering; None: nothing waits for an answer."""
    offered = _newest_offer(mine)
    asked = (one for one in mine if one.is_opinion_asked and not one.is_opinion_given)
    return next((one.session_id for one in (*([offered] if offered is not None else ()), *asked)), None)
