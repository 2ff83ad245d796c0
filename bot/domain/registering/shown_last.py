"""Short questions about the session that was shown last: where, when, how long, who leads it.

What asks for the place below a session is no question about the centre's offices.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import Enum

from bot.domain.answers import Reply
from bot.domain.conversation import Conversation, Under
from bot.domain.effects import Say
from bot.domain.events import CitizenWrote
from bot.domain.knowledge import Session
from bot.domain.lexicon import is_any
from bot.domain.matching import tokenise
from bot.domain.registering import listing
from bot.domain.sessions import hosts
from bot.domain.texts import Param, Text, text
from bot.domain.world import Decision, Response, World, in_crisis


class _Fact(Enum):
    """What is asked; also the section of the lexicon with its words."""

    WHERE = "fact_where"
    WHEN = "fact_when"
    LENGTH = "fact_length"
    LED = "fact_led"


# More words than this ask something else, too.
_MOST_WORDS = 8


def asked(conversation: Conversation, event: CitizenWrote, world: World) -> Decision | None:
    """Answer a question about the session shown last; None for anything else."""
    sessions = _shown(conversation, world)
    facts = _facts_in(event.text, world) if sessions else ()
    if not facts or in_crisis(conversation, world):
        return None
    told = _of_one(sessions[0], facts, conversation, world) if len(sessions) == 1 else _of_which(conversation, world)
    return Decision(told.conversation, (Say(event.chat_id, told.reply.text, told.reply.offers),))


def is_asked(words: str, world: World) -> bool:
    """Tell whether a message asks such things, and nothing else."""
    return bool(_facts_in(words, world))


def _facts_in(words: str, world: World) -> Sequence[_Fact]:
    """Give what is asked where nothing but that is said."""
    tokens, known = tokenise(words), world.interpreter.lexicon.typed
    named = {one: [fact for fact in _Fact if is_any((one,), known[fact.value])] for one in tokens}
    is_only_that = all(facts or is_any((one,), known["fact_beside"]) for one, facts in named.items())
    if len(tokens) > _MOST_WORDS or not is_only_that:
        return ()
    return [fact for fact in _Fact if any(fact in facts for facts in named.values())]


def _shown(conversation: Conversation, world: World) -> Sequence[Session]:
    form, ids = conversation.form, conversation.offered
    match conversation.under:
        case Under.FORM if form is not None:
            ids = (form.session_id,)
        case Under.REGISTRATION:
            ids = tuple(one.session_id for one in world.agenda.mine if str(one.number) in conversation.offered[1:2])
        case Under.SESSION | Under.SESSIONS:
            pass
        case _:
            return ()
    return [world.knowledge.sessions[one] for one in ids if one in world.knowledge.sessions]


def _of_one(session: Session, facts: Sequence[_Fact], conversation: Conversation, world: World) -> Response:
    told = text("session.asked", facts=[_told(one, session, world) for one in facts], title=session.title)
    if conversation.under in {Under.FORM, Under.REGISTRATION}:
        return Response(conversation, Reply(told, ()))
    shown = listing.card(session.id, conversation, world)
    return replace(shown, reply=replace(shown.reply, text=told))


def _told(fact: _Fact, session: Session, world: World) -> Text:
    about: Mapping[str, Param] = {"start": session.start, "end": session.end}
    match fact:
        case _Fact.WHERE:
            return text("session.asked_where", place=session.place, address=session.address)
        case _Fact.WHEN:
            return text("session.asked_when", **about)
        case _Fact.LENGTH:
            return text("session.asked_length", **about)
        case _Fact.LED:
            names = hosts.moderators(session, world.knowledge)
            return text("session.moderators", names=", ".join(names)) if names else text("session.asked_nobody_leads")


def _of_which(conversation: Conversation, world: World) -> Response:
    """Let the person choose where several sessions were listed."""
    told = listing.ahead(conversation, world)
    return replace(told, reply=replace(told.reply, text=text("session.asked_which", list=told.reply.text)))
