"""Facts named in texts: what "{office.konin.phone}" stands for, and which facts a text leans on.

An answer never carries a phone number or an address itself: it names the fact, so that the fact is written once.
Doubled braces are literal ones.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from bot.domain.knowledge import CrisisContact, Knowledge, Localised, Office, Provenance, Specialist, WeeklyHours

# Stands for what an answer computes when it is shown; whoever shows it adds it to the table.
LIVE = "live"

# What a placeholder may name: "{kind.id.attribute}"; for the centre, of which there is one, "{centre.attribute}".
CENTRE_ATTRIBUTES = ("name", "short_name", "operator", "email")
ATTRIBUTES: Mapping[str, Sequence[str]] = {
    "office": ("phone", "email", "city", "street", "postcode", "address", "hours"),
    "specialist": ("name", "role", "phone", "email", "hours"),
    "crisis": ("name", "phone", "when"),
    "county": ("name",),
}
# All helplines, one a line.
CONTACTS = "crisis.contacts"

_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


def fill(text: str, table: Mapping[str, str]) -> str:
    """The text with every placeholder replaced from the table; one that the table lacks stays as it was written."""
    return _PIECE.sub(lambda piece: _filled(piece, table), text)


def table(knowledge: Knowledge, language: str, hours_in_words: Callable[[WeeklyHours], str]) -> Mapping[str, str]:
    """Every fact by the name that a placeholder gives it, without `live`.

    Polish where the language is missing. A fact that the base does not state (the hours of an office) is left out.
    """
    return dict(_facts(knowledge, language, hours_in_words))


def names(ids: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """Every name that a placeholder may have, `live` included; `ids` are those of each kind in `ATTRIBUTES`."""
    return [
        LIVE,
        CONTACTS,
        *(f"centre.{attribute}" for attribute in CENTRE_ATTRIBUTES),
        *(
            f"{kind}.{id_}.{attribute}"
            for kind in ATTRIBUTES
            for id_ in ids.get(kind, ())
            for attribute in ATTRIBUTES[kind]
        ),
    ]


def placeholders(text: str) -> Sequence[str]:
    """The names between single braces, in order."""
    return [piece[1] for piece in _PIECE.finditer(text) if piece[1] is not None]


def stray_braces(text: str) -> Sequence[int]:
    """Where a brace stands that is neither doubled nor part of a placeholder, as offsets."""
    return [piece.start() for piece in _PIECE.finditer(text) if piece[0] in {"{", "}"}]


def provenances(text: str, knowledge: Knowledge) -> Sequence[Provenance]:
    """Where the facts come from that a text names, each once, in the order of the text."""
    found = (source for name in placeholders(text) for source in _behind(name, knowledge))
    return list(dict.fromkeys(found))


def overdue(knowledge: Knowledge, today: date) -> Sequence[Provenance]:
    """Every fact last checked longer ago than the centre allows, in the order of the files."""
    oldest = today - knowledge.centre.stale_after
    return [source for source in all_provenances(knowledge) if source.verified_on < oldest]


def all_provenances(knowledge: Knowledge) -> Iterator[Provenance]:
    """Where each fact of the base comes from."""
    records = (knowledge.offices, knowledge.specialists, knowledge.sessions, knowledge.entries)
    for by_id in records:
        yield from (record.provenance for record in by_id.values())
    yield from (contact.provenance for contact in knowledge.crisis.contacts)


def _filled(piece: re.Match[str], known: Mapping[str, str]) -> str:
    if piece[1] is not None:
        return known.get(piece[1], piece[0])
    return piece[0][0]


def _facts(
    knowledge: Knowledge, language: str, hours_in_words: Callable[[WeeklyHours], str]
) -> Iterator[tuple[str, str]]:
    yield from ((f"centre.{name}", getattr(knowledge.centre, name)) for name in CENTRE_ATTRIBUTES)
    for office in knowledge.offices.values():
        yield from _named("office", office.id, _office(office, hours_in_words))
    for specialist in knowledge.specialists.values():
        yield from _named("specialist", specialist.id, _specialist(specialist, language, hours_in_words))
    for county in knowledge.counties.values():
        yield f"county.{county.id}.name", county.name
    contacts = knowledge.crisis.contacts
    for contact in contacts:
        if contact.id is not None:
            yield from _named("crisis", contact.id, _contact(contact, language))
    yield CONTACTS, "\n".join("{name}: {phone}, {when}".format(**_contact(contact, language)) for contact in contacts)


def _named(kind: str, id_: str, facts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    return ((f"{kind}.{id_}.{attribute}", fact) for attribute, fact in facts.items())


def _office(office: Office, hours_in_words: Callable[[WeeklyHours], str]) -> Mapping[str, str]:
    facts = {
        "phone": office.phone,
        "email": office.email,
        "city": office.city,
        "street": office.street,
        "postcode": office.postcode,
        "address": f"{office.street}, {office.postcode} {office.city}",
    }
    return facts if office.hours is None else {**facts, "hours": hours_in_words(office.hours)}


def _specialist(
    specialist: Specialist, language: str, hours_in_words: Callable[[WeeklyHours], str]
) -> Mapping[str, str]:
    return {
        "name": specialist.name,
        "role": _said(specialist.role, language),
        "phone": specialist.phone,
        "email": specialist.email,
        "hours": hours_in_words(specialist.hours),
    }


def _contact(contact: CrisisContact, language: str) -> Mapping[str, str]:
    return {"name": _said(contact.name, language), "phone": contact.phone, "when": _said(contact.when, language)}


def _said(words: Localised, language: str) -> str:
    return words.get(language, words["pl"])


def _behind(name: str, knowledge: Knowledge) -> Sequence[Provenance]:
    if name == CONTACTS:
        return [contact.provenance for contact in knowledge.crisis.contacts]
    kind, _, rest = name.partition(".")
    id_ = rest.partition(".")[0]
    match kind:
        case "office" if id_ in knowledge.offices:
            return [knowledge.offices[id_].provenance]
        case "specialist" if id_ in knowledge.specialists:
            return [knowledge.specialists[id_].provenance]
        case "crisis":
            return [contact.provenance for contact in knowledge.crisis.contacts if contact.id == id_]
        case _:
            return []
