"""Handing a question to the specialists: what is typed and pressed while a draft stands, and the sending.

Nothing goes to anybody before the citizen says so; what a draft looks like belongs to `drafts`.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain import drafts, opening, relaying, turns
from bot.domain.answers import REACH, shortened
from bot.domain.conversation import Attachment, Conversation, Draft, Part, Step, Under
from bot.domain.crisis import Level
from bot.domain.effects import Effect, ForgetDraftAt, Revise, Say, WaitForAlbum
from bot.domain.enquiries import Enquiry
from bot.domain.events import CitizenSentMedia, CitizenWrote
from bot.domain.keeping import NoteConsent
from bot.domain.lexicon import Lexicon, is_any
from bot.domain.matching import tokenise
from bot.domain.offers import Action, Offer, Offers
from bot.domain.texts import Text, text
from bot.domain.world import Decision, World, in_crisis

# Characters that are kept of when somebody can be called.
_MOST_WHEN = 120


def unless_outlived(conversation: Conversation, world: World) -> Conversation:
    """Forget a draft that nobody has come back to for long."""
    begun = conversation.draft.begun_at if conversation.draft is not None else None
    is_outlived = begun is not None and begun + world.rules.draft_life <= world.now
    return replace(conversation, draft=None, under=Under.NOTHING) if is_outlived else conversation


def to_human(language: str | None, chat_id: int, conversation: Conversation, world: World) -> Decision:
    """Open the way to a human that somebody asked for; in `language`, None: the reader's own."""
    enquiry = world.case.enquiry
    if enquiry is not None and enquiry.is_open and conversation.question and world.case.staff.group is not None:
        return _added_question(chat_id, conversation, enquiry, world)
    if world.case.staff.is_open:
        earlier = replace(conversation, question_id=None) if conversation.lines else None
        told = drafts.begin(drafts.with_lines(conversation), world, language=language, earlier=earlier)
    else:
        told = replace(turns.human(REACH, conversation, world), language=language)
    return Decision(told.conversation, (Say(chat_id, told.reply.text, told.reply.offers, language=told.language),))


def _added_question(chat_id: int, conversation: Conversation, enquiry: Enquiry, world: World) -> Decision:
    """Add the last question to the enquiry that is open already."""
    effects = opening.added(enquiry, drafts.of_question(conversation, world), world)
    kept = replace(conversation, question="", question_id=None, sent=(), under=Under.NOTHING)
    said = Say(chat_id, text("handoff.added_to_open", number=enquiry.number), language=enquiry.language)
    return Decision(kept, (*effects, said))


def went_on(conversation: Conversation, event: CitizenWrote | CitizenSentMedia, world: World) -> Decision | None:
    """Take a message for a draft in progress; None where it means something else."""
    draft = conversation.draft
    if draft is None or (in_crisis(conversation, world) and conversation.under is not Under.DRAFT):
        return None
    if not event.is_edit and _is_full(draft, event):
        return _shown(event.chat_id, conversation, draft, world, text("handoff.full"))
    if isinstance(event, CitizenSentMedia):
        return _attached(conversation, draft, event, world)
    if event.is_edit:
        return _edited(conversation, draft, event, world)
    match draft.step:
        case Step.PREVIEW:
            parts = (*draft.parts, Part(event.text, event.message_id))
            added = _with_numbers(event.text, world, text("handoff.added"))
            return _shown(event.chat_id, conversation, _new(draft, parts=parts), world, added)
        case Step.WRITING:
            new = _new(draft, parts=(Part(event.text, event.message_id),), step=Step.PREVIEW)
            return _shown(event.chat_id, conversation, new, world, _with_numbers(event.text, world))
        case Step.PHONE:
            phone = world.phone_of(event.text)
            if phone is None:
                return _shown(event.chat_id, conversation, draft, world, text("handoff.not_a_phone"))
            new = _new(draft, phone=phone, step=Step.PHONE_WHEN)
            return _shown(event.chat_id, conversation, new, world)
        case Step.PHONE_WHEN:
            new = _new(draft, phone_when=shortened(event.text, _MOST_WHEN), step=Step.PREVIEW)
            return _shown(event.chat_id, conversation, new, world)


def _with_numbers(words: str, world: World, head: Text | None = None) -> Text | None:
    """Put one line of numbers above a question about violence or suicide, or somewhat like a call for help."""
    if world.interpreter.level_of(words) is Level.NONE:
        return head
    numbers = world.answers.numbers()
    return numbers if head is None else text("crisis.with_numbers", body=head, numbers=numbers)


# Characters and files that one question holds.
_MOST_TYPED, _MOST_FILES = 12_000, 30


def _is_full(draft: Draft, event: CitizenWrote | CitizenSentMedia) -> bool:
    """Tell whether a message finds no room in a draft that is very long already."""
    if isinstance(event, CitizenSentMedia):
        return len(draft.attachments) >= _MOST_FILES
    return draft.step is Step.PREVIEW and len(draft.text) + len(event.text) > _MOST_TYPED


def _new(draft: Draft, **changes: object) -> Draft:
    """Give a changed draft: buttons under what was shown of it before no longer send it."""
    return replace(draft, revision=draft.revision + 1, **changes)  # type: ignore[arg-type]  # the fields that a step names


def _attached(conversation: Conversation, draft: Draft, event: CitizenSentMedia, world: World) -> Decision:
    """Send it along; an album is shown when all of it is there."""
    if event.is_edit and attachment(event) in draft.attachments:
        return Decision(conversation, ())  # Telegram reports changes that nobody made, too
    if event.is_edit:
        others = tuple(one for one in draft.attachments if one.message_id != event.message_id)
        new = _new(draft, attachments=(*others, attachment(event)))
    else:
        step = Step.PREVIEW if draft.step is Step.WRITING and not draft.parts else draft.step
        new = _new(draft, attachments=(*draft.attachments, attachment(event)), step=step)
    if event.album_id is not None:
        kept = replace(conversation, draft=new, under=Under.DRAFT)
        return Decision(kept, (WaitForAlbum(event.chat_id, relaying.ALBUM_WAIT),))
    return _shown(event.chat_id, conversation, new, world, text("handoff.attached_now"))


def attachment(event: CitizenSentMedia) -> Attachment:
    """Give what is to be sent along."""
    return Attachment(event.message_id, event.media, event.part, event.album_id, event.caption)


def album_arrived(conversation: Conversation, chat_id: int, world: World) -> Decision:
    """Show a draft with all parts of the album that came."""
    draft = conversation.draft or Draft()
    return _shown(chat_id, conversation, draft, world, text("handoff.attached_now"))


def _edited(conversation: Conversation, draft: Draft, event: CitizenWrote, world: World) -> Decision | None:
    """Put the new words in the place of the old; None when the message is not part of the draft."""
    if all(part.message_id != event.message_id for part in draft.parts):
        return None
    if Part(event.text, event.message_id) in draft.parts:
        return Decision(conversation, ())  # Telegram reports changes that nobody made, too
    parts = tuple(replace(one, text=event.text) if one.message_id == event.message_id else one for one in draft.parts)
    return _shown(event.chat_id, conversation, _new(draft, parts=parts), world, text("handoff.changed"))


def typed(words: str, conversation: Conversation, lexicon: Lexicon) -> Action | None:
    """Give the button of the preview that is typed; None for anything else."""
    if conversation.draft is None:
        return None
    tokens = tuple(tokenise(words))
    found = next((action for name, action in _TYPED.items() if is_any(tokens, lexicon.typed[name])), None)
    if found is not None or conversation.draft.step is not Step.PREVIEW:
        return found
    if is_any(tokens, lexicon.typed["yes"]):
        return Action.SEND
    return Action.DO_NOT_SEND if is_any(tokens, lexicon.typed["no"]) else None


# Names of `Lexicon.typed` -> what they press while a draft stands.
_TYPED = {
    "unsigned": Action.SEND_UNSIGNED,
    "send": Action.SEND,
    "do_not_send": Action.DO_NOT_SEND,
    "cancel": Action.DO_NOT_SEND,
    "fix": Action.FIX,
    "call_me": Action.CALL_ME,
    "back": Action.BACK,
}


def pressed(
    press: tuple[Action, str], chat_id: int, handle: str | None, conversation: Conversation, world: World
) -> Decision | None:
    """Obey a button of the preview, of whichever version of it; None when there is nothing that it could mean."""
    action, about = press
    draft = conversation.draft
    if draft is None:
        return _without_draft(action, chat_id, conversation, world)
    if about and about != drafts.version_of(draft) and action is not Action.DO_NOT_SEND:
        return _shown(chat_id, conversation, draft, world, text("handoff.older_preview"))
    match action:
        case Action.SEND | Action.SEND_UNSIGNED:
            return _send(chat_id, handle, conversation, world, is_signed=action is Action.SEND)
        case Action.FIX:
            return _shown(chat_id, conversation, _new(draft, step=Step.WRITING), world)
        case Action.CALL_ME:
            return _shown(chat_id, conversation, _new(draft, step=Step.PHONE), world)
        case Action.BACK:
            return _back(chat_id, conversation, draft, world)
        case _:
            kept = replace(conversation, draft=None, under=Under.NOTHING)
            return Decision(kept, (_in_place(chat_id, handle, text("handoff.not_sent"), draft.language),))


def _without_draft(action: Action, chat_id: int, conversation: Conversation, world: World) -> Decision | None:
    """Say of an old button that the question was sent, and offer to take it back; None of any other."""
    enquiry = world.case.enquiry
    if enquiry is None or not enquiry.is_open:
        return None
    if action in {Action.SEND, Action.SEND_UNSIGNED}:
        return Decision(conversation, (Say(chat_id, text("handoff.already_sent", number=enquiry.number)),))
    if action is not Action.DO_NOT_SEND:
        return None
    offers: Offers = [[Offer(text("button.withdraw"), Action.WITHDRAW, str(enquiry.number))]]
    said = text("handoff.take_back", number=enquiry.number)
    kept = replace(conversation, under=Under.ENQUIRY, offered=())
    return Decision(kept, (Say(chat_id, said, offers, language=enquiry.language),))


def _back(chat_id: int, conversation: Conversation, draft: Draft, world: World) -> Decision:
    """Go one step back; from the preview, there is nothing before it."""
    step = Step.PHONE if draft.step is Step.PHONE_WHEN else Step.PREVIEW
    head = text("typed.nothing_to_go_back_to") if draft.step is Step.PREVIEW else None
    return _shown(chat_id, conversation, _new(draft, step=step), world, head)


def _shown(chat_id: int, conversation: Conversation, draft: Draft, world: World, head: Text | None = None) -> Decision:
    told = drafts.show(replace(conversation, draft=draft), world, head=head)
    return Decision(told.conversation, (Say(chat_id, told.reply.text, told.reply.offers, language=told.language),))


def _in_place(chat_id: int, handle: str | None, said: Text, language: str | None) -> Effect:
    if handle is None:
        return Say(chat_id, said, language=language)
    return Revise(chat_id, handle, said, language=language)


def begun(before: Conversation, done: Decision, chat_id: int, world: World) -> Sequence[Effect]:
    """Give what begins with a draft: the time of its end where it is not sent, and that the notice was shown."""
    is_new = before.draft is None and done.conversation.draft is not None
    ends = (ForgetDraftAt(chat_id, world.now + world.rules.draft_life),) if is_new else ()
    return (*ends, *_consent(done, chat_id, world))


def _consent(done: Decision, chat_id: int, world: World) -> Sequence[Effect]:
    """Keep that the privacy notice was shown, where a draft was shown below it."""
    kept = done.conversation
    is_shown = kept.draft is not None and kept.under is Under.DRAFT
    is_said = any(isinstance(one, Say | Revise) for one in done.effects)
    is_noted = is_shown and is_said and drafts.is_notice_due(world)
    return (NoteConsent(chat_id, drafts.NOTICE_VERSION),) if is_noted else ()


def _send(chat_id: int, handle: str | None, conversation: Conversation, world: World, *, is_signed: bool) -> Decision:
    draft = conversation.draft or Draft()
    if draft.is_empty:
        return _shown(chat_id, conversation, draft, world)
    if not world.case.staff.is_open:
        said = text("handoff.cannot_send", reach=world.answers.reach())
        return Decision(conversation, (Say(chat_id, said, language=draft.language),))
    if world.case.enquiry is not None and world.case.enquiry.is_open:
        number, effects = world.case.enquiry.number, opening.added(world.case.enquiry, draft, world)
        said = text("handoff.added_to_open", number=number)
    else:
        is_after_crisis = in_crisis(conversation, world)
        enquiry = opening.enquiry_of(draft, chat_id, world, is_signed=is_signed, is_after_crisis=is_after_crisis)
        effects, said = opening.opened(enquiry, draft, world), opening.confirmation(enquiry, world)
    kept = replace(conversation, draft=None, under=Under.NOTHING, answered=None)
    return Decision(kept, (*effects, _in_place(chat_id, handle, said, draft.language)))
