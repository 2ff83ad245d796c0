"""The short dialogue with the moderator after a session, and the draft of the public report that is made of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.domain.desk.cards import LANGUAGE, group_id
from bot.domain.effects import Effect, Say, SendPaper
from bot.domain.knowledge import Session
from bot.domain.lexicon import is_any
from bot.domain.matching import tokenise
from bot.domain.offers import SessionAction
from bot.domain.sessions import clearing, proposing
from bot.domain.sessions.buttons import asking, button
from bot.domain.sessions.confirmed import ConfirmedSession
from bot.domain.sessions.keeping import KeepOutcome, KeepSession
from bot.domain.sessions.lives import held
from bot.domain.sessions.papers import Paper
from bot.domain.sessions.report import ReportPart, feedback, next_part, outcome, question, report
from bot.domain.sessions.writing import as_message
from bot.domain.texts import Text, text
from bot.domain.world import World

# What is asked for, in the name of the question.
ASKED = "report"
# Begins the dialogue anew.
_AGAIN = "again"
# Characters of one answer.
_LONGEST = 1500


def begin(confirmed: ConfirmedSession, about: str, world: World) -> Sequence[Effect] | Text:
    """Ask what is not answered yet, or show the draft; a text says why it is too early."""
    too_early = _too_early(confirmed.session, world)
    if too_early is not None:
        return too_early
    if about == _AGAIN:
        kept = {name: said for name, said in (confirmed.report or {}).items() if name not in _PARTS}
        anew = replace(confirmed, report=kept)
        return (KeepSession(anew), *_go_on(anew, world))
    return _go_on(confirmed, world)


def _too_early(session: Session, world: World) -> Text | None:
    """Say why nothing can be told of a session: it did not take place, or is not over; None where it can."""
    if held(session.status) is None:
        return text("session.press.settled")
    return text("session.press.not_over") if session.end > world.now else None


_PARTS = frozenset(one.value for one in ReportPart)


def _go_on(confirmed: ConfirmedSession, world: World) -> Sequence[Effect]:
    part = next_part(confirmed.report or {})
    if part is None:
        return _draft(confirmed, world)
    said = text("session.staff.report_question", question=question(part))
    handle = asking(confirmed.key, f"{ASKED}:{part.value}")
    return (Say(group_id(world.case.staff), said, language=LANGUAGE, handle=handle),)


def answered(confirmed: ConfirmedSession, part: str, typed: str, world: World) -> Sequence[Effect] | Text:
    """Take the answer to one question, or skip it, and ask the next; an older question is answered anew."""
    if part not in _PARTS:
        return text("desk.press.stale")
    too_early = _too_early(confirmed.session, world)
    if too_early is not None:
        return too_early
    if len(typed) > _LONGEST:
        return text("form.no.too_long", most=_LONGEST, length=len(typed))
    is_skipped = is_any(tuple(tokenise(typed)), world.interpreter.lexicon.typed["skip"])
    answers: Mapping[str, str] = {**(confirmed.report or {}), part: "" if is_skipped else typed.strip()}
    kept = replace(confirmed, report=answers)
    return (KeepSession(kept), *_go_on(kept, world))


def _draft(confirmed: ConfirmedSession, world: World) -> Sequence[Effect]:
    """Show the draft as a message and as a document, to be approved."""
    answers, people = confirmed.report or {}, world.agenda.registrations
    writing = report(confirmed.session, people, answers, world.knowledge, feedback(answers))
    approve = button(text("button.approve"), SessionAction.APPROVE, confirmed.key)
    again = button(text("button.report_again"), SessionAction.REPORT, confirmed.key, _AGAIN)
    chat_id = group_id(world.case.staff)
    caption = text("session.staff.report_document")
    return (
        Say(
            chat_id,
            as_message(writing),
            ((approve,), (again,)),
            language=LANGUAGE,
            handle=clearing.lists(confirmed.key),
        ),
        SendPaper(chat_id, Paper.REPORT, confirmed, people, writing, caption, clearing.files(confirmed.key)),
    )


def approve(confirmed: ConfirmedSession, world: World) -> Sequence[Effect] | Text:
    """Let the bot tell what came of the session: the results, and plans as plans."""
    status, too_early = held(confirmed.session.status), _too_early(confirmed.session, world)
    if status is None or too_early is not None:
        return too_early or text("session.press.settled")
    if next_part(confirmed.report or {}) is not None:
        return text("session.press.report_first")
    over = replace(confirmed, session=replace(confirmed.session, status=status))
    said = text("session.staff.approved", title=confirmed.session.title, id=confirmed.session.id)
    return (
        KeepOutcome(over, outcome(confirmed.report or {})),
        *proposing.take_back_all(over.session.id, world),
        Say(group_id(world.case.staff), said, language=LANGUAGE),
    )
