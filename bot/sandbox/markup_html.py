"""HTML of the Bot API → text and entities, refusing what Telegram refuses, in its words.

The rules and messages are those of TDLib's `parse_html`; offsets in messages are bytes of the UTF-8 input.
"""

import re
from dataclasses import dataclass, field

from bot.sandbox.wire import JsonObject, bad_request, utf16_length

# Tag → entity type; `a`, `span`, `tg-emoji` and `blockquote` depend on attributes too.
TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
    "a": "text_link",
    "pre": "pre",
    "code": "code",
    "blockquote": "blockquote",
}
CHARACTERS = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}

_PLAIN = re.compile(r"[^<&]+")
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]*)|#([0-9]*)|([A-Za-z]*));?")
_USER_LINK = re.compile(r"tg://user\?id=(\d+)")
_NAME_TOKEN = re.compile(r"[A-Za-z0-9.-]*")
_SPACES = " \t\r\n\0\v\f"
_LAST_CODE_POINT = 0x10FFFF
_LONGEST_REFERENCE = 10


def parse_html(source: str) -> tuple[str, list[JsonObject]]:
    """Return the text and its entities, in order of offset, longer first; raises the 400 "can't parse entities"."""
    return _Reader(source).read()


@dataclass(slots=True)
class _Open:
    """A tag not closed yet; `offset` in UTF-16 units of the text."""

    name: str
    attributes: dict[str, str]
    offset: int
    position: int


@dataclass(slots=True)
class _Reader:
    source: str
    at: int = 0
    offset: int = 0
    text: list[str] = field(default_factory=list)
    opened: list[_Open] = field(default_factory=list)
    entities: list[JsonObject] = field(default_factory=list)

    def read(self) -> tuple[str, list[JsonObject]]:
        while self.at < len(self.source):
            if plain := _PLAIN.match(self.source, self.at):
                self.put(plain[0])
                self.at = plain.end()
            elif self.source[self.at] == "<":
                self.read_tag()
            elif decoded := _reference(self.source, self.at):
                self.put(decoded[0])
                self.at = decoded[1]
            else:
                self.put("&")
                self.at += 1
        if self.opened:
            raise _refused(f'Can\'t find end tag corresponding to start tag "{self.opened[-1].name}"')
        text = "".join(self.text)
        if not _is_encodable(text):
            raise _refused(
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            )
        return text, sorted(self.entities, key=lambda e: (e["offset"], -e["length"]))

    def put(self, characters: str) -> None:
        self.text.append(characters)
        self.offset += utf16_length(characters)

    def read_tag(self) -> None:
        begin = self.at
        self.at += 1
        if self.peek() == "/":
            self.read_end(begin)
        else:
            self.read_start(begin)

    def read_start(self, begin: int) -> None:
        name = self.word(begin + 1)
        if self.at >= len(self.source):
            raise _refused(f"Unclosed start tag at byte offset {self.bytes_to(begin)}")
        if name not in TAGS:
            raise _refused(f'Unsupported start tag "{name}" at byte offset {self.bytes_to(begin)}')
        attributes = self.read_attributes(name, begin)
        self.at += 1
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise _refused(f'Tag "span" must have class "tg-spoiler" at byte offset {self.bytes_to(begin)}')
        self.opened.append(_Open(name, attributes, self.offset, len(self.text)))

    def read_attributes(self, tag: str, begin: int) -> dict[str, str]:
        attributes: dict[str, str] = {}
        unclosed = f'Unclosed start tag "{tag}" at byte offset {self.bytes_to(begin)}'
        while True:
            self.skip_spaces()
            if self.peek() == ">":
                return attributes
            start = self.at
            while (c := self.peek()) and c not in _SPACES and c not in "=>/\"'":
                self.at += 1
            name = self.source[start : self.at]
            if not name:
                raise _refused(f'Empty attribute name in the tag "{tag}" at byte offset {self.bytes_to(begin)}')
            self.skip_spaces()
            if self.peek() == "=":
                self.at += 1
                self.skip_spaces()
                attributes[name] = self.read_value(unclosed)
            else:
                attributes[name] = ""
            if not self.peek():
                raise _refused(unclosed)

    def read_value(self, unclosed: str) -> str:
        quote = self.peek()
        if not quote:
            raise _refused(unclosed)
        if quote not in "\"'":
            start = self.at
            self.at = _NAME_TOKEN.match(self.source, start).end()  # type: ignore[union-attr]  # also matches nothing
            if self.peek() not in (*_SPACES, ">"):
                raise _refused(f"Unexpected end of name token at byte offset {self.bytes_to(start)}")
            return self.source[start : self.at].lower()
        self.at += 1
        value: list[str] = []
        while (character := self.peek()) and character != quote:
            decoded = _reference(self.source, self.at) if character == "&" else None
            value.append(decoded[0] if decoded else character)
            self.at = decoded[1] if decoded else self.at + 1
        self.at += 1
        return "".join(value)

    def read_end(self, begin: int) -> None:
        if not self.opened:
            raise _refused(f"Unexpected end tag at byte offset {self.bytes_to(begin)}")
        name = self.word(begin + 2)
        self.skip_spaces()
        if self.peek() != ">":
            raise _refused(f"Unclosed end tag at byte offset {self.bytes_to(begin)}")
        self.at += 1
        expected = self.opened[-1].name
        if name and name != expected:
            raise _refused(
                f'Unmatched end tag at byte offset {self.bytes_to(begin)}, expected "</{expected}>", found "</{name}>"'
            )
        self.close(self.opened.pop())

    def close(self, tag: _Open) -> None:
        if self.offset > tag.offset:
            entity = {"offset": tag.offset, "length": self.offset - tag.offset, "type": TAGS[tag.name]}
            if tag.name == "a":
                entity = _link(entity, tag.attributes.get("href") or "".join(self.text[tag.position :]))
            elif tag.name == "tg-emoji":
                entity = _custom_emoji(entity, tag.attributes.get("emoji-id", ""))
            elif tag.name == "tg-time":
                entity["unix_time"] = int(tag.attributes.get("unix", "0"))
            elif tag.name == "blockquote" and "expandable" in tag.attributes:
                entity["type"] = "expandable_blockquote"
            elif tag.name in {"pre", "code"}:
                entity = self.code(entity, tag)
            if entity:
                self.entities.append(entity)

    def code(self, entity: JsonObject, tag: _Open) -> JsonObject:
        language = tag.attributes.get("class", "").removeprefix("language-")
        last = self.entities[-1] if self.entities else {}
        same = (last.get("offset"), last.get("length")) == (entity["offset"], entity["length"])
        if tag.name == "pre" and same and last["type"] == "code" and "language" in last:
            self.entities.pop()
            return last | {"type": "pre"}
        if tag.name == "code" and language:
            entity["language"] = language
        return entity

    def word(self, start: int) -> str:
        self.at = start
        while (c := self.peek()) and c not in _SPACES and c != ">":
            self.at += 1
        return self.source[start : self.at].lower()

    def skip_spaces(self) -> None:
        while (c := self.peek()) and c in _SPACES:
            self.at += 1

    def peek(self) -> str:
        return self.source[self.at] if self.at < len(self.source) else ""

    def bytes_to(self, position: int) -> int:
        return len(self.source[:position].encode("utf-8", "replace"))


def _refused(reason: str) -> Exception:
    return bad_request(f"can't parse entities: {reason}")


def _reference(source: str, at: int) -> tuple[str, int] | None:
    """Return the character of a reference and the position after it, `None` for one that stays as it is."""
    match = _REFERENCE.match(source, at)
    if match is None:
        return None
    hexadecimal, decimal, name = match.groups()
    if name is not None:
        return (CHARACTERS[name], match.end()) if name in CHARACTERS else None
    digits, base = (hexadecimal, 16) if hexadecimal is not None else (decimal, 10)
    code = int(digits or "0", base)
    if code == 0 or code >= _LAST_CODE_POINT or len(match[0].rstrip(";")) >= _LONGEST_REFERENCE:
        return None
    return chr(code), match.end()


def _link(entity: JsonObject, url: str) -> JsonObject:
    """Return a link, a mention of a user without a username, or nothing for what is not a link."""
    if user := _USER_LINK.match(url):
        return entity | {"type": "text_mention", "user": {"id": int(user[1]), "is_bot": False, "first_name": ""}}
    checked = checked_link(url)
    return entity | {"url": checked} if checked else {}


def checked_link(url: str) -> str:
    """Return the link as Telegram keeps it: a scheme is added, a bare host gets its slash; "" if it is none."""
    url = url.strip()
    if re.match(r"(tg|ton|tonsite|mailto|tel):", url, re.IGNORECASE):
        return url
    match = re.fullmatch(r"(?:(https?)://)?([^\s/?#]+\.[^\s/?#]+|localhost(?::\d+)?)([/?#]\S*)?", url, re.IGNORECASE)
    if match is None:
        return ""
    scheme, host, rest = match.groups()
    return f"{(scheme or 'http').lower()}://{host.lower()}{rest or '/'}"


def _custom_emoji(entity: JsonObject, emoji_id: str) -> JsonObject:
    if not emoji_id.isdecimal() or int(emoji_id) == 0:
        raise _refused("Invalid custom emoji identifier specified")
    return entity | {"custom_emoji_id": emoji_id}


def _is_encodable(text: str) -> bool:
    try:
        text.encode("utf-16", "surrogatepass").decode("utf-16").encode()
    except UnicodeError:
        return False
    return True
