"""A contact as the text of a vCard."""

from bot.domain.effects import ShareContact


def vcard(card: ShareContact) -> str:
    """Write a contact as vCard 3.0 (RFC 2426)."""
    lines = (
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"FN:{_escaped(card.name)}",
        f"N:{';'.join(_escaped(part) for part in reversed(card.name.rsplit(' ', 1)))};;;",
        f"ORG:{_escaped(card.organisation)}",
        f"TEL;TYPE=WORK,VOICE:{card.phone.replace(' ', '')}",
        f"EMAIL;TYPE=INTERNET:{card.email}",
        "END:VCARD",
    )
    return "\r\n".join(lines)


def _escaped(value: str) -> str:
    """Escape what separates values (RFC 2426, section 5)."""
    return value.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;").replace("\n", "\\n")
