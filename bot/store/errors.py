"""What an error of the engine means: wrong data, a deadlock, or a store that is down; and what may be said of it."""

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError


def is_about_data(error: DBAPIError) -> bool:
    """Tell data that the schema refuses from a store that is full, locked, read-only, away or not of our schema."""
    state = getattr(error.orig, "sqlstate", None)
    never_sent = isinstance(error, ProgrammingError) and state is None
    return isinstance(error, IntegrityError | DataError) or never_sent or state == _FAILED_BEFORE


# PostgreSQL appendix A: in_failed_sql_transaction; the work went on after an error of its own.
_FAILED_BEFORE = "25P02"


def is_deadlock(error: Exception) -> bool:
    """Tell that PostgreSQL ended a transaction so that another could go on: nothing is wrong with the work."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) == _DEADLOCK


# PostgreSQL appendix A: deadlock_detected.
_DEADLOCK = "40P01"


def reason(error: BaseException) -> str:
    """Give what the engine said, without statement and parameters: those may quote what a person wrote.

    Of an error about the data only the class is given: PostgreSQL quotes the data in it.
    """
    original = error.orig if isinstance(error, DBAPIError) else error
    said = str(original).splitlines()
    is_safe = isinstance(error, DBAPIError) and not isinstance(error, DataError) and said
    return f"{type(original).__name__}: {said[0]}" if is_safe else type(original).__name__
