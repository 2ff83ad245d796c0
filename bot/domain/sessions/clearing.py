"""Takes what the bot showed of registrations out of the staff group again, by changing its own messages there.

A card and how to reach somebody stand in messages that their number names; lists and files of a session, which name
many, in messages that the session names. What staff wrote themselves is theirs. While the bot is out of the group, all
that waits until it is back.
"""

from collections.abc import Sequence

from bot.domain.desk.cards import LANGUAGE, group_id
from bot.domain.effects import Effect, Revise
from bot.domain.emptying import ClearAll, EmptyLater
from bot.domain.sessions.buttons import shown_proposal
from bot.domain.sessions.cards import handle_of, offer_handle, reach_handle
from bot.domain.sessions.confirmed import ConfirmedSession
from bot.domain.sessions.lives import held
from bot.domain.sessions.registrations import Registration
from bot.domain.texts import Text, text
from bot.domain.world import World


def lists(key: int) -> str:
    """Give how the names of messages begin that list who comes to a session, or tell of them."""
    return f"roster:{key}:"


def files(key: int) -> str:
    """Give how the names of messages begin that hold a file about a session."""
    return f"file:{key}:"


def emptied(people: Sequence[Registration], why: Text, world: World) -> Sequence[Effect]:
    """Leave nothing of registrations on their cards and on what says how to reach them."""
    handles = [name for one in people for name in (handle_of(one), reach_handle(one.number), offer_handle(one.number))]
    return _emptied(handles, why, world)


def unreached(one: Registration, why: Text, world: World) -> Sequence[Effect]:
    """Leave nothing of how somebody was to be reached: another is asked from now on."""
    return _emptied([reach_handle(one.number), offer_handle(one.number)], why, world)


def proposals_emptied(ids: Sequence[int], why: Text, world: World) -> Sequence[Effect]:
    """Leave nothing of what waits for a tap, which may say whom to call."""
    return _emptied([shown_proposal(one) for one in ids], why, world)


def _emptied(handles: Sequence[str], why: Text, world: World) -> Sequence[Effect]:
    if world.case.staff.group is None:
        return [EmptyLater(handles)]
    chat_id = group_id(world.case.staff)
    return [Revise(chat_id, name, why, language=LANGUAGE, is_emptying=True) for name in handles]


def cleared(confirmed: ConfirmedSession, why: Text, world: World) -> Sequence[Effect]:
    """Leave nothing in the lists and the drafts of a session, and nothing of its files."""
    if world.case.staff.group is None:
        return [EmptyLater(names=(lists(confirmed.key), files(confirmed.key)))]
    chat_id, session = group_id(world.case.staff), confirmed.session
    # What is emptied may be the draft that staff were about to approve.
    was_held = session.end <= world.now and held(session.status) is not None
    key = "session.staff.cleared_after" if was_held else "session.staff.cleared"
    said = text(key, why=why, id=session.id)
    return (
        ClearAll(chat_id, lists(confirmed.key), said),
        ClearAll(chat_id, files(confirmed.key), why, are_files=True),
    )
