"""One spelling for what people type: Unicode forms, case, diacritics, look-alikes and stuttered letters made equal.

Nothing here knows a language: words of any script survive, and only their accidental differences are removed.
"""

import re
import unicodedata
from functools import lru_cache

# Letters that NFD does not take apart into a base letter and a mark.
_STROKED = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe"})

# Cyrillic letters drawn like a Latin one (Unicode confusables.txt), both cases because the likeness differs by case.
_LOOK_ALIKES = str.maketrans("АВЕКМНОРСТУХІЈЅаекморстухіјѕ", "ABEKMHOPCTYXIJSaekmopctyxijs")

WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = re.compile(r"(?<=\w)['’ʼ`´](?=\w)")
_PREFIXED = re.compile(r"(?<![^\W_])([^\W\d_])-(?=[^\W\d_]{2})")
_REPEATED = re.compile(r"([^\W\d_])\1+")
# Letters of Polish and of names that come with it, as they are without their marks: the usual text needs no more.
_PLAIN = str.maketrans("ąćęłńóśźżĄĆĘŁŃÓŚŹŻäöüéèáíčšžÄÖÜÉÈÁÍČŠŽ", "acelnoszzACELNOSZZaoueeaicszAOUEEAICSZ")
# Signs among which nothing joins two words to one, and which have no other form.
_SIMPLE = re.compile(r"[^'`\-\x80-\U0010ffff]*")
# Signs that stand in usual texts and mean nothing to `normalise`.
_USUAL = re.compile(r"[\x00-\x7f\u2013\u2014\u2018\u2019\u201c-\u201e\u00ab\u00bb]*")
_LATIN = re.compile(r"[A-Za-z]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")


def tokenise(text: str) -> list[str]:
    """The words and numbers of a text in order, normalised; empty for a text without letters and digits.

    "e-mail" and "don't" are one token each; every other punctuation mark separates.
    """
    return list(_tokens(text))


# One message is taken apart by several readers; the texts of others are soon forgotten, words come again and again.
@lru_cache(maxsize=64)
def _tokens(text: str) -> tuple[str, ...]:
    return tuple(token for word in text.split() for token in _taken_apart(word))


@lru_cache(maxsize=8192)
def _taken_apart(word: str) -> tuple[str, ...]:
    """Take apart what stands between two spaces: nothing that joins or changes signs reaches beyond."""
    plain = word.translate(_PLAIN)
    if _SIMPLE.fullmatch(plain):
        return tuple(WORD.findall(squeeze(plain.lower())))
    joined = _APOSTROPHES.sub("", normalise(word))
    return tuple(WORD.findall(squeeze(_PREFIXED.sub(r"\1", joined))))


def normalise(text: str) -> str:
    """The text in NFKC, casefolded, without diacritics and invisible controls; words and punctuation stay in place."""
    if text.isascii():
        return text.casefold()
    composed = unicodedata.normalize("NFKC", text)
    plain = composed.translate(_PLAIN)
    if _USUAL.fullmatch(plain):
        return plain.casefold()
    visible = "".join(sign for sign in composed if sign.isascii() or not _is_invisible(sign))
    if _CYRILLIC.search(visible):
        # Without their marks first: "Ї" is drawn like a Latin letter only as "І".
        visible = WORD.sub(lambda word: _unmixed(word.group()), fold(visible))
    return fold(visible.casefold())


def fold(text: str) -> str:
    """The text without diacritics; strokes are taken off small letters only."""
    decomposed = unicodedata.normalize("NFD", text.translate(_STROKED))
    return unicodedata.normalize("NFC", "".join(sign for sign in decomposed if not unicodedata.combining(sign)))


def squeeze(text: str) -> str:
    """The text with each run of one letter written once; digits keep their runs."""
    return _REPEATED.sub(r"\1", text)


def _is_invisible(sign: str) -> bool:
    """Zero-width and bidirectional controls (category Cf) and variation selectors; line ends are not among them."""
    return unicodedata.category(sign) == "Cf" or "\ufe00" <= sign <= "\ufe0f"


def _unmixed(word: str) -> str:
    """The word with look-alikes as Latin letters, if Latin and Cyrillic letters are mixed in it."""
    if _LATIN.search(word) and _CYRILLIC.search(word):
        return word.translate(_LOOK_ALIKES)
    return word
