"""Edits of the small complete base, as an author would make them."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TypedDict

import yaml

HERE = Path(__file__).parent
BASE = HERE / "base"


class _Named(TypedDict):
    name: str
    file: str
    faults: list[str]


class Row(_Named, total=False):
    """A row of `broken_edits.yaml`, which says what each key means."""

    old: str
    new: str
    says: str


def rows() -> list[Row]:
    """The table of broken edits."""
    found: list[Row] = yaml.safe_load((HERE / "broken_edits.yaml").read_text(encoding="utf-8"))
    return found


def copy_base(where: Path) -> Path:
    """A base of one's own, to be edited."""
    return Path(shutil.copytree(BASE, where / "base"))


def apply(row: Row, directory: Path) -> None:
    """Make the edit; the old text must be there, once."""
    file = directory / row["file"]
    if "new" not in row:
        file.unlink()
    elif "old" not in row:
        file.parent.mkdir(exist_ok=True)
        file.write_text(row["new"], encoding="utf-8")
    else:
        replace(file, row["old"], row["new"])


def replace(file: Path, old: str, new: str) -> None:
    """Put one text in the place of another that is there once."""
    content = file.read_text(encoding="utf-8")
    assert content.count(old) == 1, f"{old!r} is {content.count(old)} times in {file.name}"
    file.write_text(content.replace(old, new), encoding="utf-8")


def paste(shown: str, base: Path) -> None:
    """Put the lines of `gaps` where its page says, as they are."""
    topics, _, tests = shown.partition("\ntopics:")[2].partition("\nevaluation:\n")
    for item in topics.split("\n- id: ")[1:]:
        entry, _, lines = item.partition("\n  phrases:\n")
        _put_below_phrases(entry.split()[0], [one for one in lines.splitlines() if one.startswith("    - ")], base)
    with (base / "evaluation.yaml").open("a", encoding="utf-8") as file:
        file.write(tests)


def _put_below_phrases(entry: str, lines: Sequence[str], base: Path) -> None:
    for file in (base / "topics").glob("*.yaml"):
        head, found, rest = file.read_text(encoding="utf-8").partition(f"- id: {entry}\n")
        before, _, after = rest.partition("  phrases:\n")
        if found:
            pasted = "\n".join(lines)
            file.write_text(f"{head}{found}{before}  phrases:\n{pasted}\n{after}", encoding="utf-8")
