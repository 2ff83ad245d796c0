"""What is shown of a question before it is sent: the preview of exactly what staff would get, and the steps before it.

Nothing is sent here, and nothing is read of what the citizen types: that belongs to `handoff`.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bot.domain import promises
from bot.domain.answers import Reply, shortened
from bot.domain.conversation import Conversation, Draft, Part, Step, Under
from bot.domain.events import Media
from bot.domain.offers import Action, Offer, Offers
from bot.domain.protecting import has_number, protected
from bot.domain.ranking import SMALL_TALK
from bot.domain.texts import Text, text
from bot.domain.world import Response, World, in_crisis

# The newest version of the privacy notice (`handoff.notice` in the texts): whoever has seen an older one sees it anew.
NOTICE_VERSION = 1
# Characters of the question that a preview shows, so that all the rest finds room (Bot API: 4096 UTF-16 units, and a
# character has at most two).
_MOST_SHOWN = 1200


def begin(
    conversation: Conversation,
    world: World,
    *,
    head: Text | None = None,
    language: str | None = None,
    earlier: Conversation | None = None,
) -> Response:
    """Open a draft with the last question filled in, and show it; `head` says why. Staff can be reached.

    A draft that stands already keeps what it holds, and so does the question of `earlier`: the last one comes below.
    """
    enquiry = world.case.enquiry
    if enquiry is not None and enquiry.is_open:
        return _already_open(conversation, world)
    new = of_question(conversation, world, language)
    held = conversation.draft or (None if earlier is None else of_question(earlier, world, language))
    kept = replace(conversation, draft=_below(held, new), question="", question_id=None, sent=())
    return show(kept, world, head=head)


def _below(held: Draft | None, new: Draft) -> Draft:
    """Put what a new draft holds below what one holds already."""
    if held is None or held.is_empty:
        return new if held is None or not new.is_empty else held
    if new.is_empty:
        return held
    return replace(
        held,
        parts=(*held.parts, *new.parts),
        attachments=(*held.attachments, *new.attachments),
        revision=held.revision + 1,
    )


def with_lines(conversation: Conversation) -> Conversation:
    """Take the lines that wait for more as the last question: nobody waits for more of them now."""
    if not conversation.lines:
        return conversation
    return replace(conversation.asking(" ".join(conversation.lines), lines=()), sent=())


def of_question(conversation: Conversation, world: World, language: str | None = None) -> Draft:
    """Give a draft of the last question, with what came with it; a greeting is none."""
    question = "" if conversation.answered in SMALL_TALK else conversation.question.strip()
    is_caption = question == "\n".join(one.caption for one in conversation.sent if one.caption)
    return Draft(
        parts=(Part(question, conversation.question_id),) if question and not is_caption else (),
        attachments=conversation.sent,
        name=conversation.name,
        language=language,
        answered=conversation.answered if question else None,
        was_sure=bool(question) and conversation.was_sure,
        begun_at=world.now,
    )


def _already_open(conversation: Conversation, world: World) -> Response:
    """Say that there is an open enquiry, and offer to add the question that is not part of it."""
    enquiry = world.case.enquiry
    number = enquiry.number if enquiry is not None else 0
    if conversation.question:
        offers: Offers = [[Offer(text("button.add_question"), Action.HUMAN)]]
        said = Reply(text("handoff.add_to_open", number=number), offers)
        return Response(replace(conversation, under=Under.HUMAN, offered=(), clarifications=0), said)
    return Response(replace(conversation, under=Under.NOTHING), Reply(text("handoff.already_open", number=number)))


def show(conversation: Conversation, world: World, *, head: Text | None = None) -> Response:
    """Show a draft as it stands: the preview, or what is asked for at its step."""
    draft = conversation.draft or Draft()
    if draft.is_empty and draft.step is Step.PREVIEW:
        draft = replace(draft, step=Step.WRITING)
    kept = replace(conversation, draft=draft, under=Under.DRAFT, offered=(), clarifications=0)
    said, offers = _at_step(draft, world)
    above = [one for one in (head, _notice(world)) if one is not None]
    for one in reversed(above):
        said = text("handoff.above", above=one, below=said)
    if in_crisis(conversation, world):
        said = text("crisis.with_answer", body=said, contacts=world.answers.helplines())
    return Response(kept, Reply(said, offers), draft.language)


def is_notice_due(world: World) -> bool:
    """Tell whether the privacy notice has to stand above what is shown next."""
    return world.case.notice_version < NOTICE_VERSION


def _notice(world: World) -> Text | None:
    if not is_notice_due(world):
        return None
    centre = world.knowledge.centre
    return text("handoff.notice", centre=centre.short_name, days=world.rules.enquiry_days, operator=centre.operator)


def _at_step(draft: Draft, world: World) -> tuple[Text, Offers]:
    stop = [[Offer(text("button.do_not_send"), Action.DO_NOT_SEND, version_of(draft))]]
    match draft.step:
        case Step.WRITING if draft.parts:
            return text("handoff.write_anew", question=shortened(draft.text, _MOST_SHOWN)), stop
        case Step.WRITING:
            return text("handoff.write_first"), stop
        case Step.PHONE:
            return text("handoff.phone_number"), stop
        case Step.PHONE_WHEN:
            return text("handoff.phone_when", phone=draft.phone or ""), stop
        case Step.PREVIEW:
            return _preview(draft, world), _under_preview(draft)


def version_of(draft: Draft) -> str:
    """Name what a preview shows: a button under another version sends nothing."""
    return f"v{draft.revision}"


def _preview(draft: Draft, world: World) -> Text:
    attached = attached_lines([one.media for one in draft.attachments])
    lines = [*_question(draft), *attached, *_phone(draft)]
    lines.append(text("handoff.signature", name=draft.name) if draft.name else text("handoff.no_signature"))
    if has_number([draft.text]):
        lines.append(text("handoff.number_hidden"))
    return text("handoff.preview", lines=lines, when=when(world))


def _question(draft: Draft) -> Sequence[Text]:
    shown = protected(draft.text)
    if not shown:
        return ()
    if len(shown) <= _MOST_SHOWN:
        return (text("handoff.question", question=shown),)
    return (text("handoff.question_cut", question=shortened(shown, _MOST_SHOWN)),)


def attached_lines(attached: Sequence[Media]) -> Sequence[Text]:
    """Count what comes with a question, by kind: a line for each."""
    counted = Counter(attached)
    return [text(f"handoff.attached.{media.value}", count=counted[media]) for media in Media if counted[media]]


def _phone(draft: Draft) -> Sequence[Text]:
    if draft.phone is None:
        return ()
    key = "handoff.phone_at" if draft.phone_when else "handoff.phone"
    return (text(key, phone=draft.phone, when=draft.phone_when),)


def when(world: World) -> Text:
    """Say until when staff answer, and when they are back where nobody is at work now."""
    promised, opens = promises.promise(world), promises.next_opening(world)
    if promised is None:
        return text("handoff.no_promise", phones=world.answers.phones())
    if promises.is_working_time(world) or opens is None:
        return text("handoff.promise", promised=promised)
    return text("handoff.closed_now", opens=opens, promised=promised)


def _under_preview(draft: Draft) -> Offers:
    def button(label: str, action: Action) -> Offer:
        return Offer(text(label), action, version_of(draft))

    send = [button("button.send", Action.SEND)]
    unsigned = [button("button.send_unsigned", Action.SEND_UNSIGNED)]
    change = [button("button.fix", Action.FIX), button("button.do_not_send", Action.DO_NOT_SEND)]
    call = [button("button.call_me", Action.CALL_ME)]
    return send, unsigned, change, call
