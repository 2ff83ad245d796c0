"""From a judgement to a reply and what is remembered of it; the same for messages, presses and `ask`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.domain.answers import REACH, Answers, Reply
from bot.domain.cases import Case
from bot.domain.clauses import parse
from bot.domain.conversation import Conversation, Missed, Under
from bot.domain.effects import Effect
from bot.domain.interpreting import Interpretation, Interpreter, Outcome, Why
from bot.domain.knowledge import Knowledge
from bot.domain.masking import Masker
from bot.domain.moments import Moment
from bot.domain.offers import Action, Offer
from bot.domain.ranking import CRISIS, OUT_OF_SCOPE, SMALL_TALK
from bot.domain.texts import Body, Text, text


@dataclass(frozen=True, slots=True)
class Rules:
    """What the operator configures of the conversation."""

    # How long a greeting or fragment waits for the next line, in real time.
    join_lines: timedelta = timedelta(seconds=3)
    # How long after a call for help no menu is shown.
    crisis_window: timedelta = timedelta(hours=12)
    # Choices shown in a row before a human is offered.
    most_clarifications: int = 2
    # How long a conversation is kept after its last turn.
    conversation_days: int = 30
    # How long a message is kept that could not be handled or sent.
    set_aside_days: int = 30
    # How long a question to the specialists is kept after its end.
    enquiry_days: int = 60
    # How long a question is kept that the bot failed.
    gap_days: int = 30


@dataclass(frozen=True, slots=True)
class World:
    """What a decision may look at besides the conversation."""

    knowledge: Knowledge
    interpreter: Interpreter
    # The moment a question speaks of, seen from `now`.
    moment_of: Callable[[str], Moment | None]
    # Aware.
    now: datetime
    rules: Rules
    # The one-time code that makes an operator; loaded only when somebody sends one.
    operator_code: str | None = None
    is_operator: bool = False
    # The desk as the event finds it.
    case: Case = field(default_factory=Case)
    # Hides personal data in what is kept for others to read.
    masker: Masker = field(default_factory=Masker)
    # The questions kept because the bot failed them, masked, newest first; loaded only for who asks what is kept.
    missed_questions: Sequence[str] = ()

    @property
    def answers(self) -> Answers:
        """The words of this moment."""
        return Answers(self.knowledge, self.now)


@dataclass(frozen=True, slots=True)
class Decision:
    """What is remembered and what is wanted."""

    conversation: Conversation
    effects: Sequence[Effect]


@dataclass(frozen=True, slots=True)
class Response:
    """What is remembered and what is said."""

    conversation: Conversation
    reply: Reply
    # None: the reader's own.
    language: str | None = None


def respond(question: str, judged: Interpretation, conversation: Conversation, world: World) -> Response:
    """Say what follows from a judgement on a citizen's question."""
    is_in_crisis = in_crisis(conversation, world)
    asked = replace(conversation.asking(question), lines=())
    match judged.outcome:
        case Outcome.CRISIS if judged.why is Why.CRISIS:
            return call_for_help(asked, world, judged.language)
        case Outcome.ANSWER | Outcome.DECLINE | Outcome.CRISIS:
            if is_in_crisis:
                return _answer_in_crisis(judged, asked, world)
            told = answer([one.id for one in judged.candidates], asked, world, unanswered=judged.unanswered)
            return _with_emergency_number(told) if judged.is_about_crisis else told
        case _ if is_in_crisis:
            return comfort(asked, world, shown_in(judged.language))
        case Outcome.CHOICE:
            return choose([one.id for one in judged.candidates], asked, world, is_about_crisis=judged.is_about_crisis)
        case Outcome.HUMAN:
            return _human(judged, asked, world)


def _with_emergency_number(told: Response) -> Response:
    """Put one line above an answer to a question that speaks of violence or suicide."""
    if told.conversation.answered == CRISIS:
        return told
    return replace(told, reply=replace(told.reply, text=text("crisis.beside", body=told.reply.text)))


# Entries that a follow-up ("a telefon?") cannot lean on.
_NO_TOPICS = SMALL_TALK | {OUT_OF_SCOPE}


def answer(
    entry_ids: Sequence[str], conversation: Conversation, world: World, *, unanswered: Sequence[str] = ()
) -> Response:
    """Answer with one or several entries; with a human when an edit of the base has taken all of them away."""
    entries = [world.knowledge.entries[one] for one in entry_ids if one in world.knowledge.entries]
    if not entries:
        return human(REACH, conversation, world)
    # Looking for a moment takes longer than all the rest.
    asked = world.moment_of(conversation.question) if any(one.live for one in entries) else None
    reply = world.answers.answer(entries, asked, unanswered)
    kept = replace(
        conversation,
        previous=next((one.id for one in entries if one.id not in _NO_TOPICS), conversation.previous),
        answered=entries[0].id,
        under=Under.ANSWER,
        offered=tuple(entries[0].related),
        clarifications=0,
    )
    return Response(kept, reply)


def choose(
    entry_ids: Sequence[str], conversation: Conversation, world: World, *, is_about_crisis: bool = False
) -> Response:
    """Offer entries to choose from; after too many choices in a row, a human; after a call for help, helplines."""
    if in_crisis(conversation, world):
        return comfort(conversation, world)
    if conversation.clarifications >= world.rules.most_clarifications:
        missed = replace(conversation, missed=conversation.missed or Missed.UNANSWERED)
        return human("human.too_many_choices", missed, world)
    if is_about_crisis:
        reply = world.answers.topic_or_help()
    else:
        entries = [world.knowledge.entries[one] for one in entry_ids]
        reply = world.answers.choice(entries, again=conversation.clarifications > 0)
    kept = replace(
        conversation,
        under=Under.CHOICE,
        offered=tuple(entry_ids),
        clarifications=conversation.clarifications + 1,
    )
    return Response(kept, reply)


def human(key: str, conversation: Conversation, world: World) -> Response:
    """Offer the way to a human, for the reason that the text `key` names."""
    under = Under.NOTHING if key == REACH else Under.HUMAN
    kept = replace(conversation, under=under, offered=(), clarifications=0)
    return Response(kept, world.answers.human(key))


def call_for_help(conversation: Conversation, world: World, language: str | None = None) -> Response:
    """Answer a call for help in its language: helplines, no menu; menus stay away for a while."""
    kept = replace(
        conversation,
        under=Under.CRISIS,
        offered=(),
        clarifications=0,
        crisis_until=world.now + world.rules.crisis_window,
        crisis_language=shown_in(language),
    )
    key = "crisis.answer_to_russian" if language == "ru" else "crisis.answer"
    said = text(key, body=Body(world.knowledge.crisis.answer))
    return Response(kept, Reply(said, ((_mistake(),),)), kept.crisis_language)


def comfort(conversation: Conversation, world: World, language: str | None = None) -> Response:
    """Point at the helplines again."""
    kept = replace(conversation, under=Under.CRISIS, offered=(), clarifications=0)
    reply = Reply(text("crisis.next", contacts=_helplines(world.knowledge)), ((_mistake(),),))
    return Response(kept, reply, language or conversation.crisis_language)


def _answer_in_crisis(judged: Interpretation, conversation: Conversation, world: World) -> Response:
    """Answer a sure question after a call for help: without a menu, with the helplines."""
    parsed = parse(conversation.question, world.interpreter.lexicon)
    if judged.outcome is Outcome.DECLINE or not any(clause.is_question for clause in parsed.clauses):
        return comfort(conversation, world)
    told = answer([one.id for one in judged.candidates], conversation, world)
    said = text("crisis.with_answer", body=told.reply.text, contacts=_helplines(world.knowledge))
    return Response(replace(told.conversation, under=Under.CRISIS, offered=()), Reply(said))


_HUMAN_KEYS = {
    Why.UNREADABLE: "human.unreadable",
    Why.OWN_CASE: "human.own_case",
    Why.NOTHING_FITS: "human.nothing_fits",
    # The person asked for a human.
    Why.MATCH: "human.reach_now",
}


def _human(judged: Interpretation, conversation: Conversation, world: World) -> Response:
    if judged.why is Why.FOREIGN:
        key = "foreign.russian" if judged.language == "ru" else "foreign.answer"
        language = shown_in(judged.language)
        kept = replace(conversation, under=Under.HUMAN, offered=(), clarifications=0)
        return Response(kept, world.answers.foreign(key, language or ""), language)
    if judged.why is Why.NOTHING_FITS and CRISIS not in {one.id for one in judged.candidates}:
        conversation = replace(conversation, missed=Missed.UNANSWERED)
    return human(_HUMAN_KEYS[judged.why], conversation, world)


def shown_in(language: str | None) -> str | None:
    """Give the language of an answer to a message: Russian is answered in Ukrainian, Polish in the reader's own."""
    return {"ru": "uk", "uk": "uk", "en": "en"}.get(language or "")


def in_crisis(conversation: Conversation, world: World) -> bool:
    """Tell whether a call for help was so short a time ago that no menu may be shown."""
    return conversation.crisis_until is not None and world.now < conversation.crisis_until


def _helplines(knowledge: Knowledge) -> Sequence[Text]:
    return [text("crisis.contact", name=one.name, phone=one.phone, when=one.when) for one in knowledge.crisis.contacts]


def _mistake() -> Offer:
    return Offer(text("button.mistake"), Action.NOT_A_CRISIS)
