"""What an account does with its registrations: look at them, change the number or the contact, withdraw, hand one on.

After registration has ended another number of people is a request that staff decide about; withdrawing is always
possible, because somebody may be waiting for the seats.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.domain import drafts
from bot.domain.conversation import Conversation, Under
from bot.domain.effects import Effect, Say
from bot.domain.events import CitizenWrote
from bot.domain.forms import Form, FormStep
from bot.domain.keeping import NoteConsent
from bot.domain.knowledge import Route
from bot.domain.lexicon import is_any
from bot.domain.matching import tokenise
from bot.domain.offers import Action, Offer, Offers
from bot.domain.registering import accepting, hindrances, lasting, own, reading, showing
from bot.domain.registering.accepting import NotTaken
from bot.domain.sessions import cards, changing, clearing, waiting
from bot.domain.sessions.keeping import Invite, KeepRegistration
from bot.domain.sessions.lives import RegistrationState
from bot.domain.sessions.registrations import Registration
from bot.domain.sessions.shown import Standing, standing
from bot.domain.texts import Text, text
from bot.domain.world import Decision, Response, World

ACTIONS = frozenset(one for one in Action if one.value.startswith("r."))
# Registrations that have their buttons in one message; more are opened one by one.
_MOST_CARDS = 10


def live(world: World) -> Sequence[Registration]:
    """Give the account's registrations of sessions that are not over, the newest first."""
    sessions = world.knowledge.sessions
    mine = [one for one in world.agenda.mine if one.is_active and one.session_id in sessions]
    is_on = [one for one in mine if standing(sessions[one.session_id], world.now) is not Standing.OVER]
    return sorted(is_on, key=lambda one: -one.number)[:_MOST_CARDS]


def overview(world: World) -> Sequence[Text]:
    """Give one text for each registration of the account that is not over, and for each that was called off."""
    return [*(_card(one, world) for one in live(world)), *(_called_off(one, world) for one in _cancelled(world))]


def _cancelled(world: World) -> Sequence[Registration]:
    sessions = world.knowledge.sessions
    mine = [one for one in world.agenda.mine if one.state is RegistrationState.CANCELLED and one.session_id in sessions]
    return [one for one in mine if sessions[one.session_id].end > world.now][-_MOST_CARDS:]


def _called_off(one: Registration, world: World) -> Text:
    session = world.knowledge.sessions[one.session_id]
    return text(
        "registration.called_off",
        number=one.number,
        title=session.title,
        start=session.start,
        reason=session.reason,
    )


def offers(world: World) -> Offers:
    """Give the buttons: of the one registration there is, or a button to open each of several."""
    mine = live(world)
    if len(mine) == 1:
        return _under_card(mine[0])
    return [(Offer(text("button.own", number=one.number), Action.OWN_SHOW, str(one.number)),) for one in mine]


def beside_answer(told: Response, world: World) -> Response:
    """Put the account's registrations below an answer that says how they are changed: here, where there are some."""
    shown = overview(world)
    if not shown:
        return told
    answer = text("registration.change_here") if live(world) else told.reply.text
    said = text("registration.below", answer=answer, cards=shown)
    return replace(told, reply=replace(told.reply, text=said, offers=(*offers(world), *told.reply.offers)))


def _card(one: Registration, world: World) -> Text:
    session = world.knowledge.sessions[one.session_id]
    return text(
        "registration.card",
        own=own.described(one, world),
        title=session.title,
        when=text("session.when", start=session.start, end=session.end),
        where=text("session.where", place=session.place, address=session.address),
        organisation=one.organisation,
        contact=cards.reach(one) or text("registration.no_contact"),
    )


def _under_card(one: Registration) -> Offers:
    number, contact = ("button.change_number", Action.OWN_NUMBER), ("button.change_contact", Action.OWN_CONTACT)
    invite, resign = ("button.invite", Action.OWN_INVITE), ("button.resign", Action.OWN_RESIGN)
    is_offered = one.state is RegistrationState.OFFERED
    labels = ((contact, invite),) if is_offered else ((number, contact), (invite, resign))
    rows = [[_button(label, action, one) for label, action in row] for row in labels]
    return [*waiting.offers(one.number), *rows] if is_offered else rows


def _button(label: str, action: Action, one: Registration) -> Offer:
    return Offer(text(label), action, str(one.number))


def pressed(action: Action, about: str, chat_id: int, conversation: Conversation, world: World) -> Decision | None:
    """Obey a button of one's own registration; None when it names nothing of this account's that is not over."""
    one = next((mine for mine in live(world) if str(mine.number) == about), None)
    if one is None:
        return None
    over = replace(conversation, under=Under.NOTHING, offered=())
    match action:
        case Action.OWN_SHOW:
            shown = replace(conversation, under=Under.REGISTRATION, offered=("", about))
            return Decision(shown, (Say(chat_id, _card(one, world), _under_card(one)),))
        case Action.OWN_NUMBER if one.state is RegistrationState.OFFERED:
            return Decision(over, (Say(chat_id, text("registration.offer_first")),))
        case Action.OWN_NUMBER:
            return _ask("people", text("registration.ask_number", count=one.people), one, chat_id, conversation)
        case Action.OWN_CONTACT:
            return _ask_contact(one, chat_id, conversation, world)
        case Action.OWN_RESIGN:
            sure = Offer(text("button.resign_surely"), Action.OWN_RESIGN_SURELY, about)
            stay = Offer(text("button.stay"), Action.OWN_STAY, about)
            said = text("registration.ask_resign", own=own.described(one, world))
            return _ask("resign", said, one, chat_id, conversation, offered=((sure,), (stay,)))
        case Action.OWN_RESIGN_SURELY:
            said = text("registration.resigned", number=one.number)
            return Decision(over, (*changing.withdraw(one, world), Say(chat_id, said)))
        case Action.OWN_INVITE:
            return Decision(over, (Invite(world.agenda.code, one.number), Say(chat_id, _invitation(one, world))))
        case _:
            return Decision(over, (Say(chat_id, text("registration.stays")),))


# How long a one-time link works.
INVITATION_LIVES = timedelta(days=7)


def _invitation(one: Registration, world: World) -> Text:
    """Give the one-time link; without the bot's name in Telegram only what can be typed."""
    code, until = world.agenda.code, world.now + INVITATION_LIVES
    if not world.username:
        return text("registration.invitation_typed", number=one.number, code=code, until=until)
    link = f"https://t.me/{world.username}?start=k_{code}"
    return text("registration.invitation", number=one.number, code=code, until=until, link=link)


def _ask_contact(one: Registration, chat_id: int, conversation: Conversation, world: World) -> Decision:
    """Ask for another contact person, or for the first one of a new owner, who reads the privacy notice."""
    if one.contact:
        return _ask("contact", text("registration.ask_contact", contact=one.contact), one, chat_id, conversation)
    return _for_new_owner(one, _asked_anew(world), chat_id, conversation)


def _asked_anew(world: World) -> Text:
    return text("registration.ask_new_contact", notice=showing.notice(world))


def _for_new_owner(one: Registration, said: Text, chat_id: int, conversation: Conversation) -> Decision:
    asked = _ask("contact", said, one, chat_id, conversation)
    return replace(asked, effects=(NoteConsent(chat_id, drafts.NOTICE_VERSION), *asked.effects))


def _ask(
    what: str, said: Text, one: Registration, chat_id: int, conversation: Conversation, *, offered: Offers = ()
) -> Decision:
    kept = replace(conversation, under=Under.REGISTRATION, offered=(what, str(one.number)))
    return Decision(kept, (Say(chat_id, said, offered),))


# Words -> what they press while one registration is shown or asked about.
_SHOWN = {
    "change_number": Action.OWN_NUMBER,
    "change_contact": Action.OWN_CONTACT,
    "resign": Action.OWN_RESIGN,
    "invite": Action.OWN_INVITE,
}


def typed(words: str, conversation: Conversation, world: World) -> tuple[Action, str] | None:
    """Give the button that is typed; None for anything else."""
    about = _about(conversation, world)
    if about is None:
        return None
    what, number = about
    tokens, known = tuple(tokenise(words)), world.interpreter.lexicon.typed
    if what == "resign":
        if is_any(tokens, known["yes"]) or is_any(tokens, known["resign_surely"]) or is_any(tokens, known["resign"]):
            return Action.OWN_RESIGN_SURELY, number
        return (Action.OWN_STAY, number) if is_any(tokens, known["no"]) or is_any(tokens, known["stay"]) else None
    if what:
        if is_any(tokens, known["resign"]):
            return Action.OWN_RESIGN, number
        is_over = any(is_any(tokens, known[name]) for name in ("stop_form", "back", "no", "stay"))
        return (Action.OWN_STAY, number) if is_over else None
    return next(((action, number) for name, action in _SHOWN.items() if is_any(tokens, known[name])), None)


# What is asked, and about which registration.
_ASKED = 2
# What stands in the place of these below several registrations, none of which is meant yet.
SEVERAL = ("several",)


def _about(conversation: Conversation, world: World) -> tuple[str, str] | None:
    """Give what is asked, and of which registration; also below an answer that has the buttons of the only one."""
    if conversation.under is Under.REGISTRATION and len(conversation.offered) >= _ASKED:
        return conversation.offered[0], conversation.offered[1]
    entry = world.knowledge.entries.get(conversation.answered or "")
    is_answer = conversation.under is Under.ANSWER and entry is not None and entry.route is Route.MANAGE
    mine = live(world) if is_answer else ()
    return ("", str(mine[0].number)) if len(mine) == 1 else None


def went_on(conversation: Conversation, event: CitizenWrote, world: World) -> Decision | None:
    """Take a message for the change that was begun; None where none was, or where it asks something else."""
    if event.is_edit:
        return None
    press = typed(event.text, conversation, world)
    if press is not None:
        return pressed(*press, event.chat_id, conversation, world)
    if conversation.under is not Under.REGISTRATION or len(conversation.offered) < _ASKED:
        return None
    what, number = conversation.offered[:2]
    one = next((mine for mine in live(world) if str(mine.number) == number), None)
    if one is None or what not in {"people", "contact", "reach"} or reading.asks(event.text, conversation, world):
        return None
    taken = accepting.take(replace(_form(one), step=FormStep(what)), event.text, world)
    if isinstance(taken, NotTaken) and taken.why.key == accepting.NOBODY:
        return pressed(Action.OWN_RESIGN, number, event.chat_id, conversation, world)
    if isinstance(taken, NotTaken):
        return Decision(conversation, (Say(event.chat_id, taken.why),))
    over = replace(conversation, under=Under.NOTHING, offered=())
    match what:
        case "people":
            said, effects, is_done = changing.number(one, taken.people, world)
            kept = over if is_done else conversation
            return Decision(kept, (*effects, Say(event.chat_id, said)))
        case "contact":
            kept = replace(conversation, offered=("reach", number, taken.contact))
            return Decision(kept, (Say(event.chat_id, text("form.ask.reach")),))
    contact = (*conversation.offered, one.contact)[_ASKED]
    changed = replace(one, contact=contact, phone=taken.phone or None, email=taken.email or None)
    said = text("registration.contact_changed", number=one.number, contact=contact)
    news = text("registration.staff.contact", number=one.number)
    told = (
        *cards.told_staff("registration.staff.contact", changed, world),
        *clearing.unreached(one, news, world),
    )
    return Decision(over, (KeepRegistration(changed), *told, Say(event.chat_id, said)))


def _form(one: Registration) -> Form:
    return Form(one.session_id, contact=one.contact, people=one.people)


def access_typed(conversation: Conversation, event: CitizenWrote, world: World) -> Decision | None:
    """Take the words that ask for access while another account has registered the form's organisation."""
    form = conversation.form
    is_asked = form is not None and form.step is FormStep.SUMMARY and conversation.under is Under.FORM
    is_said = is_any(tuple(tokenise(event.text)), world.interpreter.lexicon.typed["ask_access"])
    if form is None or not is_asked or not is_said or event.is_edit:
        return None
    same = hindrances.same_elsewhere(form, world, event.chat_id)
    return None if same is None else ask_access(str(same.number), event.chat_id, conversation, world)


def ask_access(about: str, chat_id: int, conversation: Conversation, world: World) -> Decision | None:
    """Ask staff to hand a registration to this account, in the place of the form; None: there is none."""
    one = next((other for other in world.agenda.registrations if str(other.number) == about and other.is_active), None)
    if one is None or one.chat_id == chat_id:
        return None
    asked = cards.asks_access(one, chat_id, world)
    said = text("registration.access_asked" if asked else "registration.access_by_phone", phones=world.answers.phones())
    kept = replace(conversation, form=None, under=Under.NOTHING, offered=())
    return Decision(kept, (*asked, Say(chat_id, said), *lasting.over(chat_id)))


def invited(chat_id: int, code: str, conversation: Conversation, world: World) -> Decision:
    """Hand a registration to the account that came by its one-time link."""
    one = world.agenda.invited_to
    if one is None or not one.is_active or one.session_id not in world.knowledge.sessions:
        return Decision(conversation, (Say(chat_id, text("registration.link_used")),))
    if own.active(one.session_id, world) is not None:
        return Decision(conversation, (Say(chat_id, text("registration.has_own")),))
    effects: Sequence[Effect] = changing.handed_over(one, chat_id, world, code=code)
    mine = next(one.registration for one in effects if isinstance(one, KeepRegistration))
    said = text("registration.taken_over", card=_card(mine, world), asked=_asked_anew(world))
    asked = _for_new_owner(mine, said, chat_id, conversation)
    return replace(asked, effects=(*effects, *asked.effects))
