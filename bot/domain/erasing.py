"""Erasure on request: what goes now, what is emptied in the group, what the law keeps; asked once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.domain.answers import Reply
from bot.domain.conversation import Conversation, Under
from bot.domain.desk import cards, clearing, settling
from bot.domain.effects import Effect, ForgetCitizen, Revise, Say
from bot.domain.enquiries import Enquiry
from bot.domain.events import CitizenEvent, CitizenPressed
from bot.domain.keeping import Count
from bot.domain.offers import Action, Offer
from bot.domain.registering import forgetting
from bot.domain.staff import StaffGroup
from bot.domain.texts import Text, text
from bot.domain.world import Decision, Response, World, language_of


def ask(conversation: Conversation, world: World) -> Response:
    """Say what erasure does, in three groups, and ask once."""
    offers = [[Offer(text("button.erase"), Action.ERASE)], [Offer(text("button.keep"), Action.KEEP)]]
    kept = forgetting.kept_lines(world) or [text("erasing.nothing_kept")]
    said = text("erasing.ask", now=_now(conversation, world), group=_in_group(world), kept=kept)
    asked = replace(conversation, under=Under.ERASURE, offered=(), erasure_asked_at=world.now)
    return Response(asked, Reply(said, offers), language=language_of(world))


def _now(conversation: Conversation, world: World) -> Sequence[Text]:
    """List what is deleted from the store at once."""
    lines = [text("erasing.conversation")]
    if conversation.draft is not None:
        lines.append(text("erasing.draft"))
    if world.case.own:
        numbers = ", ".join(str(one.number) for one in world.case.own)
        lines.append(text("erasing.enquiries", count=len(world.case.own), numbers=numbers))
    if conversation.form is not None:
        lines.append(text("erasing.form"))
    lines += forgetting.erased_lines(world)
    lines += [text("erasing.open_enquiry", number=one.number) for one in world.case.own if one.is_open]
    return lines


def _in_group(world: World) -> Text:
    """Say what is emptied in the staff group, and what the bot cannot empty there."""
    if not world.case.own and not world.agenda.mine:
        return text("erasing.nothing_in_group")
    return text("erasing.in_group" if world.case.staff.group is not None else "erasing.in_group_later")


def may_erase(conversation: Conversation, event: CitizenEvent) -> bool:
    """Tell whether a turn may be the one that deletes everything."""
    is_press = isinstance(event, CitizenPressed) and event.data.partition(":")[0] == Action.ERASE.value
    return is_press or conversation.under is Under.ERASURE


def pressed(action: Action, chat_id: int, conversation: Conversation, world: World) -> Decision | None:
    """Erase, or keep everything; a button of long ago asks once more, since there may be more to lose now."""
    if action is not Action.ERASE:
        # Pressed below a question that was answered with yes: there is nothing left to be kept.
        is_over = conversation.erasure_asked_at is None and _is_nothing_stored(conversation, world)
        said = text("command.erased" if is_over else "erasing.kept")
        return Decision(replace(conversation, under=Under.NOTHING), (Say(chat_id, said, language=language_of(world)),))
    if not _was_just_asked(conversation, world):
        told = ask(conversation, world)
        return Decision(told.conversation, (Say(chat_id, told.reply.text, told.reply.offers, language=told.language),))
    # Then what is stored, so that nothing that still waits for the group is sent after it was emptied there.
    effects = (
        *_told(world),
        *forgetting.kept(world),
        ForgetCitizen(chat_id),
        *_emptied(conversation, world),
        *forgetting.freed(world),
        Count("citizen.erased"),
    )
    said = text("command.erased_but" if forgetting.kept_lines(world) else "command.erased")
    return Decision(Conversation(), (*effects, Say(chat_id, said, language=language_of(world))))


def _was_just_asked(conversation: Conversation, world: World) -> bool:
    """Tell whether the question is still fresh, or answered twice: then nothing is left that could be lost."""
    asked = conversation.erasure_asked_at
    if asked is not None:
        return world.now - asked <= _ANSWERED_WITHIN
    return _is_nothing_stored(conversation, world)


def _is_nothing_stored(conversation: Conversation, world: World) -> bool:
    return not (conversation.question or conversation.draft or conversation.form or world.case.own or world.agenda.mine)


# What the question lists may be out of date later.
_ANSWERED_WITHIN = timedelta(days=1)


def _told(world: World) -> Sequence[Effect]:
    """Mark what has just been delivered: after the erasure nobody knows of it any more."""
    by_number = {one.number: one for one in world.case.own}
    cases = (replace(world.case, enquiry=by_number.get(one.number), line=one) for one in world.case.unsettled)
    return [effect for case in cases for effect in settling.settled(replace(world, case=case))]


def _emptied(conversation: Conversation, world: World) -> Sequence[Effect]:
    group = world.case.staff.group
    if group is None:
        return ()
    why = text("erasing.on_request")
    effects = [_without_words(handle, why, group) for handle in conversation.crisis_alerts]
    for enquiry in world.case.own:
        own = [line for line in world.case.lines if line.number == enquiry.number]
        effects += clearing.emptied(enquiry, own, group, why, on_card=text("erasing.on_request_card"))
    told = _told_apart(world)
    return [*effects, *([_staff_told(told, group)] if told else [])]


def _told_apart(world: World) -> Sequence[Enquiry]:
    """Give what staff are told of beside the cards: messages of one moment would say who wrote what is unsigned."""
    signed = [one for one in world.case.own if one.signature is not None]
    is_alone = not signed and not world.agenda.mine
    return world.case.own if is_alone else signed


def outlived(conversation: Conversation, world: World) -> Sequence[Effect]:
    """Empty the alerts of a conversation whose time is over, but for those that a kept enquiry shows."""
    group = world.case.staff.group
    if group is None:
        return ()
    kept = {one.alert for one in world.case.own}
    return [
        _without_words(handle, text("desk.outlived"), group)
        for handle in conversation.crisis_alerts
        if handle not in kept
    ]


def _without_words(handle: str, why: Text, group: StaffGroup) -> Effect:
    return Revise(group.chat_id, handle, why, language=cards.LANGUAGE, is_emptying=True)


def _staff_told(erased: Sequence[Enquiry], group: StaffGroup) -> Say:
    numbers = ", ".join(str(one.number) for one in erased)
    said = text("erasing.staff_told", count=len(erased), numbers=numbers)
    return Say(group.chat_id, said, language=cards.LANGUAGE, is_silent=True)
