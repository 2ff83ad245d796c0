"""How long Telegram asks to wait (429)."""

from datetime import timedelta

from telegram.error import RetryAfter


def wait_of(error: RetryAfter) -> timedelta:
    """Give the time to wait; the library has it as a number or as a duration, by a setting of the environment."""
    wait = error.retry_after
    return wait if isinstance(wait, timedelta) else timedelta(seconds=wait)
