"""Ready replies: the answer of the knowledge base to the enquiry's topic, and a few sentences that are always needed.

They are texts of the catalogue, so that whoever looks after the words finds them with all others (decision 0011).
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.desk import cards, replying
from bot.domain.desk.buttons import Pressed
from bot.domain.effects import Effect, Relay
from bot.domain.enquiries import Enquiry
from bot.domain.lines import Author, Fate, Line
from bot.domain.offers import DeskAction, Offer
from bot.domain.staff import Member
from bot.domain.texts import Text, text
from bot.domain.world import World

# The answer of the base, by its own name; then the sentences, as `template.<id>.title` and `template.<id>.body`.
ENTRY = "entry"
CANNED = ("details", "phone_you", "visit", "checking")


def show_list(enquiry: Enquiry, _button: Pressed, _actor: Member, world: World) -> Sequence[Effect]:
    """Show on the card which replies there are."""
    entry = world.knowledge.entries.get(enquiry.topic or "")
    known = [(ENTRY, text("template.entry", title=entry.title))] if entry is not None else []
    known += [(one, text(f"template.{one}.title")) for one in CANNED]
    offers = [[Offer(title, DeskAction.PREVIEW, f"{enquiry.number}:{one}")] for one, title in known]
    back = [Offer(text("button.back"), DeskAction.BACK, str(enquiry.number))]
    return (cards.revise(enquiry, world, offers=[*offers, back], below=text("template.which")),)


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
    return (cards.revise(enquiry, world, offers=offers, below=text("template.preview", body=body)),)


def send(enquiry: Enquiry, button: Pressed, actor: Member, world: World) -> Sequence[Effect] | Text:
    """Send a ready reply to the citizen."""
    body = _body(enquiry, button.about, actor, world)
    if body is None:
        return text("desk.press.stale")
    line = Line(
        number=enquiry.number,
        handle=f"template:{enquiry.number}:{button.about}{world.now.timestamp():.0f}",
        author=Author.STAFF,
        fate=Fate.QUEUED,
        at=world.now,
        staff_id=actor.user_id,
        text=button.about,
        quotes=_question(enquiry, world),
    )
    effects = replying.send([line], enquiry, actor, world)
    return [replace(one, text=_signed(body, actor, world)) if isinstance(one, Relay) else one for one in effects]


def _question(enquiry: Enquiry, world: World) -> int | None:
    asked = next((one for one in world.case.lines if one.handle == enquiry.card), None)
    return asked.message_id if asked is not None else None


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
