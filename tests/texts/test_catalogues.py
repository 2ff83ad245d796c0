"""What the bot says: every key is there, is used, has the same parameters in every language, and reads plainly."""

import ast
import re
import string
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

import bot
from bot.domain.commands import STAFF_MENU
from bot.domain.desk.templates import CANNED
from bot.domain.events import Media
from bot.domain.forms import FormStep
from bot.domain.hours import Cause
from bot.domain.knowledge import SessionStatus
from bot.domain.lines import Author
from bot.domain.marks import Mark
from bot.domain.offers import Action
from bot.domain.sessions import telling
from bot.domain.sessions.confirmed import Origin
from bot.domain.sessions.filled import Field
from bot.domain.sessions.lives import RegistrationState
from bot.domain.sessions.mailings import Audience, MailingKind
from bot.domain.sessions.papers import Paper
from bot.domain.sessions.registrations import Need, Sector
from bot.domain.sessions.report import Opinion, ReportPart
from bot.domain.texts import Param, Text
from bot.knowledge.loading import Loaded
from bot.papers.registrations import COLUMNS
from bot.shaping import shortened_note
from bot.telegram.profile import GROUP_COMMANDS, PRIVATE_COMMANDS
from bot.texts.texts import DEFAULT, LANGUAGES, Template, UnknownText, load_catalogues
from tests.worlds import renderer

ROOT = Path(bot.__file__).parent
FILES = [one for one in sorted(ROOT.rglob("*.py")) if "sandbox" not in one.parts and "migrations" not in one.parts]
# Functions whose first argument is a key.
NAMING = {"text", "human", "foreign", "template"}
# Keys put together in code: the pattern of the code, and all it can become.
COMPOSED = {
    "offer.{}": [
        *(f"offer.{one}" for one in ("nothing_fits", "none_of_these", "unreadable", "too_many_choices", "in_form")),
        *("offer.foreign.answer", "offer.foreign.russian"),
    ],
    "handoff.attached.{}": [f"handoff.attached.{one.value}" for one in Media],
    "own.{}": [f"own.{one}" for one in ("withdrawn", "helped", "helped_partly")],
    "{}_again": ["crisis.next_again", "crisis.next_with_desk_again"],
    "own.staff.{}": [f"own.staff.{one}" for one in ("withdrawn", "helped", "helped_partly")],
    "data.{}": [f"data.{one.value}" for one in Author],
    "media.{}": [f"media.{one.value}" for one in Media],
    "live.why.{}": [
        *(f"live.why.{one.value}" for one in Cause if one not in {Cause.WEEKEND, Cause.HOLIDAY, Cause.CLOSURE}),
        *("live.why.before_now", "live.why.after_now", "live.why.break_now"),
    ],
    **{
        f"{{}}.{name}": [f"live.why.{name}", f"live.why.everyone.{name}"]
        for name in ("holiday", "closure", "closure_plain", "weekend")
    },
    "form.ask.{}": [f"form.ask.{one.value}" for one in FormStep if one is not FormStep.SUMMARY],
    **{f"template.{{}}.{part}": [f"template.{one}.{part}" for one in CANNED] for part in ("title", "body")},
    "mark.{}": [f"mark.{one.name.lower()}" for one in Mark],
    "button.{}": ["button.polish", "button.ukrainian", "button.english"],
    "sector.{}": [f"sector.{one.value}" for one in Sector],
    "need.{}": [f"need.{one.value}" for one in Need],
    "registration.state.{}": [f"registration.state.{one.value}" for one in RegistrationState],
    "report.ask.{}": [f"report.ask.{one.value}" for one in ReportPart],
    "report.told.{}": [f"report.told.{one.value}" for one in ReportPart if one is not ReportPart.DISCUSSED],
    "session.diff.{}": [f"session.diff.{one}" for one in telling.SHOWN],
    "session.field.{}": [f"session.field.{one.value}" for one in Field],
    "session.status.{}": [f"session.status.{one.value}" for one in SessionStatus],
    "session.mailing.{}": [f"session.mailing.{one.value}" for one in MailingKind],
    "session.proposal.message_{}": [f"session.proposal.message_{one.value}" for one in Audience],
    "session.proposal.change_{}": [f"session.proposal.change_{one.value}" for one in Origin],
    "button.audience_{}": [f"button.audience_{one.value}" for one in Audience],
    "button.opinion_{}": [f"button.opinion_{one.value}" for one in Opinion],
    "paper.file.{}": [f"paper.file.{one.value}" for one in Paper],
    "paper.column.{}": [f"paper.column.{one}" for one in COLUMNS],
    "profile.commands.{}": [f"profile.commands.{one}" for one in {*PRIVATE_COMMANDS, *GROUP_COMMANDS, *STAFF_MENU}],
}
# What Telegram shows as a note over the chat. Bot API, answerCallbackQuery: 0-200 characters.
NOTES = (
    "group.old_button",
    "group.button_without_group",
    "desk.no_right",
    *(
        f"desk.press.{one}"
        for one in ("anonymous", "uncertain", "stale", "closed", "too_late", "take_first", "settled")
    ),
    *(f"desk.press.{one}" for one in ("writers_only", "asked_already")),
    *(f"session.press.{one}" for one in ("settled", "at_night", "not_begun", "not_over", "over", "nobody")),
    *(f"session.press.{one}" for one in ("all_asked", "report_first")),
    *("desk.pass.nobody", "desk.pass.not_there", "desk.leave.not_yours"),
    *(f"desk.pairing.{one}" for one in ("coordinators_only", "not_here", "confirmed_already")),
)
PARAMETERS: Mapping[str, Param] = {
    "time": datetime(2027, 5, 4, 8, 30, tzinfo=UTC),
    "": "<wartość>",
}


def catalogue(language: str) -> Mapping[str, Template]:
    return load_catalogues()[language]


def forms(template: Template) -> list[str]:
    return [template] if isinstance(template, str) else list(template.values())


def placeholders(template: Template) -> set[tuple[str, str]]:
    parsed = (piece for form in forms(template) for piece in string.Formatter().parse(form))
    return {(name, style or "") for _, name, style, _ in parsed if name is not None}


def nodes(files: Iterable[Path] = FILES) -> Iterator[ast.AST]:
    for file in files:
        yield from ast.walk(ast.parse(file.read_text(encoding="utf-8")))


def keys_named_in_code() -> Iterator[ast.expr]:
    # In the store, `text` is SQLAlchemy's.
    for node in nodes(one for one in FILES if "store" not in one.parts):
        if isinstance(node, ast.Call) and node.args:
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in NAMING:
                yield node.args[0]


def shape(key: ast.JoinedStr) -> str:
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in key.values)


def branches(key: ast.expr) -> Iterator[ast.expr]:
    if isinstance(key, ast.IfExp):
        yield from branches(key.body)
        yield from branches(key.orelse)
    else:
        yield key


def used_keys() -> set[str]:
    constants = {node.value for node in nodes() if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {*constants, *(key for keys in COMPOSED.values() for key in keys)}


LITERALS = sorted(
    {
        str(one.value)
        for key in keys_named_in_code()
        for one in branches(key)
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and one.value
    }
)
SHAPES = sorted({shape(one) for key in keys_named_in_code() for one in branches(key) if isinstance(one, ast.JoinedStr)})


def test_the_code_was_read():
    assert len(LITERALS) > 60
    assert "start.greeting" in LITERALS


@pytest.mark.parametrize("key", LITERALS)
def test_every_key_in_code_has_a_text(key: str):
    assert key in catalogue(DEFAULT)


@pytest.mark.parametrize("pattern", SHAPES)
def test_every_key_put_together_in_code_is_enumerated_here(pattern: str):
    assert pattern in COMPOSED


@pytest.mark.parametrize("pattern", COMPOSED)
def test_every_key_that_can_be_put_together_has_a_text(pattern: str):
    assert set(COMPOSED[pattern]) <= set(catalogue(DEFAULT))


def test_every_text_is_used():
    assert set(catalogue(DEFAULT)) - used_keys() == set()


@pytest.mark.parametrize("language", ["uk", "en"])
def test_every_translation_translates_something(language: str):
    assert set(catalogue(language)) <= set(catalogue(DEFAULT))


@pytest.mark.parametrize(
    ("language", "key"), [(language, key) for language in ("uk", "en") for key in catalogue(language)]
)
def test_a_translation_takes_the_same_parameters(language: str, key: str):
    assert {name for name, _ in placeholders(catalogue(language)[key])} == {
        name for name, _ in placeholders(catalogue(DEFAULT)[key])
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_one_line_of_known_styles(language: str):
    styles = {style for template in catalogue(language).values() for _, style in placeholders(template)}
    assert styles <= {"", "time", "day", "on_day", "of_day", "date", "year", "sentence"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [0, 1, 2, 5, 12, 22, 101])
def test_every_text_renders_for_every_plural(count: int, language: str, base: Loaded):
    words = renderer(base.knowledge)
    for key, template in catalogue(DEFAULT).items():
        named = {name: (PARAMETERS["time"] if style else PARAMETERS[""]) for name, style in placeholders(template)}
        shown = words.markup(Text(key, {**named, "count": count}), language)
        assert "{" not in shown
        assert "<wartość>" not in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plural_has_every_category_of_its_language(language: str):
    wanted = {"pl": {"one", "few", "many", "other"}, "uk": {"one", "few", "many", "other"}, "en": {"one", "other"}}
    plurals = [one for one in catalogue(language).values() if not isinstance(one, str)]
    assert all(set(one) == wanted[language] for one in plurals)


@pytest.mark.parametrize("key", NOTES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_note_over_the_chat_fits(key: str, language: str, base: Loaded):
    assert len(renderer(base.knowledge).plain(Text(key), language)) <= 200


def test_an_unknown_key_is_a_mistake(base: Loaded):
    with pytest.raises(UnknownText):
        renderer(base.knowledge).markup(Text("no.such"), "pl")


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("button.helped", "Pomogło"),
        ("button.not_it", "To nie to"),
        ("button.human", "Napisz do specjalisty"),
        ("button.map", "Mapa"),
        ("button.card", "Zapisz kontakt"),
        ("button.none_of_these", "Żadne z tych"),
        ("button.register", "Zgłaszam organizację"),
        ("button.calendar", "Do kalendarza"),
        ("button.notify", "Powiadom mnie o sesjach w powiecie"),
        ("button.form_back", "Wstecz"),
        ("button.form_skip", "Pomiń"),
        ("button.form_stop", "Przerwij"),
        ("button.form_as_last", "Jak ostatnio"),
        ("button.form_send", "Wysyłam zgłoszenie"),
        ("button.form_drop", "Nie wysyłam"),
        ("button.claim", "Biorę"),
        ("button.hand_over", "Przekaż"),
        ("button.release", "Oddaj"),
        ("button.template", "Szablon"),
        ("button.new_promise", "Nowy termin"),
        ("button.phoned", "Załatwione telefonicznie"),
        ("button.close", "Zamknij"),
        ("button.spam", "Spam"),
        ("button.undo", "Cofnij"),
        ("button.send_and_take", "Wyślij i biorę"),
        ("button.send_as_support", "Wyślij jako wsparcie"),
        ("button.is_note", "To notatka"),
        ("button.yes", "Tak"),
        ("button.partly", "Częściowo"),
        ("button.not_yet", "Nie – wróć do sprawy"),
    ],
)
def test_the_labels_of_the_contract_are_verbatim(key: str, label: str):
    assert catalogue(DEFAULT)[key] == label


@pytest.mark.parametrize("name", ["J", "😀" * 128], ids=["short", "wide"])
def test_a_note_with_a_name_fits_over_the_chat(name: str, base: Loaded):
    said = Text("desk.press.taken", {"owner": name, "since": PARAMETERS["time"]})
    note = shortened_note(renderer(base.knowledge).plain(said, DEFAULT))
    assert len(note.encode("utf-16-le")) // 2 <= 200


def test_every_action_of_a_button_has_a_short_name():
    # Bot API: 64 bytes of callback data, of which an id takes at most 40.
    assert all(len(one.value) <= 20 and ":" not in one.value for one in Action)


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_of_buttons_are_short(language: str):
    labels = {key: text for key, text in catalogue(language).items() if key.startswith("button.")}
    assert all(len(form) <= 64 for text in labels.values() for form in forms(text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_lists_of_days_are_complete(language: str):
    for key in ("calendar.days", "calendar.weekday", "calendar.on_weekday", "calendar.of_weekday"):
        assert len(str(catalogue(language)[key]).split(", ")) == 7


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_read_as_something_else(language: str):
    """YAML 1.1 takes bare yes, no, on and off for booleans, and 12:30 for a number."""
    content = (ROOT / "texts" / f"{language}.yaml").read_text(encoding="utf-8")
    assert list(_misread(yaml.compose(content))) == []


def _misread(node: yaml.Node | None) -> Iterator[str]:
    if isinstance(node, yaml.ScalarNode):
        tag = node.tag.rpartition(":")[2]
        if tag == "bool" or (tag in {"int", "float"} and not node.value.isdigit()) or tag == "timestamp":
            yield f"{node.start_mark.line + 1}: {tag} {node.value}"
    elif isinstance(node, yaml.SequenceNode):
        for one in node.value:
            yield from _misread(one)
    elif isinstance(node, yaml.MappingNode):
        for pair in node.value:
            yield from _misread(pair[0])
            yield from _misread(pair[1])


SENTENCES = [
    (key, sentence.strip())
    for key, template in load_catalogues()[DEFAULT].items()
    for form in forms(template)
    for sentence in re.split(r"[.!?:;…](?=\s|$)|\n", re.sub(r"<[^>]+>", "", form))
    if sentence.strip()
]


def test_no_sentence_is_longer_than_twenty_words():
    assert [one for one in SENTENCES if len(one[1].split()) > 20] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_bold_and_italic_are_marked_up(language: str):
    tags = {
        tag for text in catalogue(language).values() for form in forms(text) for tag in re.findall(r"<[^>]*>", form)
    }
    assert tags <= {"<b>", "</b>", "<i>", "</i>"}
