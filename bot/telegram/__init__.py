"""Telegram's side: the only folder that imports python-telegram-bot."""

import os

# The library's way to choose durations as `timedelta` now; with numbers every 429 would warn of their end.
os.environ.setdefault("PTB_TIMEDELTA", "true")
