"""The brief for the moderators: who comes, which sectors are missing, which problems were raised, who needs what."""

from collections.abc import Iterator, Mapping, Sequence

from bot.domain.knowledge import Knowledge, Session
from bot.domain.sessions.counters import IN_LINE, count, seated
from bot.domain.sessions.hosts import moderators
from bot.domain.sessions.interests import Interest
from bot.domain.sessions.registrations import Need, Registration, Sector
from bot.domain.sessions.seats import seats
from bot.domain.sessions.writing import Section, Writing
from bot.domain.texts import Text, text


def brief(
    session: Session, registrations: Sequence[Registration], knowledge: Knowledge, interests: Sequence[Interest] = ()
) -> Writing:
    """Give the brief; it names organisations, but no contact persons.

    `registrations` are all of the session, `interests` those of its county.
    """
    people, in_line = seated(registrations), [one for one in registrations if one.state in IN_LINE]
    everybody = [*people, *in_line]
    raised = [*problems(everybody), *_wished(interests)]
    sections = [
        Section(text("brief.about"), [_about(session, knowledge), _led(session, knowledge)]),
        Section(text("brief.coming"), [_figures(session, registrations), *_by_sector(people)]),
        Section(text("brief.lacking"), [_missing(people)]),
        Section(text("brief.waiting"), [_organisation(one) for one in in_line] or [text("brief.nobody")]),
        Section(text("brief.problems"), raised or [text("brief.no_problems")]),
        Section(text("brief.needs"), list(_needs(everybody)) or [text("brief.no_needs")]),
    ]
    return Writing(text("brief.title", title=session.title), sections)


def present(registrations: Sequence[Registration]) -> Mapping[Sector, Sequence[Registration]]:
    """Give who comes by sector, in the order of `Sector`; a sector of which nobody comes is left out."""
    by_sector = {sector: [one for one in registrations if one.sector is sector] for sector in Sector}
    return {sector: found for sector, found in by_sector.items() if found}


def missing(registrations: Sequence[Registration]) -> Sequence[Sector]:
    """Give the sectors of which nobody comes; "other" cannot be missed."""
    there = present(registrations)
    return [sector for sector in Sector if sector not in there and sector is not Sector.OTHER]


def problems(registrations: Sequence[Registration]) -> Sequence[Text]:
    """Give a line for each problem that was raised, by sector."""
    return [
        text("brief.problem", sector=_named(sector), problem=one.problem, organisation=one.organisation)
        for sector, group in present(registrations).items()
        for one in group
        if one.problem
    ]


def _about(session: Session, knowledge: Knowledge) -> Text:
    county = knowledge.counties[session.county].name
    return text("brief.where", county=county, start=session.start, place=session.place)


def _led(session: Session, knowledge: Knowledge) -> Text:
    names = ", ".join(moderators(session, knowledge))
    return text("brief.led", names=names) if names else text("brief.nobody_leads")


def _figures(session: Session, registrations: Sequence[Registration]) -> Text:
    counted, free = count(registrations), seats(session, registrations).free
    said = text("brief.figures", organisations=counted.organisations, seats=counted.seats)
    return said if free is None else text("brief.figures_of", figures=said, capacity=session.capacity or 0, free=free)


def _by_sector(people: Sequence[Registration]) -> Iterator[Text]:
    for sector, group in present(people).items():
        yield text("brief.sector", sector=_named(sector), organisations=[_organisation(one) for one in group])


def _organisation(one: Registration) -> Text:
    return text("brief.organisation", name=one.organisation, count=one.seats or one.people)


def _missing(people: Sequence[Registration]) -> Text:
    found = missing(people)
    if not found:
        return text("brief.nothing_missing")
    return text("brief.missing", sectors=[text("brief.listed", what=_named(sector)) for sector in found])


def _wished(interests: Sequence[Interest]) -> Iterator[Text]:
    """Give what people of the county wanted to raise before there was a session."""
    for one in interests:
        if one.problem:
            yield text("brief.wished", problem=one.problem)


def _needs(registrations: Sequence[Registration]) -> Iterator[Text]:
    for one in registrations:
        for need in one.needs:
            in_words = need is Need.OTHER and one.need_in_words
            what = text("brief.in_words", words=one.need_in_words) if in_words else text(f"need.{need.value}")
            yield text("brief.need", what=what, organisation=one.organisation)


def _named(sector: Sector) -> Text:
    return text(f"sector.{sector.value}")
