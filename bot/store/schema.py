"""The schema brought up to date, and whether it is: runs `bot/migrations`, also from an installed package."""

import logging

import structlog
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from bot.store.database import Database, StoreError, open_engine, reason, writing

log = structlog.get_logger(__name__)


class UnknownSchema(Exception):
    """The database was written by a newer version of the bot."""


def migrate(database_url: str) -> None:
    """Bring the schema up to date, in one transaction; does nothing when it is.

    Processes that start at once wait for one another. Raises `StoreError` and `UnknownSchema`.
    """
    engine = open_engine(database_url)
    try:
        with writing(engine).begin() as connection:
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
    config = _config()
    newest, before = _newest(config), _revision(connection)
    if before == newest:
        return
    if before is not None and before not in _known(config):
        raise UnknownSchema(f"the database has revision {before}, which is not of this version: install the newer one")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    log.info("store.migrated", before=before, after=newest)


def is_current(database: Database) -> bool:
    """Tell whether the schema is the one that this version of the bot needs. Raises `StoreError`."""
    return database.read(_revision) == _newest(_config())


def _config() -> Config:
    # What happened is told in one line above; the library tells every step, to whatever handlers the process has.
    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config()
    config.set_main_option("script_location", "bot:migrations")
    return config


def _newest(config: Config) -> str | None:
    return ScriptDirectory.from_config(config).get_current_head()


def _known(config: Config) -> set[str]:
    return {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
