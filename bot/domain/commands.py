"""Commands that citizens and operators send in private: `/start`, `/sesje`, `/usun` … and deep links."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.domain import counties, erasing, handoff, own_data, own_enquiries, turns
from bot.domain.answers import Reply
from bot.domain.conversation import Conversation, Under
from bot.domain.effects import BecomeOperator, Effect, Say, UseLanguage
from bot.domain.events import CitizenWrote
from bot.domain.offers import Action, Offer
from bot.domain.registering import filling, listing, owning
from bot.domain.texts import Text, text
from bot.domain.world import Decision, Response, World, in_crisis

# What Telegram offers in the staff group.
STAFF_MENU = ("otwarte", "sesja", "urlop", "zastepstwo")
# Sent by staff in their group; asked for in private they need the group.
STAFF = frozenset({*STAFF_MENU, "polacz"})


def known() -> frozenset[str]:
    """Give every command that does something somewhere."""
    return STAFF | frozenset(_PLAIN) | {"start", "operator", "moje_dane", "czlowiek"}


def parse(message: str) -> tuple[str, str]:
    """Give (command without slash and bot name, in lower case; what follows it)."""
    first, rest = (*message.split(maxsplit=1), "")[:2]
    return first[1:].partition("@")[0].casefold(), rest.strip()


def goes_on_with_lines(typed: str) -> bool:
    """Tell whether a command does something with lines that wait: `/czlowiek` takes them to staff."""
    return parse(typed)[0] == "czlowiek"


def obey(conversation: Conversation, event: CitizenWrote, world: World) -> Decision:
    """Obey a command, or say which there are."""
    command, argument = parse(event.text)
    if command == "start":
        return _start(conversation, event, argument, world)
    if command == "operator":
        return _operator(conversation, event.chat_id, argument, world)
    if command == "moje_dane":
        return own_data.my_data(conversation, event, world)
    if command == "czlowiek":
        return handoff.to_human(None, event.chat_id, conversation, world)
    if command == "anuluj" and conversation.form is not None and not conversation.form.is_paused:
        stopped = filling.pressed((Action.FORM_STOP, ""), event.chat_id, None, conversation, world)
        return stopped or _say(conversation, event.chat_id, text("command.nothing_to_cancel"))
    if command == "anuluj" and conversation.draft is not None:
        stopped = handoff.pressed((Action.DO_NOT_SEND, ""), event.chat_id, None, conversation, world)
        return stopped or _say(conversation, event.chat_id, text("command.nothing_to_cancel"))
    if command in STAFF:
        return _say(conversation, event.chat_id, text("command.staff_only"))
    plain = _PLAIN.get(command)
    if plain is None:
        return _say(conversation, event.chat_id, text("command.unknown"))
    told = plain(conversation, event, world)
    return Decision(
        told.conversation, (Say(event.chat_id, told.reply.text, told.reply.offers, language=told.language),)
    )


def _start(conversation: Conversation, event: CitizenWrote, payload: str, world: World) -> Decision:
    """Greet, or show what a deep link names (contract: `t_<entry id with '.' written '-'>`, `s_<session id>`)."""
    kind, _, name = payload.partition("_")
    kept = replace(conversation, clarifications=0, question="")
    entry_id = name.replace("-", ".")
    if kind == "t" and entry_id in world.knowledge.entries:
        return _respond(turns.answer([entry_id], kept, world), event.chat_id)
    if kind == "s" and not in_crisis(conversation, world):
        return _respond(listing.card(name, kept, world), event.chat_id)
    if kind == "k" and not in_crisis(conversation, world):
        return owning.invited(event.chat_id, name, kept, world)
    told = _help(kept, event, world)
    if payload and not in_crisis(conversation, world):
        told = replace(told, reply=replace(told.reply, text=text("start.unknown_link")))
    greeted = _respond(told, event.chat_id)
    language = None if in_crisis(conversation, world) else _greeted_in(event, world)
    return greeted if language is None else replace(greeted, effects=(UseLanguage(language), *greeted.effects))


# What Telegram speaks with a person -> the language in which the bot greets them.
_GREETED_IN = {"uk": "uk", "ru": "uk"}


def _greeted_in(event: CitizenWrote, world: World) -> str | None:
    """Give the language of a greeting; None: the reader's own, which is the one they have chosen.

    English is on many a Polish phone: there it is offered in the place of Ukrainian, and the greeting is Polish.
    """
    return None if world.case.language else _GREETED_IN.get(_spoken_by_telegram(event))


def _spoken_by_telegram(event: CitizenWrote) -> str:
    return (event.language_code or "").partition("-")[0].casefold()


def _other_language(event: CitizenWrote, world: World) -> Offer:
    """Offer another language than the greeting's."""
    if (world.case.language or _greeted_in(event, world) or "pl") != "pl":
        return Offer(text("button.polish"), Action.LANGUAGE, "pl")
    if _spoken_by_telegram(event) == "en":
        return Offer(text("button.english"), Action.LANGUAGE, "en")
    return Offer(text("button.ukrainian"), Action.LANGUAGE, "uk")


def _greeting(event: CitizenWrote, world: World) -> Reply:
    centre = world.knowledge.centre
    offers = (
        (_human(),),
        (Offer(text("button.offices"), Action.OFFICES),),
        (Offer(text("button.sessions"), Action.SESSIONS),),
        (_other_language(event, world),),
    )
    known = {"name": centre.name, "short_name": centre.short_name}
    human = text("start.sent_to_staff" if world.case.staff.is_open else "start.named_by_phone")
    said = text("start.greeting", **known, human=human, phones=world.answers.phones())
    return Reply(said, offers)


def _operator(conversation: Conversation, chat_id: int, code: str, world: World) -> Decision:
    if world.is_operator:
        return _say(conversation, chat_id, _with_group_code("operator.already", world))
    if not code or code != world.operator_code:
        return _say(conversation, chat_id, text("operator.wrong_code"))
    welcome = Say(chat_id, _with_group_code("operator.welcome", world))
    return Decision(conversation, (BecomeOperator(chat_id, code), welcome))


def _with_group_code(key: str, world: World) -> Text:
    """Say something to an operator, and how to pair the staff group while none is paired."""
    code = world.case.group_code
    return text(key) if code is None else text("operator.how_to_pair", said=text(key), code=code)


def _entry(entry_id: str) -> "_Plain":
    def answer(conversation: Conversation, _event: CitizenWrote, world: World) -> Response:
        return turns.answer([entry_id], replace(conversation, question=""), world)

    return answer


def _help(conversation: Conversation, event: CitizenWrote, world: World) -> Response:
    if in_crisis(conversation, world):
        return turns.comfort(conversation, world)
    kept = replace(conversation, under=Under.NOTHING)
    return Response(kept, _greeting(event, world), _greeted_in(event, world))


def _sessions(conversation: Conversation, event: CitizenWrote, world: World) -> Response:
    """List sessions; of the county that is named behind the command, where one is."""
    named = counties.answered(parse(event.text)[1], world.knowledge)
    return listing.ahead(replace(conversation, question=""), world, named)


def _mine(conversation: Conversation, _event: CitizenWrote, world: World) -> Response:
    return own_enquiries.overview(conversation, world)


def _erase(conversation: Conversation, _event: CitizenWrote, world: World) -> Response:
    return erasing.ask(conversation, world)


def _cancel(conversation: Conversation, _event: CitizenWrote, _world: World) -> Response:
    return Response(replace(conversation, under=Under.NOTHING), Reply(text("command.nothing_to_cancel")))


def _language(conversation: Conversation, _event: CitizenWrote, _world: World) -> Response:
    labels = {"pl": "polish", "uk": "ukrainian", "en": "english"}
    offers = [[Offer(text(f"button.{label}"), Action.LANGUAGE, code)] for code, label in labels.items()]
    return Response(conversation, Reply(text("language.ask"), offers))


_Plain = Callable[[Conversation, CitizenWrote, World], Response]
_PLAIN: Mapping[str, _Plain] = {
    "sesje": _sessions,
    "biura": _entry("office.all"),
    "specjalisci": _entry("specialist.all"),
    "moje": _mine,
    "prywatnosc": own_data.privacy,
    "pomoc": _help,
    "jezyk": _language,
    "usun": _erase,
    "anuluj": _cancel,
}


def _human() -> Offer:
    return Offer(text("button.human"), Action.HUMAN)


def _say(conversation: Conversation, chat_id: int, said: Text) -> Decision:
    return Decision(conversation, (Say(chat_id, said),))


def _respond(told: Response, chat_id: int) -> Decision:
    effects: tuple[Effect, ...] = (Say(chat_id, told.reply.text, told.reply.offers, language=told.language),)
    return Decision(told.conversation, effects)
