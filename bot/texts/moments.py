"""The words by which questions name days and times, read from `moments.<language>.yaml`."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import time
from functools import cache

from bot.domain.knowledge import Span
from bot.domain.matching.normalising import fold
from bot.domain.moments import Feast, FeastDays, Meaning, MomentWords, Role, build_words
from bot.texts import shipped

# A value as YAML gives it.
Node = object


@cache
def moment_words(language: str = "pl") -> MomentWords:
    """Give a language's vocabulary. Raises FileNotFoundError for a language without one, TypeError or ValueError for a
    file that is not of its shape.
    """
    content = _mapping(shipped.read(f"moments.{language}.yaml"))
    parts, feasts = _sequence(content["parts"]), _sequence(content["feasts"])
    return build_words(
        _phrases(content, parts, feasts),
        parts=[_part(_mapping(part)) for part in parts],
        feasts=[_feast(_mapping(feast)) for feast in feasts],
        counted=_texts(content["counted_stems"]),
        unlike=_texts(content["unlike"]),
    )


def _phrases(
    content: Mapping[str, Node], parts: Sequence[Node], feasts: Sequence[Node]
) -> Iterator[tuple[str, Meaning]]:
    for role, phrases in _mapping(content["words"]).items():
        yield from ((phrase, Meaning(Role[role.upper()])) for phrase in _texts(phrases))
    for role, by_value in _mapping(content["values"]).items():
        for value, phrases in _mapping(by_value).items():
            yield from ((phrase, Meaning(Role[role.upper()], int(value))) for phrase in _texts(phrases))
    for role_of, named in ((Role.PART, parts), (Role.FEAST, feasts)):
        for number, one in enumerate(named):
            yield from ((phrase, Meaning(role_of, number)) for phrase in _texts(_mapping(one)["words"]))


def _part(part: Mapping[str, Node]) -> Span | time:
    if "at" in part:
        return time.fromisoformat(str(part["at"]))
    return Span(time.fromisoformat(str(part["from"])), time.fromisoformat(str(part["to"])))


def _feast(feast: Mapping[str, Node]) -> Feast:
    return Feast([_feast_days(_mapping(days)) for days in _sequence(feast["days"])])


def _feast_days(days: Mapping[str, Node]) -> FeastDays:
    if "named" in days:
        return FeastDays(named=fold(str(days["named"]).lower()), shift=int(str(days.get("shift", 0))))
    return FeastDays(_month_day(days["from"]), _month_day(days["to"]))


def _month_day(value: Node) -> tuple[int, int]:
    month, day = str(value).split("-")
    return int(month), int(day)


def _mapping(node: Node) -> Mapping[str, Node]:
    if not isinstance(node, dict):
        raise TypeError(f"{node!r} is not a mapping")
    return {str(key): value for key, value in node.items()}


def _sequence(node: Node) -> Sequence[Node]:
    if not isinstance(node, list):
        raise TypeError(f"{node!r} is not a list")
    return node


def _texts(node: Node) -> Sequence[str]:
    return [str(text) for text in _sequence(node)]
