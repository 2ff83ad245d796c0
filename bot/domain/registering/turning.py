"""One turn of the form: how it is shown, kept and ended. What the turn is about belongs to `filling`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.conversation import Conversation, Under
from bot.domain.effects import Effect, Revise, Say, TakeBack
from bot.domain.forms import Form, FormStep
from bot.domain.offers import Offers
from bot.domain.registering import hindrances, lasting, listing, showing
from bot.domain.texts import Text, text
from bot.domain.world import Decision, World


@dataclass(frozen=True, slots=True)
class FormTurn:
    """The form at the beginning of a turn."""

    form: Form
    chat_id: int
    conversation: Conversation
    world: World
    # The pressed message, which is changed in place; None: it was typed, so the form stands below what was typed.
    handle: str | None = None

    def show(self, form: Form, *above: Text) -> Decision:
        """Show the form as it is now, below what has to be said first."""
        reply = showing.form_message(form, self.world, above)
        return self.ask(form, reply.text, reply.offers)

    def go_on(self, form: Form, *above: Text) -> Decision:
        """Show a form that was begun before, with what is kept of it and the way to begin anew."""
        reply = showing.form_message(form, self.world, (*above, *showing.kept(form, self.world)))
        return self.ask(form, reply.text, (*reply.offers, *(showing.anew() if form.organisation else ())))

    def move_on(self, form: Form) -> Decision:
        """Show the form after an answer, with what has changed about its session meanwhile.

        That fewer seats are free than people want to come is said once, when their number is known.
        """
        known, news = hindrances.news(form, self.world)
        shortage = hindrances.shortage(known, self.world) if self.form.step is FormStep.PEOPLE else ()
        return self.show(known, *news, *shortage)

    def ask(self, form: Form, said: Text, offers: Offers) -> Decision:
        """Show something of the form, and keep the form."""
        message, named = self._message(form, said, offers)
        kept, due = lasting.touched(named, self.chat_id, self.world)
        return Decision(replace(self.conversation, form=kept, under=Under.FORM, offered=()), (*message, *due))

    def end(self, said: Text, offers: Offers = (), effects: Sequence[Effect] = ()) -> Decision:
        """Say how it ends, and forget the form."""
        message, _ = self._message(self.form, said, offers)
        kept = replace(self.conversation, form=None, under=Under.NOTHING, offered=())
        return Decision(kept, (*message, *effects, *lasting.over(self.chat_id)))

    def pause(self, said: Text) -> Decision:
        """Keep the form for later: what is typed is not for it any more."""
        asked = self.ask(replace(self.form, is_paused=True), said, showing.resuming())
        return replace(asked, conversation=replace(asked.conversation, under=Under.NOTHING))

    def hindered(self, why: Text) -> Decision:
        """End a form whose session takes no registrations any more."""
        session = self.world.knowledge.sessions.get(self.form.session_id)
        county = "" if session is None else session.county
        return self.end(text("form.ended", why=why), (listing.notify(county),))

    def _message(self, form: Form, said: Text, offers: Offers) -> tuple[Sequence[Effect], Form]:
        """Give the message, and the form that knows it: one message shows a form, so an older one goes."""
        if self.handle is not None:
            older = () if form.handle in {"", self.handle} else (TakeBack(self.chat_id, form.handle),)
            shown = Revise(self.chat_id, self.handle, said, offers)
            return (shown, *older), replace(form, handle=self.handle)
        named = replace(form, shown=form.shown + 1)
        named = replace(named, handle=handle_of(named, self.chat_id))
        return (Say(self.chat_id, said, offers, handle=named.handle), *gone(form, self.chat_id)), named


def handle_of(form: Form, chat_id: int) -> str:
    """Give our name of the message that shows the form now."""
    begun = form.begun_at.timestamp() if form.begun_at is not None else 0
    return f"form:{chat_id}:{begun:.0f}:{form.shown}"


def gone(form: Form, chat_id: int) -> Sequence[Effect]:
    """Take back the message that showed the form before; the new one takes its place."""
    return (TakeBack(chat_id, form.handle),) if form.handle else ()
