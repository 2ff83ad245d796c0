"""Every state of a citizen's conversation and enquiry × every event: one outcome, words for it, nothing misrouted."""

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.cases import Case
from bot.domain.citizen import decide
from bot.domain.conversation import Attachment, Conversation, Draft, Part, Step, Under
from bot.domain.effects import AnswerPress, Effect, JoinLinesWithin, React, Relay, Revise, Say, WaitForAlbum
from bot.domain.enquiries import Enquiry, Move, State
from bot.domain.events import (
    AlbumArrived,
    AlbumKind,
    AlbumPart,
    CitizenEvent,
    CitizenPressed,
    CitizenSentMedia,
    CitizenWrote,
    LinesWaitedOut,
    Media,
)
from bot.domain.keeping import KeepEnquiry, KeepLine
from bot.domain.lines import NO_GROUP, Author, Fate, Line
from bot.domain.offers import Action
from bot.domain.sessions.events import FormFellDue
from bot.domain.staff import Staff
from bot.domain.texts import Text
from bot.domain.world import CrisisAlert, Rules, World
from bot.knowledge.loading import Loaded
from bot.knowledge.values import phone_in
from tests.desks import GROUP, JAN, PEOPLE, enquiry, line, staffed
from tests.worlds import CHAT, NOW, renderer

EARLIER, LATER = NOW - timedelta(hours=3), NOW + timedelta(hours=3)
MOMENTS = st.sampled_from([NOW - timedelta(days=30), NOW - timedelta(days=1), EARLIER])
WORDS = st.sampled_from(
    [
        *(
            "gdzie jest biuro w Koninie",
            "niejasne",
            "wniosek",
            "pogoda",
            "człowiek",
            "dziękuję",
            "ok",
            "👍",
            "?",
            "\x00",
        ),
        *("tak", "nie", "1", "wyślij", "bez podpisu", "popraw", "nie wysyłaj", "telefon", "wstecz", "anuluj", "mapa"),
        *("dopisz", "zamknij", "wycofaj", "zapytaj bota", "częściowo", "usuń", "zostaw", "600 700 800", "довідка"),
        *("chcę się zabić", "pomyłka", "/moje", "/usun", "/moje_dane", "/prywatnosc", "/czlowiek", "/anuluj", "/start"),
        *("/operator x", "/nic", "44051401359", "<b>", "{x}", "a" * 4096, "🙂" * 2048),
    ]
)
TEXTS = WORDS | st.text(min_size=1, max_size=40)
PARTS = st.builds(AlbumPart, st.sampled_from(AlbumKind), st.just("file"))
ATTACHMENTS = st.builds(Attachment, st.integers(60, 65), st.sampled_from(Media), st.none() | PARTS)
DRAFTS = st.builds(
    Draft,
    parts=st.lists(st.builds(Part, TEXTS, st.none() | st.integers(50, 52)), max_size=2).map(tuple),
    attachments=st.lists(ATTACHMENTS, max_size=2).map(tuple),
    step=st.sampled_from(Step),
    name=st.sampled_from(["", "Maria"]),
    language=st.sampled_from([None, "uk", "en"]),
    phone=st.none() | st.just("+48 600 700 800"),
    begun_at=MOMENTS,
    revision=st.integers(0, 2),
)
CONVERSATIONS = st.builds(
    Conversation,
    previous=st.none() | st.just("office.konin"),
    answered=st.none() | st.just("office.konin"),
    question=st.just("") | TEXTS,
    question_id=st.none() | st.just(49),
    sent=st.lists(ATTACHMENTS, max_size=1).map(tuple),
    under=st.sampled_from(Under),
    offered=st.sampled_from([(), ("office.konin", "office.poznan"), ("gone",)]),
    clarifications=st.integers(0, 3),
    lines=st.sampled_from([(), ("dzień dobry",)]),
    album_id=st.none() | st.just("a"),
    crisis_until=st.none() | st.sampled_from([EARLIER, LATER]),
    crisis_alerts=st.sampled_from([(), ("alert:1:2",)]),
    draft=st.none() | DRAFTS,
)


@st.composite
def enquiries(draw: st.DrawFn) -> Enquiry:
    """An enquiry in any state, with all that a state has."""
    state = draw(st.sampled_from(State))
    known = enquiry(
        state,
        promised_for=draw(st.none() | st.sampled_from([EARLIER, LATER])),
        human_wrote_at=draw(st.none() | MOMENTS),
        waits_since=draw(st.none() | MOMENTS),
        acknowledged_on=draw(st.none() | st.just(NOW.date())),
        bot_is_asked=draw(st.booleans()),
        language=draw(st.sampled_from(["pl", "uk", "en"])),
        question=draw(TEXTS),
    )
    if state is not State.CLOSED:
        return known
    how = st.sampled_from([Move.RATE, Move.EXPIRE, Move.PHONE, Move.WITHDRAW, Move.SPAM])
    return replace(known, owner_id=JAN.user_id, closed_at=draw(MOMENTS), closed_by=draw(how), waits_since=None)


LINES = st.builds(
    line,
    st.sampled_from(Author),
    st.sampled_from(Fate),
    st.integers(50, 52),
    text=TEXTS,
    quotes=st.none() | st.just("card:12"),
    media=st.none() | st.sampled_from(Media),
    part=st.none() | PARTS,
    album_id=st.none() | st.just("a"),
    number=st.sampled_from([12, 3]),
)
EVENTS: st.SearchStrategy[CitizenEvent] = st.one_of(
    st.builds(CitizenWrote, st.just(CHAT), st.integers(50, 52), TEXTS, is_edit=st.booleans(), name=st.just("Maria")),
    st.builds(
        CitizenSentMedia,
        st.just(CHAT),
        st.integers(50, 52),
        st.sampled_from(Media),
        caption=st.just("") | TEXTS,
        album_id=st.none() | st.just("a"),
        part=st.none() | PARTS,
        is_edit=st.booleans(),
    ),
    st.builds(
        CitizenPressed,
        st.just(CHAT),
        st.just("press"),
        st.builds("{}:{}".format, st.sampled_from([one.value for one in Action]), st.sampled_from(["", "12", "v0"])),
        handle=st.none() | st.just("u1:0"),
    ),
    st.just(LinesWaitedOut(CHAT)),
    st.just(AlbumArrived(CHAT)),
)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """The desk as an event finds it: a group or none, an enquiry or none."""
    about = draw(st.none() | enquiries())
    group = draw(st.sampled_from([GROUP, GROUP, replace(GROUP, is_complete=False), None]))
    lines: Sequence[Line] = draw(st.lists(LINES, max_size=2)) if about is not None else ()
    return Case(
        Staff(group, draw(st.sampled_from([PEOPLE, {}]))),
        about,
        next_number=13,
        line=draw(st.none() | LINES) if about is not None else None,
        quoted=draw(st.none() | LINES) if about is not None else None,
        is_copy_quoted=draw(st.booleans()),
        lines=lines,
        own=[] if about is None else [about],
        notice_version=draw(st.integers(0, 1)),
        language=draw(st.sampled_from([None, "uk"])),
    )


RULES = st.builds(
    Rules, join_lines=st.sampled_from([timedelta(0), timedelta(seconds=3)]), crisis_alert=st.sampled_from(CrisisAlert)
)


def seen_by(base: Loaded, case: Case, rules: Rules) -> World:
    return replace(staffed(base.knowledge), case=case, rules=rules, phone_of=phone_in)


def outcomes(effects: Sequence[Effect]) -> int:
    return sum(isinstance(one, Say | Revise | React) and one.chat_id == CHAT for one in effects)


def may_be_silent(event: CitizenEvent, effects: Sequence[Effect], conversation: Conversation) -> bool:
    """Tell whether a turn may say nothing yet, or has nothing to say."""
    match event:
        case CitizenPressed():
            return False
        case CitizenWrote(is_edit=True) | CitizenSentMedia(is_edit=True):
            # Telegram reports changes that nobody made.
            return True
        case CitizenWrote():
            return any(isinstance(one, JoinLinesWithin) for one in effects) or bool(conversation.lines)
        case CitizenSentMedia():
            return any(isinstance(one, WaitForAlbum) for one in effects) or event.album_id is not None
        case LinesWaitedOut():
            return not conversation.lines
        case AlbumArrived() | FormFellDue():
            return True


@settings(deadline=None, max_examples=300)
@given(conversation=CONVERSATIONS, event=EVENTS, case=cases(), rules=RULES)
def test_every_turn_has_one_outcome(
    conversation: Conversation, event: CitizenEvent, case: Case, rules: Rules, base: Loaded
):
    done = decide(conversation, event, seen_by(base, case, rules))
    said = outcomes(done.effects)
    assert said <= 1
    assert said == 1 or may_be_silent(event, done.effects, conversation)
    if isinstance(event, CitizenPressed):
        assert isinstance(done.effects[0], AnswerPress)


@settings(deadline=None, max_examples=150)
@given(conversation=CONVERSATIONS, event=EVENTS, case=cases(), rules=RULES)
def test_nothing_goes_to_a_third_party_and_everything_has_words(
    conversation: Conversation, event: CitizenEvent, case: Case, rules: Rules, base: Loaded
):
    done = decide(conversation, event, seen_by(base, case, rules))
    known = {CHAT} | ({case.staff.group.chat_id} if case.staff.group else set())
    assert {getattr(one, "chat_id", CHAT) for one in done.effects} <= known
    words = renderer(base.knowledge)
    for said in texts_in(done.effects):
        for language in ("pl", "uk", "en"):
            assert words.markup(said, language)


def texts_in(effects: Sequence[Effect]) -> Iterator[Text]:
    for effect in effects:
        for one in fields(effect):
            value = getattr(effect, one.name)
            if isinstance(value, Text):
                yield value


@settings(deadline=None, max_examples=150)
@given(conversation=CONVERSATIONS, event=EVENTS, case=cases(), rules=RULES)
def test_no_message_in_an_open_enquiry_is_lost(
    conversation: Conversation, event: CitizenEvent, case: Case, rules: Rules, base: Loaded
):
    done = decide(conversation, event, seen_by(base, case, rules))
    out = {part.handle for one in done.effects if isinstance(one, Relay) for part in one.lines}
    for kept in (one.line for one in done.effects if isinstance(one, KeepLine)):
        is_out = kept.handle in out
        is_on_card = kept.quotes is None or kept.author is Author.BOT
        waits = kept.why == NO_GROUP and not case.staff.is_open
        assert is_out or is_on_card or kept.fate is Fate.HELD or kept.earlier or waits
    about = {one.enquiry.number for one in done.effects if isinstance(one, KeepEnquiry)}
    assert about <= {12, 13}


@settings(deadline=None, max_examples=150)
@given(conversation=CONVERSATIONS, event=EVENTS, case=cases(), rules=RULES)
def test_after_a_call_for_help_no_citizen_sees_a_menu(
    conversation: Conversation, event: CitizenEvent, case: Case, rules: Rules, base: Loaded
):
    called = replace(conversation, crisis_until=LATER)
    done = decide(called, event, seen_by(base, case, rules))
    if done.conversation.crisis_until is not None:
        told = [one for one in done.effects if isinstance(one, Say | Revise) and one.chat_id == CHAT]
        assert {offer.action for one in told for row in one.offers for offer in row} <= {Action.NOT_A_CRISIS}
