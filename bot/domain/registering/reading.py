"""What a message typed while a form is in progress is: a button, a question to be answered in between, or an answer."""

from collections.abc import Mapping, Sequence

from bot.domain.clauses import parse
from bot.domain.conversation import Conversation, Under
from bot.domain.forms import Form, FormMove, FormStep, may
from bot.domain.interpreting import Outcome
from bot.domain.lexicon import is_any
from bot.domain.matching import tokenise
from bot.domain.offers import Action
from bot.domain.ranking import SMALL_TALK
from bot.domain.registering import accepting, outcomes, shown_last
from bot.domain.registering.accepting import NotTaken
from bot.domain.world import World

# A press as its action and what it is about.
Pressed = tuple[Action, str]

# Names of `Lexicon.typed` -> what they press, in this order.
_ALWAYS: Sequence[tuple[str, Action]] = (
    ("resume_form", Action.FORM_RESUME),
    ("forget_form", Action.FORM_FORGET),
)
_IN_FORM: Sequence[tuple[str, Action]] = (
    ("stop_form", Action.FORM_STOP),
    ("form_anew", Action.FORM_ANEW),
    ("wait_for_seats", Action.FORM_WAIT),
    ("for_fewer", Action.FORM_FOR_FEWER),
    ("more_people", Action.FORM_MORE),
)
_IN_SUMMARY: Sequence[tuple[str, Action]] = (
    ("send_form", Action.FORM_SEND),
    ("send", Action.FORM_SEND),
    ("yes", Action.FORM_SEND),
    ("fix", Action.FORM_FIX),
    ("do_not_send", Action.FORM_DROP),
    ("no", Action.FORM_DROP),
)
_MOVES: Sequence[tuple[str, FormMove, Action]] = (
    ("back", FormMove.BACK, Action.FORM_BACK),
    ("as_last", FormMove.AS_LAST, Action.FORM_AS_LAST),
    ("skip", FormMove.SKIP, Action.FORM_SKIP),
    ("no", FormMove.SKIP, Action.FORM_SKIP),
)


def pressed_by_typing(typed: str, conversation: Conversation, world: World) -> Pressed | None:
    """Give the button of the form that was typed; None for anything else."""
    form = conversation.form
    if form is None:
        return None
    tokens, known = tuple(tokenise(typed)), world.interpreter.lexicon.typed

    def first(names: Sequence[tuple[str, Action]]) -> Action | None:
        return next((action for name, action in names if is_any(tokens, known[name])), None)

    if (always := first(_ALWAYS)) is not None:
        return always, ""
    if form.is_interrupted and form.step is FormStep.SUMMARY and is_any(tokens, known["send_form"]):
        return Action.FORM_SEND, form.session_id
    if form.is_paused or conversation.under is not Under.FORM:
        return None
    if form.is_delicate and (help_first := first(_DELICATE)) is not None:
        return help_first, ""
    if form.step is FormStep.SUMMARY:
        line = accepting.number_of(tokens, world.interpreter.lexicon)
        found = first(_IN_SUMMARY) or first(_IN_FORM)
        if found is None and line is not None:
            return Action.FORM_LINE, str(line)
        if found is not None:
            return found, form.session_id if found is Action.FORM_SEND else ""
    elif (found := first(_IN_FORM)) is not None:
        return found, ""
    return _move(tokens, form, world)


_DELICATE: Sequence[tuple[str, Action]] = (
    ("need_help", Action.FORM_HELP),
    ("session_topic", Action.FORM_TOPIC),
)


def _move(tokens: Sequence[str], form: Form, world: World) -> Pressed | None:
    known: Mapping[str, frozenset[tuple[str, ...]]] = world.interpreter.lexicon.typed
    for name, move, action in _MOVES:
        if may(form, move) and is_any(tokens, known[name]):
            return action, form.step.value
    return None


def is_padding(typed: str, world: World) -> bool:
    """Tell a greeting or thanks, which answers nothing."""
    return parse(typed, world.interpreter.lexicon).is_padding


# Steps that take any words: only a question by its shape is none of theirs.
_TAKE_WORDS = frozenset({FormStep.ORGANISATION, FormStep.CONTACT, FormStep.PROBLEM, FormStep.NEED_IN_WORDS})


# Steps whose answers name what the base tells of, a kind of organisation or a telephone: only their wording asks.
_NAMED_IN_ANSWERS = frozenset({FormStep.SECTOR, FormStep.REACH})


def is_question(typed: str, form: Form, conversation: Conversation, world: World) -> bool:
    """Tell whether a message asks something instead of answering the form's step."""
    parsed = parse(typed, world.interpreter.lexicon)
    is_worded_so = any(one.is_question for one in parsed.clauses)
    has_mark = any(one.has_mark for one in parsed.clauses)
    if form.step is FormStep.PROBLEM:
        # A problem is often worded as a question.
        return asks(typed, conversation, world)
    if form.step in _TAKE_WORDS:
        return has_mark or (is_worded_so and _is_sure(typed, conversation, world))
    if has_mark and (form.step is FormStep.NEEDS or len(tokenise(typed)) > _MOST_WORDS_OF_AN_ANSWER):
        return True
    if form.step is FormStep.NEEDS or _is_one_thing(typed):
        return False
    is_no_answer = form.step is FormStep.SUMMARY or isinstance(accepting.take(form, typed, world), NotTaken)
    is_attempt = form.step in _NAMED_IN_ANSWERS and not is_worded_so
    return is_no_answer and (has_mark or (not is_attempt and _is_sure(typed, conversation, world)))


def _is_one_thing(typed: str) -> bool:
    """Tell a single word or a faulty address, which is an answer with a slip rather than a question."""
    return "@" in typed or len(typed.split()) == 1


# A number, a kind or a county with a question mark is still an answer.
_MOST_WORDS_OF_AN_ANSWER = 3


def asks(typed: str, conversation: Conversation, world: World) -> bool:
    """Tell whether a message asks something that the bot knows, where any other words are an answer."""
    has_mark = any(one.has_mark for one in parse(typed, world.interpreter.lexicon).clauses)
    return has_mark and _is_sure(typed, conversation, world)


def _is_sure(typed: str, conversation: Conversation, world: World) -> bool:
    if shown_last.is_asked(typed, world) or outcomes.is_asked(typed, world):
        return True
    judged = world.interpreter.interpret(typed, context=conversation.previous)
    is_answered = judged.outcome in {Outcome.ANSWER, Outcome.DECLINE}
    return is_answered and not any(one.id in SMALL_TALK for one in judged.candidates)
