"""Who leads a session, and where people can call or write about it."""

from collections.abc import Sequence

from bot.domain.knowledge import Knowledge, Session
from bot.domain.texts import Text, text


def moderators(session: Session, knowledge: Knowledge) -> Sequence[str]:
    """Give the names of the moderators; those whom the file names by their id are specialists."""
    known = knowledge.specialists
    return [known[one].name if one in known else one for one in session.moderators]


def contacts(session: Session, knowledge: Knowledge) -> Sequence[Text]:
    """Give a line for each moderator who is a specialist; where there is none, the offices and the centre's e-mail."""
    people = [knowledge.specialists[one] for one in session.moderators if one in knowledge.specialists]
    if people:
        return [text("contact.person", name=one.name, phone=one.phone, email=one.email) for one in people]
    offices = [text("contact.office", city=one.city, phone=one.phone) for one in knowledge.offices.values()]
    return [*offices, text("contact.email", email=knowledge.centre.email)]
