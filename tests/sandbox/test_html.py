"""HTML → text and entities, and what Telegram refuses."""

import pytest

from bot.sandbox.entities import formatted
from bot.sandbox.wire import ApiError


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("zwykły tekst", "zwykły tekst", []),
        ("<b>a</b><strong>b</strong>", "ab", [("bold", 0, 1), ("bold", 1, 1)]),
        ("<i>a</i><em>b</em>", "ab", [("italic", 0, 1), ("italic", 1, 1)]),
        ("<u>a</u><ins>b</ins>", "ab", [("underline", 0, 1), ("underline", 1, 1)]),
        ("<s>a</s><del>b</del><strike>c</strike>", "abc", [("strikethrough", i, 1) for i in range(3)]),
        ('<tg-spoiler>a</tg-spoiler><span class="tg-spoiler">b</span>', "ab", [("spoiler", 0, 1), ("spoiler", 1, 1)]),
        ("<code>a</code> <pre>b</pre>", "a b", [("code", 0, 1), ("pre", 2, 1)]),
        ("<blockquote>a</blockquote>", "a", [("blockquote", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", 0, 1)]),
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("😀<b>ł</b>", "😀ł", [("bold", 2, 1)]),
        ("<B>a</B >", "a", [("bold", 0, 1)]),
        ("<b>a</>", "a", [("bold", 0, 1)]),
        ("<b></b>x", "x", []),
        ("a &lt;b&gt; &amp; &quot; &#39; &#x142;", "a <b> & \" ' ł", []),
        ("a & b &nbsp; &#0; &", "a & b &nbsp; &#0; &", []),
        ("  <b> a </b>  ", "a", [("bold", 0, 1)]),
        ("a > b", "a > b", []),
        ("wiersz\r\n<b>drugi</b>", "wiersz\ndrugi", [("bold", 7, 5)]),
    ],
)
def test_tags_become_entities(source, text, entities):
    found = formatted(source, "HTML", None)
    assert found[0] == text
    assert [(e["type"], e["offset"], e["length"]) for e in found[1]] == entities


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<x>a</x>", 'Unsupported start tag "x" at byte offset 0'),
        ("ł<p>a</p>", 'Unsupported start tag "p" at byte offset 2'),
        ("a <br> b", 'Unsupported start tag "br" at byte offset 2'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ('<a href="x">a', 'Can\'t find end tag corresponding to start tag "a"'),
        ('<a href="x', 'Unclosed start tag "a" at byte offset 0'),
        ('<a ="x">a</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=x?y>a</a>", "Unexpected end of name token at byte offset 8"),
        ('<tg-emoji emoji-id="x">a</tg-emoji>', "Invalid custom emoji identifier specified"),
        (
            "&#xd800;",
            (
                "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate "
                "code units"
            ),
        ),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_wrong_html_is_refused(source, reason):
    with pytest.raises(ApiError) as refusal:
        formatted(source, "HTML", None)
    assert refusal.value.description == f"Bad Request: can't parse entities: {reason}"


@pytest.mark.parametrize(
    ("href", "entity"),
    [
        ("https://woes.pl/a?b=1&amp;c=2", {"type": "text_link", "url": "https://woes.pl/a?b=1&c=2"}),
        ("woes.pl", {"type": "text_link", "url": "http://woes.pl/"}),
        ("HTTPS://WOES.PL", {"type": "text_link", "url": "https://woes.pl/"}),
        ("tel:+48632455829", {"type": "text_link", "url": "tel:+48632455829"}),
        ("tg://user?id=77", {"type": "text_mention", "user": {"id": 77, "is_bot": False, "first_name": ""}}),
        ("nie link", None),
    ],
)
def test_links_are_kept_as_telegram_keeps_them(href, entity):
    _, entities = formatted(f'<a href="{href}">tutaj</a>', "HTML", None)
    assert entities == ([] if entity is None else [{"offset": 0, "length": 5} | entity])


def test_code_in_a_language():
    _, entities = formatted('<pre><code class="language-python">x</code></pre>', "HTML", None)
    assert entities == [{"offset": 0, "length": 1, "type": "pre", "language": "python"}]


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("/start t_a", [("bot_command", 0, 6)]),
        ("a /pomoc@sandbox_bot", [("bot_command", 2, 18)]),
        ("km/h i 1/2 i a/b", []),
        ("@ktos i ktos@x", [("mention", 0, 5)]),
        ("pisz: biuro@woes.pl.", [("email", 6, 13)]),
        ("https://woes.pl/a, www.woes.pl.", [("url", 0, 17), ("url", 19, 11)]),
        ("#temat $PLN", [("hashtag", 0, 6), ("cashtag", 7, 4)]),
        ("tel. +48 63 245 58 29!", [("phone_number", 5, 16)]),
        ("😀 /start", [("bot_command", 3, 6)]),
        ("koniec zdania.Nowe", []),
    ],
)
def test_telegram_finds_some_entities_itself(text, entities):
    assert [(e["type"], e["offset"], e["length"]) for e in formatted(text, "", None)[1]] == entities


def test_nothing_is_found_inside_code():
    _, entities = formatted("<code>/start @ktos</code> /pomoc", "HTML", None)
    assert [e["type"] for e in entities] == ["code", "bot_command"]


def test_given_entities_are_kept():
    given = [{"type": "bold", "offset": 0, "length": 3}]
    assert formatted("abc", "", given)[1] == given


@pytest.mark.parametrize(
    ("entity", "reason"),
    [
        ("x", "can't parse MessageEntity: expected an Object"),
        ({"type": "bold", "length": 1}, "can't parse MessageEntity: Can't find field \"offset\""),
        ({"type": "bold", "offset": 0}, "can't parse MessageEntity: Can't find field \"length\""),
        (
            {"type": "bold", "offset": "x", "length": 1},
            'can\'t parse MessageEntity: Field "offset" must be of type Number',
        ),
        (
            {"type": "bold", "offset": 0, "length": None},
            'can\'t parse MessageEntity: Field "length" must be of type Number',
        ),
        ({"type": "bold", "offset": -1, "length": 1}, "receive an entity with incorrect offset -1"),
        ({"type": "bold", "offset": 0, "length": -1}, "receive an entity with incorrect length -1"),
        ({"type": "bold", "offset": 9, "length": 1}, "entity begins after the end of the text at UTF-16 offset 9"),
        (
            {"type": "bold", "offset": 2, "length": 2},
            "entity beginning at UTF-16 offset 2 ends after the end of the text at UTF-16 offset 4",
        ),
    ],
)
def test_wrong_entities_are_refused(entity, reason):
    with pytest.raises(ApiError) as refusal:
        formatted("abc", "", [entity])
    assert refusal.value.description == f"Bad Request: {reason}"


def test_an_empty_entity_is_left_out():
    assert formatted("abc", "", [{"type": "bold", "offset": 0, "length": 0}])[1] == []


def test_a_text_is_read_up_to_32_kb_of_source():
    with pytest.raises(ApiError) as refusal:
        formatted("ł" * (1 << 14) + "a", "", None)
    assert refusal.value.description == "Bad Request: text is too long"


def test_another_parse_mode_is_refused():
    with pytest.raises(ApiError) as refusal:
        formatted("a", "Rtf", None)
    assert refusal.value.description == "Bad Request: unsupported parse_mode"
