"""A plain python-telegram-bot application that repeats what people write: what the benchmarks compare with.

Everything is as the library has it: its updater, one update after the other, nothing kept.
"""

import os

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


def main() -> None:
    """Serve until SIGTERM or SIGINT; prints a line before it polls."""
    application = (
        Application.builder()
        .token(os.environ["BOT_TOKEN"])
        .base_url(f"{os.environ['BOT_API_URL']}/bot")
        .post_init(announce)
        .build()
    )
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()


async def announce(_application: object) -> None:
    """Say that it is ready."""
    print("echo: polling", flush=True)


async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Repeat a message."""
    message = update.effective_message
    if message is not None and message.text is not None:
        await message.reply_text(message.text)


if __name__ == "__main__":
    main()
