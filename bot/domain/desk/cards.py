"""How an enquiry looks in the staff group: one card, changed in place for its whole life.

The card is a function of the enquiry alone: whoever changes the enquiry revises the card, and nothing on it is lost.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain import drafts, promises
from bot.domain.desk import buttons
from bot.domain.effects import Effect, Revise, Say
from bot.domain.enquiries import Enquiry, Move, State
from bot.domain.keeping import KeepEnquiry
from bot.domain.offers import Offers
from bot.domain.staff import Member, Staff
from bot.domain.texts import Text, text
from bot.domain.world import World

# The language of the desk.
LANGUAGE = "pl"
# Characters of the question on its card, so that everything else always finds room (Bot API: 4096 UTF-16 units, and a
# character has at most two). What is longer follows the card: `rest`.
LONGEST_QUESTION = 1500


def post(enquiry: Enquiry, world: World) -> Say:
    """Put a new card into the group; without a sound outside working time. The group is paired.

    Whoever called for help a short while before goes first.
    """
    is_silent = not promises.is_working_time(world)
    said, offers = _body(enquiry, world), buttons.under_card(enquiry)
    return Say(
        group_id(world.case.staff),
        said,
        offers,
        language=LANGUAGE,
        handle=enquiry.card,
        is_silent=is_silent,
        is_urgent=enquiry.is_after_crisis,
    )


def rest(enquiry: Enquiry, world: World) -> Sequence[Say]:
    """Give what of a very long question finds no room on the card, in messages that quote it; most often nothing."""
    chat_id = group_id(world.case.staff)
    parts = [enquiry.question[at : at + LONGEST_QUESTION] for at in _rest(enquiry)]
    return [
        Say(
            chat_id,
            text("desk.card.rest", number=enquiry.number, question=part),
            language=LANGUAGE,
            handle=handle,
            is_silent=True,
            quotes=enquiry.card,
        )
        for handle, part in zip(rest_handles(enquiry), parts, strict=True)
    ]


def rest_handles(enquiry: Enquiry) -> Sequence[str]:
    """Give our names of the messages that continue a very long question."""
    return [f"{enquiry.question_handle}:{at}" for at in _rest(enquiry)]


def _rest(enquiry: Enquiry) -> range:
    return range(LONGEST_QUESTION, len(enquiry.question), LONGEST_QUESTION)


def revise(enquiry: Enquiry, world: World, *, offers: Offers | None = None, below: Text | None = None) -> Revise:
    """Make the card show the enquiry as it is now. The group is paired.

    `below` stands in the place of the question and `offers` in the place of the usual buttons: how a menu is shown.
    """
    shown = buttons.under_card(enquiry) if offers is None else offers
    return Revise(group_id(world.case.staff), enquiry.card, _body(enquiry, world, below), shown, language=LANGUAGE)


def revised(enquiry: Enquiry, world: World) -> Sequence[Revise]:
    """Make the card show the enquiry as it is now, where there is a group to show it in."""
    return () if world.case.staff.group is None else (revise(enquiry, world),)


def closed(enquiry: Enquiry, world: World) -> Sequence[Effect]:
    """Keep an enquiry that has just been closed, and show it on its card: now, or when there is a group again."""
    return (KeepEnquiry(replace(enquiry, is_card_behind=world.case.staff.group is None)), *revised(enquiry, world))


def group_id(staff: Staff) -> int:
    """Give the id of the staff group. Raises `LookupError` where none is paired."""
    if staff.group is None:
        raise LookupError("no group is paired")
    return staff.group.chat_id


def named(enquiry: Enquiry, world: World) -> Text:
    """Name an enquiry without a word of its citizen, where neither erasure nor retention would find it again."""
    entry = world.knowledge.entries.get(enquiry.topic or "")
    if entry is None:
        return text("desk.named_by_number", number=enquiry.number)
    return text("desk.named", number=enquiry.number, topic=entry.title)


def called(member: Member | None) -> str:
    """Name a member so that Telegram calls them: by user name where they have one; empty for nobody."""
    if member is None:
        return ""
    return f"@{member.username}" if member.username else member.name


def _body(enquiry: Enquiry, world: World, below: Text | None = None) -> Text:
    lines = [
        text("desk.card.head", number=enquiry.number, state=_state(enquiry, world.case.staff)),
        *_about(enquiry, world),
        *_deadline(enquiry),
        *_happened(enquiry, world.case.staff),
        *drafts.attached_lines(enquiry.attached),
    ]
    return text("desk.card.body", lines=lines, below=below or _question(enquiry))


def _question(enquiry: Enquiry) -> Text:
    if not enquiry.question and enquiry.attached:
        return text("desk.card.no_words")
    if len(enquiry.question) <= LONGEST_QUESTION:
        return text("desk.card.question", question=enquiry.question)
    return text("desk.card.question_cut", question=enquiry.question[:LONGEST_QUESTION])


def _state(enquiry: Enquiry, staff: Staff) -> Text:
    owner = staff.name_of(enquiry.owner_id)
    since = enquiry.owned_since or enquiry.opened_at
    match enquiry.state:
        case State.WAITING:
            return text("desk.card.waiting", since=enquiry.opened_at)
        case State.TAKEN:
            return text("desk.card.taken", owner=owner, since=since)
        case State.CLOSING:
            return text("desk.card.closing", owner=owner, since=since)
        case State.CLOSED:
            is_support = bool(enquiry.alert) and enquiry.closed_by is None
            how = text("desk.card.closed_by.alert" if is_support else _CLOSED[enquiry.closed_by], owner=owner)
            return text("desk.card.closed", how=how, at=enquiry.closed_at or since)


_CLOSED = {
    Move.RATE: "desk.card.closed_by.rate",
    Move.EXPIRE: "desk.card.closed_by.expire",
    Move.PHONE: "desk.card.closed_by.phone",
    Move.WITHDRAW: "desk.card.closed_by.withdraw",
    Move.SPAM: "desk.card.closed_by.spam",
    None: "desk.card.closed_by.unknown",
}


def _about(enquiry: Enquiry, world: World) -> Sequence[Text]:
    """Say what the question is about, from whom, and what the bot has said to it."""
    entry = world.knowledge.entries.get(enquiry.topic or "")
    county = world.knowledge.counties.get(enquiry.county or "")
    lines = [text("desk.card.topic", topic=entry.title)] if entry is not None else []
    if county is not None:
        lines.append(text("desk.card.county", county=county.name))
    lines.append(text(_LANGUAGES.get(enquiry.language, "desk.card.language.pl")))
    lines.append(_who(enquiry))
    if enquiry.phone is not None:
        key = "desk.card.phone_when" if enquiry.phone_when else "desk.card.phone"
        lines.append(text(key, phone=enquiry.phone, when=enquiry.phone_when))
    return [*lines, _answered(enquiry, world)]


_LANGUAGES = {"pl": "desk.card.language.pl", "uk": "desk.card.language.uk", "en": "desk.card.language.en"}


def _who(enquiry: Enquiry) -> Text:
    if enquiry.signature is None:
        return text("desk.card.unsigned")
    return text("desk.card.from", name=enquiry.signature)


def _answered(enquiry: Enquiry, world: World) -> Text:
    if enquiry.alert or enquiry.is_after_crisis:
        return text("desk.card.crisis")
    entry = world.knowledge.entries.get(enquiry.answered or "")
    if entry is None:
        return text("desk.card.bot_silent")
    return text("desk.card.bot_sure" if enquiry.was_sure else "desk.card.bot_unsure", topic=entry.title)


def _deadline(enquiry: Enquiry) -> Sequence[Text]:
    if not enquiry.is_open:
        return ()
    if enquiry.waits_since is None:
        return (text("desk.card.nobody_waits"),)
    if enquiry.promised_for is None:
        return (text("desk.card.no_promise"),)
    return (text("desk.card.promise", at=enquiry.promised_for),)


def _happened(enquiry: Enquiry, staff: Staff) -> Sequence[Text]:
    """Say what came later and what went wrong."""
    lines = []
    former = staff.name_of(enquiry.former_id) if enquiry.state is State.WAITING else ""
    if former:
        lines.append(text("desk.card.former", owner=former))
    if enquiry.added and enquiry.added_at is not None:
        lines.append(text("desk.card.added", count=enquiry.added, at=enquiry.added_at))
    if enquiry.undone_at is not None:
        lines.append(text("desk.card.undone", at=enquiry.undone_at))
    if enquiry.is_unreachable:
        lines.append(text("desk.card.unreachable"))
    return lines
