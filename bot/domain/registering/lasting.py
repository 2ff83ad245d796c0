"""How long a form lasts: kept for a while after its last answer, remembered once in daytime, then forgotten."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain import promises
from bot.domain.conversation import Conversation, Under
from bot.domain.effects import Effect, Say
from bot.domain.forms import Form
from bot.domain.registering import hindrances, listing, showing
from bot.domain.sessions.events import FormFellDue
from bot.domain.sessions.keeping import FormDueAt
from bot.domain.sessions.reminders import FormReminder
from bot.domain.texts import text
from bot.domain.world import Decision, World

# After the last answer; quiet hours put it off.
_NUDGE_AFTER = timedelta(hours=24)


def touched(form: Form, chat_id: int, world: World) -> tuple[Form, Sequence[Effect]]:
    """Give the form answered now, and when it is looked after."""
    nudge_at = None if form.is_nudged else _in_daytime(world, _NUDGE_AFTER)
    due = (
        FormDueAt(chat_id, FormReminder.NUDGE, nudge_at),
        FormDueAt(chat_id, FormReminder.FORGET, world.now + world.rules.draft_life),
    )
    return replace(form, touched_at=world.now), due


def _in_daytime(world: World, after: timedelta) -> datetime:
    return promises.end_of_quiet(replace(world, now=world.now + after))


def over(chat_id: int) -> Sequence[Effect]:
    """Give what is no longer due once the form is sent or forgotten."""
    return tuple(FormDueAt(chat_id, reminder, None) for reminder in FormReminder)


def unless_outlived(conversation: Conversation, world: World) -> Conversation:
    """Forget a form that nobody has come back to for long."""
    form = conversation.form
    if form is None or form.touched_at is None or world.now < form.touched_at + world.rules.draft_life:
        return conversation
    under = Under.NOTHING if conversation.under is Under.FORM else conversation.under
    return replace(conversation, form=None, under=under)


def fell_due(conversation: Conversation, event: FormFellDue, world: World) -> Decision:
    """Nudge once about a form that was left, in daytime; a form past its time was forgotten before this."""
    form = conversation.form
    # Who has called for help is left alone with it.
    if form is None or event.reminder is FormReminder.FORGET or form.is_nudged or conversation.crisis_until is not None:
        return Decision(conversation, ())
    if promises.is_quiet(world):
        later = FormDueAt(event.chat_id, FormReminder.NUDGE, promises.end_of_quiet(world))
        return Decision(conversation, (later,))
    session = world.knowledge.sessions.get(form.session_id)
    why = hindrances.why_not(form.session_id, world)
    if session is None or why is not None:
        kept = replace(conversation, form=None, under=Under.NOTHING)
        said = text("form.ended", why=why or text("form.ended_gone"))
        county = "" if session is None else session.county
        return Decision(kept, (Say(event.chat_id, said, (listing.notify(county),)), *over(event.chat_id)))
    until = (form.touched_at or world.now) + world.rules.draft_life
    said = text("form.nudge", title=session.title, start=session.start, seats=showing.free(form, world), until=until)
    kept = replace(conversation, form=replace(form, is_nudged=True))
    return Decision(kept, (Say(event.chat_id, said, showing.resuming()),))
