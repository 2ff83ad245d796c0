"""Texts by (key, language), filled, with CLDR plurals and dates, escaped for Telegram's HTML.

The wording is in `pl.yaml`, `uk.yaml`, `en.yaml`; what is said when, belongs to `bot.domain`.

A template names its parameters in braces, with a format after a colon where one is needed:
`{name}`, `{count}`, `{at:time}` 8:30, `{at:day}` wtorek 4 maja, `{at:on_day}` we wtorek 4 maja, `{at:of_day}`
wtorku 4 maja, `{at:date}` 4 maja 2027, `{at:year}` 2027. A text that depends on a number is a mapping of CLDR plural
categories and takes the parameter `count`.
"""

import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date

from bot.domain import facts
from bot.domain.knowledge import Knowledge, Localised, WeeklyHours
from bot.domain.texts import Body, Param, Text
from bot.texts import shipped
from bot.texts.markup import escaped, fit, visible
from bot.texts.week import group_days

LANGUAGES = ("pl", "uk", "en")
DEFAULT = "pl"

Template = str | Mapping[str, str]
# Language -> key -> template.
Catalogues = Mapping[str, Mapping[str, Template]]


class UnknownText(KeyError):
    """No language has this key: a programmer's mistake."""


@dataclass(frozen=True, slots=True)
class Renderer:
    """Turns texts into words, with the facts of one version of the knowledge base."""

    knowledge: Knowledge
    catalogues: Catalogues
    _facts: dict[tuple[str, bool], Mapping[str, str]] = field(default_factory=dict)
    # Texts that are always the same, such as the labels of buttons, by key and language.
    _labels: dict[tuple[str, str], str] = field(default_factory=dict)
    # Answers without a part that is worked out when shown, by what they say with placeholders, and by language.
    _bodies: dict[tuple[str, str, bool], str] = field(default_factory=dict)

    def markup(self, text: Text, language: str) -> str:
        """Give a text as Telegram HTML: what parameters bring is escaped, the catalogue's own tags stay.

        What is longer than one message of Telegram ends with an ellipsis.
        """
        return fit(self.whole(text, language))

    def whole(self, text: Text, language: str) -> str:
        """Give a text as Telegram HTML, however long: what somebody wrote is not cut."""
        return _Rendering(self, language, escape=True).text(text)

    def plain(self, text: Text | Localised, language: str) -> str:
        """Give a text without markup: for buttons, press notes, the terminal."""
        if not isinstance(text, Text):
            return visible(localised(text, language))
        if text.params:
            return _Rendering(self, language, escape=False).text(text)
        label = self._labels.get((text.key, language))
        if label is None:
            label = self._labels[text.key, language] = _Rendering(self, language, escape=False).text(text)
        return label

    def template(self, key: str, language: str) -> Template:
        """Give a template in `language`, or in Polish where that has none yet. Raises `UnknownText`."""
        return self.catalogues[self.language_of(key, language)][key]

    def language_of(self, key: str, language: str) -> str:
        """Give `language` where it has the text, else Polish. Raises `UnknownText`."""
        for code in (language, DEFAULT):
            if key in self.catalogues.get(code, {}):
                return code
        raise UnknownText(key)

    def body(self, words: str, language: str, *, escape: bool) -> str:
        """Give a text of the base with its facts, worked out once."""
        key = (words, language, escape)
        if key not in self._bodies:
            self._bodies[key] = facts.fill(_escaped(words, escape=escape), self.facts(language, escape=escape)).strip()
        return self._bodies[key]

    def facts(self, language: str, *, escape: bool) -> Mapping[str, str]:
        """Give every fact by its placeholder's name, worked out once a language."""
        if (language, escape) not in self._facts:
            days = self.template("calendar.days", language)
            table = facts.table(self.knowledge, language, lambda week: _hours_in_words(week, days))
            self._facts[language, escape] = {name: _escaped(fact, escape=escape) for name, fact in table.items()}
        return self._facts[language, escape]


@cache
def load_catalogues() -> Catalogues:
    """Read the texts that come with the program."""
    return {code: _flat(_read(f"{code}.yaml")) for code in LANGUAGES}


def _read(name: str) -> Mapping[str, object]:
    loaded = shipped.read(name)
    if not isinstance(loaded, dict):
        raise TypeError(f"{name}: a mapping of texts is needed")
    return loaded


_PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})


def _flat(tree: Mapping[str, object], prefix: str = "") -> dict[str, Template]:
    """Give nested sections dotted keys; a mapping of plural categories is one text."""
    flat: dict[str, Template] = {}
    for name, value in tree.items():
        key = f"{prefix}{name}"
        if not isinstance(value, dict):
            flat[key] = str(value).rstrip("\n")
        elif set(value) <= _PLURALS:
            flat[key] = {category: str(one) for category, one in value.items()}
        else:
            flat |= _flat(value, f"{key}.")
    return flat


def localised(words: Localised, language: str) -> str:
    """Give a text of the knowledge base in `language`, or in Polish."""
    return words.get(language) or words[DEFAULT]


@dataclass(frozen=True, slots=True)
class _Rendering:
    renderer: Renderer
    language: str
    escape: bool

    def text(self, text: Text) -> str:
        template, spoken = self._template(text)
        parts = (
            literal + (self._param(text.params[name], style, spoken) if name else "")
            for literal, name, style in _parse(template)
        )
        return "".join(parts).strip("\n")

    def _template(self, text: Text) -> tuple[str, str]:
        """Give the words and the language that they are in; words that are only placeholders are in the reader's."""
        spoken = self.renderer.language_of(text.key, self.language)
        template = self.renderer.template(text.key, spoken)
        if not isinstance(template, str):
            count = text.params["count"]
            category = _locale(spoken).plural_form(count if isinstance(count, int) else 0)
            template = template.get(category) or template["other"]
        has_words = any(sign.isalpha() for literal, _, _ in _parse(template) for sign in literal)
        return template, spoken if has_words else self.language

    def _param(self, value: Param, style: str, spoken: str) -> str:
        match value:
            case Text():
                return _as_sentence(self.text(value)) if style == "sentence" else self.text(value)
            case Body():
                return self._body(value)
            case date():
                return self._moment(value, style, spoken)
            case str() | int():
                return self._escaped(str(value))
            case Mapping():
                return self._escaped(localised(value, self.language))
            case Sequence():
                return "\n".join(self.text(one) for one in value if isinstance(one, Text))

    def _body(self, body: Body) -> str:
        """Give a text of the base; what is filled into it is in its language, not in the reader's."""
        words = localised(body.words, self.language)
        spoken = self.language if body.words.get(self.language) else DEFAULT
        if body.live is None:
            return self.renderer.body(words, spoken, escape=self.escape)
        live = _Rendering(self.renderer, spoken, self.escape).text(body.live)
        known = {**self.renderer.facts(spoken, escape=self.escape), facts.LIVE: live}
        return facts.fill(self._escaped(words), known).strip()

    def _moment(self, value: date, style: str, spoken: str) -> str:
        zone = ZoneInfo(self.renderer.knowledge.centre.timezone)
        local = value.astimezone(zone) if isinstance(value, datetime) else value
        if style == "time" and isinstance(local, datetime):
            return f"{local.hour}:{local.minute:02}"
        if style == "year":
            return str(local.year)
        day = format_date(local, "d MMMM y" if style == "date" else "d MMMM", locale=spoken)
        if style == "date":
            return day
        names = self.renderer.template(_WEEKDAYS.get(style, "calendar.weekday"), spoken)
        return f"{str(names).split(', ')[local.weekday()]} {day}"

    def _escaped(self, plain: str) -> str:
        return _escaped(plain, escape=self.escape)


# Style of a moment -> the names of weekdays that it takes.
_WEEKDAYS = {"on_day": "calendar.on_weekday", "of_day": "calendar.of_weekday"}


def _as_sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _escaped(plain: str, *, escape: bool) -> str:
    return escaped(plain) if escape else visible(plain)


@cache
def _locale(language: str) -> Locale:
    return Locale(language)


def _hours_in_words(week: WeeklyHours, names: Template) -> str:
    days = str(names).split(", ")
    return "; ".join(
        f"{days[first]}\u2013{days[last]} {spans}" if first != last else f"{days[first]} {spans}"
        for first, last, spans in group_days(week)
    )


@lru_cache(maxsize=4096)
def _parse(template: str) -> tuple[tuple[str, str, str], ...]:
    """Give a template as (literal before, parameter name, format), in order."""
    return tuple((before, name or "", style or "") for before, name, style, _ in string.Formatter().parse(template))
