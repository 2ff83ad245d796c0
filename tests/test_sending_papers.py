"""Files of sessions on their way out: what is wanted becomes a document in the outbox."""

import base64
from dataclasses import replace

import pytest

from bot.applying import Applying
from bot.domain.effects import Effect, SendPaper
from bot.domain.sessions.keeping import Letter, SendToMany
from bot.domain.sessions.papers import Paper
from bot.domain.texts import text
from bot.store import sessions
from bot.store.outgoing import Outgoing, SendDocument, SendText
from tests.handled import PATIENCE_S, Handled
from tests.papers.gathered import CONFIRMED, EVERYBODY
from tests.worlds import CHAT, NOW

CALENDAR_FILE = "sesja-wrzesnia.ics"


def applied(handled: Handled, wanted: Effect, *, strip: bytes = b"") -> list[Outgoing]:
    def work(tx):
        sessions.keep(tx, CONFIRMED)
        Applying(tx, replace(handled.scene(), strip=strip), "u1", NOW).apply([wanted], "pl")

    handled.database.write(work).result(PATIENCE_S)
    return handled.waiting()


def content(message: Outgoing) -> bytes:
    assert isinstance(message, SendDocument)
    return base64.b64decode(message.content)


@pytest.mark.parametrize("paper", Paper)
def test_a_paper_is_sent_as_a_document(paper: Paper, handled: Handled):
    (sent,) = applied(handled, SendPaper(CHAT, paper, CONFIRMED, EVERYBODY, caption=text("report.plans")))
    assert isinstance(sent, SendDocument)
    assert (sent.chat_id, sent.caption) == (CHAT, "Plany")
    assert content(sent)


def test_what_is_printed_carries_the_strip(handled: Handled):
    (sent,) = applied(handled, SendPaper(CHAT, Paper.ATTENDANCE_LIST, CONFIRMED), strip=b"a picture")
    assert base64.b64encode(b"a picture") in content(sent)


def test_a_letter_to_many_brings_its_calendar_file_in_its_language(handled: Handled):
    letters = [
        Letter(CHAT, text("report.plans"), "en", calendar=CONFIRMED, number=1),
        Letter(CHAT + 1, text("report.plans"), "pl", number=2),
    ]
    first, file, second = applied(handled, SendToMany("wrzesnia", "changed", letters))
    assert isinstance(first, SendText)
    assert isinstance(second, SendText)
    assert isinstance(file, SendDocument)
    assert (file.chat_id, file.file_name) == (CHAT, CALENDAR_FILE)
    assert b"SUMMARY:Dialogue session: " in content(file)
