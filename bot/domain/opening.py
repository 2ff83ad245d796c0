"""A draft that the citizen sends becomes an enquiry: a number, a card, its lines, a promise."""

from collections.abc import Sequence

from bot.domain import correspondence, counties, promises, relaying
from bot.domain.conversation import Draft
from bot.domain.desk import cards, reminders
from bot.domain.effects import Effect
from bot.domain.enquiries import Enquiry
from bot.domain.interpreting import Outcome
from bot.domain.keeping import Count, KeepEnquiry, KeepLine
from bot.domain.protecting import protected
from bot.domain.ranking import NEVER_OFFERED
from bot.domain.texts import Text, text
from bot.domain.world import World

# An entry less likely than this says nothing about what a question is about.
_LIKELY = 0.2
_DEFAULT_LANGUAGE = "pl"


def enquiry_of(draft: Draft, chat_id: int, world: World, *, is_signed: bool, is_after_crisis: bool = False) -> Enquiry:
    """Give the enquiry that a draft becomes, with the number that is free."""
    return Enquiry(
        number=world.case.next_number,
        citizen_chat_id=chat_id,
        opened_at=world.now,
        question=protected(draft.text),
        language=draft.language or world.case.language or _DEFAULT_LANGUAGE,
        topic=draft.answered or _topic(draft.text, world),
        county=counties.named_in(draft.text, world.knowledge, world.interpreter.lexicon),
        signature=(draft.name or None) if is_signed else None,
        answered=draft.answered,
        was_sure=draft.was_sure,
        attached=tuple(one.media for one in draft.attachments),
        is_after_crisis=is_after_crisis or any(world.interpreter.is_crisis(one.text) for one in draft.parts),
        phone=draft.phone,
        phone_when=protected(draft.phone_when),
        promised_for=promises.promise(world),
        waits_since=world.now,
    )


def _topic(question: str, world: World) -> str | None:
    """Guess what a question is about."""
    judged = world.interpreter.interpret(question)
    if judged.outcome is Outcome.CRISIS or not judged.candidates:
        return None
    best = judged.candidates[0]
    return best.id if best.confidence >= _LIKELY and best.id not in NEVER_OFFERED else None


def opened(enquiry: Enquiry, draft: Draft, world: World) -> Sequence[Effect]:
    """Store an enquiry that is new, and put it before the staff."""
    shown, attached = relaying.question_lines(enquiry, draft, world)
    return (
        KeepEnquiry(enquiry),
        *(KeepLine(one) for one in shown),
        cards.post(enquiry, world),
        *cards.rest(enquiry, world),
        *relaying.send(enquiry, attached, world),
        *reminders.begin(enquiry, world),
        Count("enquiry.opened", enquiry.topic or ""),
    )


def confirmation(enquiry: Enquiry, world: World) -> Text:
    """Tell the citizen the number, and until when a human answers."""
    phones = world.answers.phones()
    if enquiry.promised_for is None:
        return text("handoff.sent_without_promise", number=enquiry.number, phones=phones)
    return text("handoff.sent", number=enquiry.number, promised=enquiry.promised_for, phones=phones)


def added(enquiry: Enquiry, draft: Draft, world: World) -> Sequence[Effect]:
    """Add a draft to the enquiry that is open already."""
    shown, attached = relaying.question_lines(enquiry, draft, world)
    with_copies = [relaying.with_copy(enquiry, one) for one in shown]
    return correspondence.take_in(enquiry, [*with_copies, *attached], world).effects
