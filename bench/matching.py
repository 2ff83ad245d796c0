"""The matcher against what anyone would use instead, on few-shot splits of public labelled questions.

    python bench/matching.py [FOLDER] [--sets a,b] [--k 10] [--seeds 11,22,33] [--methods all] [--spellings text,sms]

FOLDER (else BENCH_DATA, else `../shared/bench/data` beside the checkout) holds `<set>_k<K>_s<seed>/kb.jsonl` with
{entry_id, phrase} and `test.jsonl` with {entry_id or null, text, nodia, typo, sms}. Printed, as means over the seeds:
top1, top3 (share of the answerable questions), cov2 (answered rightly when at most 2 % of all are answered wrongly, at
the threshold that is best in hindsight), right and wrong at confidence .90, milliseconds per message, seconds to build.
Exit code 1 if the matcher misses one of the figures that it must keep against logistic regression.
"""

import argparse
import json
import math
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from statistics import fmean

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parent.parent))

from bot.domain.matching import build, tokenise

Phrases = Sequence[tuple[str, str]]
Ranking = Sequence[tuple[str, float]]
Match = Callable[[str], Ranking]
Question = Mapping[str, str | None]

OURS = "matcher"
REGRESSION = "TF-IDF + logistic regression"
MOST_WRONG = 0.02
SURE = 0.9
# Entries that a method returns.
RANKED = 5


@dataclass(frozen=True, slots=True)
class Score:
    """What one method reached; shares 0…1, times in milliseconds and seconds."""

    top1: float
    top3: float
    cov2: float
    right90: float
    wrong90: float
    p50_ms: float
    p99_ms: float
    build_s: float


def main() -> None:
    """Measure every method on every split and print the table and the figures that must hold."""
    options = _options()
    methods = {
        name: METHODS[name] for name in METHODS if options.methods in ("all", name) or name in (OURS, REGRESSION)
    }
    means = {
        (name, data_set, spelling): score
        for data_set in options.sets.split(",")
        for name, method in methods.items()
        for spelling, score in _measure_set(options, data_set, name, method).items()
    }
    if not _print_verdict(means):
        raise SystemExit(1)


def _options() -> argparse.Namespace:
    default = os.environ.get("BENCH_DATA") or Path(__file__).resolve().parents[2] / "shared" / "bench" / "data"
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(default))
    parser.add_argument("--sets", default="massive-pl,banking77-en,clinc150-en")
    parser.add_argument("--k", type=int, default=10)
    parser.add_argument("--seeds", default="11,22,33")
    parser.add_argument("--methods", default="all", help="one more method beside the matcher and logistic regression")
    parser.add_argument("--spellings", default="text,nodia,sms")
    options = parser.parse_args()
    if not options.folder.is_dir():
        parser.error(f"{options.folder} is no folder: name the folder with the splits, or set BENCH_DATA")
    return options


def _measure_set(
    options: argparse.Namespace, data_set: str, name: str, method: Callable[[Phrases], Match]
) -> dict[str, Score]:
    """Return the mean over the seeds for each spelling, and print it."""
    found: dict[str, list[Score]] = defaultdict(list)
    for seed in options.seeds.split(","):
        split = options.folder / f"{data_set}_k{options.k}_s{seed}"
        phrases = [(str(row["entry_id"]), str(row["phrase"])) for row in _read(split / "kb.jsonl")]
        start = time.perf_counter()
        match = method(phrases)
        build_s = time.perf_counter() - start
        questions = _read(split / "test.jsonl")
        for spelling in options.spellings.split(","):
            found[spelling].append(_score(match, questions, spelling, build_s))
    means = {spelling: _mean(scores) for spelling, scores in found.items()}
    for spelling, mean in means.items():
        shares = f"top1 {mean.top1:.3f} top3 {mean.top3:.3f} cov2 {mean.cov2:.3f}"
        sure = f"at .90 right {mean.right90:.3f} wrong {mean.wrong90:.3f}"
        times = f"p50 {mean.p50_ms:.2f} p99 {mean.p99_ms:.2f} ms  build {mean.build_s:.1f} s"
        print(f"{data_set:13} {name:29} {spelling:6} {shares}  {sure}  {times}", flush=True)
    return means


def _read(path: Path) -> list[Question]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def _score(match: Match, questions: Sequence[Question], spelling: str, build_s: float) -> Score:
    confidence, right, third, ms = (np.zeros(len(questions)) for _ in range(4))
    for at, question in enumerate(questions):
        start = time.perf_counter()
        ranking = match(str(question[spelling]))
        ms[at] = (time.perf_counter() - start) * 1000
        wanted = question["entry_id"]
        confidence[at] = ranking[0][1]
        right[at] = ranking[0][0] == wanted
        third[at] = wanted in [entry for entry, _ in ranking[:3]]
    answerable = sum(question["entry_id"] is not None for question in questions)
    sure, hits = confidence >= SURE, right > 0
    return Score(
        top1=right.sum() / answerable,
        top3=third.sum() / answerable,
        cov2=(hits & (confidence >= _threshold(confidence, hits))).sum() / answerable,
        right90=(sure & hits).sum() / answerable,
        wrong90=(sure & ~hits).sum() / len(questions),
        p50_ms=float(np.percentile(ms, 50)),
        p99_ms=float(np.percentile(ms, 99)),
        build_s=build_s,
    )


def _threshold(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Return the lowest confidence from which on at most 2 % of all questions are answered wrongly."""
    best = math.inf
    for value in np.unique(confidence)[::-1]:
        if ((confidence >= value) & ~right).sum() > MOST_WRONG * len(right):
            break
        best = float(value)
    return best


def _mean(scores: Sequence[Score]) -> Score:
    return Score(*(fmean(getattr(score, field.name) for score in scores) for field in fields(Score)))


def _print_verdict(means: Mapping[tuple[str, str, str], Score]) -> bool:
    """Print the means over the sets and whether the figures hold; return whether all do."""

    def mean(name: str, spelling: str, figure: str) -> float:
        return fmean(getattr(score, figure) for (who, _, how), score in means.items() if (who, how) == (name, spelling))

    spellings = {how for _, _, how in means}
    wrong = [score.wrong90 for (who, _, _), score in means.items() if who == OURS]
    figures = [
        (
            f"{figure} {how}, matcher less logistic regression",
            mean(OURS, how, figure) - mean(REGRESSION, how, figure),
            least,
        )
        for how, figure, least in (
            ("text", "top1", -0.02),
            ("text", "cov2", -0.01),
            ("sms", "top1", 0.02),
            ("sms", "cov2", 0.03),
        )
        if how in spellings and any(who == REGRESSION for who, _, _ in means)
    ]
    figures += [("less than 2.5 % wrong at .90, mean", 0.025 - fmean(wrong), 0.0)]
    figures += [("less than 3.5 % wrong at .90, worst set", 0.035 - max(wrong), 0.0)]
    if {"text", "nodia"} <= spellings:
        figures += [("without diacritics as with, top1", mean(OURS, "nodia", "top1") - mean(OURS, "text", "top1"), 0.0)]
    table = Table("figure", "measured", "at least", "", title="what the matcher must keep")
    for name, measured, least in figures:
        table.add_row(name, f"{measured:+.3f}", f"{least:+.3f}", "holds" if measured >= least else "MISSED")
    Console().print(table)
    return all(measured >= least for _, measured, least in figures)


def _ours(phrases: Phrases) -> Match:
    return build(phrases).match


def _nearest(scorer: Callable[..., float], *, folded: bool) -> Callable[[Phrases], Match]:
    """Return a method that takes each entry by its nearest phrase; the score serves as confidence."""

    def method(phrases: Phrases) -> Match:
        entries = [entry for entry, _ in phrases]
        texts = [_folded(phrase) if folded else phrase for _, phrase in phrases]

        def match(text: str) -> Ranking:
            scores = process.cdist([_folded(text) if folded else text], texts, scorer=scorer)[0] / 100
            return _best_phrases(entries, scores)

        return match

    return method


def _bm25(phrases: Phrases) -> Match:
    """Okapi BM25 (Robertson and Zaragoza 2009, k1 = 1.2, b = .75) over phrases; an entry is its best phrase."""
    entries = [entry for entry, _ in phrases]
    bags = [Counter(tokenise(phrase)) for _, phrase in phrases]
    lengths = np.array([bag.total() for bag in bags])
    postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for at, bag in enumerate(bags):
        for word, count in bag.items():
            postings[word].append((at, count))

    def match(text: str) -> Ranking:
        scores = np.zeros(len(bags))
        for word in set(tokenise(text)) & postings.keys():
            rows, counts = np.array(postings[word]).T
            idf = math.log(1 + (len(bags) - len(rows) + 0.5) / (len(rows) + 0.5))
            scores[rows] += idf * counts * 2.2 / (counts + 1.2 * (0.25 + 0.75 * lengths[rows] / lengths.mean()))
        return _best_phrases(entries, scores / (1 + scores))

    return match


def _tfidf_nearest(phrases: Phrases) -> Match:
    from sklearn.feature_extraction.text import TfidfVectorizer

    entries = [entry for entry, _ in phrases]
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    vectors = vectorizer.fit_transform(_folded(phrase) for _, phrase in phrases)

    def match(text: str) -> Ranking:
        scores = (vectorizer.transform([_folded(text)]) @ vectors.T).toarray()[0]
        return _best_phrases(entries, scores)

    return match


def _regression(phrases: Phrases) -> Match:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline, make_union

    characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    words = TfidfVectorizer(analyzer="word", ngram_range=(1, 2))
    model = make_pipeline(make_union(characters, words), LogisticRegression(C=10, max_iter=300))
    model.fit([_folded(phrase) for _, phrase in phrases], [entry for entry, _ in phrases])

    def match(text: str) -> Ranking:
        chances = model.predict_proba([_folded(text)])[0]
        return [(str(model.classes_[at]), float(chances[at])) for at in np.argsort(-chances)[:RANKED]]

    return match


def _folded(text: str) -> str:
    return " ".join(tokenise(text))


def _best_phrases(entries: Sequence[str], scores: NDArray[np.floating]) -> Ranking:
    """Return the entries of the best phrases, each once, best first."""
    best: dict[str, float] = {}
    for at in np.argsort(-scores, kind="stable"):
        best.setdefault(entries[at], float(scores[at]))
        if len(best) == RANKED:
            break
    return list(best.items())


METHODS: dict[str, Callable[[Phrases], Match]] = {
    OURS: _ours,
    REGRESSION: _regression,
    "TF-IDF, nearest phrase": _tfidf_nearest,
    "BM25": _bm25,
    "rapidfuzz token_sort, folded": _nearest(fuzz.token_sort_ratio, folded=True),
    "rapidfuzz WRatio": _nearest(fuzz.WRatio, folded=False),
}

if __name__ == "__main__":
    main()
