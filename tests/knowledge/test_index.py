"""The matcher on disk: kept for exactly what it was made of, and never trusted further."""

from pathlib import Path

import numpy as np
import pytest

from bot.domain import matching
from bot.domain.matching import build
from bot.knowledge import index

PHRASES = [
    ("office.konin", "gdzie jest biuro w Koninie"),
    ("office.konin", "adres biura w Koninie"),
    ("out_of_scope", "jaka będzie pogoda"),
    ("out_of_scope", "jak rozliczyć podatek"),
]


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    file = tmp_path / "data" / "index.npz"
    index.write(PHRASES, build(PHRASES), file)
    return file


def test_a_kept_matcher_answers_as_the_one_that_was_built(cache: Path):
    kept = index.read(PHRASES, cache)
    assert kept is not None
    assert kept.match("biuro konin") == build(PHRASES).match("biuro konin")


def test_a_matcher_of_other_phrases_is_not_used(cache: Path):
    assert index.read([*PHRASES, ("thanks", "dziękuję")], cache) is None


def test_a_matcher_of_the_phrases_under_other_entries_is_not_used(cache: Path):
    assert index.read([("office.poznan", phrase) for _, phrase in PHRASES], cache) is None


def test_a_matcher_of_other_code_is_not_used(cache: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    (tmp_path / "model.py").write_text("other = 1\n", encoding="utf-8")
    monkeypatch.setattr(matching, "__path__", [str(tmp_path)])
    index.code_digest.cache_clear()
    found = index.read(PHRASES, cache)
    index.code_digest.cache_clear()
    assert found is None


def test_no_file_is_no_matcher(tmp_path: Path):
    assert index.read(PHRASES, tmp_path / "index.npz") is None


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04", b"not a zip file at all", b"\x80\x04K\x01."], ids=repr)
def test_a_damaged_file_is_no_matcher(damage: bytes, cache: Path):
    cache.write_bytes(damage)
    assert index.read(PHRASES, cache) is None


@pytest.mark.parametrize("at", [0.1, 0.5, 0.9])
def test_a_file_cut_short_is_no_matcher(at: float, cache: Path):
    cache.write_bytes(cache.read_bytes()[: int(cache.stat().st_size * at)])
    assert index.read(PHRASES, cache) is None


def test_a_file_with_a_flipped_byte_is_never_another_matcher(cache: Path):
    whole = cache.read_bytes()
    middle = len(whole) // 2
    cache.write_bytes(whole[:middle] + bytes([whole[middle] ^ 0xFF]) + whole[middle + 1 :])
    assert index.read(PHRASES, cache) is None


def test_a_file_without_a_part_is_no_matcher(cache: Path):
    np.savez(cache, allow_pickle=False, **{"index.key": np.array(index.key(PHRASES))})
    assert index.read(PHRASES, cache) is None


def test_nothing_in_the_file_is_executed(cache: Path):
    np.savez(cache, allow_pickle=True, **{"index.key": np.array([object()])})
    assert index.read(PHRASES, cache) is None


def test_a_matcher_that_does_not_fit_is_built_and_kept(cache: Path):
    phrases = [*PHRASES, ("thanks", "dziękuję"), ("thanks", "dzięki")]
    built = index.fitted_matcher(phrases, cache)
    kept = index.read(phrases, cache)
    assert kept is not None
    assert kept.match("dzięki") == built.match("dzięki")


def test_a_matcher_that_fits_is_not_built_again(cache: Path):
    before = cache.stat().st_mtime_ns
    index.fitted_matcher(PHRASES, cache)
    assert cache.stat().st_mtime_ns == before


def test_a_place_that_cannot_be_written_does_not_keep_the_bot_from_answering(tmp_path: Path):
    (tmp_path / "data").write_text("a file, not a directory", encoding="utf-8")
    matcher = index.fitted_matcher(PHRASES, tmp_path / "data" / "index.npz")
    assert matcher.match("pogoda")[0][0] == "out_of_scope"


def test_writing_leaves_nothing_else_behind(cache: Path):
    index.write(PHRASES, build(PHRASES), cache)
    assert [file.name for file in cache.parent.iterdir()] == ["index.npz"]


def test_a_write_that_fails_leaves_the_old_file(cache: Path, monkeypatch: pytest.MonkeyPatch):
    before = cache.read_bytes()
    monkeypatch.setattr(np, "savez", _no_space)
    with pytest.raises(OSError, match="no space"):
        index.write(PHRASES, build(PHRASES), cache)
    assert (cache.read_bytes(), len(list(cache.parent.iterdir()))) == (before, 1)


def _no_space(*_: object, **__: object) -> None:
    raise OSError("no space")
