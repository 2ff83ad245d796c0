"""`/sesja` and its buttons: sessions made and changed in the group, taps that confirm, registrations by phone.

A question of the bot is answered by a reply to it: its name says what was asked, so nothing is kept in between.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.desk import presses
from bot.domain.effects import Effect
from bot.domain.events import GroupSpoke
from bot.domain.knowledge import SessionStatus
from bot.domain.lexicon import is_any
from bot.domain.matching import tokenise
from bot.domain.offers import SessionAction
from bot.domain.registering.accepting import cleaned
from bot.domain.sessions import board, buttons, entering, erasing, making, proposing, reporting, taps
from bot.domain.sessions.buttons import NO_SESSION
from bot.domain.sessions.confirmed import ConfirmedSession, Origin, Proposal, ProposalKind
from bot.domain.sessions.filled import OF_SESSION, read
from bot.domain.sessions.lives import SessionMove, may_become
from bot.domain.sessions.mailings import Audience
from bot.domain.sessions.making import Faulty
from bot.domain.sessions.taps import Done, Press, asking_for, say
from bot.domain.staff import Member
from bot.domain.texts import Text, text
from bot.domain.world import World

# Characters of a message to many, and of a reason.
_LONGEST_MESSAGE, _LONGEST_REASON = 2500, 500


def obey(event: GroupSpoke, argument: str, world: World) -> Sequence[Effect]:
    """Obey `/sesja`, what stands alone behind it, `/sesja <id>` and `/sesja <id> <button>`; the writer may command."""
    if not argument:
        return (say(*board.overview(world), reply_to=event.message_id, world=world),)
    if is_any(tuple(tokenise(argument)), world.interpreter.lexicon.typed["session_new"]):
        said = text("session.staff.template_new")
        return (asking_for(said, NO_SESSION, "new", world),)
    if is_any(tuple(tokenise(argument)), world.interpreter.lexicon.typed["session_demand"]):
        return (say(board.demand(world), (), reply_to=event.message_id, world=world),)
    name, _, rest = argument.partition(" ")
    confirmed = world.agenda.confirmed.get(name.casefold())
    if confirmed is None:
        said = text("session.staff.unknown", id=cleaned(name))
        return (say(said, (), reply_to=event.message_id, world=world),)
    actor = world.case.actor
    action = _named(rest, world)
    if not rest or action is None or actor is None:
        return (say(*board.board(confirmed, world), reply_to=event.message_id, world=world),)
    seen = _about(confirmed, world)
    return _in_words(taps.press(action, confirmed, Press(actor), seen), event, world)


def _named(typed: str, world: World) -> SessionAction | None:
    """Give the button of a session whose words are typed."""
    words, lexicon = tuple(tokenise(typed)), world.interpreter.lexicon
    return next((SessionAction(name) for name, forms in lexicon.session_buttons.items() if words in forms), None)


def _about(confirmed: ConfirmedSession, world: World) -> World:
    people = world.agenda.everybody.get(confirmed.session.id, ())
    return replace(world, agenda=replace(world.agenda, registrations=people))


def _in_words(done: Done, event: GroupSpoke, world: World) -> Sequence[Effect]:
    """Give what follows; why nothing does is said in a reply."""
    return (say(done, (), reply_to=event.message_id, world=world),) if isinstance(done, Text) else done


def went_on(event: GroupSpoke, world: World) -> Sequence[Effect] | None:
    """Take a reply to the bot's question about a session (a new date, a reason …); None where none was asked."""
    handle, actor = world.case.quoted_handle or "", world.case.actor
    asked, proposed = buttons.asked(handle), buttons.proposed(handle)
    if (asked is None and proposed is None) or event.media is not None:
        return None
    refused = presses.refusal(event.author, world)
    if refused is not None or actor is None:
        return _in_words(refused or text("desk.no_right"), event, world)
    if asked is None:
        return _answered_proposal(event, actor, world)
    key, what = asked
    if is_any(tuple(tokenise(event.text)), world.interpreter.lexicon.typed["stop_form"]):
        return _in_words(text("session.staff.nothing_done"), event, world)
    return _in_words(_answered(event, key, what, actor, world), event, world)


def _answered_proposal(event: GroupSpoke, actor: Member, world: World) -> Sequence[Effect] | None:
    """Take the words of a proposal's buttons in reply to it as a press; anything else is talk among staff."""
    words, lexicon, proposal = tuple(tokenise(event.text)), world.interpreter.lexicon.typed, world.agenda.proposal
    if proposal is None:
        return None
    if is_any(words, lexicon["mistake"]):
        return _in_words(proposing.reject(proposal, actor, world), event, world)
    is_confirmed = is_any(words, lexicon["confirm_proposal"]) and proposal.kind is not ProposalKind.VANISHED
    return _in_words(proposing.confirm(proposal, actor, world), event, world) if is_confirmed else None


def _answered(event: GroupSpoke, key: int, what: str, actor: Member, world: World) -> Done:
    kind, _, rest = what.partition(":")
    if kind == "new":
        return _made(event, actor, world)
    confirmed = next((one for one in world.agenda.confirmed.values() if one.key == key), None)
    if confirmed is None:
        return text("desk.press.stale")
    hindered = taps.hindered(kind, confirmed.session, world)
    if hindered is not None:
        return hindered
    match kind:
        case "change":
            return _changed(event, confirmed, actor, world)
        case "cancel":
            return _cancelled(event, confirmed, actor, world)
        case "add":
            done, faults = entering.enter(event, confirmed, world)
            return _faulty(faults, confirmed.key, "add", world) if faults else done
        case "message":
            return _message(event, confirmed, rest, actor, world)
        case erasing.ASKED:
            return _erased(event, confirmed, rest, world)
        case reporting.ASKED:
            return reporting.answered(confirmed, rest, event.text, world)
    return text("desk.press.stale")


def _erased(event: GroupSpoke, confirmed: ConfirmedSession, about: str, world: World) -> Done:
    """Take the number of who is to be erased, or that it is meant."""
    number = about.partition(":")[0]
    if not number:
        return erasing.question(confirmed, event.text, world)
    words, lexicon = tuple(tokenise(event.text)), world.interpreter.lexicon.typed
    if is_any(words, lexicon["erase"]):
        return erasing.erase(confirmed, number, world)
    return text("session.staff.nothing_done")


def _faulty(faults: Sequence[Text], key: int, what: str, world: World) -> Sequence[Effect]:
    """Say all that is wrong; a reply to this message is taken like one to the question."""
    return (asking_for(text("session.staff.faults", lines=faults), key, what, world),)


def _made(event: GroupSpoke, actor: Member, world: World) -> Done:
    session = making.made(read(event.text, OF_SESSION, world.interpreter.lexicon), world)
    if isinstance(session, Faulty):
        return _faulty(session.why, NO_SESSION, "new", world)
    proposal = Proposal(0, session.id, ProposalKind.NEW, Origin.GROUP, world.now, after=session, by=actor.user_id)
    return proposing.propose(proposal, world)


def _changed(event: GroupSpoke, confirmed: ConfirmedSession, actor: Member, world: World) -> Done:
    filled = read(event.text, OF_SESSION, world.interpreter.lexicon)
    taken = sum(one.held for one in world.agenda.registrations)
    session = making.changed(confirmed.session, filled, taken, world)
    if isinstance(session, Faulty):
        return _faulty(session.why, confirmed.key, "change", world)
    return proposing.propose_change(confirmed, session, actor, world)


def _cancelled(event: GroupSpoke, confirmed: ConfirmedSession, actor: Member, world: World) -> Done:
    reason = cleaned(event.text)
    if len(reason) > _LONGEST_REASON:
        return text("form.no.too_long", most=_LONGEST_REASON, length=len(reason))
    if not may_become(confirmed.session.status, SessionMove.CANCEL):
        return text("session.press.settled")
    session = replace(confirmed.session, status=SessionStatus.CANCELLED, reason=reason)
    return proposing.propose_change(confirmed, session, actor, world)


def _message(event: GroupSpoke, confirmed: ConfirmedSession, audience: str, actor: Member, world: World) -> Done:
    words = event.text.strip()
    if audience not in {one.value for one in Audience} or not words:
        return text("desk.press.stale")
    if len(words) > _LONGEST_MESSAGE:
        return text("form.no.too_long", most=_LONGEST_MESSAGE, length=len(words))
    proposal = Proposal(
        0,
        confirmed.session.id,
        ProposalKind.MESSAGE,
        Origin.GROUP,
        world.now,
        message=words,
        audience=audience,
        by=actor.user_id,
    )
    return proposing.propose(proposal, world)
