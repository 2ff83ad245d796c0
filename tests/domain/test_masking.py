"""Personal data is found and hidden; what questions need to be understood stays."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.masking import MASK, Kind, Masker
from bot.knowledge.loading import Loaded
from bot.texts.masking import masker_for


@pytest.fixture(scope="module")
def masker(base: Loaded) -> Masker:
    return masker_for(base.knowledge)


HIDDEN = [
    ("mój pesel 44051401359 i co dalej", "mój pesel *** i co dalej", [Kind.PESEL]),
    ("440514 01359", "***", [Kind.PESEL]),
    ("pesel 44 05 14 01458, pilne", "pesel ***, pilne", [Kind.PESEL]),
    ("44-05-14-01458", "***", [Kind.PESEL]),
    ("440514/01458", "***", [Kind.PESEL]),
    ("440514  01458", "***", [Kind.PESEL]),
    ("pytam o 2 osoby, 4405 1401 458", "pytam o 2 osoby, ***", [Kind.PESEL]),
    ("mamy 2 44051401458", "mamy 2 ***", [Kind.PESEL]),
    ("44.05.14.01458", "***", [Kind.PESEL]),
    ("PL61-1090-1014-0000-0712-1981-2874", "***", [Kind.IBAN]),
    ("konto 61  1090 1014-0000 0712 1981 2874", "konto ***", [Kind.IBAN]),
    ("+44 05 14 01458", "***", [Kind.PHONE]),
    ("48 51 22 12 241", "***", [Kind.PHONE]),
    ("REGON 123456785 12347", "REGON ***", [Kind.NUMBER]),
    ("pesel 44051401358", "pesel ***", [Kind.NUMBER]),
    ("konto PL61 1090 1014 0000 0712 1981 2874 oraz co dalej", "konto *** oraz co dalej", [Kind.IBAN]),
    ("44051401359 i PL61109010140000071219812874", "*** i ***", [Kind.PESEL, Kind.IBAN]),
    ("61 1090 1014 0000 0712 1981 2874", "***", [Kind.IBAN]),
    ("tel. 512 212 242", "tel. ***", [Kind.PHONE]),
    ("512-212-242 albo 512212242", "*** albo ***", [Kind.PHONE, Kind.PHONE]),
    ("+48 63 245 58 29", "***", [Kind.PHONE]),
    ("(61) 887-11-66", "***", [Kind.PHONE]),
    ("0048 512 212 242", "***", [Kind.PHONE]),
    ("+380 44 123 45 67", "***", [Kind.PHONE]),
    ("KRS 0000123456", "KRS ***", [Kind.NUMBER]),
    ("NIP 123-456-32-18", "NIP ***", [Kind.NUMBER]),
    ("wniosek 123456", "wniosek ***", [Kind.NUMBER]),
    ("jan.k+1@poczta.wp.pl", "***", [Kind.EMAIL]),
    ("jan (at) wp.pl", "***", [Kind.EMAIL]),
    ("https://example.org/a?b=1 i www.abc.pl", "*** i ***", [Kind.URL, Kind.URL]),
    ("t.me/abc oraz moja-strona.com.pl", "*** oraz ***", [Kind.URL, Kind.URL]),
    ("pisz do @jan_kow", "pisz do ***", [Kind.HANDLE]),
    ("ul. Kościuszki 5/7 m. 3, Kalisz", "ul. ***, Kalisz", [Kind.ADDRESS]),
    ("przy ulicy Mickiewicza", "przy ulicy ***", [Kind.ADDRESS]),
    ("ul. polna 12", "ul. ***", [Kind.ADDRESS]),
    ("mieszkam na Słowackiego 12 w Koninie 62-510", "mieszkam na *** w Koninie ***", [Kind.ADDRESS] * 2),
    ("blok Ogrodowa 7/12", "blok ***", [Kind.ADDRESS]),
    ("Nazywam się Jan Kowalski i pytam", "Nazywam się *** i pytam", [Kind.NAME]),
    ("nazywam sie anna nowak z kola i mam pytanie", "nazywam sie *** z kola i mam pytanie", [Kind.NAME]),
    ("mam na imię Ola chcę zapytać", "mam na imię *** chcę zapytać", [Kind.NAME]),
    ("pomoc dla Anny Kowalskiej-Nowak z Gniezna", "pomoc dla *** z Gniezna", [Kind.NAME]),
    ("dzwoniła pani Nowak z gminy", "dzwoniła pani *** z gminy", [Kind.NAME]),
    ("Kowalski Jan prosi", "*** prosi", [Kind.NAME]),
    ("u Michała Nowaka i Kasi", "u *** i ***", [Kind.NAME, Kind.NAME]),
    ("Kiedy otwarte?\nZ poważaniem,\nAdam Mazur", "Kiedy otwarte?\nZ poważaniem,\n***", [Kind.NAME]),
    ("halina z tej strony", "*** z tej strony", [Kind.NAME]),
]


@pytest.mark.parametrize(("text", "shown", "kinds"), HIDDEN, ids=[row[0] for row in HIDDEN])
def test_personal_data_is_hidden(text: str, shown: str, kinds: list[Kind], masker: Masker):
    assert masker.masked(text) == shown
    assert [span.kind for span in masker.find(text)] == kinds


@pytest.mark.parametrize(
    "text",
    [
        "gdzie jest biuro w Koninie, ul. Wrzosowa 7?",
        "kiedy odbiera pani Giżycka",
        "czy mogę mówić z panem Wypyszyńskim",
        "mam 71 lat i dotację 150 000 zł",
        "1 000 000 złotych na lata 2021-2027",
        "spotkanie 04.05.2027 o 10:00",
        "2027-05-04 10:00",
        "godziny 8.00-16.00 i 8:00 - 16:00",
        "mieszkam tu od 20 lat",
        "mieszkam w Koninie 5 lat",
        "mamy 12 osób i 3 oddziały",
        "Powiatowy Urząd Pracy w Ostrowie Wielkopolskim",
        "własna marka, a po niej nic",
        "Proszę panią. Kiedy można przyjść?",
        "ani razu, w maju",
        "pozdrawiam i czekam na odpowiedź",
        "",
    ],
)
def test_what_a_question_needs_stays(text: str, masker: Masker):
    assert masker.masked(text) == text


def test_every_kind_is_found_somewhere():
    assert {kind for row in HIDDEN for kind in row[2]} == set(Kind)


def test_a_span_is_where_the_data_stands(masker: Masker):
    text = "Jestem Halina, tel. 512 212 242."
    assert [text[span.start : span.end] for span in masker.find(text)] == ["Halina", "512 212 242"]


def test_without_words_numbers_are_hidden_all_the_same():
    assert Masker().masked("Jan Kowalski 44051401359") == f"Jan Kowalski {MASK}"


PIECES = st.sampled_from(
    [
        *("Jan", "kowalski", "pani", "Nowak", "ul.", "Długa", "12", "5/7", "mieszkam", "nazywam się", "z poważaniem"),
        *("512 212 242", "44051401359", "PL61109010140000071219812874", "a@b.pl", "@abc", "www.a.pl", "\n", ".", ","),
    ]
)


@settings(deadline=None)
@given(text=st.lists(PIECES, max_size=15).map(" ".join) | st.text(max_size=80))
def test_spans_stand_in_order_and_apart(text: str, base: Loaded):
    spans = masker_for(base.knowledge).find(text)
    assert all(span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


@settings(deadline=None)
@given(before=st.text(max_size=20), after=st.text(max_size=20))
def test_an_account_number_never_survives(before: str, after: str, base: Loaded):
    shown = masker_for(base.knowledge).masked(f"{before} PL61 1090 1014 0000 0712 1981 2874 {after}")
    assert "1090 1014 0000 0712" not in shown


@pytest.mark.parametrize("piece", ["a", "a.", "a-", "x+", "a@", "1 ", "ab12 ", "Anna ", "ul. ", "mieszkam ", "pani "])
def test_the_longest_message_takes_no_time(piece: str, masker: Masker):
    text = (piece * 4096)[:4096]
    began = time.process_time()
    masker.masked(text)
    assert time.process_time() - began < 1
