"""Who rests, and until when."""

from collections.abc import Sequence

import pytest

from bot.resting import LONELY_FAILURES, LONGEST_REST_S, Rests


def test_nobody_rests_at_first():
    rests = Rests()
    assert list(rests.lanes(0.0)) == []
    assert not rests.are_all_at(0.0)
    assert rests.next_end(0.0) is None


def test_a_lane_rests_until_its_time():
    rests = Rests()
    rests.rest("chat:5", 10.0)
    assert list(rests.lanes(9.9)) == ["chat:5"]
    assert list(rests.lanes(10.0)) == []


def test_the_first_rest_to_end_is_waited_for():
    rests = Rests()
    rests.rest("chat:5", 10.0)
    rests.rest("chat:6", 7.0)
    assert rests.next_end(1.0) == 7.0


def test_while_everything_rests_the_lanes_do_not_matter():
    rests = Rests()
    rests.rest("chat:5", 3.0)
    rests.rest_all(10.0)
    assert rests.next_end(1.0) == 10.0


def test_a_shorter_rest_of_everything_does_not_end_a_longer_one():
    rests = Rests()
    rests.rest_all(10.0)
    rests.rest_all(5.0)
    assert rests.are_all_at(9.9)


def throttled(lanes: Sequence[str], *, until: float = 30.0, apart_s: float = 0.5, is_group: bool = False) -> Rests:
    """Rests after a 429 of each lane, the first at 0."""
    rests = Rests()
    for number, lane in enumerate(lanes):
        rests.throttled(lane, until, number * apart_s, is_group=is_group)
    return rests


@pytest.mark.parametrize(("is_group", "all_rest"), [(False, True), (True, False)], ids=["private", "groups"])
def test_throttling_of_three_chats_at_once_is_about_the_whole_in_private_chats_only(is_group: bool, all_rest: bool):
    rests = throttled(["one", "two", "three"], is_group=is_group)
    assert rests.are_all_at(1.1) is all_rest
    assert set(rests.lanes(29.9)) == {"one", "two", "three"}


@pytest.mark.parametrize("lanes", [["one", "two"], ["one", "two", "one", "two"]], ids=["once", "twice"])
def test_throttling_of_two_chats_is_about_the_chats(lanes: list[str]):
    assert not throttled(lanes).are_all_at(2.0)


@pytest.mark.parametrize(("apart_s", "all_rest"), [(0.99, True), (1.0, False), (31.0, False)])
def test_throttling_at_different_times_is_about_the_chats(apart_s: float, all_rest: bool):
    assert throttled(["one", "two", "three"], apart_s=apart_s).are_all_at(2 * apart_s) is all_rest


@pytest.mark.parametrize(("until", "end"), [(3.0, 3.0), (3600.0, 1.0 + LONGEST_REST_S)])
def test_the_rest_of_everything_is_as_told_up_to_the_longest(until: float, end: float):
    rests = throttled(["one", "two", "three"], until=until)
    assert rests.are_all_at(end - 0.01)
    assert not rests.are_all_at(end)


def test_a_lane_that_is_told_to_wait_again_and_again_does_not_keep_the_others_of_its_chat_for_ever():
    rests = Rests()
    for now in (0.0, 1.0):
        rests.throttled("chat:-5", now + 1.0, now, is_group=True, others=["marks:-5"])
    assert "marks:-5" in rests.lanes(1.9)
    assert "marks:-5" not in rests.lanes(2.0)


def test_rests_grow_up_to_the_longest_for_as_long_as_telegram_is_away():
    rests, ends = Rests(), []
    for _ in range(3000):  # four hours
        rests.unreached("chat:5", 0.0)
        ends.append(rests.next_end(0.0))
    assert ends[:6] == [0.25, 0.5, 1.0, 2.0, 4.0, 5.0]
    assert max(end for end in ends if end) == LONGEST_REST_S


def test_failures_are_counted_in_a_row():
    rests = Rests()
    assert [rests.unreached("chat:5", 0.0) for _ in range(3)] == [1, 2, 3]
    rests.reached("chat:5")
    assert rests.unreached("chat:5", 0.0) == 1


def test_an_outage_makes_nobody_lonely():
    rests = Rests()
    for _ in range(LONELY_FAILURES * 2):
        rests.unreached("chat:5", 0.0)
        rests.unreached("chat:6", 0.0)
    assert not rests.is_lonely("chat:5")


def test_one_success_after_an_outage_makes_nobody_lonely():
    rests = Rests()
    for _ in range(LONELY_FAILURES * 2):
        rests.unreached("chat:5", 0.0)
    rests.reached("chat:6")
    rests.unreached("chat:5", 0.0)
    assert not rests.is_lonely("chat:5")


def test_a_lane_that_fails_again_and_again_while_others_get_through_is_lonely():
    rests = Rests()
    rests.unreached("chat:5", 0.0)
    for _ in range(LONELY_FAILURES):
        assert not rests.is_lonely("chat:5")
        rests.reached("chat:6")
        rests.unreached("chat:5", 0.0)
    assert rests.is_lonely("chat:5")
    assert not rests.is_lonely("chat:6")


def test_a_forgiven_lane_is_neither_lonely_nor_at_rest():
    rests = Rests()
    for _ in range(LONELY_FAILURES + 1):
        rests.reached("chat:6")
        rests.unreached("chat:5", 0.0)
    rests.forgive("chat:5")
    assert not rests.is_lonely("chat:5")
    assert list(rests.lanes(0.0)) == []
