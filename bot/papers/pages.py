"""Pages to print: HTML that needs nothing from outside, on A4, with the centre's logo strip on top.

A page's frame is a template beside this file (`string.Template`); whatever is filled in is escaped here.
"""

import base64
import html
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from string import Template

from bot.domain.texts import Text
from bot.papers.characters import printable
from bot.texts.texts import DEFAULT, Renderer


def page(name: str, title: str, parts: Mapping[str, str]) -> str:
    """Give the page of a template; `parts` are markup, the title is plain."""
    body = _template(f"{name}.html").substitute(parts)
    return _template("page.html").substitute(title=escaped(title), style=_text("page.css"), body=body)


def image(content: bytes, kind: str, alternative: str) -> str:
    """Give an image that stands in the page itself; nothing where there is no content."""
    if not content:
        return ""
    data = base64.b64encode(content).decode()
    return f'<img src="data:{kind};base64,{data}" alt="{escaped(alternative)}">'


def lines(texts: Iterable[Text], words: Renderer) -> str:
    """Give texts in Polish, one a line."""
    return "<br>\n".join(escaped(words.plain(one, DEFAULT)) for one in texts)


def escaped(plain: str) -> str:
    """Give plain text as markup, also within an attribute."""
    return html.escape(printable(plain), quote=True)


@cache
def _template(name: str) -> Template:
    return Template(_text(name))


def _text(name: str) -> str:
    return resources.files("bot.papers").joinpath(name).read_text(encoding="utf-8")
