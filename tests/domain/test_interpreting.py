"""What a message asks for, judged with a matcher that is a table."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.interpreting import Interpretation, Interpreter, Outcome, Why
from bot.domain.matching import tokenise
from bot.domain.ranking import NEVER_OFFERED
from bot.domain.thresholds import Thresholds
from bot.knowledge.loading import Loaded
from tests.worlds import TABLE, Table, interpreter

LIMITS = Thresholds(
    answer=0.6,
    segment=0.5,
    margin=0.1,
    choice=0.12,
    offer=0.02,
    lone=0.3,
    decline=0.6,
    scope=0.33,
    own_case=0.25,
    small_talk=0.35,
    crisis=0.5,
)


def judge(text: str, base: Loaded, table: Table = TABLE, *, context: str | None = None) -> Interpretation:
    return judging(base, table).interpret(text, context=context)


def judging(base: Loaded, table: Table = TABLE) -> Interpreter:
    return interpreter(base.knowledge.entries, table, thresholds=LIMITS)


def ids(found: Interpretation | Sequence[object]) -> list[str]:
    candidates = found.candidates if isinstance(found, Interpretation) else found
    return [one.id for one in candidates]  # type: ignore[attr-defined]  # candidates either way


@pytest.mark.parametrize(
    ("best", "second", "outcome"),
    [
        (0.60, 0.01, Outcome.ANSWER),
        (0.59, 0.05, Outcome.CHOICE),
        (0.75, 0.64, Outcome.ANSWER),
        (0.75, 0.66, Outcome.CHOICE),
        (0.13, 0.03, Outcome.CHOICE),
        (0.13, 0.01, Outcome.HUMAN),
        (0.11, 0.10, Outcome.HUMAN),
        (0.01, 0.00, Outcome.HUMAN),
    ],
)
def test_confidence_and_lead_decide(best: float, second: float, outcome: Outcome, base: Loaded):
    table = {"sprawa": {"office.konin": best, "office.poznan": second}}
    assert judge("pewna nasza sprawa od dawna", base, table).outcome is outcome


UNSURE = {"office.konin": 0.3, "office.poznan": 0.2}


@pytest.mark.parametrize("text", ["a" * 4096, "601 602 603", "a 7"])
@pytest.mark.parametrize("chances", [UNSURE, {"out_of_scope": 0.9}], ids=["unsure", "out of scope"])
def test_what_has_no_words_is_not_understood(text: str, chances: Mapping[str, float], base: Loaded):
    found = judge(text, base, {tokenise(text)[0]: chances})
    assert (found.outcome, found.why, found.may_be_call) == (Outcome.HUMAN, Why.UNREADABLE, False)


def test_a_link_alone_says_nothing(base: Loaded):
    found = judge("https://example.org/biuro", base, {"biuro": {"office.konin": 0.9}})
    assert found.why is Why.UNREADABLE


@pytest.mark.parametrize("text", ["112", "116 111", "co to jest 116111?"])
@pytest.mark.parametrize("chances", [UNSURE, {"out_of_scope": 0.9}], ids=["unsure", "out of scope"])
def test_the_number_of_a_helpline_asks_about_it(text: str, chances: Mapping[str, float], base: Loaded):
    judging_helplines = replace(judging(base, {tokenise(text)[-1]: chances}), helplines={"112", "116111"})
    found = judging_helplines.interpret(text)
    assert (found.outcome, found.why, ids(found)) == (Outcome.CRISIS, Why.MATCH, ["crisis"])


def test_a_helpline_that_the_base_does_not_know_is_not_explained_but_help_is_named(base: Loaded):
    found = judge("116 000", base, {"116": UNSURE})
    assert (found.why, found.may_be_call) == (Why.UNREADABLE, True)


def test_an_answer_names_its_entry_with_its_confidence(base: Loaded):
    found = judge("gdzie jest biuro w Koninie", base)
    assert [(one.id, one.confidence) for one in found.candidates] == [("office.konin", 0.95)]


def test_a_choice_offers_at_most_three_likely_entries_best_first(base: Loaded):
    likely = {"office.konin": 0.3, "office.poznan": 0.28, "office.all": 0.2, "office.hours": 0.15, "privacy": 0.01}
    found = judge("pewna nasza sprawa od dawna", base, {"sprawa": likely})
    assert ids(found) == ["office.konin", "office.poznan", "office.all"]


def test_what_nobody_chooses_is_never_offered(base: Loaded):
    likely = dict.fromkeys(NEVER_OFFERED, 0.2) | {"office.konin": 0.3, "office.poznan": 0.28}
    found = judge("pewna nasza sprawa od dawna", base, {"sprawa": likely})
    assert ids(found) == ["office.konin", "office.poznan"]


@pytest.mark.parametrize(("outside", "outcome"), [(0.5, Outcome.CHOICE), (0.55, Outcome.CHOICE), (0.59, Outcome.HUMAN)])
def test_nothing_is_offered_that_is_much_less_likely_than_out_of_scope(outside: float, outcome: Outcome, base: Loaded):
    likely = {"out_of_scope": outside, "office.konin": 0.19, "office.poznan": 0.1}
    assert judge("pewna nasza sprawa od dawna", base, {"sprawa": likely}).outcome is outcome


@pytest.mark.parametrize(
    ("entry", "least", "outcome", "shown"),
    [
        ("handoff.own_case", 0.25, Outcome.HUMAN, "handoff.own_case"),
        ("thanks", 0.35, Outcome.ANSWER, "thanks"),
        ("greeting", 0.35, Outcome.ANSWER, "greeting"),
    ],
)
def test_where_a_menu_would_not_help_less_certainty_is_enough(
    entry: str, least: float, outcome: Outcome, shown: str, base: Loaded
):
    found = judge("pewna nasza sprawa od dawna", base, {"sprawa": {entry: least, "office.konin": 0.2}})
    assert (found.outcome, ids(found)) == (outcome, [shown])
    less = judge("pewna nasza sprawa od dawna", base, {"sprawa": {entry: least - 0.01, "office.konin": 0.2}})
    assert shown not in ids(less) or less.why is Why.NOTHING_FITS


def test_of_several_clauses_the_whole_must_speak_of_the_answer_most(base: Loaded):
    table = {"grant": {"support.grants": 0.99}, "grant koninie": {"office.konin": 0.999}}
    found = judge("potrzebny nam grant, w Koninie", base, table)
    assert (found.outcome, ids(found)[:1]) == (Outcome.CHOICE, ["support.grants"])


def test_a_part_of_a_sentence_is_no_question_of_its_own(base: Loaded):
    found = judge("czy to, jakie są godziny, jest tajne?", base)
    assert (ids(found), list(found.unanswered)) == (["specialist.hours"], [])


def test_nothing_fits_leads_to_a_human(base: Loaded):
    found = judge("kompletnie niezrozumiała wiadomość o niczym", base)
    assert (found.outcome, found.why) == (Outcome.HUMAN, Why.NOTHING_FITS)


def test_out_of_scope_is_declined(base: Loaded):
    found = judge("jaka będzie jutro pogoda", base)
    assert (found.outcome, ids(found)) == (Outcome.DECLINE, ["out_of_scope"])


def test_an_own_case_leads_to_a_human(base: Loaded):
    found = judge("co się dzieje z moim wniosek", base)
    assert (found.outcome, found.why, ids(found)) == (Outcome.HUMAN, Why.OWN_CASE, ["handoff.own_case"])


def test_whoever_asks_for_a_human_gets_one(base: Loaded):
    found = judge("chcę porozmawiać z człowiekiem", base)
    assert (found.outcome, found.why) == (Outcome.HUMAN, Why.MATCH)


def test_a_question_about_crises_is_a_crisis_by_its_entry(base: Loaded):
    found = judge("gdzie zgłosić przemoc w rodzinie", base)
    assert (found.outcome, found.why, ids(found)) == (Outcome.CRISIS, Why.MATCH, ["crisis"])


@pytest.mark.parametrize("text", ["", " ", "…", "???", "🙂🙂", "\u200b", "(-_-)"])
def test_a_message_without_a_word_is_unreadable(text: str, base: Loaded):
    found = judge(text, base)
    assert (found.outcome, found.why) == (Outcome.HUMAN, Why.UNREADABLE)


@pytest.mark.parametrize(("text", "language"), [("довідка", "uk"), ("справка", "ru"), ("office please", "en")])
def test_a_foreign_message_leads_to_a_human_in_its_language(text: str, language: str, base: Loaded):
    found = judge(text, base)
    assert (found.outcome, found.why, found.language) == (Outcome.HUMAN, Why.FOREIGN, language)


@pytest.mark.parametrize(
    ("text", "language"), [("chcę się zabić, a jaka pogoda w Koninie?", None), ("suicide, office please", "en")]
)
def test_a_call_for_help_goes_before_everything(text: str, language: str | None, base: Loaded):
    found = judge(text, base)
    assert (found.outcome, found.why, ids(found), found.language) == (
        Outcome.CRISIS,
        Why.CRISIS,
        ["crisis"],
        language,
    )


@pytest.mark.parametrize(
    ("text", "entry", "may_go_on"),
    [
        ("dzień dobry", "greeting", True),
        ("witam, mam pytanie", "greeting", True),
        ("dziękuję", "thanks", False),
        ("dziękuję za pomoc, pozdrawiam", "thanks", False),
    ],
)
def test_small_talk_alone_is_answered(text: str, entry: str, may_go_on: bool, base: Loaded):
    found = judge(text, base)
    assert (found.outcome, ids(found), found.may_go_on) == (Outcome.ANSWER, [entry], may_go_on)


@pytest.mark.parametrize("text", ["dzień dobry, gdzie jest biuro w Koninie?", "biuro w Koninie, dziękuję z góry"])
def test_greetings_never_decide(text: str, base: Loaded):
    assert ids(judge(text, base)) == ["office.konin"]


@pytest.mark.parametrize(
    ("text", "may_go_on"),
    [
        ("biuro", True),
        ("a takie coś", True),
        ("co to?", False),
        ("gdzie", True),
        ("cztery słowa to dość", False),
        ("w Koninie", False),
    ],
)
def test_only_an_unsure_fragment_may_go_on(text: str, may_go_on: bool, base: Loaded):
    assert judge(text, base).may_go_on is may_go_on


def test_two_questions_are_both_answered_in_their_order(base: Loaded):
    found = judge("jakie są godziny? gdzie jest biuro w Koninie?", base)
    assert (found.outcome, ids(found)) == (Outcome.ANSWER, ["specialist.hours", "office.konin"])


def test_the_same_answer_is_given_once(base: Loaded):
    found = judge("gdzie jest biuro w Koninie? jak dojechać w Koninie?", base)
    assert ids(found) == ["office.konin"]


def test_the_question_without_an_answer_is_named_as_typed(base: Loaded):
    found = judge("Gdzie jest biuro w Koninie? Ile tak naprawdę waży dorosły słoń afrykański?", base)
    assert (found.outcome, ids(found)) == (Outcome.ANSWER, ["office.konin"])
    assert [one.rstrip("?") for one in found.unanswered] == ["Ile tak naprawdę waży dorosły słoń afrykański"]


def test_a_question_out_of_scope_beside_a_good_one_is_named(base: Loaded):
    found = judge("gdzie jest biuro w Koninie? jaka będzie jutro pogoda?", base)
    assert ids(found) == ["office.konin"]
    assert found.unanswered


def test_what_is_denied_is_not_answered(base: Loaded):
    found = judge("nie chodzi mi o biuro w Koninie, gdzie jest biuro w Poznaniu?", base)
    assert ids(found) == ["office.poznan"]


def test_a_short_question_leans_on_the_answer_before_it(base: Loaded):
    title = base.knowledge.entries["office.konin"].title["pl"]
    table = {f"{title} telefon": {"office.konin": 0.9}, "telefon": {"office.konin": 0.11}}
    assert judge("a telefon?", base, table, context="office.konin").outcome is Outcome.ANSWER
    assert judge("a telefon?", base, table).outcome is Outcome.HUMAN


def test_a_likely_entry_without_a_likely_rival_is_offered_with_the_next(base: Loaded):
    likely = {"office.konin": 0.3, "office.poznan": 0.01}
    found = judge("pewna nasza sprawa od dawna", base, {"sprawa": likely})
    assert (found.outcome, ids(found)) == (Outcome.CHOICE, ["office.konin", "office.poznan"])


def test_a_general_question_after_an_answer_about_one_place_means_that_place(base: Loaded):
    table = {"telefon": {"contact.phone_email": 0.9}}
    assert ids(judge("a telefon?", base, table, context="office.konin")) == ["office.konin"]
    assert ids(judge("a telefon?", base, table, context="support.training")) == ["contact.phone_email"]


def test_a_long_question_stands_alone(base: Loaded):
    found = judge("a jaki mógłby być w takim razie grant", base, context="office.konin")
    assert ids(found) == ["support.grants"]


@pytest.mark.parametrize("context", ["gone", "", "out_of_scope"])
def test_a_context_that_says_nothing_changes_nothing(context: str, base: Loaded):
    assert ids(judge("gdzie jest biuro w Koninie", base, context=context)) == ["office.konin"]


def test_alternatives_leave_out_what_was_refused(base: Loaded):
    found = judging(base).alternatives("niejasne", refused=["support.grants"])
    assert ids(found)[:2] == ["support.training", "support.advice"]


def test_alternatives_are_two_or_three_or_none(base: Loaded):
    lonely = judging(base, {"samotne": {"office.konin": 0.9, "office.poznan": 0.5}})
    assert ids(lonely.alternatives("samotne", refused=["office.konin"])) == []


@pytest.mark.parametrize("text", ["", "…", "dzień dobry"])
def test_a_message_that_asks_nothing_has_no_alternatives(text: str, base: Loaded):
    assert ids(judging(base).alternatives(text, refused=[])) == []


def test_with_everything_refused_there_are_no_alternatives(base: Loaded):
    assert ids(judging(base).alternatives("niejasne", refused=list(base.knowledge.entries))) == []


WORDS = st.sampled_from(
    ["koninie", "poznaniu", "pogoda", "wniosek", "niejasne", "?", ".", "\n", "i", "nie", "tylko", "dzień dobry", "😀"]
)


@settings(deadline=None)
@given(text=st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=40).map(" ".join)))
def test_every_text_has_exactly_one_outcome(text: str, base: Loaded):
    found = judge(text, base, context="office.konin")
    match found.outcome:
        case Outcome.ANSWER:
            assert 1 <= len(found.candidates) <= 3
        case Outcome.CHOICE:
            assert 2 <= len(found.candidates) <= 3
        case Outcome.DECLINE | Outcome.CRISIS:
            assert len(found.candidates) == 1
        case Outcome.HUMAN:
            assert len(found.candidates) <= 1


def test_a_day_between_words_about_reaching_somebody_asks_who_can_be_reached(base: Loaded):
    judging_days = replace(
        judging(base, {"sobote": {"out_of_scope": 0.9}}), is_moment=lambda said: said.startswith("w sobotę")
    )
    assert ids(judging_days.interpret("czy w sobotę ktoś jest?")) == ["specialist.hours"]
    assert ids(judging_days.interpret("a w sobotę?", context="specialist.gizycka")) == ["specialist.gizycka"]
    assert ids(judging_days.interpret("a w sobotę?", context="office.konin")) == ["office.hours"]


def test_a_bare_when_after_hours_asks_for_them_again(base: Loaded):
    table = {"kiedy": {"session.upcoming": 0.9}}
    assert ids(judge("a kiedy?", base, table, context="specialist.gizycka")) == ["specialist.gizycka"]
    assert ids(judge("a kiedy?", base, table, context="office.konin")) == ["session.upcoming"]


@pytest.mark.parametrize(("text", "context"), [("w sobotę?", "session.upcoming"), ("mecz w sobotę", None)])
def test_a_day_of_something_else_is_left_to_matching(text: str, context: str | None, base: Loaded):
    judging_days = replace(judging(base, {"sobote": {"out_of_scope": 0.9}}), is_moment=lambda said: "mecz" not in said)
    assert ids(judging_days.interpret(text, context=context)) == ["out_of_scope"]


@pytest.mark.parametrize("text", ["7", "500 100 200", "12345"])
def test_numbers_that_mean_nothing_are_no_question(text: str, base: Loaded):
    table = {text: {"crisis": 0.3, "specialist.hours": 0.2}}
    assert judge(text, base, table).why is Why.UNREADABLE


@pytest.mark.parametrize(
    "text", ["أين مكتبك", "你们的办公室在哪里", "ოფისი სად არის"], ids=["arabic", "chinese", "georgian"]
)
def test_a_script_that_nobody_here_reads_gets_no_menu(text: str, base: Loaded):
    table = {tokenise(text)[0]: {"office.konin": 0.3, "bot.who": 0.2}}
    assert judge(text, base, table).why is Why.UNREADABLE


def test_entries_too_unlikely_to_ask_about_are_not_offered_beside_a_likely_refusal(base: Loaded):
    table = {"sprawa": {"out_of_scope": 0.5, "office.konin": 0.05, "office.poznan": 0.04}}
    assert judge("pewna nasza sprawa od dawna", base, table).why is Why.NOTHING_FITS


def test_an_unsure_message_about_suicide_is_a_topic_or_a_call_for_help(base: Loaded):
    found = judge("samobójstwa w naszej gminie", base, {"gminie": {"office.konin": 0.3, "office.poznan": 0.2}})
    assert (found.outcome, ids(found)) == (Outcome.CHOICE, ["session.propose", "crisis"])


def test_a_message_about_suicide_does_not_lean_on_the_answer_before(base: Loaded):
    assert ids(judge("samobójstwa", base, {"koninie": {"office.konin": 0.9}}, context="office.konin")) == [
        "session.propose",
        "crisis",
    ]


def test_a_message_about_suicide_is_never_turned_away(base: Loaded):
    found = judge("samobójstwa i pogoda", base)
    assert (found.outcome, ids(found)) == (Outcome.CHOICE, ["session.propose", "crisis"])


def test_a_sure_message_about_suicide_is_answered_as_being_about_it(base: Loaded):
    found = judge("samobójstwa i grant", base)
    assert (found.outcome, ids(found), found.is_about_crisis) == (Outcome.ANSWER, ["support.grants"], True)


@pytest.mark.parametrize(
    ("text", "is_helped"),
    [
        pytest.param("gasnę jak zapałka w deszczu", True, id="unknown"),
        pytest.param("gasnę, jaka pogoda", True, id="out of scope"),
        pytest.param("gasne please", True, id="foreign"),
        pytest.param("gasnę, grant", False, id="answered"),
        pytest.param("świecę jak zapałka w deszczu", False, id="unlike a call"),
    ],
)
def test_what_is_somewhat_like_a_call_gets_the_numbers_unless_it_is_answered(text: str, is_helped: bool, base: Loaded):
    assert judge(text, base).may_be_call is is_helped


@pytest.mark.parametrize(
    ("text", "entry"),
    [("ta cierpliwość, piątka z plusem", "thanks"), ("ta cierpliwość, ile jest piątka?", "out_of_scope")],
)
def test_thanks_beside_what_asks_for_nothing_are_thanks(text: str, entry: str, base: Loaded):
    table = {"cierpliwość": {"thanks": 0.9}, "piątka": {"out_of_scope": 0.7}}
    judged = interpreter(base.knowledge.entries, table).interpret(text)
    assert judged.candidates[0].id == entry


@pytest.mark.parametrize(
    "text", ["dzień dobry pani", "kłaniam się nisko i witam uprzejmie", "Szczęść Boże, jest tam kto?"]
)
def test_an_old_fashioned_greeting_is_a_greeting(text: str, base: Loaded):
    judged = interpreter(base.knowledge.entries, {"pani": {"specialist.gizycka": 0.9}}).interpret(text)
    assert judged.candidates[0].id == "greeting"
