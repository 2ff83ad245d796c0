"""Handing a question over: the draft, its preview, what is sent, and what is said once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain import drafts
from bot.domain.citizen import decide
from bot.domain.conversation import Attachment, Conversation, Draft, Part, Step, Under
from bot.domain.effects import Relay, Revise, Say, WaitForAlbum
from bot.domain.events import AlbumArrived, AlbumKind, AlbumPart, CitizenPressed, CitizenSentMedia, CitizenWrote, Media
from bot.domain.keeping import Count, KeepEnquiry, KeepLine, NoteConsent, RemindAt
from bot.domain.lines import Fate
from bot.domain.offers import Action
from bot.domain.world import Decision, Rules, World
from bot.knowledge.loading import Loaded
from bot.knowledge.values import phone_in
from tests.desks import GROUP, PEOPLE, enquiry, staffed
from tests.worlds import CHAT, NOW, TABLE, after_answer, interpreter, labels, said, shown

ASKED = after_answer("office.konin", question="czy dostaniemy dotację na dach", question_id=5)
PESEL = "44051401359"
IBAN = "PL61 1090 1014 0000 0712 1981 2874"


def desk(base: Loaded, **case: object) -> World:
    seen = staffed(base.knowledge)
    known = replace(seen.case, **{"next_number": 12, "notice_version": drafts.NOTICE_VERSION, **case})  # type: ignore[arg-type]  # the fields that a test names
    return replace(seen, case=known, rules=Rules(join_lines=timedelta(0)), phone_of=phone_in)


def draft(*texts: str, **changes: object) -> Conversation:
    parts = tuple(Part(one, 100 + at) for at, one in enumerate(texts))
    known = Draft(parts=parts, name="Maria", begun_at=NOW)
    return Conversation(under=Under.DRAFT, draft=replace(known, **changes))  # type: ignore[arg-type]  # the fields that a test names


def write(words: str, conversation: Conversation, seen: World, **changes: object) -> Decision:
    event = replace(CitizenWrote(CHAT, 7, words, name="Maria"), **changes)  # type: ignore[arg-type]  # the fields that a test names
    return decide(conversation, event, seen)


def press(data: str, conversation: Conversation, seen: World) -> Decision:
    return decide(conversation, CitizenPressed(CHAT, "press", data, "u1:0", name="Maria"), seen)


def send(media: Media, conversation: Conversation, seen: World, **changes: object) -> Decision:
    event = replace(CitizenSentMedia(CHAT, 8, media, name="Maria"), **changes)  # type: ignore[arg-type]  # the fields that a test names
    return decide(conversation, event, seen)


def kept(done: Decision) -> KeepEnquiry:
    (one,) = (effect for effect in done.effects if isinstance(effect, KeepEnquiry))
    return one


def to_citizen(done: Decision) -> Say | Revise:
    return said([one for one in done.effects if not isinstance(one, Say | Revise) or one.chat_id == CHAT])


# The ways to a human


@pytest.mark.parametrize("way", ["człowiek", "/czlowiek", "chcę porozmawiać z czlowiekiem", "wniosek o dotację nr 5"])
def test_every_way_to_a_human_opens_a_draft(way: str, base: Loaded):
    done = write(way, ASKED, desk(base))
    assert done.conversation.draft is not None
    assert done.conversation.under is Under.DRAFT


def test_the_button_opens_a_draft_with_the_last_question(base: Loaded):
    done = press("human", ASKED, desk(base))
    assert done.conversation.draft is not None
    assert done.conversation.draft.parts == (Part("czy dostaniemy dotację na dach", 5),)
    assert "«czy dostaniemy dotację na dach»" in shown(done.effects, base.knowledge)


@pytest.mark.parametrize("words", ["niejasne sprawy gminy", "zupełnie coś innego niż wszystko"])
def test_what_nothing_fits_can_be_sent_with_a_tap_or_a_word(words: str, base: Loaded):
    seen = desk(base)
    asked = write(words, Conversation(clarifications=2), seen)
    assert Action.HUMAN in {one.action for row in said(asked.effects).offers for one in row}
    opened = write("tak", asked.conversation, seen)
    assert opened.conversation.draft is not None
    assert opened.conversation.draft.text == words


def test_none_of_these_can_be_sent(base: Loaded):
    seen = desk(base)
    choosing = replace(ASKED, under=Under.CHOICE, offered=("support.grants", "office.all"))
    asked = write("żadne z tych", choosing, seen)
    assert said(asked.effects).text.key == "offer.none_of_these"
    assert write("tak", asked.conversation, seen).conversation.under is Under.DRAFT


@pytest.mark.parametrize("media", Media, ids=lambda one: one.value)
def test_a_photo_can_be_sent_in_one_tap(media: Media, base: Loaded):
    done = send(media, Conversation(), desk(base))
    words = shown(done.effects, base.knowledge)
    assert "Załącznik: 1" in words
    assert labels(said(done.effects).offers, base.knowledge)[0] == "Wyślij"


def test_a_foreign_message_is_sent_in_its_language(base: Loaded):
    seen = desk(base)
    asked = write("довідка про центр", Conversation(), seen)
    assert said(asked.effects).text.key == "offer.foreign.answer"
    opened = press("human:uk", asked.conversation, seen)
    assert "Надішлю спеціалістам" in shown(opened.effects, base.knowledge)
    done = press("send:v0", opened.conversation, seen)
    assert kept(done).enquiry.language == "uk"
    assert "Питання № 12" in shown([to_citizen(done)], base.knowledge, "uk")


def test_who_types_the_button_sends_what_was_asked_before(base: Loaded):
    done = write("człowiek", ASKED, desk(base))
    assert done.conversation.draft is not None
    assert done.conversation.draft.text == ASKED.question


WAYS_IN_WORDS = ["chcę porozmawiać z czlowiekiem", "600 100 200", "wniosek o dotację nr 5", "z czlowiekiem 600 100 200"]
BEFORE = {
    "nothing": Conversation(),
    "an answer": ASKED,
    "a choice": replace(ASKED, under=Under.CHOICE, offered=("support.grants", "office.all")),
    "an offer of a human": replace(ASKED, under=Under.HUMAN),
    "lines that wait": replace(ASKED, lines=("jeszcze jedno",)),
    "a call for help": replace(ASKED, under=Under.CRISIS, crisis_until=NOW + timedelta(hours=1)),
    "a draft left for a call for help": replace(
        draft("najpierw to"), under=Under.CRISIS, crisis_until=NOW + timedelta(hours=1)
    ),
}


def _hearing_numbers(seen: World) -> World:
    table = {**TABLE, "600 100 200": {"handoff.human": 0.94}}
    return replace(seen, interpreter=interpreter(seen.knowledge.entries, table))


@pytest.mark.parametrize("words", WAYS_IN_WORDS)
@pytest.mark.parametrize("before", BEFORE.values(), ids=BEFORE)
def test_a_draft_holds_the_very_words_that_led_to_it(before: Conversation, words: str, base: Loaded):
    done = write(words, before, _hearing_numbers(desk(base)))
    if done.conversation.under is not Under.DRAFT:
        done = write("człowiek", done.conversation, desk(base))
    opened = done.conversation
    assert opened.draft is not None
    assert opened.draft.text.endswith(words)
    assert opened.draft.text.startswith(before.draft.text if before.draft else "")


def test_a_number_typed_alone_reaches_the_staff_below_what_was_asked_before(base: Loaded):
    seen = _hearing_numbers(desk(base))
    opened = write("600 100 200", ASKED, seen)
    assert "«czy dostaniemy dotację na dach\n600 100 200»" in shown(opened.effects, base.knowledge)
    sent = kept(write("wyślij", opened.conversation, seen)).enquiry
    assert sent.question == "czy dostaniemy dotację na dach\n600 100 200"
    assert sent.phone == "+48 600 100 200"


def test_what_waits_for_more_lines_is_in_the_draft_that_a_button_opens(base: Loaded):
    waiting = replace(ASKED, lines=("na remont",))
    for done in (press("human", waiting, desk(base)), write("/czlowiek", waiting, desk(base))):
        assert done.conversation.draft is not None
        assert done.conversation.draft.text == "czy dostaniemy dotację na dach\nna remont"
        assert done.conversation.lines == ()


def test_a_changed_number_takes_the_place_of_the_old(base: Loaded):
    seen = _hearing_numbers(desk(base))
    opened = write("600 100 200", ASKED, seen).conversation
    done = write("600 100 201", opened, seen, is_edit=True)
    assert done.conversation.draft is not None
    assert done.conversation.draft.text == "czy dostaniemy dotację na dach\n600 100 201"


def test_who_says_what_for_when_asking_for_a_human_sends_that(base: Loaded):
    words = "chcę porozmawiać z czlowiekiem o tym, co dalej z naszą pralnią"
    done = write(words, ASKED, desk(base))
    assert done.conversation.draft is not None
    assert done.conversation.draft.text == words


def test_a_greeting_and_what_has_helped_are_not_sent(base: Loaded):
    seen = desk(base)
    greeted = write("dzień dobry", Conversation(), seen).conversation
    helped = press("ok:office.konin", ASKED, seen).conversation
    for state in (greeted, helped):
        opened = write("człowiek", state, seen).conversation
        assert opened.draft is not None
        assert opened.draft.is_empty


def test_without_a_group_messages_reach_nobody_and_the_bot_says_so(base: Loaded):
    seen = desk(base)
    closed = replace(seen, case=replace(seen.case, staff=replace(seen.case.staff, group=None)))
    done = press("human", ASKED, closed)
    assert done.conversation.draft is None
    assert "wiadomości jeszcze nie dojdą" in shown(done.effects, base.knowledge)


def test_a_no_to_the_offer_sends_nothing(base: Loaded):
    seen = desk(base)
    asked = write("zupełnie coś innego niż wszystko", Conversation(), seen)
    assert write("nie", asked.conversation, seen).conversation.draft is None


# The notice and the preview


def test_the_privacy_notice_stands_above_the_first_preview_and_is_noted(base: Loaded):
    done = press("human", ASKED, desk(base, notice_version=0))
    assert "spoza Unii Europejskiej" in shown(done.effects, base.knowledge)
    assert NoteConsent(CHAT, drafts.NOTICE_VERSION) in done.effects


def test_the_notice_is_shown_once(base: Loaded):
    done = press("human", ASKED, desk(base))
    assert "spoza Unii" not in shown(done.effects, base.knowledge)
    assert not [one for one in done.effects if isinstance(one, NoteConsent)]


def test_the_preview_shows_all_that_is_sent(base: Loaded):
    attached = (Attachment(8, Media.PHOTO), Attachment(9, Media.PHOTO), Attachment(10, Media.VOICE))
    known = draft("pytanie o dach", attachments=attached, phone="+48 600 700 800", phone_when="po 15")
    words = shown(write("wstecz", known, desk(base)).effects, base.knowledge)
    for part in ("«pytanie o dach»", "2 zdjęcia", "1 nagranie głosu", "+48 600 700 800", "po 15", "Podpis: Maria"):
        assert part in words


def test_the_preview_has_the_buttons_of_the_contract(base: Loaded):
    done = press("human", ASKED, desk(base))
    assert labels(said(done.effects).offers, base.knowledge) == [
        "Wyślij",
        "Wyślij bez podpisu",
        "Popraw",
        "Nie wysyłaj",
        "Proszę o telefon",
    ]


def test_after_hours_the_preview_says_when_staff_are_back(base: Loaded):
    seen = replace(desk(base), now=datetime(2026, 11, 24, 20, tzinfo=UTC))
    words = shown(press("human", ASKED, seen).effects, base.knowledge)
    assert "Teraz specjaliści nie odbierają" in words


@pytest.mark.parametrize("number", [PESEL, IBAN])
def test_national_numbers_are_hidden_from_staff_and_the_person_is_told(number: str, base: Loaded):
    seen = desk(base)
    known = draft(f"mój numer {number} pomocy")
    preview = shown(write("wstecz", known, seen).effects, base.knowledge)
    assert "gwiazdkami" in preview
    assert number not in preview
    enquiry_kept = kept(press("send:v0", known, seen)).enquiry
    assert number not in enquiry_kept.question
    assert "***" in enquiry_kept.question


def test_an_empty_draft_asks_for_the_text_first(base: Loaded):
    seen = desk(base)
    asked = write("człowiek", Conversation(), seen)
    assert "Proszę napisać tutaj pytanie" in shown(asked.effects, base.knowledge)
    done = write("czy dostaniemy dotację", asked.conversation, seen)
    assert "«czy dostaniemy dotację»" in shown(done.effects, base.knowledge)
    assert "Dopisane" not in shown(done.effects, base.knowledge)


# While the preview stands


def test_text_is_added_and_the_bot_says_so(base: Loaded):
    done = write("a także na okna", draft("pytanie o dach"), desk(base))
    words = shown(done.effects, base.knowledge)
    assert "Dopisane do pytania" in words
    assert "pytanie o dach\na także na okna" in words


def test_a_call_for_help_breaks_into_a_draft_which_stays(base: Loaded):
    done = write("chcę się zabić", draft("pytanie"), desk(base))
    assert to_citizen(done).text.key == "crisis.answer"
    assert done.conversation.draft is not None


@pytest.mark.parametrize("begun", [draft("pytanie"), draft(step=Step.WRITING)], ids=["preview", "writing"])
def test_the_subject_of_suicide_gets_the_numbers_above_a_draft_too(begun: Conversation, base: Loaded):
    words = shown(write("samobójstwa młodzieży", begun, desk(base)).effects, base.knowledge)
    assert "800 70 2222" in words
    assert "samobójstwa młodzieży" in words


def test_after_a_call_for_help_nothing_is_added_to_the_draft_unasked(base: Loaded):
    seen = desk(base)
    called = write("chcę się zabić", draft("pytanie"), seen).conversation
    done = write("nie wiem co robić", called, seen)
    assert to_citizen(done).text.key == "crisis.next_with_desk"
    assert done.conversation.draft == called.draft


def test_after_a_call_for_help_the_way_to_a_human_is_plain_text(base: Loaded):
    seen = desk(base)
    called = write("chcę się zabić", Conversation(), seen).conversation
    for words in ("człowiek", "co z nim: wniosek nr 7"):
        done = write(words, called, seen)
        assert done.conversation.under is Under.DRAFT
        assert not to_citizen(done).offers
        assert "116 123" in shown([to_citizen(done)], base.knowledge)


def test_a_changed_message_changes_the_draft(base: Loaded):
    known = draft("pytanie o dach", "i o okna")
    done = write("pytanie o komin", known, desk(base), message_id=100, is_edit=True)
    assert done.conversation.draft is not None
    assert [one.text for one in done.conversation.draft.parts] == ["pytanie o komin", "i o okna"]


def test_an_album_is_shown_once_when_all_of_it_is_there(base: Loaded):
    seen, state = desk(base), Conversation()
    for message_id in (8, 9, 10):
        part = AlbumPart(AlbumKind.PHOTO, f"file{message_id}")
        done = send(Media.PHOTO, state, seen, message_id=message_id, album_id="a", part=part)
        assert isinstance(done.effects[0], WaitForAlbum)
        assert not [one for one in done.effects if isinstance(one, Say | Revise)]
        state = done.conversation
    assert "3 zdjęcia" in shown(decide(state, AlbumArrived(CHAT), seen).effects, base.knowledge)


def test_a_command_does_not_lose_the_draft(base: Loaded):
    done = write("/biura", draft("pytanie"), desk(base))
    assert done.conversation.draft is not None
    assert "i okna" in shown(write("i okna", done.conversation, desk(base)).effects, base.knowledge)


def test_a_draft_is_forgotten_after_a_while(base: Loaded):
    later = replace(desk(base), now=NOW + timedelta(hours=72))
    done = write("gdzie jest biuro w Koninie", draft("pytanie"), later)
    assert done.conversation.draft is None
    assert done.conversation.previous == "office.konin"


@pytest.mark.parametrize("typed", ["popraw", "Popraw", "fix:v0"])
def test_the_text_can_be_written_anew(typed: str, base: Loaded):
    seen = desk(base)
    known = draft("pytanie o dach")
    asked = press("fix:v0", known, seen) if ":" in typed else write(typed, known, seen)
    assert asked.conversation.draft is not None
    assert asked.conversation.draft.step is Step.WRITING
    done = write("pytanie o piec", asked.conversation, seen)
    assert done.conversation.draft is not None
    assert done.conversation.draft.text == "pytanie o piec"


@pytest.mark.parametrize("typed", ["nie wysyłaj", "nie", "anuluj", "/anuluj", "не надсилати", "do not send"])
def test_nothing_is_sent_when_somebody_gives_up(typed: str, base: Loaded):
    done = write(typed, draft("pytanie"), desk(base))
    assert done.conversation.draft is None
    assert "Nic nie zostało wysłane" in shown(done.effects, base.knowledge)
    assert not [one for one in done.effects if isinstance(one, KeepEnquiry)]


def test_a_telephone_call_is_asked_for_in_two_steps(base: Loaded):
    seen = desk(base)
    asked = write("telefon", draft("pytanie"), seen)
    wrong = write("nie mam", asked.conversation, seen)
    assert "poprawnego numeru" in shown(wrong.effects, base.knowledge)
    when = write("600700800", wrong.conversation, seen)
    assert "O jakiej porze" in shown(when.effects, base.knowledge)
    done = write("po 15", when.conversation, seen)
    assert "+48 600 700 800, kiedy: po 15" in shown(done.effects, base.knowledge)
    sent = kept(write("wyślij", done.conversation, seen)).enquiry
    assert (sent.phone, sent.phone_when) == ("+48 600 700 800", "po 15")


def test_back_goes_one_step_back(base: Loaded):
    seen = desk(base)
    state = draft("pytanie", step=Step.PHONE_WHEN, phone="+48 600 700 800")
    steps = []
    for _ in range(2):
        state = write("wstecz", state, seen).conversation
        assert state.draft is not None
        steps.append(state.draft.step)
    assert steps == [Step.PHONE, Step.PREVIEW]


def test_a_question_without_end_is_not_taken_in_silence(base: Loaded):
    known = draft("ż" * 11_999)
    done = write("jeszcze to", known, desk(base))
    assert done.conversation.draft == known.draft
    assert "bardzo długie" in shown(done.effects, base.knowledge)


# Sending


@pytest.mark.parametrize("typed", ["wyślij", "tak", "wyslij", "send:v0", "надіслати", "send"])
def test_sending_opens_an_enquiry_with_a_number_and_a_promise(typed: str, base: Loaded):
    known, seen = draft("czy dostaniemy dotację na dach"), desk(base)
    done = press(typed, known, seen) if ":" in typed else write(typed, known, seen)
    opened = kept(done).enquiry
    assert (opened.number, opened.signature, opened.question) == (12, "Maria", "czy dostaniemy dotację na dach")
    assert opened.waits_since == NOW
    assert opened.promised_for is not None
    words = shown([to_citizen(done)], base.knowledge)
    assert "Pytanie nr 12" in words
    assert "listopada" in words
    assert done.conversation.draft is None
    assert Count("enquiry.opened", opened.topic or "") in done.effects
    assert [one for one in done.effects if isinstance(one, RemindAt)]


@pytest.mark.parametrize("typed", ["bez podpisu", "unsigned:v0", "без підпису"])
def test_an_unsigned_question_shows_no_name_anywhere(typed: str, base: Loaded):
    known, seen = draft("pytanie", attachments=(Attachment(8, Media.PHOTO),)), desk(base)
    done = press(typed, known, seen) if ":" in typed else write(typed, known, seen)
    assert kept(done).enquiry.signature is None
    assert "Maria" not in repr(done.effects)
    assert "Maria" not in repr(done.conversation)


def test_the_card_and_the_attachments_reach_the_group(base: Loaded):
    known = draft("pytanie", attachments=(Attachment(8, Media.PHOTO), Attachment(9, Media.VOICE)))
    done = press("send:v0", known, desk(base))
    card = next(one for one in done.effects if isinstance(one, Say) and one.chat_id == GROUP.chat_id)
    assert card.handle == "card:12"
    relayed = [one for one in done.effects if isinstance(one, Relay)]
    assert [one.lines[0].message_id for one in relayed] == [8, 9]
    assert {one.lines[0].quotes for one in relayed} == {"card:12"}


def test_an_album_in_a_draft_is_sent_as_one(base: Loaded):
    parts = [Attachment(at, Media.PHOTO, AlbumPart(AlbumKind.PHOTO, f"f{at}"), "a") for at in (8, 9)]
    done = press("send:v0", draft("pytanie", attachments=tuple(parts)), desk(base))
    (relayed,) = (one for one in done.effects if isinstance(one, Relay))
    assert [one.message_id for one in relayed.lines] == [8, 9]


def test_every_message_of_the_question_becomes_a_line(base: Loaded):
    done = press("send:v0", draft("pytanie", "i drugie"), desk(base))
    lines = [one.line for one in done.effects if isinstance(one, KeepLine)]
    assert [(one.message_id, one.text, one.fate) for one in lines] == [
        (100, "pytanie", Fate.QUEUED),
        (101, "i drugie", Fate.QUEUED),
    ]
    assert lines[0].handle == "card:12"


def test_an_old_preview_sends_nothing(base: Loaded):
    known = draft("pytanie", revision=3)
    done = press("send:v2", known, desk(base))
    assert "starszy podgląd" in shown(done.effects, base.knowledge)
    assert done.conversation.draft is not None


def test_a_second_tap_says_that_it_is_sent(base: Loaded):
    done = press("send:v0", Conversation(), desk(base, enquiry=enquiry()))
    assert "nr 12 jest już wysłane" in shown(done.effects, base.knowledge)


def test_the_confirmation_takes_the_place_of_the_preview(base: Loaded):
    confirmed = to_citizen(press("send:v0", draft("pytanie"), desk(base)))
    assert isinstance(confirmed, Revise)
    assert confirmed.handle == "u1:0"


def test_what_the_bot_had_answered_is_on_the_card(base: Loaded):
    seen = desk(base)
    asked = write("gdzie jest biuro w Koninie", Conversation(), seen)
    opened = press("human", asked.conversation, seen)
    sent = kept(press("send:v0", opened.conversation, seen)).enquiry
    assert (sent.answered, sent.was_sure, sent.topic) == ("office.konin", True, "office.konin")


def test_the_county_is_guessed_from_the_question(base: Loaded):
    sent = kept(press("send:v0", draft("mieszkamy w Kłecku, czy pomożecie"), desk(base))).enquiry
    assert sent.county == "gnieznienski"


def test_one_open_enquiry_a_citizen(base: Loaded):
    seen = desk(base, enquiry=enquiry())
    assert "nr 12 już czeka" in shown(write("/czlowiek", Conversation(), seen).effects, base.knowledge)
    done = press("send:v0", draft("jeszcze to"), seen)
    assert {one.enquiry.number for one in done.effects if isinstance(one, KeepEnquiry)} == {12}
    assert "Dołączone do pytania nr 12" in shown([to_citizen(done)], base.knowledge)


def test_a_group_that_is_gone_keeps_the_draft(base: Loaded):
    seen = desk(base)
    closed = replace(seen, case=replace(seen.case, staff=replace(seen.case.staff, group=None, members=PEOPLE)))
    done = press("send:v0", draft("pytanie"), closed)
    assert done.conversation.draft is not None
    assert "nie da się teraz wysłać" in shown(done.effects, base.knowledge)


# What is on the card, and what comes right after sending


def test_a_voice_message_alone_is_named_on_the_card(base: Loaded):
    seen = desk(base)
    opened = send(Media.VOICE, Conversation(), seen).conversation
    done = write("wyślij", opened, seen)
    (card,) = (one for one in done.effects if isinstance(one, Say) and one.handle == "card:12")
    words = shown([card], base.knowledge)
    assert "Załącznik: 1 nagranie głosu" in words
    assert "«»" not in words


@pytest.mark.parametrize(
    "before", [ASKED, replace(ASKED, question="chcę się zabic")], ids=["in its window", "by its own words"]
)
def test_a_question_sent_in_a_crisis_says_so_on_the_card(before: Conversation, base: Loaded):
    seen, is_words = desk(base), "zabic" in before.question
    until = None if is_words else NOW + timedelta(hours=1)
    opened = write("człowiek", replace(before, crisis_until=until), seen).conversation
    done = write("wyślij", opened, seen)
    (card,) = (one for one in done.effects if isinstance(one, Say) and one.handle == "card:12")
    words = shown([card], base.knowledge)
    assert "Ta osoba prosi o pomoc w kryzysie." in words
    assert "Bot nie zna odpowiedzi" not in words


@pytest.mark.parametrize("words", ["nie wysyłaj", "anuluj"])
def test_who_would_rather_not_have_sent_it_is_offered_to_withdraw(words: str, base: Loaded):
    seen = desk(base, enquiry=enquiry())
    done = write(words, Conversation(), seen)
    assert "Pytanie nr 12 jest już wysłane" in shown(done.effects, base.knowledge)
    assert labels(said(done.effects).offers, base.knowledge) == ["Wycofaj"]
    assert not [one for one in done.effects if isinstance(one, KeepLine | Relay)]
    withdrawn = write("wycofaj", done.conversation, seen)
    assert not kept(withdrawn).enquiry.is_open
