"""Questions about one thing are one group, and people are counted once."""

from bot.domain.conversation import Missed
from bot.domain.grouping import Gap, grouped

PARKING = "czy jest u was parking"


def gap(question: str, person: int = 1, **changes: object) -> Gap:
    fields = {"missed": Missed.UNANSWERED, "refused": (), "chosen": None, **changes}
    return Gap(question, person=person, **fields)  # type: ignore[arg-type]  # the fields that a test names


def test_alike_questions_are_one_group_and_others_another():
    groups = grouped([gap(PARKING, 1), gap("Czy u was jest parking?", 2), gap("ile kosztuje szkolenie bhp", 3)])
    assert [len(group.gaps) for group in groups] == [2, 1]


def test_a_person_who_asks_again_is_one_person():
    (group,) = grouped([gap(PARKING, 1), gap("czy u was jest parking", 1), gap(PARKING, 2)])
    assert (group.people, len(group.gaps)) == (2, 3)


def test_what_most_people_asked_comes_first():
    groups = grouped([gap("ile kosztuje szkolenie", 1), gap(PARKING, 2), gap(PARKING, 3)])
    assert [group.people for group in groups] == [2, 1]
    assert groups[0].wordings == [PARKING]


def test_wordings_differ_by_more_than_spelling():
    (group,) = grouped([gap(PARKING, 1), gap("Czy jest u was PARKING?!", 2), gap("czy jest parking u was", 3)])
    assert [one.casefold().rstrip("?!") for one in group.wordings] == [PARKING, "czy jest parking u was"]


def test_a_group_knows_what_was_turned_down_and_what_was_taken():
    taken = {"missed": Missed.NOT_IT, "refused": ("office.all",), "chosen": "office.konin"}
    (group,) = grouped([gap(PARKING, 1, **taken), gap(PARKING, 2, **taken), gap(PARKING, 3, chosen="office.poznan")])
    assert group.refused == {"office.all"}
    assert list(group.chosen.items()) == [("office.konin", 2), ("office.poznan", 1)]
    assert (group.times(Missed.NOT_IT), group.times(Missed.UNANSWERED)) == (2, 1)


def test_groups_do_not_grow_in_chains():
    words = ["alfa beta gamma delta", "beta gamma delta omega", "gamma delta omega sigma", "delta omega sigma kappa"]
    groups = grouped([gap(one, number) for number, one in enumerate(words)])
    assert not any({words[0], words[3]} <= set(group.wordings) for group in groups)


def test_nothing_makes_no_groups():
    assert grouped([]) == []
