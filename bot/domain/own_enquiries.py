"""What citizens see and do of their own enquiries: `/moje`, its buttons, and whether the answer helped."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain import correspondence, promises, relaying
from bot.domain.answers import Reply
from bot.domain.conversation import Conversation, Under
from bot.domain.desk import cards, reminders
from bot.domain.effects import Effect, Say
from bot.domain.enquiries import Enquiry, Move, State, may, moved
from bot.domain.keeping import Count, KeepEnquiry, StopReminding
from bot.domain.lexicon import Lexicon, is_any
from bot.domain.matching import tokenise
from bot.domain.offers import Action, Offer, Offers
from bot.domain.registering import owning
from bot.domain.texts import Text, text
from bot.domain.world import Decision, Response, World, in_crisis, language_of


def overview(conversation: Conversation, world: World) -> Response:
    """Show the citizen's enquiries, the newest first: number, state in plain words, promised time, what can be done."""
    known = world.case.own or ([world.case.enquiry] if world.case.enquiry is not None else [])
    own = [one for one in known if not one.is_alert_only]
    if registered := owning.overview(world):
        return _with_registrations(own, registered, conversation, world)
    if not own:
        key = "own.nothing" if world.case.staff.is_open else "command.mine"
        told = Reply(text(key, reach=world.answers.reach()))
        return Response(replace(conversation, under=Under.NOTHING), told)
    said = text("own.all", cards=[_card(one, world) for one in own[:_MOST_SHOWN]])
    newest = own[0]
    under = Under.ENQUIRY if newest.is_open else Under.NOTHING
    told = Reply(said, _offers(newest))
    return Response(replace(conversation, under=under, offered=()), told, language=language_of(world))


def _with_registrations(
    own: Sequence[Enquiry], registered: Sequence[Text], conversation: Conversation, world: World
) -> Response:
    """Show registrations below the enquiries; what its buttons say can be typed, of several after their number."""
    said = text("own.all", cards=[*(_card(one, world) for one in own[:_MOST_SHOWN]), *registered])
    is_open = bool(own) and own[0].is_open
    offers = (*(_offers(own[0]) if is_open else ()), *owning.offers(world))
    if is_open:
        return Response(replace(conversation, under=Under.ENQUIRY, offered=()), Reply(said, offers))
    live = owning.live(world)
    shown = ("", str(live[0].number)) if len(live) == 1 else owning.SEVERAL if live else ()
    under = Under.REGISTRATION if shown else Under.NOTHING
    return Response(replace(conversation, under=under, offered=shown), Reply(said, offers))


# Enquiries that one message shows.
_MOST_SHOWN = 10


def _card(enquiry: Enquiry, world: World) -> Text:
    """Describe one enquiry."""
    lines = [_state(enquiry)]
    if enquiry.is_open and enquiry.waits_since is not None:
        lines.append(_promise(enquiry, world))
    question = enquiry.question if len(enquiry.question) <= _MOST_QUOTED else f"{enquiry.question[:_MOST_QUOTED]}…"
    return text("own.card", number=enquiry.number, question=question, lines=lines)


# Characters of a question that are repeated.
_MOST_QUOTED = 150


def _state(enquiry: Enquiry) -> Text:
    match enquiry.state:
        case State.WAITING:
            return text("own.waiting")
        case State.TAKEN if enquiry.waits_since is None:
            return text("own.answered")
        case State.TAKEN:
            return text("own.taken")
        case State.CLOSING:
            return text("own.closing")
        case State.CLOSED:
            return text("own.closed", at=enquiry.closed_at or enquiry.opened_at)


def _promise(enquiry: Enquiry, world: World) -> Text:
    if enquiry.promised_for is None or enquiry.promised_for <= world.now:
        return text("own.no_promise", phones=world.answers.phones())
    return text("own.promise", promised=enquiry.promised_for)


def _offers(enquiry: Enquiry) -> Offers:
    if not enquiry.is_open:
        return ()
    if enquiry.state is State.CLOSING:
        return _closing_offers(enquiry)
    about = str(enquiry.number)
    return (
        (Offer(text("button.add"), Action.ADD, about), Offer(text("button.end"), Action.END, about)),
        (Offer(text("button.withdraw"), Action.WITHDRAW, about), Offer(text("button.ask_bot"), Action.ASK_BOT, about)),
    )


def _closing_offers(enquiry: Enquiry) -> Offers:
    about = str(enquiry.number)
    return (
        (Offer(text("button.yes"), Action.YES, about), Offer(text("button.partly"), Action.PARTLY, about)),
        (Offer(text("button.not_yet"), Action.NOT_YET, about),),
    )


def typed(words: str, conversation: Conversation, world: World) -> tuple[Action, str] | None:
    """Give the button of one's own enquiry that is typed; None for anything else."""
    enquiry = world.case.enquiry
    if enquiry is None or not enquiry.is_open:
        return None
    names = _UNDER_CLOSING if _is_asked(enquiry, conversation, world) else {}
    if not names:
        names = {
            **(_UNDER_ENQUIRY if conversation.under is Under.ENQUIRY else {}),
            **(_AFTER_SENDING if enquiry.human_wrote_at is None and not enquiry.bot_is_asked else {}),
        }
    lexicon: Lexicon = world.interpreter.lexicon
    tokens = tuple(tokenise(words))
    found = next((action for name, action in names.items() if is_any(tokens, lexicon.typed[name])), None)
    return None if found is None else (found, str(enquiry.number))


def _is_asked(enquiry: Enquiry, conversation: Conversation, world: World) -> bool:
    """Tell whether the last that the citizen was asked is whether it helped."""
    if conversation.under is Under.CRISIS and in_crisis(conversation, world):
        return False
    if conversation.under is Under.ERASURE:
        return enquiry.state is State.CLOSING and not _is_erasure_later(enquiry, conversation)
    return enquiry.state is State.CLOSING or conversation.under is Under.CLOSING


def _is_erasure_later(enquiry: Enquiry, conversation: Conversation) -> bool:
    """Tell whether the question whether to erase everything came after the one whether it helped."""
    erasure, closing = conversation.erasure_asked_at, enquiry.asked_at
    return erasure is None or closing is None or erasure >= closing


# Names of `Lexicon.typed` -> what they press.
_UNDER_CLOSING = {"it_helped": Action.YES, "partly": Action.PARTLY, "not_yet": Action.NOT_YET}
# What nobody who waits for an answer would have written down.
_AFTER_SENDING = {"do_not_send": Action.DO_NOT_SEND, "cancel": Action.DO_NOT_SEND}
_UNDER_ENQUIRY = {
    "add": Action.ADD,
    "end": Action.END,
    "withdraw": Action.WITHDRAW,
    "ask_bot": Action.ASK_BOT,
}


def pressed(action: Action, about: str, chat_id: int, conversation: Conversation, world: World) -> Decision | None:
    """Obey a button of one's own enquiry; None when it names nothing of this citizen's."""
    enquiry = world.case.enquiry
    if enquiry is None or about != str(enquiry.number) or enquiry.citizen_chat_id != chat_id:
        return None
    if not enquiry.is_open:
        return _on_closed(action, enquiry, conversation, world)
    match action:
        case Action.ADD:
            kept = replace(conversation, under=Under.NOTHING)
            return _said(kept, enquiry, text("own.write_on", number=enquiry.number), _ask_bot(enquiry, is_asked=False))
        case Action.ASK_BOT:
            kept = replace(conversation, under=Under.NOTHING)
            return _said(kept, enquiry, text("own.ask_bot", number=enquiry.number), _ask_bot(enquiry, is_asked=True))
        case Action.END if may(enquiry, Move.ASK) and enquiry.human_wrote_at is not None:
            return _ask_whether_it_helped(conversation, enquiry)
        case Action.END if enquiry.state is State.CLOSING:
            return _ask_whether_it_helped(conversation, enquiry)
        case Action.END | Action.WITHDRAW:
            return _closed(conversation, enquiry, moved(enquiry, Move.WITHDRAW, at=world.now), world, "withdrawn")
        case Action.YES | Action.PARTLY if _may_rate(enquiry):
            what = "helped" if action is Action.YES else "helped_partly"
            return _closed(conversation, enquiry, _rated(enquiry, world), world, what)
        case Action.NOT_YET if _may_rate(enquiry):
            return _back(conversation, enquiry, world)
        case _:
            return None


def _said(
    conversation: Conversation, enquiry: Enquiry, said: Text, effects: Sequence[Effect] = (), offers: Offers = ()
) -> Decision:
    say = Say(enquiry.citizen_chat_id, said, offers, language=enquiry.language)
    return Decision(conversation, (*effects, say))


def _ask_bot(enquiry: Enquiry, *, is_asked: bool) -> Sequence[Effect]:
    return () if enquiry.bot_is_asked is is_asked else (KeepEnquiry(replace(enquiry, bot_is_asked=is_asked)),)


def _ask_whether_it_helped(conversation: Conversation, enquiry: Enquiry) -> Decision:
    kept = replace(conversation, under=Under.CLOSING)
    return _said(kept, enquiry, text("enquiry.did_it_help", number=enquiry.number), offers=_closing_offers(enquiry))


def _may_rate(enquiry: Enquiry) -> bool:
    return enquiry.state is State.CLOSING or (may(enquiry, Move.ASK) and enquiry.human_wrote_at is not None)


def _rated(enquiry: Enquiry, world: World) -> Enquiry:
    asked = enquiry if enquiry.state is State.CLOSING else moved(enquiry, Move.ASK, at=world.now)
    return moved(asked, Move.RATE, at=world.now)


def _closed(conversation: Conversation, enquiry: Enquiry, closed: Enquiry, world: World, how: str) -> Decision:
    """Close it, count how, and say once that the bot answers again."""
    effects = (
        *cards.closed(closed, world),
        StopReminding(closed.number),
        *_told_to_staff(f"own.staff.{how}", closed, world),
        Count(f"enquiry.closed.{how}", closed.topic or ""),
    )
    said = text(f"own.{how}", number=enquiry.number, days=world.rules.reopen_days)
    if closed.closed_by is Move.RATE and world.case.staff.group is None:
        # Nothing opens again while there is no staff group.
        said = text("own.rated_without_group", number=enquiry.number)
    return _said(replace(conversation, under=Under.NOTHING), closed, said, effects)


def _told_to_staff(key: str, enquiry: Enquiry, world: World) -> Sequence[Effect]:
    """Tell staff beside the card; while there is no group, the card alone tells the next one."""
    if world.case.staff.group is None:
        return ()
    return (relaying.aside(enquiry, text(key, number=enquiry.number), world),)


def _back(conversation: Conversation, enquiry: Enquiry, world: World) -> Decision:
    """Bring the matter back to its owner, or to the queue where they are not there: it did not help."""
    resumed = correspondence.resumed(enquiry, world) if enquiry.state is State.CLOSING else enquiry
    waiting = replace(resumed, waits_since=world.now, promised_for=promises.promise(world))
    return _open_again(conversation, waiting, world)


def _open_again(conversation: Conversation, enquiry: Enquiry, world: World) -> Decision:
    effects = (
        KeepEnquiry(enquiry),
        *cards.revised(enquiry, world),
        *_told_to_staff("own.staff.not_yet", enquiry, world),
        *reminders.begin(enquiry, world),
        Count("enquiry.not_helped", enquiry.topic or ""),
    )
    said = correspondence.acknowledgement(enquiry, world, is_back=True)
    return _said(replace(conversation, under=Under.NOTHING), enquiry, said, effects)


def _on_closed(action: Action, enquiry: Enquiry, conversation: Conversation, world: World) -> Decision | None:
    """Let a closed enquiry be opened again while that is allowed; every other button of it is old."""
    if action in {Action.NOT_YET, Action.ADD} and correspondence.may_reopen(enquiry, world):
        opened = replace(
            correspondence.reopened(enquiry, world), waits_since=world.now, promised_for=promises.promise(world)
        )
        return _open_again(conversation, opened, world)
    return _said(conversation, enquiry, text("enquiry.is_closed", number=enquiry.number))
