"""config.yaml and the environment → frozen settings; all faults at once, each with its path in the file.

Secrets come from the environment only. Which setting does what is written beside it in `config.yaml`.
"""

import ipaddress
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from pydantic import Field, ValidationError

from bot.domain.thresholds import Thresholds
from bot.domain.world import Rules
from bot.sections import Conversation, Evaluation, Gaps, Matching, Pacing, Retention, Section

TELEGRAM = "https://api.telegram.org"
# What cannot be anything but a token: the bot's id, a colon, a long secret of letters, digits, _ and -.
# It may stand in an address after "/bot", but a user of a database, who may be called bot1 too, is none.
_TOKEN = re.compile(r"(?:(?<!\w)|(?<=[^/]/bot))\d{3,}:[A-Za-z0-9_-]{30,}")
# What may be one: whether it is, Telegram tells.
_TOKEN_SHAPE = re.compile(r"\d+:[A-Za-z0-9_-]+")


class File(Section):
    """The whole of config.yaml."""

    knowledge_dir: Path = Path("knowledge")
    data_dir: Path = Path("data")
    branding_dir: Path = Path("branding")
    username: str | None = Field(default=None, pattern=r"^[A-Za-z][A-Za-z0-9_]{4,31}$")
    database_url: str | None = None
    api_url: str | None = None
    poll_timeout_s: int = Field(default=25, ge=1, le=50)
    conversation: Conversation = Conversation()
    matching: Matching = Matching()
    evaluation: Evaluation = Evaluation()
    gaps: Gaps = Gaps()
    pacing: Pacing = Pacing()
    retention: Retention = Retention()
    log_level: str = Field(default="info", pattern="^(debug|info|warning|error)$")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the program runs by: paths are absolute, URLs complete."""

    knowledge_dir: Path
    data_dir: Path
    branding_dir: Path
    database_url: str
    # Root of the Bot API, without a slash at the end.
    api_url: str
    file: File

    @property
    def rules(self) -> Rules:
        """The rules of the conversation."""
        part = self.file.conversation
        return Rules(
            join_lines=timedelta(seconds=part.join_lines_s),
            crisis_window=timedelta(hours=part.crisis_window_h),
            most_clarifications=part.most_clarifications,
            crisis_alert=part.crisis_alert,
            reopen_days=part.reopen_days,
            draft_life=timedelta(hours=part.draft_h),
            conversation_days=self.file.retention.conversation_days,
            enquiry_days=self.file.retention.enquiry_days,
            registration_days=self.file.retention.registration_days,
            gap_days=self.file.retention.gap_days,
            set_aside_days=max(self.file.retention.set_aside_days, self.file.retention.dead_letter_days),
        )

    @property
    def thresholds(self) -> Thresholds:
        """From which confidence on the bot says what."""
        return Thresholds(**self.file.matching.model_dump())

    @property
    def is_api_local(self) -> bool:
        """Whether the Bot API server is on this machine."""
        host = urlsplit(self.api_url).hostname or ""
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"


class BadConfig(Exception):
    """The configuration cannot be used; each fault is one line that says where and what to do."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def load(path: Path, environment: Mapping[str, str]) -> Settings:
    """Read the configuration; a missing file means all defaults. Raises `BadConfig`."""
    text = _text(path)
    try:
        file = File.model_validate(_content(path, text))
    except ValidationError as error:
        raise BadConfig([_fault(path, text, one["loc"], one["msg"]) for one in error.errors()]) from None
    base = path.parent.absolute()
    data_dir = base / file.data_dir
    database_url = environment.get("BOT_DATABASE_URL") or file.database_url or f"sqlite:///{data_dir / 'bot.sqlite3'}"
    api_url = (environment.get("BOT_API_URL") or file.api_url or TELEGRAM).rstrip("/")
    faults = []
    if not _is_address(api_url, _API):
        faults.append(_url_fault(path, text, environment, "api_url", f"an address such as {TELEGRAM} is needed"))
    if not _is_address(database_url, _DATABASE):
        wanted = "an address such as sqlite:///data/bot.sqlite3 or postgresql://user@host/name is needed"
        faults.append(_url_fault(path, text, environment, "database_url", wanted))
    if faults:
        raise BadConfig(faults)
    return Settings(
        knowledge_dir=base / file.knowledge_dir,
        data_dir=data_dir,
        branding_dir=base / file.branding_dir,
        database_url=_beside(base, database_url),
        api_url=api_url,
        file=file,
    )


def token(environment: Mapping[str, str]) -> str:
    """Give the bot's token from `BOT_TOKEN` or the file that `BOT_TOKEN_FILE` names. Raises `BadConfig`."""
    value = environment.get("BOT_TOKEN", "").strip()
    if not value and (name := environment.get("BOT_TOKEN_FILE")):
        try:
            value = Path(name).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise BadConfig([f"BOT_TOKEN_FILE: cannot be read ({type(error).__name__})"]) from None
    if not value:
        raise BadConfig(["BOT_TOKEN is not set: put the token from @BotFather there, or its file into BOT_TOKEN_FILE"])
    if not _TOKEN_SHAPE.fullmatch(value):
        raise BadConfig(["BOT_TOKEN has not the shape of a token (digits, a colon, letters and digits)"])
    return value


def _text(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise BadConfig([f"{path.name}:1:1: cannot be read ({type(error).__name__})"]) from None
    if (found := _TOKEN.search(text)) is not None:
        line = text.count("\n", 0, found.start()) + 1
        raise BadConfig([f"{path.name}:{line}:1: a token does not belong here; put it into BOT_TOKEN"])
    return text


class _StrictLoader(yaml.SafeLoader):
    """Refuses what hides a setting: a key given twice, an alias."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.MarkedYAMLError(problem="aliases are not used here", problem_mark=self.peek_event().start_mark)  # type: ignore[no-untyped-call]  # the stubs leave it out
        node = super().compose_node(parent, index)
        if isinstance(node, yaml.MappingNode):
            _refuse_repeated_keys(node)
        return node


def _refuse_repeated_keys(node: yaml.MappingNode) -> None:
    seen = set()
    for key, _ in node.value:
        if not isinstance(key, yaml.ScalarNode):
            continue  # what is no name is refused for that
        if key.value in seen:
            raise yaml.MarkedYAMLError(problem=f"{key.value} is given twice", problem_mark=key.start_mark)
        seen.add(key.value)


def _content(path: Path, text: str) -> object:
    try:
        return yaml.load(text, Loader=_StrictLoader) or {}  # noqa: S506 - a safe loader that refuses more
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"{mark.line + 1}:{mark.column + 1}" if mark else "1:1"
        raise BadConfig([f"{path.name}:{where}: {error.problem}"]) from None
    except (yaml.YAMLError, ValueError):
        raise BadConfig([f"{path.name}:1:1: not YAML"]) from None


def _fault(path: Path, text: str, place: Sequence[int | str], message: str) -> str:
    line, column = _position(yaml.compose(text), place)
    name = ".".join(str(part) for part in place) or "file"
    return f"{path.name}:{line}:{column}: {name}: {message}"


# What may stand in addresses; more is known when they are used.
_API = re.compile(r"https?://[^/\s]+\S*")
_DATABASE = re.compile(r"sqlite:///.+|postgresql://.+", re.DOTALL)


def _is_address(url: str, shape: re.Pattern[str]) -> bool:
    try:
        return bool(shape.fullmatch(url)) and urlsplit(url).port != 0
    except ValueError:
        return False


def _url_fault(path: Path, text: str, environment: Mapping[str, str], key: str, wanted: str) -> str:
    variable = f"BOT_{key.upper()}"
    return f"{variable}: {wanted}" if environment.get(variable) else _fault(path, text, [key], wanted)


def _position(node: yaml.Node | None, place: Sequence[int | str]) -> tuple[int, int]:
    """Find line and column of a setting, or of the section it is missing in."""
    if node is None:
        return 1, 1
    mark = node.start_mark
    for part in place:
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        found = next(((key, value) for key, value in pairs if key.value == str(part)), None)
        if found is None:
            break
        mark, node = found[0].start_mark, found[1]
    return mark.line + 1, mark.column + 1


def _beside(base: Path, database_url: str) -> str:
    """Take a relative SQLite path from the configuration's folder."""
    prefix = "sqlite:///"
    if not database_url.startswith(prefix):
        return database_url
    return f"{prefix}{base / database_url.removeprefix(prefix)}"
