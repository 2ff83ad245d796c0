"""The bot's own name in Telegram, for programs that send nothing."""

from telegram import Bot
from telegram.error import TelegramError

from bot.telegram.requesting import AiohttpRequest

# Seconds that Telegram has for its answer.
PATIENCE_S = 10.0


async def name_of(token: str, api_url: str, *, is_direct: bool) -> str | None:
    """Ask Telegram for the name, without "@"; None when it does not tell.

    `api_url` is the root of the Bot API; `is_direct`: past any proxy that the environment names.
    """

    def wire() -> AiohttpRequest:
        return AiohttpRequest(1, timeout_s=PATIENCE_S, is_direct=is_direct)

    try:
        async with Bot(token, f"{api_url}/bot", request=wire(), get_updates_request=wire()) as bot:
            return bot.username
    except TelegramError:
        return None
