"""`Powiadom mnie o sesjach w powiecie`: to be told, and to say what one would like to raise there."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain import counties
from bot.domain.conversation import Conversation, Under
from bot.domain.crisis import Level
from bot.domain.effects import Effect, Say
from bot.domain.events import CitizenWrote
from bot.domain.keeping import Count, NoteConsent
from bot.domain.lexicon import is_any
from bot.domain.matching import tokenise
from bot.domain.offers import Action, Offer, Offers
from bot.domain.protecting import has_number
from bot.domain.ranking import CRISIS, PROPOSAL
from bot.domain.registering import accepting, reading
from bot.domain.sessions.interests import Interest
from bot.domain.sessions.keeping import DropInterest, KeepInterest
from bot.domain.texts import text
from bot.domain.world import Decision, World

# The version of the privacy notice: `bot.domain.drafts`.
_NOTICE_VERSION = 1
# Characters of a problem.
_MOST_PROBLEM = 1000
ACTIONS = frozenset({Action.NOTIFY, Action.DO_NOT_NOTIFY, Action.NO_PROBLEM})


def begin(county: str | None, chat_id: int, conversation: Conversation, world: World) -> Decision:
    """Ask for the county where it is not known, then for the problem; a county that is known is kept at once."""
    if county is None or county not in world.knowledge.counties:
        kept = replace(conversation, under=Under.WISH, wish="", offered=())
        return Decision(kept, (Say(chat_id, text("interest.which_county")),))
    return _kept(county, chat_id, conversation, world)


def _kept(county: str, chat_id: int, conversation: Conversation, world: World) -> Decision:
    known = _known(county, world)
    centre, name = world.knowledge.centre, world.knowledge.counties[county].name
    kept = replace(conversation, under=Under.WISH, wish=county, offered=())
    if known is not None and known.problem:
        county_name = text("live.sessions.county", county=name)
        said = text("interest.already_with_problem", county=county_name, problem=known.problem)
        return Decision(kept, (Say(chat_id, said, _offers(county)),))
    notice = text("interest.notice", centre=centre.short_name, operator=centre.operator)
    said = text("interest.which_problem", county=name, notice=notice)
    interest = known or Interest(chat_id, county, "", world.now)
    effects = (NoteConsent(chat_id, _NOTICE_VERSION), KeepInterest(interest), Count("interest.kept"))
    return Decision(kept, (*(effects if known is None else ()), Say(chat_id, said, _offers(county))))


def _known(county: str, world: World) -> Interest | None:
    return next((one for one in world.agenda.interests if one.county == county), None)


def _offers(county: str) -> Offers:
    nothing = Offer(text("button.no_problem"), Action.NO_PROBLEM, county)
    stop = Offer(text("button.do_not_notify"), Action.DO_NOT_NOTIFY, county)
    return (nothing,), (stop,)


def typed(words: str, conversation: Conversation, world: World) -> tuple[Action, str] | None:
    """Give the button that is typed while a county or a problem is asked for; None for anything else."""
    if conversation.under is not Under.WISH:
        return None
    tokens, known = tuple(tokenise(words)), world.interpreter.lexicon.typed
    if conversation.wish and is_any(tokens, known["do_not_notify"]):
        return Action.DO_NOT_NOTIFY, conversation.wish
    is_over = any(is_any(tokens, known[name]) for name in ("skip", "no", "stop_form", "done"))
    return (Action.NO_PROBLEM, conversation.wish) if is_over else None


def pressed(action: Action, about: str, chat_id: int, conversation: Conversation, world: World) -> Decision | None:
    """Obey a button; None when it names no county."""
    if action is Action.NOTIFY:
        return begin(about or None, chat_id, conversation, world)
    kept = replace(conversation, under=Under.NOTHING, wish="")
    county = world.knowledge.counties.get(about)
    if county is None:
        said = text("interest.not_kept")
        return Decision(kept, (Say(chat_id, said),)) if conversation.under is Under.WISH else None
    if action is Action.DO_NOT_NOTIFY:
        return Decision(kept, _stopped(county.id, chat_id, world))
    return Decision(kept, (Say(chat_id, text("interest.kept", county=county.name), _stop(county.id)),))


def _stopped(county: str, chat_id: int, world: World) -> Sequence[Effect]:
    """Drop the wishes for all counties whose sessions this wish is told of, and name them."""
    near = counties.around([county], world.knowledge)
    dropped = [one for one in near if one == county or _known(one, world) is not None]
    names = ", ".join(world.knowledge.counties[one].name for one in dropped)
    said = Say(chat_id, text("interest.stopped", county=names))
    return (*(DropInterest(chat_id, one) for one in dropped), said)


def _stop(county: str) -> Offers:
    return ((Offer(text("button.do_not_notify"), Action.DO_NOT_NOTIFY, county),),)


def went_on(conversation: Conversation, event: CitizenWrote, world: World) -> Decision | None:
    """Take a message as the county or the problem that was asked for; None where neither was, or it asks something."""
    if conversation.under is not Under.WISH or event.is_edit:
        return None
    press = typed(event.text, conversation, world)
    if press is not None:
        return pressed(*press, event.chat_id, conversation, world)
    if has_number([event.text]):
        return Decision(conversation, (Say(event.chat_id, text("form.no.personal_number")),))
    if conversation.wish not in world.knowledge.counties:
        return _county(conversation, event, world)
    return None if reading.asks(event.text, conversation, world) else _problem(conversation, event, world)


def _county(conversation: Conversation, event: CitizenWrote, world: World) -> Decision | None:
    number = accepting.number_of(tuple(tokenise(event.text)), world.interpreter.lexicon)
    offered = [one for one in conversation.offered if one in world.knowledge.counties]
    if number is not None and number <= len(offered):
        return _kept(offered[number - 1], event.chat_id, conversation, world)
    found = counties.answered(event.text, world.knowledge)
    if len(found) == 1:
        return _kept(found[0], event.chat_id, conversation, world)
    if found:
        return _ambiguous(tuple(found), event.chat_id, conversation, world)
    if reading.asks(event.text, conversation, world):
        return None
    return Decision(conversation, (Say(event.chat_id, text("form.no.county")),))


def _ambiguous(found: tuple[str, ...], chat_id: int, conversation: Conversation, world: World) -> Decision:
    labels = [text("button.named", name=world.knowledge.counties[one].name) for one in found]
    lines = [text("form.choice", number=number, label=label) for number, label in enumerate(labels, start=1)]
    offers = [(Offer(label, Action.NOTIFY, one),) for one, label in zip(found, labels, strict=True)]
    kept = replace(conversation, offered=found)
    return Decision(kept, (Say(chat_id, text("form.ask.county_proposed", lines=lines), offers),))


def _problem(conversation: Conversation, event: CitizenWrote, world: World) -> Decision:
    county, typed_problem = conversation.wish, accepting.cleaned(event.text)
    if len(typed_problem) > _MOST_PROBLEM:
        said = text("form.no.too_long", most=_MOST_PROBLEM, length=len(typed_problem))
        return Decision(conversation, (Say(event.chat_id, said),))
    since = known.since if (known := _known(county, world)) is not None else world.now
    interest = Interest(event.chat_id, county, typed_problem, since)
    kept = replace(conversation, under=Under.NOTHING, wish="")
    name = world.knowledge.counties[county].name
    thanks = text("interest.kept_with_problem", county=name, problem=typed_problem)
    if world.interpreter.level_of(typed_problem) is Level.ABOUT:
        offers = world.answers.topic_or_help().offers[:2]
        asked = replace(kept, under=Under.CHOICE, offered=(PROPOSAL, CRISIS))
        return Decision(asked, (KeepInterest(interest), Say(event.chat_id, text("crisis.beside", body=thanks), offers)))
    return Decision(kept, (KeepInterest(interest), Say(event.chat_id, thanks, _stop(county))))
