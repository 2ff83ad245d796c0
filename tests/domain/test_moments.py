"""The moments that questions speak of: the table is `moments.yaml`."""

import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays
import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.knowledge import Span
from bot.domain.matching.normalising import fold
from bot.domain.moments import Feast, Meaning, Moment, Role, asked_moment, build_words, is_only_a_moment
from bot.domain.moments.feasts import feast_days
from bot.texts.moments import moment_words

WARSAW = ZoneInfo("Europe/Warsaw")
WORDS = moment_words()
HOLIDAYS = dict(holidays.country_holidays("PL", years=range(2025, 2031), language="pl").items())
TABLE = yaml.safe_load(Path(__file__).with_name("moments.yaml").read_text(encoding="utf-8"))
ROWS = [
    pytest.param(text, section["now"], expected, id=f"{section['now']} {text}")
    for section in TABLE
    for text, expected in section["moments"].items()
]
DIACRITICS_MATTER = {text for section in TABLE for text in section.get("diacritics_matter", ())}
NOW = datetime(2027, 4, 28, 10, tzinfo=WARSAW)


def word(role: Role, value: int = 0) -> str:
    return next(phrase for phrase, meaning in WORDS.meanings.items() if meaning == Meaning(role, value))


TOMORROW_AT = f"{word(Role.DAYS_AHEAD, 1)} {word(Role.AT)}"


def ask(text: str, now: datetime = NOW) -> Moment | None:
    return asked_moment(text, now, WARSAW, HOLIDAYS, WORDS)


def written(moment: Moment | None) -> str:
    if moment is None:
        return "none"
    days = str(moment.day) if moment.day == moment.last_day else f"{moment.day}..{moment.last_day}"
    days = days if moment.is_day_explicit else f"({days})"
    match moment.at:
        case time():
            return f"{days} {moment.at:%H:%M}{'*' * moment.at.fold}"
        case Span(start, end):
            return f"{days} {start:%H:%M}-{end:%H:%M}"
        case None:
            return days


@pytest.mark.parametrize(("text", "now", "expected"), ROWS)
def test_a_question_speaks_of_this_moment(text: str, now: str, expected: str) -> None:
    assert written(ask(text, datetime.fromisoformat(now).replace(tzinfo=WARSAW))) == expected


@pytest.mark.parametrize(("text", "now", "expected"), [row for row in ROWS if row.values[0] not in DIACRITICS_MATTER])
def test_diacritics_case_and_decomposed_letters_do_not_matter(text: str, now: str, expected: str) -> None:
    then = datetime.fromisoformat(now).replace(tzinfo=WARSAW)
    spellings = (fold(text.lower()), text.upper(), unicodedata.normalize("NFD", text))
    assert [written(ask(spelling, then)) for spelling in spellings] == [expected] * 3


@pytest.mark.parametrize("feast", WORDS.feasts, ids=lambda feast: str(feast.days))
def test_every_feast_of_the_vocabulary_is_found_in_the_calendar(feast: Feast) -> None:
    assert feast_days(feast, NOW.date(), HOLIDAYS) is not None


def test_a_movable_feast_is_not_guessed_without_a_calendar() -> None:
    movable = next(number for number, feast in enumerate(WORDS.feasts) if all(days.named for days in feast.days))
    assert asked_moment(word(Role.FEAST, movable), NOW, WARSAW, {}, WORDS) is None


def test_the_moment_of_asking_may_be_given_in_any_zone() -> None:
    assert ask(f"{TOMORROW_AT} 8", NOW.astimezone(UTC)) == ask(f"{TOMORROW_AT} 8")


def test_a_phrase_with_two_meanings_is_refused() -> None:
    phrases = [("may", Meaning(Role.MONTH, 5)), ("may", Meaning(Role.IN_MONTH, 5))]
    with pytest.raises(ValueError, match="leave one"):
        build_words(phrases, parts=(), feasts=(), counted=(), unlike=())


def test_a_language_without_vocabulary_is_refused() -> None:
    with pytest.raises(FileNotFoundError):
        moment_words("xx")


NOWS = st.integers(0, 5 * 365 * 24 * 60).map(
    lambda minutes: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
SAID = st.lists(st.sampled_from(sorted(WORDS.meanings)) | st.from_regex(r"\d{1,4}([.:,/-]\d{1,4})?", fullmatch=True))


@settings(max_examples=300)
@given(text=SAID.map(" ".join), now=NOWS)
@example(text=f"{word(Role.AFTER)} 31.12.2199", now=NOW)
def test_whatever_is_said_the_moment_is_not_before_today(text: str, now: datetime) -> None:
    moment = ask(text, now)
    assert moment is None or now.astimezone(WARSAW).date() <= moment.day <= moment.last_day


@settings(max_examples=300)
@given(text=st.text(max_size=80))
@example(text="9" * 5000)
@example(text=f"{word(Role.AT)} \u0663 \u00bd \u00b2 \u0130 \x00 4\u0336")
@example(text=f"{word(Role.FROM)} " * 400)
def test_no_text_is_too_strange_to_be_read(text: str) -> None:
    ask(text)


@given(weekday=st.integers(0, 6), now=NOWS)
def test_a_weekday_is_the_next_one_and_today_counts(weekday: int, now: datetime) -> None:
    moment = ask(word(Role.WEEKDAY, weekday), now)
    assert moment is not None
    assert moment.day.weekday() == weekday
    assert timedelta(0) <= moment.day - now.astimezone(WARSAW).date() < timedelta(days=7)


@given(day=st.dates(date(2027, 4, 28), date(2029, 4, 27)))
def test_a_full_date_is_that_day_however_it_is_written(day: date) -> None:
    spellings = (f"{day:%d.%m.%Y}", f"{day.day}.{day.month}.{day.year}", f"{day:%d-%m-%Y}", f"{day:%Y-%m-%d}")
    assert {written(ask(spelling)) for spelling in spellings} == {str(day)}


@given(minutes=st.integers(0, 24 * 60 - 1))
def test_an_hour_of_two_digits_is_that_hour_however_it_is_written(minutes: int) -> None:
    at = time(minutes // 60, minutes % 60)
    assert [moment and moment.at for moment in (ask(f"{TOMORROW_AT} {at:%H:%M}"), ask(f"{at:%H:%M}"))] == [at, at]


@pytest.mark.parametrize("text", ["w sobotę", "jutro?", "o 16:15", "w Boże Ciało", "3 maja o 8", "po świętach"])
def test_a_moment_alone_is_told_from_a_question(text: str):
    assert is_only_a_moment(text, WORDS)


@pytest.mark.parametrize("text", ["mecz w sobotę", "jutro pogoda", "za 10 sesji", "ul. 3 Maja", "", "?"])
def test_a_moment_of_something_is_not_alone(text: str):
    assert not is_only_a_moment(text, WORDS)
