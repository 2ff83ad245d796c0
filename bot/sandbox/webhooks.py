"""Delivery to a webhook: one worker per bot, in order, to loopback addresses only."""

import asyncio
import time
from urllib.parse import urlsplit

import httpx

from bot.sandbox.loopback import is_loopback
from bot.sandbox.state import Bot

# Seconds before an update that was not taken is sent again, and the longest a delivery may last.
RETRY_S = 0.2
DELIVERY_S = 60.0


class Webhooks:
    """The workers that deliver updates to bots with a webhook."""

    def __init__(self) -> None:
        self._tasks: dict[Bot, asyncio.Task[None]] = {}

    def start(self, bot: Bot) -> None:
        """Begin to deliver to the bot's webhook, unless a worker is there."""
        task = self._tasks.get(bot)
        if task is None or task.done():
            self._tasks[bot] = asyncio.get_running_loop().create_task(_deliver(bot))

    def stop(self) -> None:
        """End every worker."""
        for task in self._tasks.values():
            task.cancel()


async def _deliver(bot: Bot) -> None:
    async with httpx.AsyncClient(timeout=DELIVERY_S, trust_env=False, verify=False) as client:  # noqa: S501  # loopback
        while bot.webhook.get("url"):
            if not bot.queue.waiting:
                await bot.queue.start_poll()
                continue
            update = bot.queue.waiting[0]
            problem = await _send(client, bot, update.body)
            if problem is None:
                bot.queue.confirm(update.update_id + 1)
            else:
                bot.webhook |= {"last_error_date": int(time.time()), "last_error_message": problem}
                await asyncio.sleep(RETRY_S)


async def _send(client: httpx.AsyncClient, bot: Bot, body: bytes) -> str | None:
    """Return why the update was not taken, `None` when it was."""
    if not is_loopback(urlsplit(bot.webhook["url"]).netloc):
        return "Failed to resolve host: Name or service not known"
    headers = {"content-type": "application/json"}
    if bot.webhook.get("secret_token"):
        headers["x-telegram-bot-api-secret-token"] = bot.webhook["secret_token"]
    try:
        response = await client.post(bot.webhook["url"], content=body, headers=headers)
    except httpx.HTTPError:
        return "Connection failed"
    return None if response.is_success else f"Wrong response from the webhook: {response.status_code}"
