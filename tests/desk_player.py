"""The staff group of a story: pairing it, speaking in it, and how its cards look."""

import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.player import Player, labels
from tests.running import eventually

# Whoever pairs the group; no part of the story.
OPERATOR = "Operator"
_NEWEST = "SELECT message_id FROM sent_messages WHERE handle = ? AND chat_id = ? ORDER BY sent_at DESC, message_id DESC"


@dataclass
class DeskPlayer:
    """What a story does in the staff group."""

    player: Player
    coordinator: str = ""

    def join(self) -> None:
        """Let the player's stories use the staff group."""
        self.player.more_acts = {
            "desk": self._open,
            "staff": self._says,
            "card": self._card,
            "comes": lambda name: self._set_member(name, "member"),
            "leaves": lambda name: self._set_member(name, "left"),
        }

    def _open(self, fields: Mapping[str, Any]) -> None:
        """Pair a group and let its people work: everything that this makes the bot say is taken as told."""
        player = self.player
        self.coordinator, others = fields.get("coordinator", "Ania"), fields.get("people", [])
        made = player.control.post(
            "groups",
            kind=fields.get("kind", "supergroup"),
            title="Zespół",
            owner=player.person(self.coordinator),
            members=[player.person(name) for name in others],
            bot_status=fields.get("bot", "administrator"),
        )
        player.group = made["id"] if "id" in made else made["chat"]["id"]
        player.send(self.coordinator, chat=player.group, text=f"/polacz {self._group_code()}")
        player.take_as_told()
        for name in others:
            self._let_work(name)

    def _group_code(self) -> str:
        """Become the operator and read the group code."""
        player = self.player
        player.send(OPERATOR, text=f"/operator {player.bot.operator_code()}")
        eventually(player.is_done)
        player.untold_chats.add(player.person(OPERATOR))
        said = player.control.get(f"chats/{player.person(OPERATOR)}/messages")
        found = [re.search(r"/polacz (\S+)", one["message"].get("text", "")) for one in said if one["from_bot"]]
        (code,) = {match[1] for match in found if match}
        return code

    def _let_work(self, name: str) -> None:
        """Let the coordinator confirm somebody who wants to work."""
        player = self.player
        player.send(name, chat=player.group, text="/otwarte")
        player.untold()
        user = player.person(name)
        coordinator = player.person(self.coordinator)
        player.control.post("presses", **{"from": coordinator}, chat=player.group, data=f"d.confirm:{user}")
        player.take_as_told()

    def _set_member(self, name: str, status: str) -> None:
        """Let somebody come into the group or leave it."""
        player = self.player
        fields = {"user": player.person(name), "status": status, "by": player.person(self.coordinator)}
        player.control.post(f"chats/{player.group}/members", **fields)

    def _says(self, said: str | Mapping[str, Any]) -> None:
        fields: dict[str, Any] = {"text": said} if isinstance(said, str) else dict(said)
        player, name = self.player, fields.pop("by", self.coordinator)
        assert player.group is not None
        reply, handle = fields.pop("reply", None), fields.pop("card", None)
        if handle is not None:
            fields["reply_to"] = self._sent(f"card:{handle}")
        elif reply is not None:
            fields["reply_to"] = player.newest_with(player.group, reply)
        player.send(name, chat=player.group, **fields)

    def _card(self, wanted: Mapping[str, Any]) -> None:
        """See how a card looks, once all its changes have arrived."""
        player = self.player
        player.untold()
        message_id = eventually(lambda: self._sent(f"card:{wanted['number']}"))
        messages = player.control.get(f"chats/{player.group}/messages")
        (card,) = (one["message"] for one in messages if one["message"]["message_id"] == message_id)
        for part in map(str, wanted.get("text", [])):
            assert part in card["text"], f"{part!r} is missing on the card: {card['text']}"
        for part in wanted.get("not", []):
            assert part not in card["text"], f"{part!r} must not be on the card: {card['text']}"
        if "buttons" in wanted:
            shown = labels(card.get("reply_markup"))
            assert shown == wanted["buttons"], f"buttons: {shown}"

    def _sent(self, handle: str) -> int | None:
        """Give the message in the group that one of the bot's names became last."""
        connection = sqlite3.connect(f"file:{self.player.bot.folder}/data/bot.sqlite3?mode=ro", uri=True, timeout=5)
        try:
            row = connection.execute(_NEWEST, (handle, self.player.group)).fetchone()
        finally:
            connection.close()
        return None if row is None else int(row[0])
