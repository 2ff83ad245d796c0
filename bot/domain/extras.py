"""Maps and contact cards below an answer, asked for by typing: "mapa", "mapa Konin", "zapisz kontakt Anna".

An answer may name several places or people; which one is meant, the words say, or the person is asked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain import presses
from bot.domain.answers import Reply
from bot.domain.conversation import Conversation, Under
from bot.domain.effects import Say
from bot.domain.lexicon import starts_with
from bot.domain.matching import tokenise
from bot.domain.offers import Action, Offer
from bot.domain.texts import Text, text
from bot.domain.typed import is_in
from bot.domain.world import Decision, World


@dataclass(frozen=True, slots=True)
class _Extras:
    """One kind of button below an answer."""

    # The section of the lexicon with its words.
    name: str
    action: Action
    # What it can be about, by id, as people call it.
    about: Mapping[str, str]


def asked(conversation: Conversation, chat_id: int, words: str, world: World) -> Decision | None:
    """Show what is asked for, or ask which is meant; None for an ordinary message."""
    tokens = tokenise(words)
    for kind in _below(conversation, world):
        length = starts_with(tokens, world.interpreter.lexicon.typed[kind.name])
        meant = _meant(tokens[length:], kind, world) if length else ()
        if len(meant) == 1:
            return presses.typed(conversation, chat_id, (kind.action, meant[0]), world)
        if meant:
            reply = _which(kind, meant)
            return Decision(conversation, (Say(chat_id, reply.text, reply.offers),))
    return None


def _below(conversation: Conversation, world: World) -> Sequence[_Extras]:
    """Give the places and people that the last answer names."""
    if conversation.answered is None or conversation.under not in {Under.ANSWER, Under.SESSIONS}:
        return ()
    ids = (conversation.answered, *conversation.also_answered)
    entries = [world.knowledge.entries[one] for one in ids if one in world.knowledge.entries]
    offices, people = world.answers.offices(entries), world.answers.people(entries)
    return (
        _Extras("map", Action.MAP, {one.id: one.city for one in offices}),
        _Extras("card", Action.CONTACT, {one.id: one.name for one in people}),
    )


def _meant(rest: Sequence[str], kind: _Extras, world: World) -> Sequence[str]:
    """Give whose names have all the words that are left, endings aside; all where none are left."""
    named = [token for token in rest if token not in world.interpreter.lexicon.pointing]
    titles = {one: tokenise(title) for one, title in kind.about.items()}
    return [one for one, title in titles.items() if all(is_in(token, title) for token in named)]


def _which(kind: _Extras, meant: Sequence[str]) -> Reply:
    labels = {one: _label(kind, kind.about[one]) for one in meant}
    said = text("map.which" if kind.action is Action.MAP else "card.which")
    return Reply(said, [[Offer(label, kind.action, one)] for one, label in labels.items()])


def _label(kind: _Extras, title: str) -> Text:
    return text("button.map_of", city=title) if kind.action is Action.MAP else text("button.card_of", name=title)
