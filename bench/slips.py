"""What slips of the finger cost: labelled questions as they are and mistyped, asked of the bot that is shipped.

    python bench/slips.py [FILE …] [--seeds 1,2,3] [--every 1]

FILE is labelled questions like `evaluation.yaml`; without one, that of the base. A slip hits a letter of the text at
random: the key beside it, that key as well, the letter missed, doubled or swapped with the next, or a space missed.
Printed as means over the seeds: shares answered at once and right, right or offered (of those in scope), and wrong (of
all); calls for help that are heard. Then the same for each kind of slip alone, one a message. Exit code 1 if one slip
a message costs more points of what is right at once than `MOST_LOST`, or makes more wrong than `MOST_WRONG`.
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random
from statistics import fmean

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.rig import scenes, table
from bot.domain.interpreting import Interpreter
from bot.domain.knowledge import Question
from bot.domain.matching.normalising import fold
from bot.domain.matching.slips import BESIDE
from bot.evaluating import evaluate, figures
from bot.knowledge.loading import Refused, load_questions
from bot.tuning import remembering

EVALUATION = Path(__file__).parent.parent / "knowledge" / "evaluation.yaml"

MOST_LOST = 0.03
MOST_WRONG = 0.02
HALF = 0.5
SHOWN = ("right", "right_or_offered", "wrong", "crisis_recall")

# From what stands before a letter, the letter, and what stands behind it, to what is typed.
Slip = Callable[[str, str, str, Random], str]


def main() -> None:
    """Measure, print, and tell by the exit code whether it is little enough."""
    options = _options()
    interpreter = remembering(scenes()().world.interpreter)
    for file in options.files:
        questions = _questions(file)[:: options.every]
        seeds = [int(seed) for seed in options.seeds.split(",")]
        clean = figures(evaluate(questions, interpreter))
        rows = {
            "as they are": clean,
            "one slip": _mean(questions, interpreter, seeds, _one),
            "one or two": _mean(questions, interpreter, seeds, _one_or_two),
        }
        for name, slip in SLIPS.items():
            rows[name] = _mean(questions, interpreter, seeds, partial(_hit, slip))
        table(f"{file.name}: {len(questions)} questions", [_row(*row) for row in rows.items()], head=["", *SHOWN])
        lost, wrong = clean["right"] - rows["one slip"]["right"], rows["one slip"]["wrong"]
        print(f"one slip costs {100 * lost:.1f} points of the right answers")
        if lost > MOST_LOST or wrong > MOST_WRONG:
            raise SystemExit(1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, default=[EVALUATION])
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--every", type=int, default=1, help="only every so manieth question")
    return parser.parse_args()


def _questions(file: Path) -> Sequence[Question]:
    found = load_questions(file)
    if isinstance(found, Refused):
        raise SystemExit("\n".join(str(fault) for fault in found.faults))
    return found


def _mean(
    questions: Sequence[Question], interpreter: Interpreter, seeds: Sequence[int], typed: Callable[[str, Random], str]
) -> Mapping[str, float]:
    """Return the figures of mistyped questions as means over the seeds."""
    found = []
    for seed in seeds:
        random = Random(seed)
        asked = [replace(question, text=typed(question.text, random)) for question in questions]
        found.append(figures(evaluate(asked, interpreter)))
    return {name: fmean(one[name] for one in found) for name in found[0]}


def _row(name: str, found: Mapping[str, float]) -> Sequence[str]:
    return [name, *(f"{found[figure]:.3f}" for figure in SHOWN)]


def _one(text: str, random: Random) -> str:
    return _hit(random.choice(list(SLIPS.values())), text, random)


def _one_or_two(text: str, random: Random) -> str:
    return _one(_one(text, random), random) if random.random() < HALF else _one(text, random)


def _hit(slip: Slip, text: str, random: Random) -> str:
    """Return the text with one slip; one that misses a space hits that, the others a letter. No place: unchanged."""
    hits = _is_space_within if slip is _space_missed else _is_letter
    places = [at for at in range(len(text)) if hits(text, at)]
    if not places:
        return text
    at = random.choice(places)
    return slip(text[:at], text[at], text[at + 1 :], random)


def _is_letter(text: str, at: int) -> bool:
    return _key(text[at]) in BESIDE


def _is_space_within(text: str, at: int) -> bool:
    return text[at] == " " and text[at - 1 : at].isalpha() and text[at + 1 : at + 2].isalpha()


def _key(letter: str) -> str:
    return fold(letter.lower())


def _beside(before: str, letter: str, after: str, random: Random) -> str:
    return before + random.choice(BESIDE[_key(letter)]) + after


def _with_the_one_beside(before: str, letter: str, after: str, random: Random) -> str:
    return before + letter + random.choice(BESIDE[_key(letter)]) + after


def _missed(before: str, _letter: str, after: str, _random: Random) -> str:
    return before + after


def _doubled(before: str, letter: str, after: str, _random: Random) -> str:
    return before + letter * 2 + after


def _swapped(before: str, letter: str, after: str, _random: Random) -> str:
    """Return the letter behind the next one, if that is one; else before the last."""
    if after[:1].isalpha():
        return before + after[0] + letter + after[1:]
    return before[:-1] + letter + before[-1:] + after if before[-1:].isalpha() else before + letter + after


def _space_missed(before: str, _space: str, after: str, _random: Random) -> str:
    return before + after


SLIPS: Mapping[str, Slip] = {
    "key beside": _beside,
    "and the key beside": _with_the_one_beside,
    "letter missed": _missed,
    "letter doubled": _doubled,
    "letters swapped": _swapped,
    "space missed": _space_missed,
}


if __name__ == "__main__":
    main()
