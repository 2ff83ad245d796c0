"""Text for Telegram's HTML: made harmless, measured, and cut to what one message holds.

Knows the tags of the catalogues (`<b>`, `<i>`) and entities; what is said belongs to `bot.texts.texts`.
"""

import html
import re
from collections.abc import Sequence

# Bot API, sendMessage: characters after parsing of entities, in UTF-16 units.
LONGEST_MESSAGE = 4096
# Characters that a cut may step back to end with a whole word.
_LONGEST_WORD = 60

# Controls that hide or reorder what is shown: C0 without tab and line feed, soft hyphen, bidi and zero-width ones.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_PIECE = re.compile(r"</?[a-z]+>|&(?:#?\w+);|.", re.DOTALL)


def visible(plain: str) -> str:
    """Give a text without the controls that would hide or reorder its characters."""
    return _HIDDEN.sub("", plain)


def escaped(plain: str) -> str:
    """Give plain text as HTML that shows just that text, without hidden controls."""
    return html.escape(visible(plain), quote=False)


def length(markup: str) -> int:
    """Give the length that Telegram counts: UTF-16 units without tags, entities as the characters they stand for."""
    return sum(_units(piece) for piece in _PIECE.findall(markup))


def fit(markup: str, longest: int = LONGEST_MESSAGE) -> str:
    """Give the markup if it is at most `longest`; else its beginning, whole words and closed tags, with an ellipsis."""
    if len(markup) <= longest // 2 or length(markup) <= longest:
        return markup
    pieces = _PIECE.findall(markup)
    kept = pieces[: _end(pieces, longest - 1)]
    return "".join((*kept, "…", *(f"</{tag}>" for tag in reversed(_open_tags(kept)))))


def without_markup(markup: str) -> str:
    """Give text that no parser can refuse: without tags, escaped again."""
    return html.escape(_bare(markup), quote=False)


def in_pieces(markup: str, longest: int = LONGEST_MESSAGE) -> Sequence[str]:
    """Give the whole text without tags, in pieces of at most `longest` that end with whole words where they can."""
    pieces = []
    rest = list(_bare(markup))
    while sum(map(_units, rest)) > longest:
        end = _end(rest, longest)
        pieces.append("".join(rest[:end]))
        rest = rest[end:]
    return [html.escape(piece, quote=False) for piece in [*pieces, "".join(rest)]]


def _bare(markup: str) -> str:
    return html.unescape(re.sub(r"<[^<>]*>", "", markup))


def _end(pieces: Sequence[str], room: int) -> int:
    """Give how many pieces fit, up to the end of a word where one is near."""
    end = 0
    for end, piece in enumerate(pieces):  # noqa: B007 - the number of the first piece that does not fit is wanted
        room -= _units(piece)
        if room < 0:
            break
    return next((at for at in range(end, max(end - _LONGEST_WORD, 0), -1) if pieces[at].isspace()), end)


def _open_tags(pieces: Sequence[str]) -> Sequence[str]:
    tags: list[str] = []
    for piece in pieces:
        if piece.startswith("</"):
            tags.pop()
        elif _is_tag(piece):
            tags.append(piece[1:-1])
    return tags


def _units(piece: str) -> int:
    return 0 if _is_tag(piece) else len(html.unescape(piece).encode("utf-16-le", "surrogatepass")) // 2


def _is_tag(piece: str) -> bool:
    return piece.startswith("<") and piece != "<"
