"""The trained scorer: from a text to what each of its tokens adds to the logit of each entry."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from bot.domain.matching.arrays import Arrays, pack_strings, unpack_strings
from bot.domain.matching.correcting import Corrector, build_corrector
from bot.domain.matching.features import REACHES, FeatureSpace, Floats, Pairs, learn_space
from bot.domain.matching.slips import slipped
from bot.domain.matching.softmax import softmax, train_softmax

# The share of the typed spelling in the mixture that a corrected word is read as: twice the share of letters changed.
DOUBT = 2.0
MOST_DOUBT = 0.5

# How often each phrase of a large base is learnt with slips of the finger, too. A small one has too few phrases to
# learn from as they stand (decision 0019).
MISTYPED = 2
LARGE = 5_000

# Typed words whose reading is remembered, because the same ones come again and again; about 10 MB.
MOST_REMEMBERED = 20_000

Numbers = NDArray[np.intp]
Doubles = NDArray[np.float64]

# What a unit adds to each entry before the text's length is taken into account, and its squared length.
Projection = tuple[Floats, float]


@dataclass(frozen=True, slots=True)
class Word:
    """A typed word as the model reads it, or half of two that were typed without a space between."""

    typed: str
    corrected: str
    row: Floats
    square: float
    # Inverse document frequency, and whether the phrases contain it.
    mass: float
    is_known: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as the model sees it."""

    tokens: Sequence[str]
    # The tokens, each unknown one that has a near spelling replaced by it.
    corrected: Sequence[str]
    # Tokens × entries; a pair of tokens counts half for each. The columns add up to the logits.
    shares: Floats
    logits: Floats


@dataclass(frozen=True, slots=True)
class Readings:
    """Several texts as the model sees them; their tokens stand in one list, one text after another."""

    # Of each text as it was typed; two that were typed without a space are two.
    tokens: Sequence[Sequence[str]]
    words: Sequence[Sequence[Word]]
    # Indices of the features that its known pairs are.
    pairs: Sequence[Sequence[int]]
    # Tokens of all texts × entries; a text without tokens has one row of zeros.
    shares: Floats
    # Where each text begins in `shares`, and how many rows it has.
    starts: Numbers
    lengths: Numbers
    # Texts × entries; the sums of the shares, and their softmax.
    logits: Floats
    chances: Floats

    def one(self, at: int) -> Reading:
        """Return one of the texts."""
        first = int(self.starts[at])
        own = self.shares[first : first + len(self.tokens[at])]
        return Reading(self.tokens[at], [word.corrected for word in self.words[at]], own, self.logits[at])


@dataclass(frozen=True, slots=True)
class Model:
    """Weights, features × entries, with the vocabulary they were learnt from."""

    space: FeatureSpace
    weights: Floats
    # Token → number of phrases that contain it.
    vocabulary: Mapping[str, int]
    corrector: Corrector
    # What typed words were read as lately, in a restored model those of its phrases from the start. Only this memory
    # ever changes.
    _words: dict[str, Sequence[Word]] = field(default_factory=dict, repr=False, compare=False)

    def read(self, tokens: Sequence[str]) -> Reading:
        """Return what each token of a text adds to each logit."""
        return self.read_all([tokens]).one(0)

    def read_all(self, texts: Sequence[Sequence[str]]) -> Readings:
        """Return what each token of each text adds to each logit; costs tokens × entries.

        Together a few texts cost little more than one.
        """
        words = [[word for token in tokens for word in self._words.get(token) or self._met(token)] for tokens in texts]
        rows = [own or [self._nothing] for own in words]
        lengths = np.array([len(own) for own in rows])
        starts = np.cumsum(lengths) - lengths
        shares = np.array([word.row for own in rows for word in own], dtype=np.float32)
        squares = np.array([sum(word.square for word in own) for own in rows])
        pairs = [self.space.pairs([word.corrected for word in own]) for own in words]
        squares += self._add_pairs(shares, pairs, starts)
        shares /= np.repeat(np.sqrt(np.where(squares > 0, squares, 1)), lengths).astype(np.float32)[:, None]
        logits = np.add.reduceat(shares, starts, axis=0)
        known = [[index for _, index in (*near, *apart)] for near, apart in pairs]
        typed = [[word.typed for word in own] for own in words]
        return Readings(typed, words, known, shares, starts, lengths, logits, softmax(logits))

    def meant(self, token: str) -> Sequence[str]:
        """Return the known words that a typed one probably is; empty for one that is known, and if nothing is near."""
        if token in self.vocabulary:
            return ()
        return [word.corrected for word in self._words.get(token) or self._met(token) if word.is_known]

    def to_arrays(self) -> Arrays:
        """Return everything that `restore_model` needs."""
        known = [word for token in self.vocabulary for word in self._met(token)]
        return {
            **pack_strings("features", list(self.space.index)),
            "features.idf": self.space.idf,
            "features.phrases": np.array(self.space.phrases),
            "weights": self.weights,
            **pack_strings("vocabulary", list(self.vocabulary)),
            "vocabulary.counts": np.array(list(self.vocabulary.values()), dtype=np.int64),
            "vocabulary.rows": np.array([word.row for word in known], dtype=np.float32),
            "vocabulary.squares": np.array([word.square for word in known], dtype=np.float64),
        }

    def _met(self, token: str) -> Sequence[Word]:
        """Read a word, which may be two without a space, and remember it."""
        if len(self._words) >= MOST_REMEMBERED:
            self._words.clear()
        meant = () if token in self.vocabulary else self.corrector.meant(token)
        read = [(token, *meant)] if len(meant) == 1 else [(word, word) for word in meant or (token,)]
        words = self._words[token] = [self._word(typed, corrected) for typed, corrected in read]
        return words

    def _word(self, typed: str, corrected: str) -> Word:
        mass, is_known = self.space.word_idf(corrected), corrected in self.vocabulary
        return Word(typed, corrected, *self._blended(typed, corrected), mass, is_known)

    def _blended(self, typed: str, meant: str) -> Projection:
        """Return the projection of a token; of a corrected one a mixture of both spellings, as either may be right."""
        row, square = self._projection(typed)
        if typed == meant:
            return row, square
        (right,) = self._words.get(meant) or self._met(meant)
        doubt = min(MOST_DOUBT, DOUBT * OSA.distance(typed, meant) / len(typed))
        mixed = np.float32(doubt) * row + np.float32(1 - doubt) * right.row
        return np.asarray(mixed), doubt * square + (1 - doubt) * right.square

    def _projection(self, token: str) -> Projection:
        indices, values = self.space.vector(token)
        return values @ self.weights[indices], float(values @ values)

    @property
    def _nothing(self) -> Word:
        """What stands for the words of a text without any."""
        return Word("", "", np.zeros(self.weights.shape[1], dtype=np.float32), 0.0, 0.0, is_known=False)

    def _add_pairs(self, shares: Floats, pairs: Sequence[Sequence[Pairs]], starts: Numbers) -> Doubles:
        """Add half of each known pair's projection to both its tokens' shares; return the squared length by text."""
        squares = np.zeros(len(pairs))
        for reach, of_texts in zip(REACHES, zip(*pairs, strict=True), strict=True):
            found = [
                (number, start + at, index)
                for number, (own, start) in enumerate(zip(of_texts, starts.tolist(), strict=True))
                for at, index in own
            ]
            if found:
                numbers, lefts, indices = np.array(found).T
                values = np.float32(reach.weight) * self.space.idf[indices]
                halves = self.weights[indices] * (values / 2)[:, None]
                # No token is twice the left one, nor the right one, of pairs of one reach.
                shares[lefts] += halves
                shares[lefts + reach.tokens] += halves
                squares += np.bincount(numbers, weights=values * values, minlength=len(pairs))
        return squares


def train(phrases: Sequence[Sequence[str]], targets: NDArray[np.intp]) -> Model:
    """Return the model of tokenised phrases and their entry numbers 0…max; deterministic.

    Words and features are those of the phrases as they stand; in a large base their weights are learnt with slips, too.
    """
    space = learn_space(phrases)
    vocabulary = Counter(token for tokens in phrases for token in dict.fromkeys(tokens))
    copies = MISTYPED if len(phrases) >= LARGE else 0
    mistyped = [slipped(tokens, copy) for copy in range(copies) for tokens in phrases]
    weights = train_softmax(space, [*phrases, *mistyped], np.tile(targets, 1 + copies))
    return Model(space, weights, dict(vocabulary), _corrector(vocabulary, space))


def restore_model(arrays: Mapping[str, NDArray[np.generic]]) -> Model:
    """Return the model that `Model.to_arrays` wrote; raises KeyError or ValueError for anything else."""
    names = unpack_strings(arrays, "features")
    # No copies: the weights are the largest thing that the program holds.
    idf, weights = (np.asarray(arrays[name], dtype=np.float32) for name in ("features.idf", "weights"))
    if len(names) != len(idf) or len(names) != len(weights):
        raise ValueError("features, idf and weights differ in number")
    space = FeatureSpace({name: at for at, name in enumerate(names)}, idf, int(arrays["features.phrases"].astype(int)))
    counts = arrays["vocabulary.counts"].astype(np.int64).tolist()
    vocabulary = dict(zip(unpack_strings(arrays, "vocabulary"), counts, strict=True))
    rows, squares = np.asarray(arrays["vocabulary.rows"], dtype=np.float32), arrays["vocabulary.squares"].astype(float)
    if rows.shape != (len(vocabulary), weights.shape[1]):
        raise ValueError("words and weights differ in number")
    words: dict[str, Sequence[Word]] = {
        token: [Word(token, token, row, square, space.word_idf(token), is_known=True)]
        for token, row, square in zip(vocabulary, rows, squares.tolist(), strict=True)
    }
    return Model(space, weights, vocabulary, _corrector(vocabulary, space), words)


def _corrector(vocabulary: Mapping[str, int], space: FeatureSpace) -> Corrector:
    return build_corrector(vocabulary, looks_further=True, is_followed=space.has_pair)
