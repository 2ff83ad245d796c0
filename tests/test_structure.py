"""The rules of the code that a linter does not know."""

import ast
import re
from pathlib import Path

import pytest

from tests.running import ROOT

MODULES = sorted((ROOT / "bot").rglob("*.py"))
OURS = [one for one in MODULES if "sandbox" not in one.parts]
TEXTS = [
    one
    for folder in ("bot", "tests", "bench", "docs", "knowledge", ".ci")
    for one in sorted((ROOT / folder).rglob("*"))
    if one.suffix in {".py", ".md", ".yaml", ".js", ".css", ".html", ".sh", ""}
    and one.is_file()
    and one != Path(__file__)
] + [ROOT / name for name in ("README.md", "CHANGELOG.md", "Makefile", "config.yaml", "pyproject.toml")]
POLISH = re.compile("[\u0104-\u0107\u0118\u0119\u0141-\u0144\u00d3\u00f3\u015a\u015b\u0179-\u017c]")
# Letters of many alphabets are what it is about.
ABOUT_LETTERS = {"normalising.py"}
LONGEST_MODULE, LONGEST_FUNCTION = 300, 40
VAGUE = {"utils", "helpers", "common", "manager", "base", "service", "misc"}


def name(file: Path) -> str:
    return str(file.relative_to(ROOT))


def content(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def lines_in_polish(file: Path) -> list[str]:
    return [line for line in content(file).splitlines() if POLISH.search(line)]


@pytest.mark.parametrize("file", [one for one in OURS if one.name not in ABOUT_LETTERS], ids=name)
def test_no_polish_stands_in_code(file: Path):
    assert lines_in_polish(file) == []


@pytest.mark.parametrize("file", MODULES, ids=name)
def test_modules_and_functions_are_short(file: Path):
    assert len(content(file).splitlines()) <= LONGEST_MODULE
    nodes = ast.walk(ast.parse(content(file)))
    functions = [one for one in nodes if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert [one.name for one in functions if (one.end_lineno or 0) - one.lineno >= LONGEST_FUNCTION] == []


def test_every_module_says_first_what_it_is_for():
    silent = [name(one) for one in MODULES if content(one).strip() and not ast.get_docstring(ast.parse(content(one)))]
    assert silent == []


def test_no_file_has_a_name_that_says_nothing():
    assert [name(one) for one in MODULES if one.stem in VAGUE] == []


def test_nothing_is_left_undone():
    assert [name(one) for one in TEXTS if re.search(r"\b(?:TODO|FIXME|XXX)\b", content(one))] == []


def test_nothing_is_bound_to_one_machine():
    assert [name(one) for one in TEXTS if re.search(r"(?<![\w.])/(?:work|home|root|Users)/\w", content(one))] == []
