"""Reads the YAML files that come with the program; those that authors edit belong to `bot.knowledge`."""

from collections import Counter
from importlib import resources
from typing import Any

import yaml

# The parser in C takes a sixth of the time; PyYAML has it where libyaml was there when it was built.
_SAFE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STRINGS: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class KeyTwice(Exception):
    """A key stands twice in one mapping, so that one of the two says nothing: a programmer's mistake."""


def read(name: str) -> Any:  # noqa: ANN401 - whatever the file says
    """Give a file's content. Raises FileNotFoundError, `KeyTwice`."""
    return parse(_text(name))


def read_strings(name: str) -> Any:  # noqa: ANN401 - whatever the file says
    """Give a file's content with every scalar as the string that it is written as.

    Raises FileNotFoundError, `KeyTwice`.
    """
    return parse(_text(name), only_strings=True)


def parse(text: str, *, only_strings: bool = False) -> Any:  # noqa: ANN401 - whatever the text says
    """Give what a text says. Raises `KeyTwice`."""
    return yaml.load(text, Loader=_UniqueStrings if only_strings else _UniqueSafe)  # noqa: S506 - safe loaders


def _text(name: str) -> str:
    return resources.files("bot.texts").joinpath(name).read_text(encoding="utf-8")


def _note_twice(node: yaml.MappingNode) -> None:
    twice = [key for key, times in Counter(str(key.value) for key, _ in node.value).items() if times > 1]
    if twice:
        raise KeyTwice(f"in the mapping at line {node.start_mark.line + 1}: {', '.join(twice)}")


class _UniqueSafe(_SAFE):  # type: ignore[misc]  # one of two loaders
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> Any:  # noqa: ANN401, FBT001, FBT002 - PyYAML's
        _note_twice(node)
        return super().construct_mapping(node, deep)


class _UniqueStrings(_STRINGS):  # type: ignore[misc]  # one of two loaders
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> Any:  # noqa: ANN401, FBT001, FBT002 - PyYAML's
        _note_twice(node)
        return super().construct_mapping(node, deep)
