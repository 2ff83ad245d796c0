"""What the documents say is there."""

import os
import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from bot.__main__ import cli
from bot.config import File
from bot.domain import commands
from bot.domain.commands import STAFF
from bot.exports import export_cli
from bot.texts.texts import load_catalogues
from tests.running import ROOT

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
CODE = "\n".join(file.read_text(encoding="utf-8") for file in sorted((ROOT / "bot").rglob("*.py")))
VERBS = {str(one.name or one.callback.__name__) for one in cli.registered_commands if one.callback} | {"export"}
EXPORTS = {str(one.name) for one in export_cli.registered_commands}
PLACES = (ROOT, ROOT / "bot", ROOT / "bot" / "domain")


def text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def name(file: Path) -> str:
    return str(file.relative_to(ROOT))


def found(pattern: str, *files: Path) -> set[str]:
    return {one for file in files or DOCUMENTS for one in re.findall(pattern, text(file))}


def settings_of(model: type[BaseModel], prefix: str = "") -> set[str]:
    names: set[str] = set()
    for key, field in model.model_fields.items():
        is_section = isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)
        names |= {f"{prefix}{key}"} | (settings_of(field.annotation, f"{prefix}{key}.") if is_section else set())  # type: ignore[arg-type]  # told one line above
    return names


def test_no_verb_is_announced_before_it_is_there():
    assert found(r"python -m bot (\w+)") <= VERBS


def test_every_verb_is_in_the_readme():
    table = re.findall(r"^\| `(.+?)` .*\|$", text(ROOT / "README.md"), re.M)
    named = {one.split()[0] for one in table} - {"python"}
    assert named == VERBS


def test_every_export_is_in_the_readme():
    (line,) = (line for line in text(ROOT / "README.md").splitlines() if line.startswith("| `export"))
    assert set(re.findall(r"[a-z-]+", line)) >= EXPORTS


def test_every_option_that_is_documented_exists():
    options = found(r"python -m bot [^`|\n]*?(--[a-z-]+)")
    assert {one for one in options if f'"{one}"' not in CODE and f" {one[2:]}:" not in CODE} == set()


def test_every_target_of_make_that_is_documented_exists():
    targets = set(re.findall(r"^(\w+):", text(ROOT / "Makefile"), re.M))
    assert found(r"(?:^|`|[&] |/token )make (\w+)", ROOT / "README.md", ROOT / "docs" / "operating.md") <= targets


def test_every_target_of_make_is_declared():
    makefile = text(ROOT / "Makefile")
    targets = set(re.findall(r"^(\w+):", makefile, re.M))
    (phony,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.M)
    assert set(phony.split()) == targets


def test_every_file_that_make_runs_exists():
    assert [one for one in re.findall(r"bench/\w+\.py", text(ROOT / "Makefile")) if not (ROOT / one).exists()] == []


def test_every_setting_that_is_documented_exists():
    sections = "|".join(key for key in File.model_fields if "_" not in key)
    dotted = found(rf"`((?:{sections})\.\w+)`")
    assert {one for one in dotted if not one.endswith((".py", ".yaml"))} <= settings_of(File)


def test_every_variable_that_is_documented_is_read():
    assert {one for one in found(r"\b(BOT_[A-Z_]+)") if f'"{one}"' not in CODE} == set()


def test_every_variable_that_is_read_is_documented():
    read = set(re.findall(r'(?:envvar=|get\()"(BOT_[A-Z_]+)"', CODE))
    assert read <= found(r"\b(BOT_[A-Z_]+)", *DOCUMENTS, ROOT / "config.yaml")


@pytest.mark.parametrize("file", DOCUMENTS, ids=name)
def test_no_relative_link_is_broken(file: Path):
    links = re.findall(r"\]\(([^)\s#]+)", text(file))
    relative = [one for one in links if "://" not in one and not one.startswith("mailto:")]
    assert [one for one in relative if not (file.parent / one).exists()] == []


def test_every_path_in_the_architecture_exists():
    page = ROOT / "docs" / "architecture.md"
    paths = found(r"`([\w/]+/|[\w/]+\.(?:py|yaml))`", page)
    missing = [one for one in paths if not any(Path(place, one).exists() for place in PLACES)]
    assert missing == []


def test_every_module_has_its_place_in_the_architecture():
    page = text(ROOT / "docs" / "architecture.md")
    modules = [one.name for one in (ROOT / "bot").glob("*.py") if one.name != "__init__.py"]
    folders = [f"{one.parent.name}/" for one in (ROOT / "bot").glob("*/__init__.py")]
    assert [one for one in (*modules, *folders) if f"`{one}`" not in page] == []


def test_every_command_that_is_documented_is_known():
    known = {*commands.known(), *STAFF}
    citizens = found(r"(?<![\w/.])/([a-z_]{4,12})(?=[`\s,.;)])", ROOT / "README.md", ROOT / "docs" / "operating.md")
    assert citizens - {"revoke"} <= known


def test_every_command_that_a_text_names_is_known():
    known = {*commands.known(), *STAFF}
    texts = " ".join(str(one) for catalogue in load_catalogues().values() for one in catalogue.values())
    assert set(re.findall(r"(?<![\w<])/([a-z_]+)", texts)) <= known


def test_decisions_are_numbered_once():
    numbers = [one.name[:4] for one in sorted((ROOT / "docs" / "decisions").glob("*.md"))]
    assert len(numbers) == len(set(numbers))
    assert all(one.isdigit() for one in numbers)


def test_every_decision_that_is_referred_to_exists():
    numbers = {one.name[:4] for one in (ROOT / "docs" / "decisions").glob("*.md")}
    referred = set(re.findall(r"decision (\d{4})", CODE)) | found(r"decision (\d{4})")
    assert referred <= numbers


def test_the_folders_that_the_documents_speak_of_are_there():
    assert all((ROOT / one).is_dir() for one in ("knowledge", "docs", "tests", "bench"))
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
