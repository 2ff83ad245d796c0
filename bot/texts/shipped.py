"""Reads the YAML files that come with the program; those that authors edit belong to `bot.knowledge`."""

from importlib import resources
from typing import Any

import yaml

# The parser in C takes a sixth of the time; PyYAML has it where libyaml was there when it was built.
_SAFE = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STRINGS = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def read(name: str) -> Any:  # noqa: ANN401 - whatever the file says
    """Give a file's content. Raises FileNotFoundError."""
    return yaml.load(_text(name), Loader=_SAFE)  # noqa: S506 - a safe loader


def read_strings(name: str) -> Any:  # noqa: ANN401 - whatever the file says
    """Give a file's content with every scalar as the string that it is written as. Raises FileNotFoundError."""
    return yaml.load(_text(name), Loader=_STRINGS)  # noqa: S506 - makes nothing but strings, lists and mappings


def _text(name: str) -> str:
    return resources.files("bot.texts").joinpath(name).read_text(encoding="utf-8")
