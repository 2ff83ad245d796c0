"""Ready replies: the answer of the knowledge base to the enquiry's topic, and a few sentences that are always needed.

They are texts of the catalogue, so that whoever looks after the words finds them with all others (decision 0011).
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.desk import buttons, cards, replying
from bot.domain.desk.buttons import Pressed
from bot.domain.effects import Effect, Relay
from bot.domain.enquiries import Enquiry
from bot.domain.events import GroupSpoke
from bot.domain.keeping import KeepLine
from bot.domain.lexicon import is_any
from bot.domain.lines import Author, Fate, Line
from bot.domain.matching import tokenise
from bot.domain.offers import DeskAction, Offer
from bot.domain.staff import Member
from bot.domain.texts import Text, text
from bot.domain.world import World

# The answer of the base, by its own name; then the sentences, as `template.<id>.title` and `template.<id>.body`.
ENTRY = "entry"
CANNED = ("details", "phone_you", "visit", "checking")


def show_list(enquiry: Enquiry, _button: Pressed, _actor: Member, world: World) -> Sequence[Effect]:
    """Show on the card which replies there are, each with the number that it can be typed by."""
    offers = [
        [Offer(text("template.numbered", number=at, title=title), DeskAction.PREVIEW, f"{enquiry.number}:{one}")]
        for at, (one, title) in enumerate(_known(enquiry, world), start=1)
    ]
    back = [Offer(text("button.back"), DeskAction.BACK, str(enquiry.number))]
    return (cards.revise(enquiry, world, offers=[*offers, back], below=text("template.which")),)


def _known(enquiry: Enquiry, world: World) -> Sequence[tuple[str, Text]]:
    """Give (id, title) of each reply there is, in the order of the list."""
    entry = world.knowledge.entries.get(enquiry.topic or "")
    answer = [(ENTRY, text("template.answer", title=entry.title))] if entry is not None else []
    return [*answer, *((one, text(f"template.{one}.title")) for one in CANNED)]


def named(words: str, enquiry: Enquiry, world: World) -> str | None:
    """Give the reply that is named by its number in the list or by its title; None: there is none of that name."""
    known = [one for one, _title in _known(enquiry, world)]
    if words.isdecimal():
        return dict(enumerate(known, start=1)).get(int(words))
    typed, tokens = world.interpreter.lexicon.typed, tokenise(words)
    return next((one for one in known if is_any(tokens, typed[f"template_{one}"])), None)


def preview(enquiry: Enquiry, button: Pressed, actor: Member, world: World) -> Sequence[Effect] | Text:
    """Show what would be sent, before it is."""
    body = _body(enquiry, button.about, actor, world)
    if body is None:
        return text("desk.press.stale")
    about = f"{enquiry.number}:{button.about}"
    offers = [
        [Offer(text("button.send_template"), DeskAction.SEND_TEMPLATE, about)],
        [Offer(text("button.back"), DeskAction.BACK, str(enquiry.number))],
    ]
    number = [one for one, _title in _known(enquiry, world)].index(button.about) + 1
    shown = text("template.preview", body=body, number=number)
    return (cards.revise(enquiry, world, offers=offers, below=shown),)


def send(enquiry: Enquiry, button: Pressed, actor: Member, world: World) -> Sequence[Effect] | Text:
    """Send a ready reply to the citizen."""
    body = _body(enquiry, button.about, actor, world)
    if body is None:
        return text("desk.press.stale")
    if _is_just_sent(button.about, world):
        return text("desk.press.settled")
    line = Line(
        number=enquiry.number,
        handle=f"{_READY}{enquiry.number}:{button.about}{world.now.timestamp():.0f}",
        author=Author.STAFF,
        fate=Fate.QUEUED,
        at=world.now,
        staff_id=actor.user_id,
        text=button.about,
        quotes=replying.question_of(enquiry, world),
    )
    effects = replying.send([line], enquiry, actor, world)
    return [replace(one, text=_signed(body, actor, world)) if isinstance(one, Relay) else one for one in effects]


def written_as(event: GroupSpoke, sent: Sequence[Effect]) -> Sequence[Effect]:
    """Give what sends a ready reply whose name somebody wrote: the message gets the mark of what it sends."""
    return [_written_as(event, one) for one in sent]


def _written_as(event: GroupSpoke, effect: Effect) -> Effect:
    match effect:
        case KeepLine(line=line):
            return KeepLine(replace(line, chat_id=event.chat_id, message_id=event.message_id))
        case Relay(lines=lines):
            here = [replace(one, chat_id=event.chat_id, message_id=event.message_id) for one in lines]
            return replace(effect, lines=here)
        case _:
            return effect


def named_in(line: Line) -> Text:
    """Give the title of a ready reply that was sent."""
    return text("template.some_answer") if line.text == ENTRY else text(f"template.{line.text}.title")


def is_ready_reply(line: Line) -> bool:
    """Tell a ready reply, whose words no change of a message changes."""
    return line.handle.startswith(_READY)


_READY = "template:"


def _is_just_sent(template: str, world: World) -> bool:
    """Tell whether this reply has gone out a moment ago: a button that is pressed twice sends once."""
    mine = (one for one in world.case.lines if is_ready_reply(one))
    return any(
        one.text == template and one.fate in {Fate.QUEUED, Fate.DELIVERED} and world.now - one.at < buttons.TWICE_WITHIN
        for one in mine
    )


def _body(enquiry: Enquiry, template: str, actor: Member, world: World) -> Text | None:
    """Give the words of a reply; None when there is none of that name any more."""
    entry = world.knowledge.entries.get(enquiry.topic or "")
    if template == ENTRY and entry is not None:
        return world.answers.answer([entry], None, ()).text
    if template in CANNED:
        return text(f"template.{template}.body", name=actor.name, phones=world.answers.phones())
    return None


def _signed(body: Text, actor: Member, world: World) -> Text:
    return text("reply.signed_text", name=actor.name, short_name=world.knowledge.centre.short_name, body=body)
