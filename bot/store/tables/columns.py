"""What every table is made of: times, and whose data a column holds."""

from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Dialect,
    ForeignKey,
    MetaData,
    TypeDecorator,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
    }
)


class Data(Enum):
    """Whose data a column holds, and what erasure on request and retention do to it."""

    # Nobody's: says nothing about a person.
    TECHNICAL = "technical"
    # A Telegram id that leads to a person: the row is deleted with the person.
    IDENTIFIER = "identifier"
    # What a person wrote, or their name: the row is deleted with the person, and after the retention time before that.
    PERSONAL = "personal"


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime, kept as microseconds since 1970 so that both engines order it alike."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Refuse a naive time instead of guessing its zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        since = value - _EPOCH
        return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Give the time back in UTC."""
        return None if value is None else _EPOCH + timedelta(microseconds=value)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def column(name: str, kind: Any, data: Data, *refers: ForeignKey, **options: Any) -> Column[Any]:  # noqa: ANN401 - SQLAlchemy's types
    """Give a column that says whose data it holds; what is not said to be nullable is not."""
    return Column(name, kind, *refers, info={"data": data}, nullable=options.pop("nullable", False), **options)
