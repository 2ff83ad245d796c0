"""config.yaml and the environment: every setting documented, every fault told at once with its place."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from pydantic import BaseModel

from bot.config import BadConfig, File, load, token
from bot.domain.thresholds import Thresholds
from bot.domain.world import Rules
from tests.running import ROOT

SHIPPED = ROOT / "config.yaml"
TOKEN = "1000000001:" + "t" * 35


def written(folder: Path, text: str) -> Path:
    file = folder / "config.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def faults(folder: Path, text: str, environment: dict[str, str] | None = None) -> list[str]:
    with pytest.raises(BadConfig) as refused:
        load(written(folder, text), environment or {})
    return refused.value.faults


def settings_of(model: type[BaseModel], prefix: str = "") -> list[str]:
    names = []
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            names += settings_of(kind, f"{prefix}{name}.")
        else:
            names.append(f"{prefix}{name}")
    return names


def default_of(name: str) -> object:
    value: object = File()
    for part in name.split("."):
        value = getattr(value, part)
    return str(value) if isinstance(value, Path) else value


def shipped_line(name: str) -> int:
    """The line of a setting in config.yaml; a setting without a default may stand there as a comment."""
    section, _, last = name.rpartition(".")
    lines = SHIPPED.read_text(encoding="utf-8").splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith(f"{section}:")) if section else 0
    return next(
        at for at, line in enumerate(lines) if at >= start and re.match(rf"\s*(# )?{re.escape(last)}: \S", line)
    )


SETTINGS = settings_of(File)


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_is_in_the_shipped_file(name: str):
    assert shipped_line(name) >= 0


@pytest.mark.parametrize("name", [one for one in SETTINGS if default_of(one) is not None])
def test_the_shipped_value_is_the_default(name: str):
    value = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    for part in name.split("."):
        value = value[part]
    assert value == default_of(name)


@pytest.mark.parametrize("name", [one for one in SETTINGS if not one.startswith("pacing.")])
def test_a_comment_stands_before_every_setting(name: str):
    lines = SHIPPED.read_text(encoding="utf-8").splitlines()
    assert lines[shipped_line(name) - 1].lstrip().startswith("# ")


def test_the_shipped_file_says_nothing_else():
    content = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    assert File.model_validate(content) == File()


def test_a_missing_file_means_all_defaults(tmp_path: Path):
    assert load(tmp_path / "no.yaml", {}).file == File()


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "{}\n"])
def test_an_empty_file_means_all_defaults(text: str, tmp_path: Path):
    assert load(written(tmp_path, text), {}).file == File()


def test_paths_are_relative_to_the_file(tmp_path: Path):
    settings = load(written(tmp_path, "knowledge_dir: base\ndata_dir: ../kept\n"), {})
    assert settings.knowledge_dir == tmp_path / "base"
    assert settings.data_dir == tmp_path / ".." / "kept"
    assert settings.database_url == f"sqlite:///{tmp_path / '..' / 'kept' / 'bot.sqlite3'}"


def test_absolute_paths_stay(tmp_path: Path):
    settings = load(written(tmp_path, "data_dir: /srv/bot\n"), {})
    assert settings.data_dir == Path("/srv/bot")


@pytest.mark.parametrize(
    ("written_url", "meant"),
    [
        ("sqlite:///here.sqlite3", "sqlite:///{folder}/here.sqlite3"),
        ("sqlite:////srv/bot.sqlite3", "sqlite:////srv/bot.sqlite3"),
        ("postgresql://bot@localhost/bot", "postgresql://bot@localhost/bot"),
    ],
)
def test_a_database_is_taken_from_the_file(written_url: str, meant: str, tmp_path: Path):
    settings = load(written(tmp_path, f"database_url: {written_url}\n"), {})
    assert settings.database_url == meant.format(folder=tmp_path)


def test_the_environment_overrides_the_file(tmp_path: Path):
    file = written(tmp_path, "database_url: sqlite:///here.sqlite3\napi_url: http://127.0.0.1:1\n")
    settings = load(file, {"BOT_DATABASE_URL": "sqlite:///there.sqlite3", "BOT_API_URL": "http://localhost:2/"})
    assert settings.database_url == f"sqlite:///{tmp_path}/there.sqlite3"
    assert settings.api_url == "http://localhost:2"


def test_empty_variables_override_nothing(tmp_path: Path):
    settings = load(written(tmp_path, "api_url: http://127.0.0.1:1\n"), {"BOT_DATABASE_URL": "", "BOT_API_URL": ""})
    assert settings.api_url == "http://127.0.0.1:1"


def test_telegram_is_the_default_api(tmp_path: Path):
    settings = load(tmp_path / "no.yaml", {})
    assert settings.api_url == "https://api.telegram.org"
    assert not settings.is_api_local


@pytest.mark.parametrize(
    ("url", "is_local"),
    [
        ("http://127.0.0.1:8081", True),
        ("http://localhost", True),
        ("http://[::1]:8081", True),
        ("http://127.0.0.2:8081", True),
        ("http://127.255.255.254", True),
        ("http://LOCALHOST:8081", True),
        ("http://128.0.0.1", False),
        ("http://10.0.0.1:8081", False),
        ("http://[::2]", False),
        ("http://127.0.0.1.example.org", False),
        ("http://example.org/127.0.0.1", False),
        ("http://localhost@example.org", False),
    ],
)
def test_a_local_api_is_told_from_others(url: str, is_local: bool, tmp_path: Path):
    assert load(tmp_path / "no.yaml", {"BOT_API_URL": url}).is_api_local is is_local


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("nonsense: 1\n", "config.yaml:1:1: nonsense: "),
        ("\nconversation:\n  waiting: 3\n", "config.yaml:3:3: conversation.waiting: "),
        ("poll_timeout_s: soon\n", "config.yaml:1:1: poll_timeout_s: "),
        ("poll_timeout_s: 0\n", "config.yaml:1:1: poll_timeout_s: "),
        ("poll_timeout_s: 51\n", "config.yaml:1:1: poll_timeout_s: "),
        ("matching: {answer: 1.5}\n", "config.yaml:1:12: matching.answer: "),
        ("retention:\n  conversation_days: 0\n", "config.yaml:2:3: retention.conversation_days: "),
        ("pacing:\n", "config.yaml:1:1: pacing: "),
        ("log_level: loud\n", "config.yaml:1:1: log_level: "),
        ("- a\n- b\n", "config.yaml:1:1: file: "),
        ("just words\n", "config.yaml:1:1: file: "),
        ("1: 2\n", "config.yaml:1:1: "),
        ("a: [\n", "config.yaml:2:1: "),
        ("a: b: c\n", "config.yaml:1:5: "),
        ("a: 2024-13-45\n", "config.yaml:1:1: "),
        ("a: \x07\n", "config.yaml:1:1: "),
        ("log_level: info\nlog_level: info\n", "config.yaml:2:1: log_level is given twice"),
        ("pacing: {group_per_minute: 1, group_per_minute: 2}\n", "config.yaml:1:31: group_per_minute is given twice"),
        ("data_dir: &a x\nknowledge_dir: *a\n", "config.yaml:2:16: aliases are not used here"),
        ("? [a]\n: b\n", "config.yaml:1:3: "),
        ("knowledge_dir: !!python/object:os.system {}\n", "config.yaml:1:16: "),
        ("api_url: telegram\n", "config.yaml:1:1: api_url: "),
        ("api_url: ftp://example.org\n", "config.yaml:1:1: api_url: "),
        ("api_url: http://[broken\n", "config.yaml:1:1: api_url: "),
        ("api_url: http://example.org:99999\n", "config.yaml:1:1: api_url: "),
        ("log_level: info\ndatabase_url: mysql://x/y\n", "config.yaml:2:1: database_url: "),
        ("database_url: bot.sqlite3\n", "config.yaml:1:1: database_url: "),
        ("database_url: postgresql://u@h:port/n\n", "config.yaml:1:1: database_url: "),
    ],
)
def test_a_fault_names_its_place(text: str, place: str, tmp_path: Path):
    (fault,) = faults(tmp_path, text)
    assert fault.startswith(place), fault


def test_all_faults_are_told_at_once(tmp_path: Path):
    text = "nonsense: 1\npoll_timeout_s: soon\npacing: {group_per_minute: -1}\n"
    assert len(faults(tmp_path, text)) == 3


def test_both_addresses_are_told_at_once(tmp_path: Path):
    assert len(faults(tmp_path, "api_url: x\ndatabase_url: y\n")) == 2


@pytest.mark.parametrize("variable", ["BOT_API_URL", "BOT_DATABASE_URL"])
def test_a_fault_of_the_environment_names_its_variable(variable: str, tmp_path: Path):
    (fault,) = faults(tmp_path, "", {variable: "nonsense"})
    assert fault.startswith(f"{variable}: ")


@pytest.mark.parametrize("text", [f"token: {TOKEN}\n", f"# {TOKEN}\n", f'api_url: "http://x/bot{TOKEN}"\n'])
def test_a_token_in_the_file_is_refused_and_not_repeated(text: str, tmp_path: Path):
    (fault,) = faults(tmp_path, f"\n{text}")
    assert fault.startswith("config.yaml:2:1: a token does not belong here")
    assert TOKEN not in fault


@pytest.mark.parametrize("user", ["bot1000000001", "u1000000001"])
def test_a_long_password_of_a_database_is_no_token(user: str, tmp_path: Path):
    url = f"postgresql://{user}:{'p' * 40}@localhost/bot"
    assert load(written(tmp_path, f"database_url: {url}\n"), {}).database_url == url


def test_a_file_in_another_encoding_is_told(tmp_path: Path):
    file = tmp_path / "config.yaml"
    file.write_bytes("# ąę".encode("cp1250"))
    with pytest.raises(BadConfig, match="cannot be read"):
        load(file, {})


def test_a_folder_is_no_file(tmp_path: Path):
    with pytest.raises(BadConfig, match="cannot be read"):
        load(tmp_path, {})


def test_the_rules_of_the_conversation_are_settings(tmp_path: Path):
    conversation = "conversation: {join_lines_s: 0.5, most_clarifications: 1, crisis_window_h: 6}\n"
    text = f"{conversation}retention: {{conversation_days: 7}}\n"
    assert load(written(tmp_path, text), {}).rules == Rules(timedelta(seconds=0.5), timedelta(hours=6), 1, 7)


def test_the_default_rules_are_those_of_the_domain(tmp_path: Path):
    settings = load(tmp_path / "no.yaml", {})
    assert settings.rules == Rules()
    assert settings.thresholds == Thresholds()


# The token


def test_the_token_comes_from_the_environment():
    assert token({"BOT_TOKEN": f" {TOKEN}\n"}) == TOKEN


def test_the_token_comes_from_a_file(tmp_path: Path):
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\n", encoding="utf-8")
    assert token({"BOT_TOKEN_FILE": str(file)}) == TOKEN
    assert token({"BOT_TOKEN_FILE": str(file), "BOT_TOKEN": ""}) == TOKEN


def test_the_variable_goes_before_the_file(tmp_path: Path):
    assert token({"BOT_TOKEN": TOKEN, "BOT_TOKEN_FILE": str(tmp_path / "no")}) == TOKEN


@pytest.mark.parametrize("environment", [{}, {"BOT_TOKEN": ""}, {"BOT_TOKEN": "  "}, {"BOT_TOKEN_FILE": ""}])
def test_without_a_token_it_says_where_to_put_one(environment: dict[str, str]):
    with pytest.raises(BadConfig, match="BOT_TOKEN is not set"):
        token(environment)


@pytest.mark.parametrize("value", ["1:a", "123:short", "1:" + "t" * 35, "12345678901234:A-Z_a-z0-9", TOKEN])
def test_whether_what_looks_like_a_token_is_one_is_left_to_telegram(value: str):
    assert token({"BOT_TOKEN": value}) == value


@pytest.mark.parametrize("value", ["secret", "123", "123:", ":short", "a1:short", "1:a:b", f"x{TOKEN}", f"{TOKEN} x"])
def test_what_is_no_token_is_refused_and_not_repeated(value: str):
    with pytest.raises(BadConfig) as refused:
        token({"BOT_TOKEN": value})
    assert value not in str(refused.value)


def test_a_token_file_that_cannot_be_read_is_told(tmp_path: Path):
    with pytest.raises(BadConfig, match="BOT_TOKEN_FILE: cannot be read"):
        token({"BOT_TOKEN_FILE": str(tmp_path / "no")})
