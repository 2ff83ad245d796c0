"""The webhook: settings, conflicts, delivery with its secret, and again after a failure."""

import asyncio

import pytest


@pytest.fixture
async def receiver():
    """A tiny HTTP server that notes requests and answers with the codes it is given, then 200."""
    requests: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
    codes: list[int] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.split("content-length:")[1].split("\r\n")[0])
        await requests.put((head, (await reader.readexactly(length)).decode()))
        code = codes.pop(0) if codes else 200
        writer.write(f"HTTP/1.1 {code} x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".encode())
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}/hook", requests, codes


async def test_updates_are_delivered_with_the_secret(api, control, anna, receiver):
    url, requests, _ = receiver
    assert await api.ok("setWebhook", url=url, secret_token="tajne") is True
    await control.post("/messages", **{"from": anna}, text="hej")
    head, body = await asyncio.wait_for(requests.get(), 5)
    assert "x-telegram-bot-api-secret-token: tajne" in head
    assert '"text":"hej"' in body
    await control.get("/idle", timeout=2)
    assert (await api.ok("getWebhookInfo"))["pending_update_count"] == 0
    await api.ok("deleteWebhook")


async def test_an_update_not_taken_comes_again(api, control, anna, receiver):
    url, requests, codes = receiver
    codes.append(500)
    await api.ok("setWebhook", url=url)
    await control.post("/messages", **{"from": anna}, text="raz")
    first = await asyncio.wait_for(requests.get(), 5)
    assert (await asyncio.wait_for(requests.get(), 5))[1] == first[1]
    assert "last_error_message" in await api.ok("getWebhookInfo")
    await api.ok("deleteWebhook")


async def test_polling_conflicts_with_a_webhook(api):
    await api.ok("setWebhook", url="https://127.0.0.1:9/x")
    assert await api.refused("getUpdates") == (
        "409 Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first"
    )
    await api.ok("deleteWebhook")
    assert await api.ok("getUpdates") == []


async def test_setting_a_webhook_ends_the_poll(api, control):
    poll = asyncio.create_task(api.refused("getUpdates", timeout=5))
    await control.until_polling()
    await api.ok("setWebhook", url="https://127.0.0.1:9/x")
    assert await poll == "409 Conflict: terminated by setWebhook request"


async def test_pending_updates_may_be_dropped(api, control, anna):
    await control.post("/messages", **{"from": anna}, text="stare")
    await api.ok("deleteWebhook", drop_pending_updates=True)
    assert await api.ok("getUpdates") == []


async def test_a_plain_http_webhook_elsewhere_is_refused(api):
    assert await api.refused("setWebhook", url="http://example.org/x") == (
        "400 Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
    )


async def test_through_the_client_library(bot):
    info = await bot.get_webhook_info()
    assert info.url == ""
    assert await bot.delete_webhook() is True
