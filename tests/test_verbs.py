"""The verbs on a small base: each ends with what was asked for or with a clear message, never with a traceback."""

import dataclasses
import json
import logging
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import structlog
import yaml
from sqlalchemy import Connection
from typer.testing import CliRunner, Result

from bot.__main__ import cli
from bot.domain.conversation import Missed
from bot.domain.effects import KeepGap
from bot.domain.knowledge import Session, SessionStatus
from bot.domain.sessions.confirmed import ConfirmedSession
from bot.domain.sessions.registrations import Registration
from bot.knowledge.faults import Code, Fault, Place, Severity
from bot.knowledge.loading import Loaded, load
from bot.store import citizens, gaps, registrations, sessions, updates
from bot.store.database import Database
from bot.store.schema import migrate
from tests.knowledge.editing import copy_base, paste, replace
from tests.papers.gathered import TOWN
from tests.running import Control
from tests.worlds import NOW

TOKEN = "1000000001:" + "t" * 35
ENVIRONMENT = dict.fromkeys(("BOT_TOKEN", "BOT_TOKEN_FILE", "BOT_CONFIG", "BOT_DATABASE_URL", "BOT_API_URL"))
VERBS = ("run", "sandbox", "check", "ask", "eval", "gaps", "export", "poster", "migrate")


@dataclass(frozen=True, slots=True)
class Shell:
    """A folder with a base and a configuration, and a way to call verbs on it."""

    folder: Path

    @property
    def base(self) -> Path:
        return self.folder / "base"

    @property
    def config(self) -> Path:
        return self.folder / "config.yaml"

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.folder / 'data' / 'bot.sqlite3'}"

    def configure(self, **settings: object) -> None:
        content = {"knowledge_dir": "base", "data_dir": "data", **settings}
        self.config.write_text(yaml.safe_dump(content), encoding="utf-8")

    def call(self, *arguments: str, stdin: str | bytes = "", **environment: str) -> Result:
        with logging_as_before():
            result = CliRunner().invoke(
                cli, [*arguments, "--config", str(self.config)], input=stdin, env={**ENVIRONMENT, **environment}
            )
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        assert "Traceback" not in result.output
        return result


@contextmanager
def logging_as_before() -> Iterator[None]:
    """Undo that a verb sets logging up for a whole process, into a file that is closed after it."""
    kept, level = structlog.get_config(), logging.getLogger().level
    yield
    structlog.configure(**kept)
    logging.getLogger().setLevel(level)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small base with its model, to be copied."""
    shell = Shell(tmp_path_factory.mktemp("trained"))
    copy_base(shell.folder)
    shell.configure()
    assert shell.call("ask", "adres biura w Koninie").exit_code == 0
    return shell.folder


@pytest.fixture
def shell(trained: Path, tmp_path: Path) -> Shell:
    return Shell(Path(shutil.copytree(trained, tmp_path / "bot")))


def failed(result: Result, *words: str) -> None:
    assert result.exit_code == 1, result.output
    assert all(word in result.output for word in words), result.output
    assert result.stderr or result.stdout


# Help


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself(verb: str):
    result = CliRunner().invoke(cli, [verb, "--help"])
    assert result.exit_code == 0
    assert "Usage" in result.output


def test_without_a_verb_the_verbs_are_listed():
    result = CliRunner().invoke(cli, [])
    assert all(verb in result.output for verb in VERBS)


def test_an_unknown_verb_is_refused():
    assert CliRunner().invoke(cli, ["nonsense"]).exit_code == 2


# check


def test_a_base_without_faults_passes(shell: Shell):
    assert shell.call("check").exit_code == 0


def test_a_fault_of_the_base_is_told_with_its_place(shell: Shell):
    replace(shell.base / "offices.yaml", 'postcode: "62-510"', "postcode: konin")
    result = shell.call("check")
    failed(result)
    assert "base/offices.yaml:4:" in result.stdout


def test_a_missing_base_is_told(shell: Shell):
    shutil.rmtree(shell.base)
    failed(shell.call("check"))


def test_warnings_fail_only_when_asked_to(shell: Shell):
    (shell.base / "notes.yaml").write_text("[]\n", encoding="utf-8")
    warned, strict = shell.call("check"), shell.call("check", "--strict")
    assert "notes.yaml" in warned.stdout
    assert (warned.exit_code, strict.exit_code) == (0, 1)


@pytest.mark.parametrize(("code", "exit_code"), [(Code.STALE_FACTS, 0), (Code.FUTURE_DATE, 0), (Code.SHARED_PHRASE, 1)])
def test_what_only_time_has_made_wrong_never_fails(
    code: Code, exit_code: int, shell: Shell, monkeypatch: pytest.MonkeyPatch
):
    warning = Fault(Place("base/offices.yaml"), code, "the warning", Severity.WARNING)
    monkeypatch.setattr("bot.knowledge.checking.check", lambda *_, **__: [warning])
    result = shell.call("check", "--strict")
    assert "the warning" in result.stdout
    assert result.exit_code == exit_code


def test_faults_of_the_configuration_and_of_the_base_are_told_together(shell: Shell):
    shell.configure(nonsense=1)
    shell.base.rename(shell.folder / "knowledge")
    replace(shell.folder / "knowledge" / "offices.yaml", 'postcode: "62-510"', "postcode: konin")
    result = shell.call("check")
    failed(result)
    assert "config.yaml:3:1: nonsense: " in result.stdout
    assert "knowledge/offices.yaml:4:" in result.stdout
    assert result.stderr == ""


@pytest.mark.parametrize("arguments", [("check",), ("ask", "x"), ("migrate",), ("run",)])
def test_a_configuration_that_was_named_must_be_there(arguments: tuple[str, ...], shell: Shell):
    shell.config.unlink()
    failed(shell.call(*arguments), "config.yaml: there is no such file")


@pytest.mark.parametrize(
    "arguments",
    [("check",), ("ask", "x"), ("eval",), ("export", "sessions"), ("export", "set-aside"), ("migrate",), ("run",)],
)
def test_a_fault_of_the_configuration_is_told_by_every_verb(arguments: tuple[str, ...], shell: Shell):
    shell.configure(nonsense=1)
    failed(shell.call(*arguments), "config.yaml:3:1: nonsense: ")


# ask


def test_a_question_is_answered_as_a_citizen_reads_it(shell: Shell):
    result = shell.call("ask", "adres biura w Koninie")
    assert result.exit_code == 0
    assert "Wrzosowa 7" in result.stdout
    assert "[Pomogło]" in result.stdout


@pytest.mark.parametrize("text", ["adres biura w Koninie", "", "nie chcę żyć"])
def test_any_question_is_answered_and_explained(text: str, shell: Shell):
    result = shell.call("ask", text, "--explain")
    assert result.exit_code == 0
    assert "outcome " in result.stdout
    assert "threshold" in result.stdout


@pytest.mark.parametrize(
    ("at", "words"), [("2027-06-07T10:00+02:00", "teraz odbiera"), ("2027-06-06T10:00+02:00", "nikt nie pracuje")]
)
def test_a_question_is_answered_as_at_a_moment(at: str, words: str, shell: Shell):
    result = shell.call("ask", "czy ktoś teraz odbierze telefon", "--at", at)
    assert words in result.stdout


@pytest.mark.parametrize("at", ["tomorrow", "2027-06-07", "2027-06-07T10:00", "0001-01-01T00:00+14:00"])
def test_a_moment_that_is_none_is_told(at: str, shell: Shell):
    failed(shell.call("ask", "x", "--at", at), at)


def test_a_base_with_faults_answers_nothing(shell: Shell):
    replace(shell.base / "offices.yaml", 'postcode: "62-510"', "postcode: konin")
    failed(shell.call("ask", "adres biura w Koninie"), "offices.yaml:4:")


def test_lines_are_answered_in_order(shell: Shell):
    lines = [json.dumps({"id": number, "text": "adres biura w Koninie"}) for number in range(3)]
    result = shell.call("ask", "--jsonl", stdin="\n".join([*lines, "broken", lines[0]]))
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert [one.get("id") for one in found] == [0, 1, 2, None, 0]
    assert found[0]["outcome"] == "answer"
    assert set(found[3]) == {"id", "error"}


def test_bytes_that_are_no_text_spoil_only_their_line(shell: Shell):
    good = b'{"id": 1, "text": "adres biura w Koninie"}\n'
    result = shell.call("ask", "--jsonl", stdin=b'{"id": 0, "text": "\xff\xfe"}\n' + good)
    bad, answered = (json.loads(line) for line in result.stdout.splitlines())
    assert set(bad) == {"id", "error"}
    assert answered["outcome"] == "answer"


def test_no_lines_give_none(shell: Shell):
    result = shell.call("ask", "--jsonl", stdin="")
    assert (result.exit_code, result.stdout) == (0, "")


# eval


def limits(**changes: float) -> dict[str, float]:
    lenient = {
        "right_at_least": 0.0,
        "right_or_offered_at_least": 0.0,
        "wrong_at_most": 1.0,
        "crisis_recall_at_least": 0.0,
        "crisis_false_alarms_at_most": 1.0,
    }
    return lenient | changes


def test_answers_above_the_thresholds_pass(shell: Shell):
    shell.configure(evaluation=limits())
    result = shell.call("eval")
    assert result.exit_code == 0
    assert "crisis_recall 1.000" in result.stdout


def test_answers_below_a_threshold_fail_by_its_name(shell: Shell):
    questions = shell.folder / "questions.yaml"
    questions.write_text("- {text: xyzzy, entries: [office.konin], kind: k}\n", encoding="utf-8")
    shell.configure(evaluation=limits(right_at_least=0.5))
    failed(shell.call("eval", str(questions)), "right 0.000 is below 0.5")


def test_misses_are_listed(shell: Shell):
    questions = shell.folder / "questions.yaml"
    questions.write_text("- {text: xyzzy, entries: [office.konin], kind: k}\n", encoding="utf-8")
    shell.configure(evaluation=limits())
    assert "'xyzzy' wants" in shell.call("eval", str(questions), "--misses").stdout


def test_tuned_thresholds_are_written_into_the_configuration_with_their_table(shell: Shell):
    questions = shell.folder / "questions.yaml"
    questions.write_text("- {text: xyzzy, entries: [office.konin], kind: k}\n", encoding="utf-8")
    shell.configure(matching={"answer": 0.7}, evaluation=limits())
    result = shell.call("eval", str(questions), "--tune", "--ceiling", "0")
    assert result.exit_code == 0
    written = shell.config.read_text(encoding="utf-8")
    assert result.stdout.strip() in written
    assert set(yaml.safe_load(written)["matching"]) >= {"answer", "segment", "choice", "decline"}
    assert shell.call("eval", str(questions)).exit_code == 0


def test_a_configuration_without_thresholds_is_not_tuned(shell: Shell):
    failed(shell.call("eval", "--tune"), "matching")


@pytest.mark.parametrize("content", [None, "a: [", "- 7\n", "- {text: x}\n"])
def test_questions_that_cannot_be_read_are_told(content: str | None, shell: Shell):
    questions = shell.folder / "questions.yaml"
    if content is not None:
        questions.write_text(content, encoding="utf-8")
    failed(shell.call("eval", str(questions)), "questions.yaml")


# gaps


def fail(shell: Shell, *questions: str) -> None:
    """Keep questions of different people as the bot would."""
    migrate(shell.database_url)
    database = Database(shell.database_url)

    def work(tx):
        for person, question in enumerate(questions, start=1):
            citizens.lock(tx, person, now=NOW)
            gaps.keep(tx, KeepGap(person, question, Missed.NOT_IT, ("office.konin",), "session.upcoming"), at=NOW)

    database.write(work).result()
    database.close()


def test_what_the_bot_failed_is_proposed_pasted_and_gone(shell: Shell):
    fail(shell, "czy jest hamak dla psa", "hamak dla psa czy jest")
    shown = shell.call("gaps")
    assert shown.exit_code == 0
    assert "2 osoby" in shown.stdout
    paste(shown.stdout, shell.base)
    assert shell.call("check").exit_code == 0
    assert yaml.safe_load(shell.call("gaps").stdout) == {"topics": [], "evaluation": []}


def test_few_are_as_few_as_the_configuration_says(shell: Shell):
    fail(shell, "czy jest hamak dla psa")
    shell.configure(gaps={"people_at_least": 1})
    assert "Pytało mniej" not in shell.call("gaps").stdout
    shell.configure(gaps={"people_at_least": 2})
    assert "Pytało mniej osób niż 2" in shell.call("gaps").stdout


# export, migrate


def test_sessions_are_printed_as_yaml(shell: Shell):
    result = shell.call("export", "sessions")
    assert [one["id"] for one in yaml.safe_load(result.stdout)] == ["wrzesnia_2027"]


@pytest.mark.parametrize("what", ["set-aside", "dead-letters"])
def test_an_empty_store_exports_nothing(what: str, shell: Shell):
    migrate(shell.database_url)
    result = shell.call("export", what)
    assert (result.exit_code, result.stdout) == (0, "")


def test_what_was_set_aside_is_printed(shell: Shell):
    migrate(shell.database_url)
    database = Database(shell.database_url)
    body = '{"update_id": 9, "text": "\\ud800 zażółć"}'
    database.write(lambda tx: updates.set_aside(tx, 9, chat_id=1, error="X", body=body, at=NOW)).result()
    database.close()
    found = json.loads(shell.call("export", "set-aside").stdout)
    assert found["update"]["text"] == "\ud800 zażółć"


@pytest.mark.parametrize("what", [("export", "set-aside"), ("export", "dead-letters"), ("gaps",)], ids=" ".join)
def test_a_store_that_was_never_made_is_told(what: tuple[str, ...], shell: Shell):
    failed(shell.call(*what), "the database cannot be used")


def test_a_store_that_cannot_be_opened_is_told(shell: Shell):
    shell.configure(database_url="sqlite:////no/such/folder/bot.sqlite3")
    failed(shell.call("export", "set-aside"), "the database cannot be used")
    failed(shell.call("migrate"), "the database cannot be used")


def test_a_file_that_is_no_store_is_told(shell: Shell):
    (shell.folder / "data" / "bot.sqlite3").write_bytes(b"not a database" * 100)
    failed(shell.call("migrate"), "the database cannot be used")


def test_a_store_is_brought_up_to_date_once_and_again(shell: Shell):
    for _ in range(2):
        result = shell.call("migrate")
        assert (result.exit_code, result.stdout) == (0, "the database is up to date\n")
    assert "event=store.migrated" in shell.call("migrate", BOT_DATABASE_URL=f"sqlite:///{shell.folder / 'new'}").stderr


# sessions: from the store, or from the file where there is none


def test_what_is_confirmed_is_printed_and_not_what_the_file_says(shell: Shell):
    (filed,) = loaded(shell).knowledge.sessions.values()
    moved = dataclasses.replace(filed, place="inna sala", status=SessionStatus.CLOSED)
    keep(shell, moved, dataclasses.replace(filed, id="z_grupy"))
    found = yaml.safe_load(shell.call("export", "sessions").stdout)
    assert [(one["id"], one["place"], one["status"]) for one in found] == [
        ("wrzesnia_2027", "inna sala", "closed"),
        ("z_grupy", "sala sesyjna", "open"),
    ]


def test_what_is_printed_may_be_put_into_the_base(shell: Shell):
    (filed,) = loaded(shell).knowledge.sessions.values()
    told = "Wyniki: lista spraw.\nTo są plany, jeszcze niewykonane: „spółdzielnia” #1: - tak"
    start, end = filed.start.replace(year=2025), filed.end.replace(year=2025)
    held = dataclasses.replace(
        filed, status=SessionStatus.HELD, outcome=told, start=start, end=end, register_until=start
    )
    keep(shell, held, dataclasses.replace(filed, id="z_grupy", capacity=None, moderators=[]))
    (shell.base / "sessions.yaml").write_text(shell.call("export", "sessions").stdout, encoding="utf-8")
    checked = shell.call("check")
    assert (checked.exit_code, "sessions.yaml" in checked.stdout) == (0, False)
    assert loaded(shell).knowledge.sessions["wrzesnia_2027"].outcome == told


def test_a_store_without_sessions_leaves_it_to_the_file(shell: Shell):
    migrate(shell.database_url)
    assert [one["id"] for one in yaml.safe_load(shell.call("export", "sessions").stdout)] == ["wrzesnia_2027"]


def test_a_store_that_is_away_is_never_taken_for_an_empty_one(shell: Shell):
    shell.configure(database_url="postgresql://nobody@127.0.0.1:9/none")
    failed(shell.call("export", "sessions"), "the database cannot be used")


@pytest.mark.parametrize(
    ("arguments", "name", "begins"),
    [
        (("registrations",), "zgloszenia-wrzesnia_2027.xlsx", b"PK"),
        (("registrations", "--format", "csv"), "zgloszenia-wrzesnia_2027.csv", b"\xef\xbb\xbf"),
        (("attendance-list",), "lista-obecnosci-wrzesnia_2027.html", b"<!doctype html>"),
        (("report",), "relacja-wrzesnia_2027.docx", b"PK"),
    ],
)
def test_a_paper_is_written_for_its_owner_only(
    arguments: tuple[str, ...], name: str, begins: bytes, shell: Shell, tmp_path: Path
):
    result = shell.call("export", arguments[0], "wrzesnia_2027", *arguments[1:], "--out", str(tmp_path))
    file = tmp_path / name
    assert result.stdout.strip() == str(file)
    assert file.read_bytes().startswith(begins)
    assert file.stat().st_mode & 0o777 == 0o600


def test_who_is_registered_is_in_the_sheet(shell: Shell, tmp_path: Path):
    (filed,) = loaded(shell).knowledge.sessions.values()
    keep(shell, filed, registered=dataclasses.replace(TOWN, session_id=filed.id))
    file = tmp_path / "sheet.csv"
    shell.call("export", "registrations", filed.id, "--format", "csv", "--out", str(file))
    assert '"Gmina Przykładowa"' in file.read_text(encoding="utf-8-sig")


def test_a_draft_that_was_edited_is_not_overwritten(shell: Shell, tmp_path: Path):
    file = tmp_path / "draft.docx"
    file.write_bytes(b"edited")
    failed(shell.call("export", "report", "wrzesnia_2027", "--out", str(file)), "draft.docx", "File exists")
    assert file.read_bytes() == b"edited"


@pytest.mark.parametrize(
    "arguments", [("export", "registrations", "x"), ("export", "report", "x"), ("poster", "x", "--username", "a_bot")]
)
def test_a_session_that_nobody_knows_is_told_with_those_that_are_known(arguments: tuple[str, ...], shell: Shell):
    failed(shell.call(*arguments), "x: there is no such session", "wrzesnia_2027")


def test_a_poster_is_a_page_and_a_picture(shell: Shell, tmp_path: Path):
    out = tmp_path / "posters"
    result = shell.call("poster", "wrzesnia_2027", "--username", "@example_bot", "--out", str(out))
    assert result.stdout.split() == [str(out / "wrzesnia_2027.png"), str(out / "wrzesnia_2027.html")]
    assert "there is no logo strip" in result.stderr
    assert (out / "wrzesnia_2027.png").read_bytes().startswith(b"\x89PNG")
    assert "t.me/example_bot" in (out / "wrzesnia_2027.html").read_text(encoding="utf-8")


def test_the_bots_name_may_stand_in_the_configuration(shell: Shell, tmp_path: Path):
    shell.configure(username="another_bot")
    assert shell.call("poster", "wrzesnia_2027", "--out", str(tmp_path)).exit_code == 0
    assert "t.me/another_bot" in (tmp_path / "wrzesnia_2027.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("arguments", [(), ("--username", "no spaces"), ("--username", "bot")])
def test_a_poster_needs_the_bots_name(arguments: tuple[str, ...], shell: Shell):
    failed(shell.call("poster", "wrzesnia_2027", *arguments), "the bot's name in Telegram is needed")


def test_telegram_is_asked_for_the_bots_name_where_there_is_a_token(shell: Shell, tmp_path: Path, control: Control):
    shell.configure(api_url=control.root)
    result = shell.call("poster", "wrzesnia_2027", "--out", str(tmp_path), BOT_TOKEN=TOKEN)
    assert result.exit_code == 0
    name = re.search(r"t\.me/(\w+)", (tmp_path / "wrzesnia_2027.html").read_text(encoding="utf-8"))
    assert name is not None
    assert TOKEN not in result.output


def test_a_poster_needs_the_bots_name_where_telegram_is_away(shell: Shell):
    shell.configure(api_url="http://127.0.0.1:9")
    failed(shell.call("poster", "wrzesnia_2027", BOT_TOKEN=TOKEN), "the bot's name in Telegram is needed")


@pytest.mark.parametrize("status", [SessionStatus.CANCELLED, SessionStatus.HELD])
def test_nobody_is_invited_to_a_session_that_is_off(status: SessionStatus, shell: Shell):
    (filed,) = loaded(shell).knowledge.sessions.values()
    keep(shell, dataclasses.replace(filed, status=status))
    failed(shell.call("poster", "wrzesnia_2027", "--username", "example_bot"), f"the session is {status.value}")


def test_a_strip_that_is_no_picture_is_told(shell: Shell):
    (shell.folder / "branding").mkdir()
    (shell.folder / "branding" / "strip.png").write_text("no picture", encoding="utf-8")
    failed(shell.call("export", "attendance-list", "wrzesnia_2027"), "strip.png: a PNG picture is needed")


def loaded(shell: Shell) -> Loaded:
    found = load(shell.base)
    assert isinstance(found, Loaded), found
    return found


def keep(shell: Shell, *confirmed: Session, registered: Registration | None = None) -> None:
    migrate(shell.database_url)
    database = Database(shell.database_url)

    def work(tx: Connection) -> None:
        for one in confirmed:
            sessions.keep(tx, ConfirmedSession(0, one))
        if registered is not None:
            registrations.keep(tx, registered)

    database.write(work).result()
    database.close()


# run, sandbox


def test_without_a_token_run_says_where_to_put_one(shell: Shell):
    failed(shell.call("run"), "BOT_TOKEN is not set")


def test_a_wrong_token_is_refused_and_not_repeated(shell: Shell):
    result = shell.call("run", BOT_TOKEN="my secret")
    failed(result, "BOT_TOKEN has not the shape")
    assert "my secret" not in result.output


def test_a_demo_is_refused_with_the_real_telegram_and_beside_another_clock(shell: Shell):
    failed(shell.call("run", "--demo", BOT_TOKEN=TOKEN), "--demo work only with a Bot API server on this machine")
    failed(shell.call("run", "--demo", "--clock", "clock", BOT_TOKEN=TOKEN), "leave --clock out")
    failed(shell.call("run", "--ahead", "60", BOT_TOKEN=TOKEN), "go with --demo")


def test_a_clock_is_refused_with_the_real_telegram(shell: Shell):
    clock = shell.folder / "clock"
    clock.write_text("2027-05-04T09:00+02:00", encoding="utf-8")
    failed(shell.call("run", "--clock", str(clock), BOT_TOKEN=TOKEN), "--clock and --demo work only with")


@pytest.mark.parametrize("content", [None, "tomorrow"])
def test_a_clock_without_a_time_is_refused(content: str | None, shell: Shell):
    clock = shell.folder / "clock"
    if content is not None:
        clock.write_text(content, encoding="utf-8")
    result = shell.call("run", "--clock", str(clock), BOT_TOKEN=TOKEN, BOT_API_URL="http://127.0.0.1:9")
    failed(result, "a time such as")


@pytest.mark.parametrize("url", ["nonsense", "http://[broken", "mysql://a/b"])
def test_an_address_that_is_none_is_told(url: str, shell: Shell):
    failed(shell.call("run", BOT_TOKEN=TOKEN, BOT_DATABASE_URL=url), "BOT_DATABASE_URL: ")
    failed(shell.call("run", BOT_TOKEN=TOKEN, BOT_API_URL=url), "BOT_API_URL: ")


def test_a_base_with_faults_is_refused_by_run(shell: Shell):
    replace(shell.base / "offices.yaml", 'postcode: "62-510"', "postcode: konin")
    failed(shell.call("run", BOT_TOKEN=TOKEN, BOT_API_URL="http://127.0.0.1:9"), "offices.yaml:4:")


def test_the_configuration_may_come_from_the_environment(shell: Shell):
    result = CliRunner().invoke(cli, ["export", "sessions"], env={**ENVIRONMENT, "BOT_CONFIG": str(shell.config)})
    assert "wrzesnia_2027" in result.stdout
