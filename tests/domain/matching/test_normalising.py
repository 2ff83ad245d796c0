"""Spellings that must be read as one; the table is `spellings.yaml`."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.matching import tokenise

SPELLINGS = yaml.safe_load((Path(__file__).parent / "spellings.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", SPELLINGS, ids=lambda row: row["typed"])
def test_a_text_is_read_as_its_tokens(row):
    assert tokenise(row["typed"]) == row["tokens"]


@given(st.text(max_size=60))
def test_reading_the_tokens_again_changes_nothing(text):
    tokens = tokenise(text)
    assert tokenise(" ".join(tokens)) == tokens


@given(st.text(max_size=60))
def test_a_token_has_no_space_and_no_underscore(text):
    assert all(token and not set(token) & {" ", "_"} for token in tokenise(text))
