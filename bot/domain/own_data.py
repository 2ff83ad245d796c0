"""What is kept about a citizen, in words and as a file, and what the bot does with what people write."""

from collections.abc import Iterator, Sequence

from bot.domain.answers import Reply, shortened
from bot.domain.conversation import Conversation
from bot.domain.desk import templates
from bot.domain.effects import Say, SendFile
from bot.domain.enquiries import Enquiry
from bot.domain.events import CitizenWrote
from bot.domain.lines import Author, Fate, Line
from bot.domain.registering import revealing
from bot.domain.texts import Text, text
from bot.domain.world import Decision, Response, World, alerts_staff, in_crisis


def privacy(conversation: Conversation, _event: CitizenWrote, world: World) -> Response:
    """Say what is kept, how long, who reads it, and who is responsible."""
    centre, rules = world.knowledge.centre, world.rules
    told = text(
        "command.privacy",
        days=rules.conversation_days,
        aside=rules.set_aside_days,
        registrations=rules.registration_days,
        gaps=min(rules.gap_days, rules.conversation_days),
        desk=_desk(world),
        operator=centre.operator,
        email=centre.email,
    )
    return Response(conversation, Reply(told))


def _desk(world: World) -> Text:
    """Say what becomes of questions to the specialists, where they can be sent."""
    rules = world.rules
    hours = int(rules.draft_life.total_seconds() // 3600)
    if not world.case.staff.is_open:
        return text("privacy.no_desk")
    alert = text("privacy.crisis_not_told")
    if alerts_staff(world):
        alert = text("privacy.crisis_told", days=rules.conversation_days)
    return text("privacy.desk", days=rules.enquiry_days, hours=hours, alert=alert)


# Characters of the last question that are shown, of each question that was failed, and of all of them: the rest of the
# message must find room, too.
_MOST_SHOWN, _MOST_OF_EACH, _MOST_OF_MISSED = 1000, 150, 1500
_FILE_NAME = "moje-dane.txt"


def my_data(conversation: Conversation, event: CitizenWrote, world: World) -> Decision:
    """Say what is kept, and give everything in a file."""
    summary = Say(event.chat_id, _summary(conversation, event.chat_id, world, shortest=True))
    content = text("data.file", lines=[*_everything(conversation, event.chat_id, world)])
    file = SendFile(event.chat_id, _FILE_NAME, content, text("data.caption"))
    return Decision(conversation, (summary, file))


def _summary(conversation: Conversation, chat_id: int, world: World, *, shortest: bool) -> Text:
    topic = world.knowledge.entries.get(conversation.previous or "")
    nothing = text("command.nothing_kept")
    question = shortened(conversation.question, _MOST_SHOWN) if shortest else conversation.question
    return text(
        "command.my_data",
        chat_id=chat_id,
        question=question or nothing,
        topic=topic.title if topic is not None else nothing,
        missed=_missed(world.missed_questions, everything=not shortest),
        crisis=text("command.kept" if in_crisis(conversation, world) else "command.nothing_kept"),
        enquiries=_numbers(world) or nothing,
        registrations=", ".join(str(one.number) for one in world.agenda.mine) or nothing,
        interests=", ".join(revealing.counties(world)) or nothing,
        file=_FILE_NAME,
    )


def _numbers(world: World) -> str:
    return ", ".join(str(one.number) for one in world.case.own)


def _missed(questions: Sequence[str], *, everything: bool) -> Text:
    """List the questions kept because the bot failed them, as many as there is room for."""
    if not questions:
        return text("command.nothing_kept")
    shown = questions if everything else questions[: _MOST_OF_MISSED // _MOST_OF_EACH]
    most = max(map(len, questions)) if everything else _MOST_OF_EACH
    lines = [text("command.missed_line", question=shortened(one, most)) for one in shown]
    if len(questions) > len(shown):
        lines.append(text("command.missed_more", count=len(questions) - len(shown)))
    return text("command.missed", lines=lines)


def _everything(conversation: Conversation, chat_id: int, world: World) -> Iterator[Text]:
    yield _summary(conversation, chat_id, world, shortest=False)
    if conversation.draft is not None:
        yield text("data.draft", question=conversation.draft.text, name=conversation.draft.name)
        if conversation.draft.phone is not None:
            yield text("data.phone", phone=conversation.draft.phone, when=conversation.draft.phone_when)
    yield from revealing.everything(conversation.form, world)
    if conversation.crisis_words:
        yield text("data.alert", text=conversation.crisis_words)
    for enquiry in world.case.own:
        yield from _enquiry(enquiry)
        yield from _lines([one for one in world.case.lines if one.number == enquiry.number])


def _enquiry(enquiry: Enquiry) -> Iterator[Text]:
    yield text("data.enquiry", number=enquiry.number, at=enquiry.opened_at, question=enquiry.question)
    if enquiry.signature is not None:
        yield text("data.signature", name=enquiry.signature)
    if enquiry.phone is not None:
        yield text("data.phone", phone=enquiry.phone, when=enquiry.phone_when)
    if enquiry.closed_at is not None:
        yield text("data.closed", at=enquiry.closed_at)


def _lines(lines: Sequence[Line]) -> Iterator[Text]:
    """Give the correspondence; what staff keep among themselves is only counted."""
    inner = [one for one in lines if one.author is Author.STAFF and one.fate is not Fate.DELIVERED]
    for line in lines:
        if line in inner:
            continue
        words = templates.named_in(line) if templates.is_ready_reply(line) else line.text
        yield text(f"data.{line.author.value}", at=line.at, text=words)
        if line.media is not None:
            yield text(f"handoff.attached.{line.media.value}", count=1)
        if line.earlier:
            yield text("data.earlier", text=line.earlier)
    if inner:
        yield text("data.notes", count=len(inner))
