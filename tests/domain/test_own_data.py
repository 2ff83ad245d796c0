"""What is kept about a citizen, in words and as a file; and the whole truth about privacy."""

from dataclasses import replace

from bot.domain.citizen import decide
from bot.domain.conversation import Conversation, Draft, Part
from bot.domain.effects import Say, SendFile
from bot.domain.events import CitizenWrote, Media
from bot.domain.lines import Author, Fate
from bot.domain.world import CrisisAlert, Decision, Rules, World
from bot.knowledge.loading import Loaded
from tests.desks import enquiry, line, staffed
from tests.worlds import CHAT, NOW, renderer, shown

LINES = [
    line(Author.CITIZEN, message_id=50, text="pierwsza wiadomość", handle="card:12", quotes=None),
    line(Author.CITIZEN, message_id=51, text="z podpisem", media=Media.PHOTO, earlier="bez podpisu"),
    line(Author.STAFF, text="odpowiedź specjalisty"),
    line(Author.STAFF, Fate.NOTE, text="tajna notatka"),
    line(Author.STAFF, Fate.UNDONE, text="cofnięta odpowiedź"),
    line(Author.STAFF, text="details", handle="template:12:details1"),
    line(Author.BOT, text="Biuro w Koninie"),
]


def desk(base: Loaded, **rules: object) -> World:
    seen = staffed(base.knowledge, enquiry(phone="+48 600 700 800", phone_when="po 15"), lines=LINES)
    known = replace(seen.case, own=[seen.case.enquiry] if seen.case.enquiry else [])
    return replace(seen, case=known, rules=replace(Rules(), **rules))  # type: ignore[arg-type]  # the fields that a test names


def send(words: str, seen: World, conversation: Conversation | None = None) -> Decision:
    return decide(conversation or Conversation(), CitizenWrote(CHAT, 50, words), seen)


def file_in(done: Decision, base: Loaded) -> str:
    (file,) = (one for one in done.effects if isinstance(one, SendFile))
    return renderer(base.knowledge).plain(file.content, "pl")


def test_the_text_comes_first_and_names_the_file(base: Loaded):
    done = send("/moje_dane", desk(base))
    assert [type(one) for one in done.effects] == [Say, SendFile]
    words = shown(done.effects, base.knowledge)
    assert "moje-dane.txt" in words
    assert "numery: 12" in words


def test_the_file_holds_everything_that_is_stored(base: Loaded):
    drafting = Conversation(question="ostatnie pytanie", draft=Draft((Part("szkic", 1),), name="Maria", begun_at=NOW))
    content = file_in(send("/moje_dane", desk(base), drafting), base)
    for part in (
        *("ostatnie pytanie", "szkic", "Podpis: Maria", "Sprawa nr 12", "Czy pomożecie nam założyć spółdzielnię?"),
        *("+48 600 700 800", "pierwsza wiadomość", "z podpisem", "bez podpisu", "1 zdjęcie", "odpowiedź specjalisty"),
        "Prośba o szczegóły",
        "automat: Biuro w Koninie",
    ):
        assert part in content


def test_a_note_never_leaks_to_the_citizen(base: Loaded):
    done = send("/moje_dane", desk(base))
    assert "tajna" not in repr(done.effects)
    assert "cofnięta" not in repr(done.effects)
    assert "2 notatki" in file_in(done, base)


def test_privacy_tells_who_reads_questions_and_how_long_they_are_kept(base: Loaded):
    words = shown(send("/prywatnosc", desk(base, enquiry_days=45)).effects, base.knowledge)
    for part in ("45 dni po zakończeniu sprawy", "tylko pracownicy ośrodka", "72 godzinach", "spoza Unii Europejskiej"):
        assert part in words
    assert base.knowledge.centre.operator in words


def test_privacy_tells_whether_calls_for_help_are_passed_on(base: Loaded):
    told = shown(send("/prywatnosc", desk(base)).effects, base.knowledge)
    seen = replace(staffed(base.knowledge), rules=Rules(crisis_alert=CrisisAlert.NONE))
    assert "od razu przekazuję pracownikom" in told
    assert "nie przekazuję pracownikom" in shown(send("/prywatnosc", seen).effects, base.knowledge)


def test_privacy_without_a_group_says_that_nothing_reaches_staff(base: Loaded):
    seen = staffed(base.knowledge, group=None)
    assert "nie trafiają do pracowników" in shown(send("/prywatnosc", seen).effects, base.knowledge)
