"""Never more than Telegram allows, and hardly less."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pacing import Limit, Pace, Pacer

# More than rounding, less than anything Telegram could notice.
ROUNDING_S = 1e-6

limits = st.builds(Limit, count=st.integers(1, 6), window_s=st.floats(0.5, 10))
paces = st.builds(Pace, overall=limits, chat=limits, group=limits)
chats = st.sampled_from([1, 2, 3, -1, -2])
# Seconds that pass before a message is wanted, and its chat.
wanted = st.lists(st.tuples(st.floats(0, 3) | st.just(0.0), chats), max_size=80)


def send_all(pacer: Pacer, messages: Sequence[tuple[float, int]]) -> list[tuple[float, int]]:
    """Send in order, as soon as the pacer lets it; give when each went and where."""
    now, gone = 1000.0, []
    for gap, chat_id in messages:
        now += gap
        while (delay := max(pacer.overall_delay(now), pacer.chat_delay(chat_id, now))) > 0:
            now += max(delay, ROUNDING_S)
        pacer.count(chat_id, now)
        gone.append((now, chat_id))
    return gone


def keeps(times: Sequence[float], limit: Limit) -> bool:
    """Tell whether no window holds more than the limit: one message and the one `count` later are a window apart."""
    pairs = zip(times, times[limit.count :], strict=False)
    return all(later - earlier >= limit.window_s - ROUNDING_S for earlier, later in pairs)


@given(paces, wanted)
def test_no_window_ever_holds_more_than_its_limit(pace: Pace, messages: list[tuple[float, int]]):
    gone = send_all(Pacer(pace), messages)
    assert keeps([at for at, _ in gone], pace.overall)
    for chat_id in {chat_id for _, chat_id in gone}:
        times = [at for at, one in gone if one == chat_id]
        assert keeps(times, pace.chat)
        assert chat_id > 0 or keeps(times, pace.group)


def test_what_is_less_urgent_leaves_room_in_a_group_for_what_is_more_urgent():
    pacer, kept_free = Pacer(Pace(chat=Limit(0, 1.0))), 3
    for _ in range(Pace().group.count - kept_free):
        assert pacer.chat_delay(-5, 0.0, kept_free=kept_free) == 0
        pacer.count(-5, 0.0)
    assert pacer.chat_delay(-5, 0.0, kept_free=kept_free) == Pace().group.window_s
    assert pacer.chat_delay(-5, 0.0) == 0


def test_a_narrow_limit_is_not_kept_free_altogether():
    pacer = Pacer(Pace(chat=Limit(0, 1.0), group=Limit(2, 60.0)))
    assert pacer.chat_delay(-5, 0.0, kept_free=10) == 0


@pytest.mark.parametrize(
    ("chat_ids", "limit"),
    [(range(1, 1000), Pace().overall), ([5], Pace().chat), ([-5], Pace().group)],
    ids=["overall", "one chat", "one group"],
)
def test_what_is_allowed_is_used(chat_ids: Sequence[int], limit: Limit):
    count = 40 * limit.count
    gone = send_all(Pacer(Pace()), [(0.0, chat_ids[number % len(chat_ids)]) for number in range(count)])
    took = gone[-1][0] - gone[0][0]
    assert (
        count * limit.window_s / limit.count * 0.9
        <= took + limit.window_s
        <= count * limit.window_s / limit.count / 0.9
    )


def test_the_limits_are_those_of_telegram():
    pace = Pace()
    per_second = {
        name: getattr(pace, name).count / getattr(pace, name).window_s for name in ("overall", "chat", "group")
    }
    assert 27 <= per_second["overall"] <= 30
    assert 0.9 <= per_second["chat"] <= 1
    assert 18 <= per_second["group"] * 60 <= 20


def test_an_album_counts_as_many_as_it_holds():
    pacer = Pacer(Pace())
    pacer.count(-5, 1000.0, count=10)
    assert pacer.chat_delay(-5, 1010.0, count=10) == 0
    assert pacer.chat_delay(-5, 1010.0, count=11) == pytest.approx(51.0)


def test_an_album_larger_than_the_window_waits_until_it_is_empty():
    pacer = Pacer(Pace())
    pacer.count(5, 1000.0)
    assert pacer.chat_delay(5, 1000.0, count=10) == pytest.approx(3.1)
    assert pacer.chat_delay(5, 1003.2, count=10) == 0


def test_what_makes_no_message_in_a_chat_counts_over_all_only():
    pacer = Pacer(Pace(overall=Limit(1, 1.0)))
    pacer.count(None, 1000.0)
    assert pacer.overall_delay(1000.0) == 1.0
    assert pacer.chat_delay(-5, 1000.0) == 0


def test_a_limit_of_nothing_is_no_limit():
    none = Limit(0, 1.0)
    gone = send_all(Pacer(Pace(none, none, none)), [(0.0, 5)] * 1000)
    assert gone[-1][0] == gone[0][0]


def test_one_chat_does_not_slow_another():
    pacer = Pacer(Pace())
    send_all(pacer, [(0.0, 5)] * 3)
    assert pacer.chat_delay(5, 1000.0) > 0
    assert pacer.chat_delay(6, 1000.0) == 0


def test_chats_that_have_gone_quiet_are_forgotten_and_the_others_not():
    pacer = Pacer(Pace(overall=Limit(0, 1.0)))
    send_all(pacer, [(0.0, chat_id) for chat_id in range(1, 1000)])
    assert pacer.chat_delay(1, 2000.0) == 0  # looked at, and long quiet
    send_all(pacer, [(1000.0, 5000), (0.0, 5000), (0.0, 5000)])
    send_all(pacer, [(1000.0, chat_id) for chat_id in range(6000, 6002)])
    assert pacer.chat_delay(5000, 2000.0) > 0
    assert len(pacer._chats) < 10
