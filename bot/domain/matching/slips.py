"""Slips of the finger, made at random, so that what is learnt from phrases holds for what people type on a phone.

The kinds are Damerau's (1964): a letter is missed, doubled by the key beside it, replaced by that, or swapped with the
next. They are made on words as `tokenise` gives them.
"""

from collections.abc import Sequence

import numpy as np

from bot.domain.matching.dicing import keys

# Letter → the keys around it (QWERTY, the usual Polish layout).
BESIDE = {
    "q": "wa",
    "w": "qes",
    "e": "wrd",
    "r": "etf",
    "t": "ryg",
    "y": "tuh",
    "u": "yij",
    "i": "uok",
    "o": "ipl",
    "p": "ol",
    "a": "qsz",
    "s": "adwx",
    "d": "sfec",
    "f": "dgrv",
    "g": "fhtb",
    "h": "gjyn",
    "j": "hkum",
    "k": "jlim",
    "l": "ko",
    "z": "xa",
    "x": "zcs",
    "c": "xvd",
    "v": "cbf",
    "b": "vng",
    "n": "bmh",
    "m": "nj",
}
# A phrase has one slip or two.
_MOST_SLIPS = 2


def slipped(tokens: Sequence[str], copy: int) -> list[str]:
    """Return the tokens with a slip or two, of letters only; words that nothing is left of are gone.

    The same tokens get the same slips, others in another copy.
    """
    random = np.random.default_rng([*keys([tokens]).tolist(), copy])
    typed = list(tokens)
    for _ in range(random.integers(1, _MOST_SLIPS, endpoint=True)):
        places = [(at, place) for at, word in enumerate(typed) for place, sign in enumerate(word) if sign in BESIDE]
        if places:
            at, place = places[random.integers(len(places))]
            typed[at] = _slip(typed[at], place, random)
    return [word for word in typed if word]


def _slip(word: str, place: int, random: np.random.Generator) -> str:
    before, letter, after = word[:place], word[place], word[place + 1 :]
    near = BESIDE[letter]
    beside = near[random.integers(len(near))]
    missed, doubled, replaced = before + after, before + letter + beside + after, before + beside + after
    swapped = before + after[:1] + letter + after[1:]
    return (missed, doubled, replaced, swapped)[random.integers(4)]
