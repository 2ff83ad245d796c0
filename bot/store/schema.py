"""The schema brought up to date, and whether it is: runs `bot/migrations`, also from an installed package."""

import logging
from pathlib import Path

import structlog
from sqlalchemy import Connection, inspect, make_url, text
from sqlalchemy.exc import DBAPIError

from bot import migrations
from bot.store.database import Database, StoreError, open_engine, transaction
from bot.store.errors import reason
from bot.store.tables import metadata

log = structlog.get_logger(__name__)


class UnknownSchema(Exception):
    """The database was written by a newer version of the bot."""


def is_made(url: str) -> bool:
    """Tell whether there is a database file; a server is taken to be there."""
    parsed = make_url(url)
    return parsed.get_backend_name() != "sqlite" or (parsed.database is not None and Path(parsed.database).exists())


def migrate(database_url: str) -> None:
    """Bring the schema up to date, in one transaction; does nothing when it is.

    Processes that start at once wait for one another. Raises `StoreError` and `UnknownSchema`.
    """
    engine = open_engine(database_url)
    try:
        with transaction(engine) as connection:
            _wait_for_others(connection)
            _upgrade(connection)
    except DBAPIError as error:
        raise StoreError(reason(error)) from error
    finally:
        engine.dispose()


def _wait_for_others(connection: Connection) -> None:
    """Let one process migrate at a time; on SQLite the transaction itself does."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_KEY})


# Any number that no other software uses in this database, and not the one of the running process.
_ADVISORY_KEY = 7_305_872


def _upgrade(connection: Connection) -> None:
    before = _revision(connection)
    if before == migrations.NEWEST:
        return
    # Loaded only here: it takes a tenth of the time of a start.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    # What happened is told in one line below; the library tells every step, to whatever handlers the process has.
    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config()
    config.set_main_option("script_location", "bot:migrations")
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if before is not None and before not in known:
        raise UnknownSchema(f"the database has revision {before}, which is not of this version: install the newer one")
    config.attributes.update(connection=connection, metadata=metadata)
    command.upgrade(config, "head")
    log.info("store.migrated", before=before, after=migrations.NEWEST)


def is_current(database: Database) -> bool:
    """Tell whether the schema is the one that this version of the bot needs. Raises `StoreError`."""
    return database.read(_revision) == migrations.NEWEST


def _revision(connection: Connection) -> str | None:
    """Give what Alembic has noted of the schema; None for an empty database."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return None if found is None else str(found)
