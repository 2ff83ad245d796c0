"""The staff group of a story: pairing it, speaking in it, and how its cards look.

- desk: {coordinator: Ania, people: [Jan]} a staff group is paired, its people may work
- enquiry: {text: …, owner: Jan}           the citizen (`by`) has sent this question (`unsigned: true`), Jan has it;
                                           what the bot said meanwhile is taken as told
- staff: tekst                             said in the staff group by the coordinator
- staff: {by: Jan, text: …, reply: tekst}  in reply to the newest message there that holds this text
- comes: Ola                               into the staff group; `leaves: Ola` out of it
- told: {to: Jan, text: prowadzi}          what Jan read over the chat when he pressed last
- disappears: "card:1"                     somebody deletes what the bot calls so in the group
- topic: {number: 1, closed: true}         the topic of an enquiry is closed, deleted or renamed (name: …)
- migrates: true                           the plain group becomes a supergroup
- unlogged: [Kowalska]                     no word of this has been logged
- mark: 👌                                 the next thing in the staff group is this reaction; {to: citizen, is: 👀}
- card: {number: 1, text: […], buttons: […]}     how the card looks now; its changes are not told one by one;
                                               `of: registration` for the card of a registration,
                                               `of: roster` for the newest list of a session
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.player import Player, labels
from tests.running import PATIENCE_S, eventually

# Whoever pairs the group; no part of the story.
OPERATOR = "Operator"
# A name that is one of many ends with the event that made it.
_NEWEST = """
    SELECT message_id FROM sent_messages WHERE chat_id = :chat_id
    AND (handle IN (:handle, :emptied) OR handle LIKE :copies OR handle LIKE :emptied_copies)
    ORDER BY sent_at DESC, message_id DESC
"""


@dataclass
class DeskPlayer:
    """What a story does in the staff group."""

    player: Player
    coordinator: str = ""

    def join(self) -> None:
        """Let the player's stories use the staff group."""
        self.player.more_acts = {
            "desk": self._open,
            "enquiry": self._enquiry,
            "staff": self._says,
            "card": self._card,
            "comes": lambda name: self._set_member(name, "member"),
            "leaves": lambda name: self._set_member(name, "left"),
            "told": self._told,
            "unlogged": self._unlogged,
            "disappears": self._delete,
            "topic": self._change_topic,
            "migrates": lambda _: self._migrate(),
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

    def _enquiry(self, fields: Mapping[str, Any]) -> None:
        """Let a citizen send a question, and somebody take it: all that this makes the bot say is taken as told."""
        player, name = self.player, fields.get("by", "citizen")
        for said in ("/czlowiek", fields["text"], "bez podpisu" if fields.get("unsigned") else "wyślij"):
            player.send(name, text=said)
            player.take_as_told()
        if "owner" in fields:
            owner = player.person(fields["owner"])
            player.control.post("presses", **{"from": owner}, chat=player.group, label="Biorę")
            player.take_as_told()

    def _told(self, wanted: Mapping[str, Any]) -> None:
        """See what somebody read over the chat when they pressed last."""
        player, name = self.player, wanted["to"]
        answered = player.control.get("wait", answer=player.pressed[name], timeout=PATIENCE_S)
        said = answered["answers"][0]["text"] or ""
        assert wanted["text"] in said, f"{wanted['text']!r} is missing in: {said!r}"

    def _unlogged(self, words: Sequence[str]) -> None:
        """See that the bot's log says something, and none of these words."""
        logged = self.player.bot.errors()
        assert logged
        for one in words:
            assert one not in logged, f"{one!r} is in the log"

    def _delete(self, handle: str) -> None:
        """Let a message of the bot in the group be deleted."""
        self.player.control.post("deletions", chat=self.player.group, message_id=self._sent(handle))

    def _change_topic(self, fields: Mapping[str, Any]) -> None:
        """Let the topic of an enquiry be renamed, closed or deleted."""
        changes = {key: value for key, value in fields.items() if key != "number"}
        thread = self._sent(f"topic:{fields['number']}")
        self.player.control.post(f"chats/{self.player.group}/topics/{thread}", **changes)

    def _migrate(self) -> None:
        """Let the plain group become a supergroup."""
        player = self.player
        assert player.group is not None
        player.untold_chats.add(player.group)
        player.group = player.control.post(f"chats/{player.group}/migrate")["chat"]["id"]

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
        message_id = eventually(lambda: self._sent(f"{wanted.get('of', 'card')}:{wanted['number']}"))
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
        copies = f"{handle}:u%"
        names = {
            "handle": handle,
            "copies": copies,
            "emptied": f"emptied:{handle}",
            "emptied_copies": f"emptied:{copies}",
        }
        found = self.player.bot.look_up(_NEWEST, **names, chat_id=self.player.group)
        return None if found is None else int(found)
