"""What must hold at a desk, whatever happened there in whatever order."""

from collections.abc import Sequence

from bot.domain.enquiries import State
from bot.domain.lines import Fate, Line, relay_handle
from bot.store import enquiries, lines
from bot.store.outgoing import SendText
from tests.desks import GROUP
from tests.interleaving.desk import ANSWER, CITIZENS, Desk, Spoken
from tests.interleaving.telegram import words_of

DELIVERED, NOTE = "👌", "✍"
REFUSED = "Nie dostarczono"
_MARK_OF = {Fate.DELIVERED: DELIVERED, Fate.NOTE: NOTE, Fate.UNDONE: NOTE, Fate.FAILED: REFUSED}


def assert_one_owner(desk: Desk) -> None:
    """See that an enquiry has an owner if, and only if, somebody has taken it; one open one each citizen."""
    for citizen in CITIZENS:
        own = enquiries.of_citizen(desk.tx, citizen)
        assert sum(one.is_open for one in own) <= 1
        for one in own:
            assert one.is_open is False or (one.owner_id is not None) == (one.state is not State.WAITING)


def assert_one_mark_and_one_outcome(desk: Desk) -> None:
    """See that every staff message has the mark of what became of it, and only that."""
    for one in desk.spoken:
        line = lines.named(desk.tx, relay_handle(one.chat_id, one.message_id))
        if one.chat_id != desk.group:
            _assert_moved(desk, one, line)
            continue
        marks = _marks(desk, one)
        if line is not None and line.fate is Fate.HELD:
            assert marks == [], f"{one}: held, but {marks}"
            continue
        assert len(marks) == 1, f"{one}, {line}: {marks}"
        desk.counted["replies"] += 1
        desk.counted[marks[0]] += 1
        if line is not None:
            assert marks[0] == _MARK_OF[line.fate], f"{one}: {line.fate} with {marks}"
            _assert_outcome(desk, one, line)


def _assert_moved(desk: Desk, one: Spoken, line: Line | None) -> None:
    """See what became of a message of the group that is another now: its mark may have nothing left to stand on."""
    if line is not None and line.fate is not Fate.HELD:
        desk.counted["moved"] += 1
        _assert_outcome(desk, one, line)


def _marks(desk: Desk, one: Spoken) -> list[str]:
    """Give the marks of a staff message: its reaction or, in its place, the newest short reply, and what refuses it."""
    ids = (one.message_id, *one.parts)
    chat = desk.telegram.chats[desk.group]
    said = [words for message_id, words in chat.replies if message_id in ids]
    repeated = [words_of(m) for m in desk.telegram.unrecorded if isinstance(m, SendText) and m.reply_to in ids]
    refusals = _refusals(said) - _refusals(repeated) - one.refused_changes
    short = [words[0] for words in said if words[0] in {DELIVERED, NOTE}]
    reactions = [chat.reactions[each] for each in ids if each in chat.reactions]
    return [*{*(short[-1:] or reactions)}, *[REFUSED] * refusals]


def _assert_outcome(desk: Desk, one: Spoken, line: Line) -> None:
    """See in the citizen's chat what the mark says of a reply."""
    if ANSWER not in one.words or one.is_changed:
        return
    enquiry = enquiries.lock(desk.tx, line.number)
    assert enquiry is not None
    chat = desk.telegram.chats[enquiry.citizen_chat_id]
    came = sum(one.words in words for words in chat.history)
    stands = sum(one.words in words for words in chat.shown.values())
    repeated = sum(one.words in words_of(message) for message in desk.telegram.unrecorded)
    match line.fate:
        case Fate.DELIVERED:
            assert stands == 1 + repeated, f"{one}: {stands} stand"
        case Fate.NOTE:
            assert came == 0, f"{one} leaked"
        case Fate.FAILED:
            assert came == repeated, f"{one} came and is said to have failed"
        case Fate.UNDONE:
            assert stands <= repeated, f"{one} still stands"
        case Fate.HELD | Fate.QUEUED:
            raise AssertionError(f"{one} is {line.fate}")


def assert_no_line_is_lost(desk: Desk) -> None:
    """See that staff have seen what was added, or were told that they could not."""
    seen = [words for chat_id in (GROUP.chat_id, desk.group) for words in desk.telegram.chats[chat_id].history]
    for citizen, message_id, words in desk.added:
        desk.counted["lines"] += 1
        line = lines.written(desk.tx, citizen, message_id)
        if line is not None and line.fate is Fate.FAILED:
            continue
        assert any(words in shown for shown in seen), f"{words} of {citizen} is lost: {line}"
    for one in desk.lines():
        assert one.fate is not Fate.QUEUED, f"{one} is under way for ever"


def _refusals(said: Sequence[str]) -> int:
    return sum(words.startswith(REFUSED) for words in said)
