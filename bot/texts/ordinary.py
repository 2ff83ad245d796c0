"""Reads the words by which a crisis, an ordinary message and a language are told."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.domain.crisis import Signs
from bot.domain.language import Language, LanguageWords
from bot.domain.matching import tokenise
from bot.texts import shipped

LANGUAGES: Sequence[Language] = ("pl", "uk", "ru", "en")


@dataclass(frozen=True, slots=True)
class Ordinary:
    """The content of `ordinary.yaml`."""

    language: LanguageWords
    # Signs of a crisis, for each language or mixture of languages.
    signs: Sequence[Signs]
    # Language → messages of people who are in no danger.
    phrases: Mapping[str, Sequence[str]]
    # Words one letter away from a sign, in all languages.
    alike: Sequence[str]

    @property
    def harmless(self) -> list[str]:
        """Phrases and words whose words are never misspelt signs, for `CrisisDetector.build`."""
        return [*(phrase for own in self.phrases.values() for phrase in own), *self.alike]


@cache
def load_ordinary() -> Ordinary:
    """Read `ordinary.yaml`; a missing section is a programmer's mistake and raises KeyError or TypeError."""
    content = shipped.read_strings("ordinary.yaml")
    return Ordinary(
        language=_language(content["language"]),
        signs=[Signs(**own) for own in content["crisis"].values()],
        phrases={language: content["ordinary"][language] for language in LANGUAGES},
        alike=[word for own in content["alike"].values() for word in own],
    )


def _language(section: Mapping[str, Any]) -> LanguageWords:
    return LanguageWords(
        letters={language: frozenset(letters) for language, letters in section["letters"].items()},
        endings={
            language: tuple(token for end in endings for token in tokenise(end))
            for language, endings in section["endings"].items()
        },
        words={language: _tokens(words) for language, words in section["words"].items()},
        shared=_tokens(section["shared"]),
        clusters=section["clusters"],
    )


def _tokens(words: Collection[str]) -> frozenset[str]:
    return frozenset(token for word in words for token in tokenise(word))
