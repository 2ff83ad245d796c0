"""Sessions ahead: the list by date and county with free seats, and the card of one with everything one can do."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.answers import Reply
from bot.domain.conversation import Conversation, Under
from bot.domain.effects import Say, SendPaper
from bot.domain.knowledge import Route, Session
from bot.domain.lexicon import is_any
from bot.domain.matching import tokenise
from bot.domain.offers import Action, Offer, Offers
from bot.domain.registering import own
from bot.domain.sessions import pages, shown
from bot.domain.sessions.confirmed import ConfirmedSession
from bot.domain.sessions.pages import Page
from bot.domain.sessions.papers import Paper
from bot.domain.sessions.shown import Standing, standing
from bot.domain.texts import text
from bot.domain.world import Decision, Response, World


def ahead(conversation: Conversation, world: World, counties: Sequence[str] = (), *, start: int = 0) -> Response:
    """List the sessions that are really ahead, the next first; of some counties where they are named.

    A long list is told a page at a time: this one begins behind the first `start`.
    """
    page = pages.page(world.knowledge, world.now, world.agenda.seats, counties, start=start)
    previous = _ENTRY if _ENTRY in world.knowledge.entries else conversation.previous
    kept = replace(conversation, previous=previous, answered=None, clarifications=0)
    said = page.said if page.following is None else text("live.sessions.goes_on", list=page.said)
    return Response(_below(page, counties, kept), Reply(said, offers(page, counties)))


# The entry that the same list answers.
_ENTRY = "session.upcoming"


def page_asked(about: str, conversation: Conversation, world: World) -> Response:
    """Show the page of the list that a button asks for; from the beginning where it asks for none."""
    start, *named = about.split(":")
    counties = [one for one in named if one in world.knowledge.counties]
    is_whole = len(counties) == len(named) and start.isascii() and start.isdecimal() and len(start) <= _DIGITS
    return ahead(conversation, world, counties, start=int(start)) if is_whole else ahead(conversation, world)


# A longer number comes from no button of ours.
_DIGITS = 4


def beside_answer(
    told: Response, world: World, counties: Sequence[str], *, is_asking_for_one: bool = False
) -> Response:
    """Put the sessions that an answer lists below it, to be opened by a press or by their number.

    Who asks for a session finds only the way to be told of one.
    """
    if is_asking_for_one:
        kept = replace(told.conversation, under=Under.SESSIONS, offered=(), next_page="", wish=_only(counties))
        return replace(
            told, conversation=kept, reply=replace(told.reply, offers=(notify_of(counties), *told.reply.offers))
        )
    page = pages.page(world.knowledge, world.now, world.agenda.seats, counties)
    said = told.reply.text if page.following is None else text("live.sessions.goes_on", list=told.reply.text)
    reply = Reply(said, (*offers(page, counties), *told.reply.offers))
    return replace(told, conversation=_below(page, counties, told.conversation), reply=reply)


def _below(page: Page, counties: Sequence[str], conversation: Conversation) -> Conversation:
    """Keep what can be typed below a page: the number of every session of the list, and what asks for the next page."""
    ids = tuple(one.id for one in page.sessions)
    kept = replace(conversation, under=Under.SESSIONS, offered=ids, next_page=_following(page, counties))
    return replace(kept, wish=_only(counties))


def _following(page: Page, counties: Sequence[str]) -> str:
    """Give what the button for the next page asks for; for more counties than find room there, all sessions anew."""
    if page.following is None:
        return ""
    about = ":".join((str(page.following), *counties))
    return about if len(about) <= _ROOM else "0"


# Bot API: callback data has at most 64 bytes; the name of the action is among them. Ids are ASCII.
_ROOM = 64 - len(f"{Action.SESSIONS.value}:")


def offers(page: Page, counties: Sequence[str] = ()) -> Offers:
    """Give a button for each session of a page, for the next page, and to be told of others."""
    opened = [
        (Offer(text("button.session", number=number, start=one.start, title=one.title), Action.SESSION, one.id),)
        for number, one in page.numbered.items()
    ]
    following = _following(page, counties)
    more = [(Offer(text("button.more_sessions"), Action.SESSIONS, following),)] if following else []
    return (*opened, *more, notify_of(counties))


def notify_of(counties: Sequence[str]) -> Sequence[Offer]:
    """Give the button to be told of sessions in the county that was asked for, where it is one."""
    return notify(_only(counties))


def _only(counties: Sequence[str]) -> str:
    return counties[0] if len(counties) == 1 else ""


def notify(county: str = "") -> Sequence[Offer]:
    """Give the button to be told of sessions in a county; empty: it is asked for."""
    return (Offer(text("button.notify"), Action.NOTIFY, county),)


def card(session_id: str, conversation: Conversation, world: World) -> Response:
    """Show one session with its buttons; an id that is not there leads to the list."""
    session = world.knowledge.sessions.get(session_id)
    if session is None:
        told = ahead(conversation, world)
        return replace(told, reply=replace(told.reply, text=text("session.unknown", list=told.reply.text)))
    said = shown.card(session, world.knowledge, world.now, world.agenda.seats)
    mine = own.active(session_id, world)
    if mine is not None:
        said = text("session.with_own", card=said, own=own.described(mine, world))
    kept = replace(conversation, under=Under.SESSION, offered=(session_id,), answered=None, clarifications=0)
    return Response(kept, Reply(said, _under_card(session, world, is_registered=mine is not None)))


def _under_card(session: Session, world: World, *, is_registered: bool) -> Offers:
    where = standing(session, world.now)
    can_register = where is Standing.OPEN and not is_registered
    register = Offer(text("button.register"), Action.REGISTER, session.id)
    to_calendar = Offer(text("button.calendar"), Action.CALENDAR, session.id)
    is_coming = where not in {Standing.CANCELLED, Standing.OVER}
    rows = [[register] if can_register else [], [to_calendar] if is_coming else [], notify(session.county)]
    return [row for row in rows if row]


def to_calendar(session_id: str, chat_id: int, conversation: Conversation, world: World) -> Decision | None:
    """Send a session for a calendar; None when it is not there."""
    session = world.knowledge.sessions.get(session_id)
    if session is None:
        return None
    if standing(session, world.now) in {Standing.CANCELLED, Standing.OVER}:
        told = card(session_id, conversation, world)
        return Decision(told.conversation, (Say(chat_id, told.reply.text, told.reply.offers),))
    known = world.agenda.confirmed.get(session_id, ConfirmedSession(0, session))
    return Decision(conversation, (SendPaper(chat_id, Paper.CALENDAR, known),))


def typed(words: str, conversation: Conversation, world: World) -> tuple[Action, str] | None:
    """Give the button of the list or of a card that is typed; None for anything else."""
    tokens = tuple(tokenise(words))
    lexicon = world.interpreter.lexicon
    is_shown = conversation.under in {Under.SESSIONS, Under.SESSION}
    if is_wish(words, world) or (is_shown and is_any(tokens, lexicon.typed["notify"])):
        return Action.NOTIFY, _county_of(conversation, world)
    if conversation.under is Under.SESSION and conversation.offered:
        named = {"register": Action.REGISTER, "calendar": Action.CALENDAR}
        found = next((action for name, action in named.items() if is_any(tokens, lexicon.typed[name])), None)
        return None if found is None else (found, conversation.offered[0])
    is_only_one = conversation.under is Under.SESSIONS and len(conversation.offered) == 1
    answered = world.knowledge.entries.get(conversation.answered or "")
    is_offered = answered is not None and answered.route is Route.REGISTER
    is_agreed = is_offered and is_any(tokens, lexicon.typed["yes"])
    is_registering = is_only_one and (is_agreed or is_any(tokens, lexicon.typed["register"]))
    return (Action.REGISTER, conversation.offered[0]) if is_registering else None


def is_wish(words: str, world: World) -> bool:
    """Tell whether the whole label of the button to be told of sessions is typed, which nothing else can mean."""
    return is_any(tuple(tokenise(words)), world.interpreter.lexicon.typed["notify_in_full"])


def _county_of(conversation: Conversation, world: World) -> str:
    if conversation.under is Under.SESSIONS:
        return conversation.wish
    sessions = [world.knowledge.sessions[one] for one in conversation.offered if one in world.knowledge.sessions]
    counties = {one.county for one in sessions}
    return counties.pop() if conversation.under is Under.SESSION and counties else ""
