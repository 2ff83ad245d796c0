"""Characters that files can hold."""

import re

from bot.texts.markup import visible

# XML 1.0, section 2.2: neither escaped nor as they are; half a surrogate pair cannot be written as UTF-8 either.
_UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")


def printable(plain: str) -> str:
    """Give a text without what hides or reorders its characters, and without what would spoil a file."""
    return _UNWRITABLE.sub("", visible(plain))
