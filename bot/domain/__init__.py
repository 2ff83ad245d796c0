"""The decisions, pure: no asyncio, no Telegram, no SQL, no files, no clock."""
