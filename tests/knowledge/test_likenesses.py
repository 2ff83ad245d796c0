"""The likeness to calls for help, kept between starts."""

from pathlib import Path

import numpy as np
import pytest

from bot.domain.likeness import Likeness
from bot.knowledge.likenesses import fitted_likeness

CALLS = ["nie chcę żyć", "boję się męża"]
OTHERS = ["gdzie jest biuro", "kiedy sesja"]
CALL = ["nie", "chce", "zyc"]


def test_what_was_learnt_once_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    file = tmp_path / "likeness.npz"
    learnt = fitted_likeness(CALLS, OTHERS, file)
    monkeypatch.setattr(Likeness, "learn", None)
    assert np.allclose(fitted_likeness(CALLS, OTHERS, file).weights, learnt.weights, atol=1e-5)


def test_of_other_messages_it_is_learnt_anew(tmp_path: Path):
    file = tmp_path / "likeness.npz"
    fitted_likeness(CALLS, OTHERS, file)
    other = fitted_likeness(OTHERS, CALLS, file)
    assert other.score(["gdzie", "jest", "biuro"]) > 0


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken"])
def test_a_damaged_file_is_made_anew(tmp_path: Path, content: bytes):
    file = tmp_path / "likeness.npz"
    file.write_bytes(content)
    assert fitted_likeness(CALLS, OTHERS, file).score(CALL) > 0
    assert file.stat().st_size > len(content)


def test_where_nothing_can_be_kept_it_is_learnt_all_the_same(tmp_path: Path):
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    assert fitted_likeness(CALLS, OTHERS, blocked / "likeness.npz").score(CALL) > 0
