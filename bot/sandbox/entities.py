"""Formatted text: what a parameter says → the text and MessageEntity list that a message carries."""

import re
from collections.abc import Iterator

from bot.sandbox.markup_html import parse_html
from bot.sandbox.wire import JsonObject, bad_request, utf16_length

# Longest raw text that is looked at, in bytes of UTF-8 (Client.cpp, get_formatted_text).
LONGEST_SOURCE = 1 << 15

# What Telegram finds by itself in any text. A link's end never is punctuation.
_FOUND = re.compile(
    r"(?P<bot_command>(?<![\w/<>@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/@]))"
    r"|(?P<email>(?<![\w.+-])[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}(?!\w))"
    r"|(?P<url>(?<![\w@./])(?:https?://[^\s<>\"«»]+|(?:[\w-]+\.)+(?:pl|com|org|net|eu|info|me|gov|edu|io|ua|de|dev)"
    r"(?![\w.-]*\w)(?:[/?#][^\s<>\"«»]*)?)(?<![.,:;!?()\[\]'\"]))"
    r"|(?P<mention>(?<![\w@/])@[A-Za-z0-9_]{3,32}(?!\w))"
    r"|(?P<hashtag>(?<![\w#@&])#(?=\w*[^\W\d_])\w{1,256})"
    r"|(?P<cashtag>(?<![\w$])\$[A-Z]{1,8}(?!\w))"
    r"|(?P<phone_number>(?<![\w+])\+\d(?:[ -]?\d){7,14}(?!\d))"
)
_MAY_HOLD_FOUND = re.compile(r"[/@#$+.]")
_UNBROKEN = frozenset({"pre", "code", "text_link", "text_mention"})


def formatted(text: str, parse_mode: str, entities: object) -> tuple[str, list[JsonObject]]:
    """Return the trimmed text and all its entities, found ones included.

    `entities` is the parsed parameter and is ignored when a parse mode is given. Raises Telegram's 400.
    """
    if len(text.encode("utf-8", "replace")) > LONGEST_SOURCE:
        raise bad_request("text is too long")
    mode = parse_mode.lower()
    text = _cleaned(text)
    given: list[JsonObject] = []
    if text and mode not in {"", "none"}:
        if mode != "html":
            raise bad_request("unsupported parse_mode")
        text, given = parse_html(text)
    elif isinstance(entities, list):
        given = [one for one in (_checked(entity, utf16_length(text)) for entity in entities) if one["length"] > 0]
    text, given = _trimmed(text, given)
    return text, with_found(text, given)


def with_found(text: str, given: list[JsonObject]) -> list[JsonObject]:
    """Return the given entities and those that Telegram finds by itself outside code and links."""
    if not _MAY_HOLD_FOUND.search(text):
        return given
    closed = [(e["offset"], e["offset"] + e["length"]) for e in given if e["type"] in _UNBROKEN]
    found = [e for e in _found(text) if not any(_overlap(e, start, end) for start, end in closed)]
    return sorted([*given, *found], key=lambda e: (e["offset"], -e["length"])) if found else given


def _found(text: str) -> Iterator[JsonObject]:
    for match in _FOUND.finditer(text):
        offset = utf16_length(text[: match.start()])
        yield {"offset": offset, "length": utf16_length(match[0]), "type": str(match.lastgroup)}


def _overlap(entity: JsonObject, start: int, end: int) -> bool:
    return bool(entity["offset"] < end and start < entity["offset"] + entity["length"])


def _checked(entity: object, length: int) -> JsonObject:
    if not isinstance(entity, dict):
        raise bad_request("can't parse MessageEntity: expected an Object")
    for name in ("offset", "length"):
        if name not in entity:
            raise bad_request(f"can't parse MessageEntity: Can't find field \"{name}\"")
        if not isinstance(entity[name], int):
            raise bad_request(f'can\'t parse MessageEntity: Field "{name}" must be of type Number')
        if entity[name] < 0:
            raise bad_request(f"receive an entity with incorrect {name} {entity[name]}")
    begin, end = entity["offset"], entity["offset"] + entity["length"]
    if begin > length:
        raise bad_request(f"entity begins after the end of the text at UTF-16 offset {begin}")
    if end > length:
        raise bad_request(
            f"entity beginning at UTF-16 offset {begin} ends after the end of the text at UTF-16 offset {end}"
        )
    return entity


def _cleaned(text: str) -> str:
    return text.translate(_CONTROLS) if not text.isprintable() else text


# Control characters become spaces and carriage returns go; line feeds stay.
_CONTROLS = {code: " " for code in range(32) if code not in {10, 13}} | {13: None}


def _trimmed(text: str, entities: list[JsonObject]) -> tuple[str, list[JsonObject]]:
    trimmed = text.strip()
    if len(trimmed) == len(text):
        return text, entities
    cut = utf16_length(text[: len(text) - len(text.lstrip())]) if trimmed else 0
    length = utf16_length(trimmed)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - cut, 0)
        end = min(entity["offset"] + entity["length"] - cut, length)
        if start < end:
            kept.append(entity | {"offset": start, "length": end - start})
    return trimmed, kept
