"""What is allowed and yet looks like a mistake: findings are warnings and keep nothing from being used."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.domain import facts
from bot.domain.knowledge import Knowledge, Provenance, SessionStatus
from bot.domain.matching import Matcher, held_out_confusions, tokenise
from bot.domain.ranking import CRISIS, SMALL_TALK
from bot.knowledge.faults import Code, Fault, Place, fault
from bot.knowledge.reading import Phrase, Reading

if TYPE_CHECKING:
    from bot.knowledge.loading import Loaded

# An entry is reached if at least this share of its phrases leads to it.
REACHED = 0.5


def note_phrases(reading: Reading) -> None:
    """Note phrases that stand twice, in one entry or in two, once spelling is evened out."""
    first: dict[tuple[str, ...], Phrase] = {}
    for phrase in reading.phrases:
        words = (phrase.language, *tokenise(phrase.text))
        earlier = first.setdefault(words, phrase)
        if earlier is phrase:
            continue
        code = Code.REPEATED_PHRASE if earlier.entry == phrase.entry else Code.SHARED_PHRASE
        reading.note(code, phrase.place, value=phrase.text, entry=earlier.entry, first=earlier.place)


def copied_questions(loaded: "Loaded", directory_name: str) -> list[Fault]:
    """Labelled questions worded like a phrase, once spelling is evened out: they ask only what the bot was told."""
    crisis = loaded.knowledge.crisis.phrases
    taught = {tuple(tokenise(phrase)): CRISIS for own in crisis.values() for phrase in own}
    taught |= {tuple(tokenise(phrase.text)): phrase.entry for phrase in loaded.phrases}
    copied = [(one, taught.get(tuple(tokenise(one.text)))) for one in loaded.questions]
    return [
        fault(Code.COPIED_QUESTION, _place(one.place, directory_name), value=one.text, entry=entry)
        for one, entry in copied
        if entry is not None
    ]


def unreached_entries(phrases: Sequence[Phrase], matcher: Matcher) -> list[Fault]:
    """Entries whose own phrases lead elsewhere, each said at its first phrase that does."""
    own: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        own.setdefault(phrase.entry, []).append(phrase)
    return [found for entry, said in own.items() for found in _unreached(entry, said, matcher)]


def competing_entries(phrases: Sequence[Phrase], matcher: Matcher, padding: Collection[str] = ()) -> list[Fault]:
    """Entries that lose their phrases to others when these are asked as if they were not in the base.

    Also words of `padding` that speak strongly for an entry which is not small talk itself. Takes about as long as
    building the matcher.
    """
    diagnosis = held_out_confusions([(phrase.entry, phrase.text) for phrase in phrases], matcher, padding)
    places = {phrase.entry: phrase.place for phrase in reversed(phrases)}
    lost = {(fall.entry, fall.other): fall.phrase for fall in sorted(diagnosis.fallen, key=lambda fall: fall.chance)}
    return [
        *(
            fault(Code.UNREACHED_ENTRY, places[entry], value=entry, percent=round(share * 100))
            for entry, share in diagnosis.unreached
        ),
        *(
            fault(
                Code.CONFUSABLE_ENTRIES,
                places[pair.entries[0]],
                value=pair.entries[0],
                other=pair.entries[1],
                count=pair.phrases,
                phrase=lost.get(pair.entries) or lost[pair.entries[::-1]],
            )
            for pair in diagnosis.confusable
        ),
        *(
            fault(Code.HEAVY_WORD, places[heavy.entry], value=heavy.word, entry=heavy.entry)
            for heavy in diagnosis.heavy_words
            if heavy.entry not in SMALL_TALK
        ),
    ]


def dated_facts(knowledge: Knowledge, directory_name: str, today: date) -> list[Fault]:
    """Facts whose check is long ago, one finding a file; and those checked later than today."""
    old: dict[str, list[Provenance]] = {}
    for source in facts.overdue(knowledge, today):
        old.setdefault(_place(source.place, directory_name).file, []).append(source)
    return [
        *(_stale(sources, directory_name, knowledge.centre.stale_after.days) for sources in old.values()),
        *(
            fault(Code.FUTURE_DATE, _place(source.place, directory_name), value=source.verified_on, today=today)
            for source in facts.all_provenances(knowledge)
            if source.verified_on > today
        ),
    ]


# States that a session cannot have any more once it is over.
_AHEAD = frozenset({SessionStatus.PLANNED, SessionStatus.OPEN})


def overtaken_sessions(knowledge: Knowledge, statuses: Mapping[str, Place], today: date) -> list[Fault]:
    """Sessions whose state does not fit their date, each said at its state: open and over, or held and still ahead."""
    zone = ZoneInfo(knowledge.centre.timezone)
    found = []
    for session in knowledge.sessions.values():
        first, last = (at.astimezone(zone).date() for at in (session.start, session.end))
        place, status = statuses[session.id], session.status
        if status in _AHEAD and last < today:
            found.append(fault(Code.SESSION_OVER, place, value=session.id, status=status.value, day=last))
        elif status is SessionStatus.HELD and first > today:
            found.append(fault(Code.HELD_TOO_EARLY, place, value=session.id, day=first))
    return found


def _unreached(entry: str, phrases: Sequence[Phrase], matcher: Matcher) -> list[Fault]:
    found = [(phrase, matcher.match(phrase.text)[0][0]) for phrase in phrases]
    astray = [phrase for phrase, best in found if best != entry]
    reached = 1 - len(astray) / len(phrases)
    if reached >= REACHED:
        return []
    phrase = astray[0]
    return [fault(Code.UNREACHED_ENTRY, phrase.place, value=entry, percent=round(reached * 100))]


def _stale(sources: Sequence[Provenance], directory_name: str, days: int) -> Fault:
    oldest = min(source.verified_on for source in sources)
    place = _place(sources[0].place, directory_name)
    return fault(Code.STALE_FACTS, place, count=len(sources), oldest=oldest, days=days)


def _place(place: str, directory_name: str) -> Place:
    file, _, line = place.rpartition(":")
    return Place(f"{directory_name}/{file}", int(line))
