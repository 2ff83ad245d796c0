"""From a judgement to a reply and what is remembered of it; the same for messages, presses and `ask`."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain import closing_words, counties, drafts
from bot.domain.answers import REACH, Reply
from bot.domain.clauses import parse
from bot.domain.conversation import Conversation, Missed, Under
from bot.domain.crisis import Level
from bot.domain.interpreting import Interpretation, Outcome, Why
from bot.domain.knowledge import Entry, Live, Route
from bot.domain.matching import tokenise
from bot.domain.offers import Action, Offer
from bot.domain.ranking import CRISIS, OUT_OF_SCOPE, SMALL_TALK
from bot.domain.registering import listing, outcomes, owning
from bot.domain.texts import Body, text
from bot.domain.world import Response, World, alerts_staff, in_crisis


def respond(
    question: str,
    judged: Interpretation,
    conversation: Conversation,
    world: World,
    *,
    earlier: Conversation | None = None,
) -> Response:
    """Say what follows from a judgement on a citizen's question.

    `earlier` holds the question before: who asks for a human and says no more means that one, too.
    """
    told = _responded(question, judged, conversation, world, earlier)
    is_helped = not judged.may_be_call or in_crisis(conversation, world)
    return told if is_helped else replace(told, reply=_with_helplines(told.reply, world))


def _with_helplines(reply: Reply, world: World) -> Reply:
    """Put the numbers below: whoever reads them in vain has lost little."""
    said = text("crisis.with_answer", body=reply.text, contacts=world.answers.helplines())
    return replace(reply, text=said)


def _responded(
    question: str, judged: Interpretation, conversation: Conversation, world: World, earlier: Conversation | None
) -> Response:
    is_in_crisis = in_crisis(conversation, world)
    asked = conversation.asking(question, lines=())
    is_for_human = judged.outcome is Outcome.HUMAN and judged.why is Why.MATCH
    match judged.outcome:
        case Outcome.HUMAN if is_for_human and world.case.staff.is_open:
            is_all = len(tokenise(question)) <= _ONLY_A_HUMAN
            return _to_draft(asked, world, earlier if is_all else None)
        case Outcome.CRISIS if judged.why is Why.CRISIS:
            return call_for_help(asked, world, judged.language)
        case _ if is_in_crisis and closing_words.are(question, world.interpreter.lexicon):
            return calm(asked, world, shown_in(world.interpreter.language_of(question)))
        case _ if (
            not is_in_crisis
            and judged.why is not Why.OWN_CASE
            and (told := outcomes.asked(question, asked, world, answer=_answering(judged)))
        ):
            return told
        case Outcome.ANSWER | Outcome.DECLINE | Outcome.CRISIS:
            if is_in_crisis:
                return _answer_in_crisis(judged, asked, world)
            found = [one.id for one in judged.candidates]
            told = answer(found, asked, world, unanswered=judged.unanswered, is_sure=True)
            return _with_emergency_number(told) if judged.is_about_crisis else told
        case Outcome.HUMAN if is_in_crisis and judged.why is Why.OWN_CASE and world.case.staff.is_open:
            return human("human.own_case", asked, world)
        case _ if is_in_crisis:
            return comfort(asked, world, shown_in(judged.language))
        case Outcome.CHOICE:
            return choose([one.id for one in judged.candidates], asked, world, is_about_crisis=judged.is_about_crisis)
        case Outcome.HUMAN:
            return _human(judged, asked, world)


def _answering(judged: Interpretation) -> str | None:
    """Give the entry that answers, of several the first."""
    return judged.candidates[0].id if judged.outcome is Outcome.ANSWER and judged.candidates else None


def _to_draft(conversation: Conversation, world: World, earlier: Conversation | None) -> Response:
    """Open a draft of what asks for a human, below the question of `earlier`; a number in it is the one to call."""
    told = drafts.begin(conversation, world, earlier=earlier)
    phone, draft = world.phone_of(conversation.question), told.conversation.draft
    if phone is None or draft is None:
        return told
    return drafts.show(replace(told.conversation, draft=replace(draft, phone=phone)), world)


def _with_emergency_number(told: Response) -> Response:
    """Put one line above an answer to a question that speaks of violence or suicide."""
    if told.conversation.answered == CRISIS:
        return told
    return replace(told, reply=replace(told.reply, text=text("crisis.beside", body=told.reply.text)))


# Words up to which a message that asks for a human says nothing else.
_ONLY_A_HUMAN = 6
# Entries that a follow-up ("a telefon?") cannot lean on.
_NO_TOPICS = SMALL_TALK | {OUT_OF_SCOPE}


def answer(
    entry_ids: Sequence[str],
    conversation: Conversation,
    world: World,
    *,
    unanswered: Sequence[str] = (),
    is_sure: bool = False,
) -> Response:
    """Answer with one or several entries; with a human when an edit of the base has taken all of them away."""
    entries = [world.knowledge.entries[one] for one in entry_ids if one in world.knowledge.entries]
    if not entries:
        return human(REACH, conversation, world)
    # Looking for a moment takes longer than all the rest.
    asked = world.moment_of(conversation.question) if any(one.live for one in entries) else None
    named: Sequence[str] = ()
    if _is_about_sessions(entries):
        named = counties.all_named_in(conversation.question, world.knowledge, world.interpreter.lexicon)
    answers = replace(world.answers, counties=named) if named else world.answers
    reply = answers.answer(entries, asked, unanswered)
    kept = replace(
        conversation,
        previous=next((one.id for one in entries if one.id not in _NO_TOPICS), conversation.previous),
        answered=entries[0].id,
        also_answered=tuple(one.id for one in entries[1:]),
        was_sure=is_sure,
        under=Under.ANSWER,
        offered=tuple(entries[0].related),
        clarifications=0,
    )
    told = Response(kept, reply)
    if len(entries) == 1 and entries[0].route is Route.MANAGE:
        return owning.beside_answer(told, world)
    if not _is_about_sessions(entries):
        return told
    return listing.beside_answer(told, world, named, is_asking_for_one=entries[0].route is Route.PROPOSE)


def _is_about_sessions(entries: Sequence[Entry]) -> bool:
    """Tell an answer below which sessions stand: that lists them, or says how to register for one or ask for one."""
    first = entries[0]
    return len(entries) == 1 and (first.live is Live.SESSIONS or first.route in {Route.REGISTER, Route.PROPOSE})


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
    """Offer the way to a human, for the reason that the text `key` names; or open a draft, where it needs no reason."""
    if world.case.staff.is_open:
        return _to_desk(key, conversation, world)
    under = Under.NOTHING if key == REACH else Under.HUMAN
    kept = replace(conversation, under=under, offered=(), clarifications=0)
    return Response(kept, world.answers.human(key))


# What leads straight to a draft -> what is said above it.
_STRAIGHT = {REACH: None, "human.own_case": "handoff.own_case"}


def _to_desk(key: str, conversation: Conversation, world: World) -> Response:
    if key.startswith("media."):
        return drafts.begin(conversation, world, head=text("handoff.media"))
    if key in _STRAIGHT:
        reason = _STRAIGHT[key]
        return drafts.begin(conversation, world, head=None if reason is None else text(reason))
    kept = replace(conversation, under=Under.HUMAN, offered=(), clarifications=0)
    return Response(kept, world.answers.to_desk(key, drafts.when(world)))


def call_for_help(conversation: Conversation, world: World, language: str | None = None) -> Response:
    """Answer a call for help in its language: helplines, no menu; menus stay away for a while."""
    kept = replace(
        conversation,
        under=Under.CRISIS,
        offered=(),
        clarifications=0,
        crisis_until=world.now + world.rules.crisis_window,
        is_comforted=False,
        crisis_language=shown_in(language),
    )
    key = "crisis.answer_to_russian" if language == "ru" else "crisis.answer"
    told = text("crisis.staff_told" if alerts_staff(world) else "crisis.staff_not_told")
    said = text(key, body=Body(world.knowledge.crisis.answer), told=told)
    return Response(kept, Reply(said, ((_mistake(),),)), kept.crisis_language)


def comfort(conversation: Conversation, world: World, language: str | None = None, *, words: str = "") -> Response:
    """Point at the helplines again: at all of them once, and whenever `words` or the question sound like a call."""
    kept = replace(conversation, under=Under.CRISIS, offered=(), clarifications=0, is_comforted=True)
    key = "crisis.next_with_desk" if world.case.staff.is_open else "crisis.next"
    said = text(key, contacts=world.answers.helplines())
    if conversation.is_comforted and world.interpreter.level_of(words or conversation.question) is Level.NONE:
        said = text(f"{key}_again", numbers=world.answers.numbers())
    return Response(kept, Reply(said, ((_mistake(),),)), language or conversation.crisis_language)


def calm(conversation: Conversation, world: World, language: str | None = None) -> Response:
    """Answer thanks after a call for help: warmly, with the numbers in one line."""
    kept = replace(conversation, under=Under.CRISIS, offered=(), clarifications=0)
    said = text("crisis.calm", numbers=world.answers.numbers())
    return Response(kept, Reply(said, ((_mistake(),),)), language or conversation.crisis_language)


# How sure an answer must be after a call for help: "I don't know what to do" is no question about an office.
_SURE_IN_CRISIS = 0.85


def _answer_in_crisis(judged: Interpretation, conversation: Conversation, world: World) -> Response:
    """Answer a very sure question after a call for help: without a menu, with one line of numbers."""
    parsed = parse(conversation.question, world.interpreter.lexicon)
    asks = any(clause.is_question for clause in parsed.clauses)
    is_sure = all(one.confidence >= _SURE_IN_CRISIS for one in judged.candidates)
    if judged.outcome is Outcome.DECLINE or not asks or not is_sure:
        return comfort(conversation, world)
    told = answer([one.id for one in judged.candidates], conversation, world)
    said = text("crisis.with_numbers", body=told.reply.text, numbers=world.answers.numbers())
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
        is_open = world.case.staff.is_open
        return Response(kept, world.answers.foreign(key, language or "", is_open=is_open), language)
    if judged.why is Why.NOTHING_FITS and CRISIS not in {one.id for one in judged.candidates}:
        conversation = replace(conversation, missed=Missed.UNANSWERED)
    if _is_filling(conversation) and judged.why in {Why.OWN_CASE, Why.NOTHING_FITS}:
        # A draft would take what is typed next, which is for the form; a "yes" would send it.
        return human("human.in_form", conversation, world)
    return human(_HUMAN_KEYS[judged.why], conversation, world)


def _is_filling(conversation: Conversation) -> bool:
    form = conversation.form
    return form is not None and not form.is_paused and conversation.under is Under.FORM


def shown_in(language: str | None) -> str | None:
    """Give the language of an answer to a message: Russian is answered in Ukrainian, Polish in the reader's own."""
    return {"ru": "uk", "uk": "uk", "en": "en"}.get(language or "")


def _mistake() -> Offer:
    return Offer(text("button.mistake"), Action.NOT_A_CRISIS)
