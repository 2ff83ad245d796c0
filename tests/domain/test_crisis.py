"""Which messages tell of a crisis, whom they are about, and why."""

import time
from collections import Counter
from collections.abc import Sequence

import pytest

from bot.domain.crisis import LIKENESS, CrisisDetector, Level, Signs
from bot.knowledge.loading import Loaded
from bot.texts.ordinary import Ordinary, load_ordinary

# A message of this many milliseconds would be felt; the machine of a test may be ten times slower than usual.
SLOW_MS = 20


@pytest.fixture(scope="module")
def ordinary() -> Ordinary:
    return load_ordinary()


@pytest.fixture(scope="module")
def questions(base: Loaded) -> Sequence[str]:
    """What people ask the centre, without questions about helplines."""
    entries = base.knowledge.entries.values()
    return [phrase for entry in entries if entry.id != "crisis" for phrase in entry.phrases["pl"]]


@pytest.fixture(scope="module")
def detector(base: Loaded, ordinary: Ordinary) -> CrisisDetector:
    """As the bot has it."""
    polish = [phrase for entry in base.knowledge.entries.values() for phrase in entry.phrases["pl"]]
    return CrisisDetector.build(base.knowledge.crisis.phrases, [*polish, *ordinary.harmless], ordinary.signs)


@pytest.mark.parametrize(
    "text",
    [
        "nie chcę już żyć",
        "niechce mi sie zyc",
        "Chyba dzisiaj to zakończę. Nie szukajcie mnie.",
        "mam mysli samobojcze",
        "tnę się od roku, nikt nie wie",
        "kupiłem sznur i siedzę z nim w garażu",
        "mąż mnie bije",
        "bije mnie mąż",
        "on mi grozi nozem, zamknelam sie w lazience",
        "zostałam zgwałcona i nie wiem co robić",
        "nie widze sensu",
        "polknelam tabletki",
        "chce sie zabidz",
        "pozegnalam sie juz ze wszystkimi",
        "wszyscy beda mieli spokoj jak mnie nie bedzie",
        "mam tego wszystkiego dosc nie dam rady",
        "nie mam za co żyć i chcę umrzeć",
        "pali sie dom",
        "suicide",
        "sąsiad właśnie bije żonę, słyszę krzyki",
        "syn pisze, że się zabije",
        "moja sąsiadka jest bita przez męża, co robić",
        "siostra jest bita",
        "mama leży i nie oddycha",
        "Dzień dobry\nmam pytanie\nnie chcę\njuż żyć",
        "chciałam zapisać fundację na sesję, ale mąż mnie wczoraj pobił i chyba nie przyjadę",
        "я не хочу більше жити",
        "чоловік мене бє щодня",
        "хочу шоб мене не було",
        "ya ne hochu zhyty",
        "хочу покончить с собой",
        "муж избивает меня, мне некуда идти",
        "i dont want to be alive anymore",
        "my husband hits me and I am scared to go home",
        "I took a whole bottle of pills",
    ],
)
def test_someone_in_danger_is_recognised(detector: CrisisDetector, text: str):
    assert detector.recognise(text).level is Level.FIRST_PERSON


@pytest.mark.parametrize(
    "who", ["znajomy", "kolega", "kolezanka", "sąsiad", "siostra", "brat", "syn", "córka", "mąż", "mama", "teściowa"]
)
@pytest.mark.parametrize(
    "words",
    ["{} chce sie zabic co robic", "co zrobić jak {} chce się zabić", "co robić, gdy {} mówi o samobójstwie"],
)
def test_who_is_near_and_wants_to_die_is_called_for(detector: CrisisDetector, who: str, words: str):
    assert detector.recognise(words.format(who)).level is Level.FIRST_PERSON


@pytest.mark.parametrize(
    "text",
    [
        "brat napisał książkę o samobójstwie",
        "szkolenie dla rodziców: co robić, gdy syn mówi o samobójstwie",
        "Przemoc domowa w gminie jako temat sesji dialogowej",
        "temat sesji: samobójstwa wśród młodzieży",
        "szkolenie o przemocy",
        "kobiety są bite w naszej gminie, chcemy o tym sesję",
        "przemoc w rodzinie - czy macie szkolenie",
        "w powiecie rośnie liczba rodzin, w których mąż bije żonę – czy to temat na sesję?",
        "co zrobić, gdy uczestnik WTZ mówi, że chce się zabić - czy macie procedurę?",
        "профілактика самогубств серед підлітків",
        "проводите ли вы обучение по теме домашнего насилия?",
        "suicide prevention programme for schools",
    ],
)
def test_a_subject_is_no_alarm(detector: CrisisDetector, text: str):
    assert detector.recognise(text).level is Level.ABOUT


@pytest.mark.parametrize(
    "text",
    [
        "zabijcie mnie, ale nie rozumiem tego formularza",
        "umieram z ciekawości",
        "zabiegani rodzice potrzebują żłobka",
        "pogrzeb spółdzielni",
        "mam dość tych formularzy",
        "nie mam za co żyć",
        "jestem bezrobotny i nie mam z czego zyc",
        "nie widzę sensu tego spotkania",
        "nie chcę żyć z zasiłku, chcę pracować",
        "system mi się powiesił przy składaniu wniosku",
        "jutro mnie nie będzie w pracy",
        "mąż mnie wysłał do was po informacje",
        "bije od was profesjonalizm",
        "grozi nam kara za brak sprawozdania",
        "I'm dying to know when the next session is",
        "вмираю від цікавості",
        "умираю от любопытства",
        "",
        "👍",
    ],
)
def test_a_manner_of_speaking_is_no_alarm(detector: CrisisDetector, text: str):
    assert detector.recognise(text).level < Level.ABOUT


# Not among the messages that are learnt from, apart from the first six.
TROUBLE_WITH_OFFICES = (
    "ZUS mi nie wypłaca",
    "zus mi nie wyplaca",
    "nie chce mi sie isc do zusu",
    "skonczyc z tym bezrobociem chce",
    "nie mam pracy i synek niepelnosprawny co moge",
    "zus nie wyplaca zasilku",
    "zus sie uparl i nie chce mi dac pieniedzy",
    "zus przestal placic",
    "od marca zus nic mi nie przelal",
    "zusu mam juz po dziurki w nosie",
    "co za dziady w tym zusie, nic nie zalatwilem",
    "nie ide wiecej do zusu, niech mi ktos pomoze to napisac",
    "kto mi pomoze z zusem",
    "pomocy, zus nie wyplaca",
    "zus nie chce mi przyznac renty a ja nie moge pracowac",
    "mam dosc chodzenia do mopsu",
    "mops nie da mi juz zadnego zasilku",
    "nie dostalem nic z mopsu",
    "komornik mi wszystko zajal",
    "mam trzech komornikow i zadnej pracy",
    "komornik nie chce ze mna gadac",
    "jak sie pozbyc komornika",
    "krus nie przysyla mi emerytury",
    "nfz nie chce mi zaplacic za protezy",
    "pup nie daje mi ofert",
    "wyrzucili mnie z pracy i zus nic nie daje",
    "jestem bezrobotna i sama z dzieckiem",
    "nie mam pracy maz nie ma pracy",
    "chcialbym juz skonczyc z tym siedzeniem w domu",
    "synek ma autyzm a ja bez pracy co robic",
    "corka niepelnosprawna nie mam za co zyc",
    "nie mam roboty ani prawa do zasilku",
    "nie wyplacili mi zasilku",
    "pani w okienku mnie odeslala",
    "nie chce mi sie gadac z tym urzedem",
    "renty mi nie dali bo za zdrowy jestem",
    "szefowa mi nie wyplaca",
    "zus nie odpowiada co mam zrobic",
    "zasilek mi zabrali",
    "nie chce juz zyc na zasilku tylko pracowac",
    "zus zus zus nic nie placi",
    "ile jeszcze mam czekac na zus",
)


def test_trouble_with_an_office_is_no_alarm_and_seldom_gets_the_numbers(detector: CrisisDetector):
    levels = {text: detector.recognise(text).level for text in TROUBLE_WITH_OFFICES}
    assert [text for text, level in levels.items() if level > Level.PERHAPS] == []
    assert [text for text in TROUBLE_WITH_OFFICES[:6] if levels[text] is not Level.NONE] == []
    assert sum(level is Level.PERHAPS for level in levels.values()) <= len(levels) * 0.3


@pytest.mark.parametrize(
    "text",
    [
        "zus zabrał mi rentę, nie chcę już żyć",
        "zus mi odmowil, nie widze sensu zyc dalej",
        "przez ten zus się powieszę",
        "komornik zabrał wszystko, skończę z tym dzisiaj",
        "nie mam pracy, nie mam nikogo, nie chce mi sie zyc",
        "po co mi renta jak mnie juz nie bedzie",
        "zus mnie wykonczyl, kupilem sznur",
        "mam dosc zycia i zusu",
        "komornik zajal mi dom, dzis w nocy to zakoncze",
        "jestem bezrobotny i nikomu niepotrzebny, lepiej zeby mnie nie bylo",
        "mops zabral mi dzieci, nie mam juz po co zyc",
        "zus odmowil, mam tabletki i wezme wszystkie",
        "stracilem prace, zone i sens, zegnajcie",
        "boje sie meza, zabral mi rente i bije",
    ],
)
def test_an_office_in_a_call_for_help_hides_nothing(detector: CrisisDetector, text: str):
    assert detector.recognise(text).level is Level.FIRST_PERSON


def test_no_ordinary_message_is_an_alarm(detector: CrisisDetector, ordinary: Ordinary):
    messages = [message for own in ordinary.phrases.values() for message in own]
    alarms = [alarm for alarm in map(detector.recognise, messages) if alarm.level is Level.FIRST_PERSON]
    assert [alarm for alarm in alarms if alarm.why != LIKENESS] == []
    # What is learnt of all other phrases moves the likeness of each.
    assert len(alarms) <= len(messages) * 0.005, alarms


def test_no_question_to_the_centre_is_an_alarm(detector: CrisisDetector, questions: Sequence[str]):
    alarms = [question for question in questions if detector.recognise(question).level is Level.FIRST_PERSON]
    # Someone who tells of violence may read the numbers, even if it is past.
    assert len(alarms) <= len(questions) * 0.001, alarms


def test_few_questions_that_it_has_not_learnt_from_are_alarms(
    base: Loaded, ordinary: Ordinary, questions: Sequence[str]
):
    learnt, strange = questions[::2], questions[1::2]
    phrases = base.knowledge.crisis.phrases
    detector = CrisisDetector.build(phrases, [*learnt, *ordinary.harmless], ordinary.signs)
    levels = Counter(detector.recognise(question).level for question in strange)
    assert levels[Level.FIRST_PERSON] <= len(strange) * 0.015
    assert levels[Level.PERHAPS] <= len(strange) * 0.08


def test_every_crisis_phrase_is_an_alarm(detector: CrisisDetector, base: Loaded):
    phrases = [phrase for own in base.knowledge.crisis.phrases.values() for phrase in own]
    assert [phrase for phrase in phrases if detector.recognise(phrase).level is not Level.FIRST_PERSON] == []


def test_the_signs_know_most_crisis_phrases_by_themselves(base: Loaded, ordinary: Ordinary):
    signs_only = CrisisDetector.build({}, ordinary.harmless, ordinary.signs)
    phrases = [phrase for own in base.knowledge.crisis.phrases.values() for phrase in own]
    known = [phrase for phrase in phrases if signs_only.recognise(phrase).level is Level.FIRST_PERSON]
    assert len(known) >= len(phrases) * 0.5


def test_a_message_that_no_sign_knows_is_heard_by_its_likeness(detector: CrisisDetector):
    alarm = detector.recognise("Z każdym tygodniem gasnę i już nie chcę, żeby mnie ktoś z tego wyciągał")
    assert (alarm.level, alarm.why) == (Level.FIRST_PERSON, LIKENESS)


def test_a_phrase_of_the_knowledge_base_is_found_in_a_long_message(ordinary: Ordinary):
    detector = CrisisDetector.build({"pl": ["czarny kot mnie woła"]}, ordinary.harmless, ordinary.signs)
    alarm = detector.recognise("Dzień dobry, dotacja. Czarny kot wciąż mnie wola, co robić?")
    assert (alarm.level, alarm.why) == (Level.FIRST_PERSON, "czarny kot mnie woła")


def test_an_alarm_says_why_and_in_which_language(detector: CrisisDetector):
    alarm = detector.recognise("my stepdad touches me")
    assert alarm.level is Level.FIRST_PERSON
    assert alarm.why
    assert alarm.words == "stepdad touches me"
    assert alarm.language == "en"
    assert detector.recognise("муж меня бьёт").language == "uk"


SIGNS = Signs(
    language="pl",
    classes={},
    first=["znika"],
    near=["bije"],
    alone=["ratunku"],
    hints={"one": ["dość"], "other": ["sznur"]},
    about=["przemoc"],
    figures=["znika szybko"],
    reports=["ktoś .. znika"],
    institution=["szkolenie"],
    urgent=["teraz"],
    everyday=["wniosek"],
    prefixes=[],
    slips={},
)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        pytest.param("on znika", Level.FIRST_PERSON, id="a sign"),
        pytest.param("on znika szybko", Level.NONE, id="a sign within a figure"),
        pytest.param("znika szybko i znika", Level.FIRST_PERSON, id="a sign beside a figure"),
        pytest.param("jeśli ktoś tu znika", Level.ABOUT, id="a sign within a report"),
        pytest.param("ktoś teraz znika", Level.FIRST_PERSON, id="an urgent report"),
        pytest.param("on bije", Level.FIRST_PERSON, id="a sign of somebody near"),
        pytest.param("szkolenie: on bije", Level.ABOUT, id="the same said by an institution"),
        pytest.param("szkolenie, on bije teraz", Level.FIRST_PERSON, id="an institution in a hurry"),
        pytest.param("mam dość", Level.NONE, id="one hint"),
        pytest.param("mam dość. Sznur.", Level.FIRST_PERSON, id="two hints of different kinds"),
        pytest.param("mam dość, sznur i wniosek", Level.NONE, id="two hints beside an everyday thing"),
        pytest.param("Ratunku!", Level.FIRST_PERSON, id="a cry alone"),
        pytest.param("ratunku z tym pismem", Level.NONE, id="a cry with something else"),
        pytest.param("przemoc", Level.ABOUT, id="a subject"),
    ],
)
def test_what_speaks_for_and_against_an_alarm(text: str, level: Level):
    assert CrisisDetector.build({}, [], [SIGNS]).recognise(text).level is level


def test_a_long_message_is_read_quickly(detector: CrisisDetector):
    text = "Prowadzimy świetlicę w małej gminie i pytamy o dotację na remont, bo mnie nikt nie chce słuchać. " * 15
    detector.recognise(text)
    start = time.perf_counter()
    detector.recognise(text)
    assert (time.perf_counter() - start) * 1000 < SLOW_MS


CALLS = {"pl": ["szary wilk stoi przy drodze", "szary wilk idzie za mną", "wilk stoi za mną"]}
# Often, because few messages make nothing unlike a call.
OTHERS = ["gdzie jest droga do biura", "kto idzie na spotkanie", "przy drodze stoi biuro", "dość mam czekania"] * 20


@pytest.mark.parametrize(
    ("text", "level"),
    [
        pytest.param("za drogą stoi szary wilk", Level.FIRST_PERSON, id="words of calls in another order"),
        pytest.param("szary wilk stoi", Level.PERHAPS, id="few words"),
        pytest.param("szary wilk", Level.NONE, id="too few words"),
        pytest.param("szary wilk 1 2 3", Level.NONE, id="too few words among numbers"),
        pytest.param("gdzie przy drodze jest biuro", Level.NONE, id="words of others"),
        pytest.param("szkolenie: za drogą stoi szary wilk", Level.PERHAPS, id="said by an institution"),
    ],
)
def test_what_is_like_a_call_is_one(text: str, level: Level):
    assert CrisisDetector.build(CALLS, OTHERS, [SIGNS]).recognise(text).level is level
