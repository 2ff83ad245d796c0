"""`gaps`: what the bot failed becomes lines that an author can paste, and that `check` then takes."""

from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

from bot.domain.conversation import Missed
from bot.domain.grouping import Gap
from bot.domain.interpreting import Interpreter
from bot.domain.knowledge import Question
from bot.knowledge.loading import Loaded, load
from bot.proposing import Page, Proposal, propose, unsolved
from tests import worlds
from tests.knowledge.editing import copy_base, paste
from tests.worlds import interpreter, renderer

KONIN, GRANTS = "office.konin", "support.grants"
# Words that the table of confidences leads to an entry, though not surely.
TABLE = {**worlds.TABLE, "hamak": {KONIN: 0.1, GRANTS: 0.05}, "namiot": {GRANTS: 0.1}}


@pytest.fixture
def judging(base: Loaded) -> Interpreter:
    return interpreter(base.knowledge.entries, TABLE)


def gap(question: str, person: int = 1, **changes: object) -> Gap:
    fields = {"missed": Missed.UNANSWERED, "refused": (), "chosen": None, **changes}
    return Gap(question, person=person, **fields)  # type: ignore[arg-type]  # the fields that a test names


def proposed(gaps: Sequence[Gap], judging: Interpreter, questions: Sequence[Question] = ()) -> Sequence[Proposal]:
    return propose(gaps, judging, questions)


# What is proposed


def test_the_entry_that_people_took_is_proposed(judging: Interpreter):
    (one,) = proposed([gap("czy jest hamak", 1, chosen="privacy"), gap("czy jest hamak", 2)], judging)
    assert (one.entry.id, one.chosen_by) == ("privacy", 1)


def test_otherwise_the_matchers_best_is(judging: Interpreter):
    (one,) = proposed([gap("czy jest hamak")], judging)
    assert (one.entry.id, one.chosen_by, one.confidence) == (KONIN, 0, 0.1)


def test_what_was_turned_down_is_not_proposed(judging: Interpreter):
    (one,) = proposed([gap("czy jest hamak", missed=Missed.NOT_IT, refused=(KONIN,))], judging)
    assert one.entry.id == GRANTS


def test_an_entry_that_has_gone_is_not_proposed(judging: Interpreter):
    (one,) = proposed([gap("czy jest hamak", chosen="gone")], judging)
    assert one.entry.id == KONIN


def test_the_test_is_a_wording_that_the_phrases_do_not_have(judging: Interpreter):
    wordings = ["czy jest u was hamak", "czy u was jest jakiś hamak", "czy hamak u was jest"]
    gaps = [gap(one, person) for person, one in enumerate([wordings[0], *wordings])]
    (one,) = proposed(gaps, judging)
    assert one.tested not in one.phrases
    assert sorted([*one.phrases, str(one.tested)]) == sorted(wordings)


def test_one_wording_is_phrase_and_test(judging: Interpreter):
    (one,) = proposed([gap("czy jest hamak")], judging)
    assert (one.phrases, one.tested) == (["czy jest hamak"], "czy jest hamak")


def test_a_letter_is_a_test_only(judging: Interpreter):
    (one,) = proposed([gap("czy jest hamak " * 30)], judging)
    assert one.phrases == []
    assert str(one.tested).startswith("czy jest hamak")


def test_what_the_base_has_already_is_not_proposed(judging: Interpreter, base: Loaded):
    phrase = base.knowledge.entries[KONIN].phrases["pl"][0]
    tested = Question(phrase, (KONIN,), "x", None, all=False)
    assert proposed([gap(phrase.upper())], judging, [tested]) == []


def test_a_question_becomes_one_line_without_what_yaml_refuses(judging: Interpreter):
    (one,) = proposed([gap("czy\n jest\u2028hamak\x7f \ud800\u202eok")], judging)
    assert one.phrases == ["czy jest hamak ok"]


# What is left out


def test_what_todays_base_answers_is_left_out(judging: Interpreter):
    assert unsolved([gap("biuro w koninie")], judging) == []


def test_what_it_answers_as_before_stays(judging: Interpreter):
    turned_down = gap("biuro w koninie", missed=Missed.NOT_IT, refused=(KONIN,))
    assert unsolved([turned_down], judging) == [turned_down]


def test_what_it_answers_otherwise_than_people_chose_stays(judging: Interpreter):
    chosen = gap("biuro w koninie", chosen=GRANTS)
    assert unsolved([chosen, gap("biuro w koninie", chosen=KONIN)], judging) == [chosen]


def test_what_it_still_does_not_know_stays(judging: Interpreter):
    unknown = [gap("czy jest hamak"), gap("niejasne")]
    assert unsolved(unknown, judging) == unknown


def test_what_is_a_call_for_help_today_is_left_out(judging: Interpreter):
    assert unsolved([gap("chcę się zabić", refused=("crisis",))], judging) == []


# The page


def page(base: Loaded, gaps: Sequence[Gap], judging: Interpreter, *, least: int = 1, solved: int = 0) -> str:
    writer = Page(renderer(base.knowledge), days=30, people_at_least=least, base="knowledge")
    return writer.write(proposed(gaps, judging), solved=solved)


def test_the_page_is_yaml_in_the_shape_of_the_base(base: Loaded, judging: Interpreter):
    content = yaml.safe_load(page(base, [gap("czy jest hamak")], judging))
    assert content == {
        "topics": [{"id": KONIN, "phrases": ["czy jest hamak"]}],
        "evaluation": [{"text": "czy jest hamak", "entries": [KONIN], "kind": "asked"}],
    }


def test_the_page_says_what_must_be_done_before_anything_is_live(base: Loaded, judging: Interpreter):
    head = page(base, [gap("czy jest hamak")], judging).partition("topics:")[0]
    assert all(line.startswith("#") for line in head.strip().splitlines())
    assert "python -m bot check" in head
    assert "python -m bot eval" in head


def test_what_few_people_asked_is_listed_last(base: Loaded, judging: Interpreter):
    gaps = [gap("czy jest hamak", 1), gap("wynajmę namiot na wesele", 2), gap("wynajmę namiot na wesele", 3)]
    shown = page(base, gaps, judging, least=2)
    (many, few) = shown.split("# Pytało mniej osób niż 2", 1)
    assert "namiot" in many
    assert "hamak" not in many
    assert [one["id"] for one in yaml.safe_load(shown)["topics"]] == [GRANTS, KONIN]
    assert "hamak" in few


def test_the_page_counts_people_and_says_why(base: Loaded, judging: Interpreter):
    taken = {"missed": Missed.NOT_IT, "refused": (KONIN,), "chosen": GRANTS}
    shown = page(base, [gap("czy jest hamak", 1, **taken), gap("czy jest hamak", 2)], judging)
    assert "# 2 osoby. Bez odpowiedzi: 1, „To nie to”: 1. Ten temat wybrała potem 1 osoba." in shown
    assert "# Ktoś odrzucił: office.konin." in shown


def test_nothing_to_propose_is_yaml_too(base: Loaded, judging: Interpreter):
    shown = page(base, [], judging, solved=3)
    assert yaml.safe_load(shown) == {"topics": [], "evaluation": []}
    assert "Nie ma pytań" in shown
    assert "3 pytania" in shown


def test_only_letters_leave_no_topics(base: Loaded, judging: Interpreter):
    content = yaml.safe_load(page(base, [gap("czy jest hamak " * 30)], judging))
    assert content["topics"] == []
    assert len(content["evaluation"]) == 1


# Pasted

STRANGE = [
    "- czy: jest? #hamak",
    "yes hamak",
    '"hamak" {office} *&!',
    "hamak: 'tak', [nie] | >",
    "😀 hamak %@`",
]


def test_what_is_pasted_is_read_back_as_it_was_asked(tmp_path: Path):
    folder = copy_base(tmp_path)
    before = load(folder)
    assert isinstance(before, Loaded)
    table = {"hamak": {KONIN: 0.1}}
    gaps = [gap(question, person) for person, question in enumerate([*STRANGE, STRANGE[0], "czy jest pani *** dziś"])]
    paste(page(before, gaps, interpreter(before.knowledge.entries, table)), folder)
    after = load(folder)
    assert isinstance(after, Loaded), [str(one) for one in after.faults]
    assert after.warnings == before.warnings
    known = {*after.knowledge.entries[KONIN].phrases["pl"], *(one.text for one in after.questions)}
    assert set(STRANGE) <= known
