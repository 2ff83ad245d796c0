"""Texts turned into words: in the right language, with nothing that people type taken for markup."""

from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.texts import Body, Text, text
from bot.knowledge.loading import Loaded
from bot.texts.markup import LONGEST_MESSAGE, escaped, fit, in_pieces, length, visible, without_markup
from bot.texts.texts import Catalogues, Renderer, load_catalogues
from tests.worlds import renderer

AT = datetime(2027, 5, 4, 6, 30, tzinfo=UTC)
TEXTS: Catalogues = {
    "pl": {
        "wrap": "Kto: <b>{name}</b>!",
        "bare": "{body}",
        "when": "{at:on_day}, {at:of_day}, {at:day}, {at:date}, {at:year}, {at:time}",
        "words": "Dnia {at:on_day}",
        "lines": "Lista:\n{lines}",
        "count": {"one": "{count} plik", "few": "{count} pliki", "many": "{count} plików", "other": "{count} pliku"},
        "calendar.days": "pon., wt., śr., czw., pt., sob., niedz.",
        "calendar.weekday": "poniedziałek, wtorek, środa, czwartek, piątek, sobota, niedziela",
        "calendar.of_weekday": "poniedziałku, wtorku, środy, czwartku, piątku, soboty, niedzieli",
        "calendar.on_weekday": "w poniedziałek, we wtorek, w środę, w czwartek, w piątek, w sobotę, w niedzielę",
        "now": "teraz",
    },
    "en": {
        "calendar.days": "Mon, Tue, Wed, Thu, Fri, Sat, Sun",
        "calendar.weekday": "Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday",
        "calendar.of_weekday": "Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday",
        "calendar.on_weekday": "on Monday, on Tuesday, on Wednesday, on Thursday, on Friday, on Saturday, on Sunday",
        "now": "now",
    },
}


@pytest.fixture
def words(base: Loaded) -> Renderer:
    return Renderer(base.knowledge, TEXTS)


class Shown(HTMLParser):
    """What a reader sees of markup; tags that do not close in order are an error."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.text, self.open = "", list[str]()
        self.feed(markup)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        assert tag in {"b", "i"}
        assert not attrs
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def units(shown: str) -> int:
    return len(shown.encode("utf-16-le", "surrogatepass")) // 2


@settings(deadline=None, max_examples=300)
@given(typed=st.text())
def test_what_people_type_is_shown_and_never_markup(typed: str):
    assert Shown(escaped(typed)).text == visible(typed)


TYPED = st.one_of(
    st.text(max_size=30), st.sampled_from(["<b>", "</b>", "&amp;", "&#x202e;", "{name}", "<script>", "\n"])
)


@settings(deadline=None, max_examples=200)
@given(typed=TYPED)
def test_a_parameter_stays_inside_its_place(typed: str, base: Loaded):
    words = Renderer(base.knowledge, TEXTS)
    shown = Shown(words.markup(text("wrap", name=typed), "pl")).text
    assert shown == f"Kto: {visible(typed)}!"


@pytest.mark.parametrize(
    "control",
    [
        "\u200b",
        "\u200d",
        "\u200e",
        "\u200f",
        "\u202a",
        "\u202e",
        "\u2066",
        "\u2069",
        "\u061c",
        "\ufeff",
        "\u00ad",
        "\x00",
        "\r",
    ],
    ids=ascii,
)
def test_hidden_controls_are_taken_out_of_names(control: str, words: Renderer):
    assert words.markup(text("wrap", name=f"A{control}nna"), "pl") == "Kto: <b>Anna</b>!"
    assert words.plain({"pl": f"A{control}nna"}, "pl") == "Anna"


@pytest.mark.parametrize("kept", ["ą", "\n", "\t", "🙂", "é", "שלום", "Ї", "\u00a0"], ids=ascii)
def test_letters_of_every_script_stay(kept: str):
    assert visible(f"a{kept}b") == f"a{kept}b"


@pytest.mark.parametrize(
    ("markup", "long"),
    [("abc", 3), ("<b>abc</b>", 3), ("a&amp;b", 3), ("&lt;b&gt;", 3), ("🙂", 2), ("<", 1), ("a < b", 5), ("", 0)],
)
def test_length_is_counted_as_telegram_counts_it(markup: str, long: int):
    assert length(markup) == long


@pytest.mark.parametrize(
    ("markup", "fitted"),
    [
        ("abc", "abc"),
        ("0123456789", "0123456789"),
        ("01234567890", "012345678…"),
        ("słowo po słowie", "słowo po…"),
        ("<b>0123456789</b>", "<b>0123456789</b>"),
        ("<b>01234567890</b>", "<b>012345678…</b>"),
        ("<b>a</b> <i>0123456789</i>", "<b>a</b>…"),
        ("01234567&amp;&amp;&amp;", "01234567&amp;…"),
        ("🙂🙂🙂🙂🙂🙂", "🙂🙂🙂🙂…"),
    ],
)
def test_what_is_too_long_is_cut_after_a_word_with_its_tags_closed(markup: str, fitted: str):
    assert fit(markup, 10) == fitted


MARKUP = st.lists(
    st.one_of(
        st.text(max_size=20).map(escaped),
        st.text(max_size=20).map(lambda typed: f"<b>{escaped(typed)}</b>"),
        st.text(max_size=9).map(lambda typed: f"<b>x <i>{escaped(typed)}</i> y</b>\n"),
    ),
    max_size=30,
).map("".join)


@settings(deadline=None, max_examples=300)
@given(markup=MARKUP, longest=st.integers(1, 120))
def test_what_is_cut_is_valid_fits_and_begins_as_before(markup: str, longest: int):
    whole, cut = Shown(markup).text, Shown(fit(markup, longest)).text
    assert units(cut) <= longest
    assert cut == whole or whole.startswith(cut.removesuffix("…"))


def test_a_message_longer_than_telegram_takes_is_cut(words: Renderer):
    shown = Shown(words.markup(text("wrap", name="zdanie & słowo " * 900), "pl")).text
    assert LONGEST_MESSAGE - 60 < units(shown) <= LONGEST_MESSAGE
    assert shown.endswith("…")


def test_a_message_of_the_greatest_length_is_whole(words: Renderer):
    name = "&" * (LONGEST_MESSAGE - len("Kto: !"))
    assert Shown(words.markup(text("wrap", name=name), "pl")).text == f"Kto: {name}!"


def test_dates_are_told_in_the_centres_time_zone(words: Renderer):
    told = words.plain(text("when", at=AT), "pl")
    assert told == "we wtorek 4 maja, wtorku 4 maja, wtorek 4 maja, 4 maja 2027, 2027, 8:30"


def test_a_day_needs_no_time(words: Renderer):
    assert words.plain(text("words", at=date(2027, 5, 3)), "pl") == "Dnia w poniedziałek 3 maja"


def test_a_date_alone_is_told_in_the_readers_language(words: Renderer):
    assert words.plain(text("when", at=AT), "en").startswith("on Tuesday 4 May, Tuesday 4 May, Tuesday 4 May")


def test_a_date_among_polish_words_is_polish(words: Renderer):
    assert words.plain(text("words", at=AT), "en") == "Dnia we wtorek 4 maja"


def test_plurals_of_a_missing_translation_are_polish(words: Renderer):
    assert [words.plain(text("count", count=one), "en") for one in (1, 2, 5)] == ["1 plik", "2 pliki", "5 plików"]


def test_a_translation_is_preferred(words: Renderer):
    assert words.plain(text("now"), "en") == "now"


def test_a_missing_translation_is_polish(words: Renderer):
    assert words.plain(text("now"), "uk") == "teraz"


def test_a_text_of_the_base_is_in_one_language(words: Renderer):
    """Hours and what is worked out are told in the language of the words around them."""
    polish = Body({"pl": "Godziny: {specialist.gizycka.hours}, {live}."}, live=text("now"))
    assert words.plain(text("bare", body=polish), "en") == "Godziny: pon.–pt. 8:30–16:30, teraz."
    both = Body({"pl": "x", "en": "Hours: {specialist.gizycka.hours}, {live}."}, live=text("now"))
    assert words.plain(text("bare", body=both), "en") == "Hours: Mon–Fri 8:30–16:30, now."


def test_facts_of_the_base_are_escaped(base: Loaded):
    centre = replace(base.knowledge.centre, name="A & <B>")
    words = Renderer(replace(base.knowledge, centre=centre), load_catalogues())
    assert words.markup(text("answer.entry", body=Body({"pl": "{centre.name}"})), "pl") == "A &amp; &lt;B&gt;"


def test_what_people_type_is_no_placeholder(base: Loaded):
    told = renderer(base.knowledge).markup(text("answer.missing", part="{office.konin.phone} {part}"), "pl")
    assert "{office.konin.phone} {part}" in told


def test_a_list_stands_line_by_line(words: Renderer):
    lines = [Text("now"), text("wrap", name="x")]
    assert words.plain(text("lines", lines=lines), "pl") == "Lista:\nteraz\nKto: <b>x</b>!"


def test_a_text_filled_in_as_a_sentence_begins_with_a_capital(base: Loaded):
    words = Renderer(base.knowledge, {"pl": {**TEXTS["pl"], "whole": "{why:sentence}. {why}."}})
    assert words.plain(text("whole", why=text("now")), "pl") == "Teraz. teraz."


@given(st.text(max_size=200), st.integers(2, 50))
def test_pieces_hold_the_whole_text_and_each_fits(said: str, longest: int):
    pieces = in_pieces(f"<b>{escaped(said)}</b>", longest)
    assert "".join(pieces) == escaped(said)
    assert all(length(piece) <= longest for piece in pieces)


def test_pieces_end_with_whole_words_where_they_can():
    assert in_pieces("one two three four", 9) == ["one two", " three", " four"]


def test_text_without_markup_shows_what_the_markup_showed():
    assert without_markup("<b>Tom &amp; Jo</b> &lt;3") == "Tom &amp; Jo &lt;3"
