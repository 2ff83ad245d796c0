"""A base of phrases and the matcher built from it, once for all tests here."""

from pathlib import Path

import pytest
import yaml

from bot.domain.matching import Matcher, build

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def phrases():
    base = yaml.safe_load((HERE / "phrases.yaml").read_text(encoding="utf-8"))
    return [(entry, phrase) for entry, said in base.items() for phrase in said]


@pytest.fixture(scope="session")
def matcher(phrases) -> Matcher:
    return build(phrases)
