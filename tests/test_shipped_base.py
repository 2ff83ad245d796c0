"""The base that comes with the program: what every version of it keeps to."""

import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import yaml

from bot.knowledge.faults import Code
from bot.knowledge.findings import copied_questions, dated_facts
from bot.knowledge.loading import Loaded
from tests.running import ROOT, with_model

FILES = sorted((ROOT / "knowledge").rglob("*.yaml"))


def digits(words: str) -> str:
    return "".join(sign for sign in words.removeprefix("+48") if sign.isdecimal())


def numbers(file: Path) -> Iterator[str]:
    """Every telephone number of a file, as digits."""
    content = file.read_text(encoding="utf-8")
    yield from (digits(found) for found in re.findall(r"(?:\+48 ?)?\d(?:[ -]?\d){5,}", content))


def phones(base: Loaded) -> Sequence[str]:
    known = base.knowledge
    written = [
        *(one.phone for one in known.offices.values()),
        *(one.phone for one in known.specialists.values()),
        *(one.phone for one in known.crisis.contacts),
    ]
    return sorted({digits(one) for one in written} - {"112"})


def test_a_telephone_number_is_written_once(base: Loaded):
    written = [number for file in FILES for number in numbers(file)]
    assert {number: written.count(number) for number in phones(base)} == dict.fromkeys(phones(base), 1)


def test_no_labelled_question_is_worded_like_a_phrase(base: Loaded):
    assert [str(one) for one in copied_questions(base, "knowledge")] == []


def test_labelled_questions_are_answered_as_well_as_the_configuration_asks(model: Path, tmp_path: Path):
    shipped = yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8"))
    config = with_model(tmp_path, model) / "config.yaml"
    config.write_text(yaml.safe_dump({**shipped, "knowledge_dir": str(ROOT / "knowledge")}), encoding="utf-8")
    asked = [sys.executable, "-m", "bot", "eval", "--config", str(config)]
    told = subprocess.run(asked, capture_output=True, text=True, cwd=ROOT, check=False)
    assert told.returncode == 0, told.stdout[-500:] + told.stderr


def test_kinds_of_questions_have_one_name_each(base: Loaded):
    kinds = {one.kind for one in base.questions}
    singular = {kind.replace("_", "").removesuffix("s") for kind in kinds}
    assert len(singular) == len(kinds)


def test_a_helpline_that_was_checked_long_ago_is_a_finding_like_any_fact(base: Loaded):
    crisis = base.knowledge.crisis
    checked = {contact.provenance.verified_on for contact in crisis.contacts}
    later = max(checked) + base.knowledge.centre.stale_after + timedelta(days=1)
    found = [
        one for one in dated_facts(base.knowledge, "knowledge", later) if one.place.file == "knowledge/crisis.yaml"
    ]
    assert [one.code for one in found] == [Code.STALE_FACTS]
