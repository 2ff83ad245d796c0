"""Plays a story: a YAML list of what people do and what the bot then says, through the real application.

    - citizen: gdzie jest biuro w Koninie      somebody writes; `name: text` for any other name makes another person;
                                               a list is typed line by line, at once
    - bot: Wrzosowa                            the next thing the bot says to the citizen holds this; a list: all of it
    - bot: {text: […], buttons: [Mapa], not: […], edited: true, to: name, pin: true, card: true, copied: true,
            album: 3, deletes: true, file: true, replaced: true}
    - press: To nie to                         on the newest message with such a button
    - press: {label: Biorę, by: Jan, in: group}   a list: all at once
    - press: {label: Biorę, first: Pytanie nr 1}  on the oldest message that holds this text
    - press: {data: "forged", forged: true}    what the control API of the server can do besides
    - edit: nowy tekst                         the person's last message is changed; {by: Jan, text: …}
    - send: {photo: true}                      anything but text; `by: name`, `in: group`, `reply: …` as for staff
    - group: tekst                             said in a group by the citizen; `bot: {to: group, …}` answers there
    - clock: 2027-05-04T09:00+02:00 | +3h      the time the bot lives in
    - restart | kill                           the bot is stopped, or killed, and started again
    - fault: {method: sendMessage, kind: 500}  circumstances of the local server
    - update: {…}                              an update by hand

A story's `sessions` are the dialogue sessions of its base; what it does with them is in `tests/session_player.py`.
What a staff group adds stands in `tests/desk_player.py`.

Silence, surplus or another order within a chat fails: before each act and at the end everything that the bot said must
have been told in the story.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from tests.running import PATIENCE_S, Control, RunningBot, eventually

VISIBLE = (
    "sendMessage,editMessageText,editMessageCaption,editMessageMedia,sendVenue,sendContact,sendLocation,sendDocument,"
    "sendMediaGroup,copyMessage,deleteMessage,setMessageReaction,leaveChat"
)
# A mark does not wait for what goes to its chat: each of the two is told in its own order.
MARK = "setMessageReaction"
# In the staff group the cards are changed all the time: `card` tells how one looks.
IN_GROUP = VISIBLE.replace("editMessageText,", "")
Told = tuple[int | None, bool]
# One line that waits longer than this is joined with nothing more; short, so that stories are quick.
JOIN_S = 0.3
# What is to be sent.
WAITING = "SELECT count(*) FROM outbox WHERE dead IS NULL"
# Due rows that are carried out as soon as possible, in real time.
AT_ONCE = "SELECT count(*) FROM due WHERE kind IN ('lines', 'album', 'line.settled', 'mailing.settled')"


@dataclass
class Player:
    """One story on one running bot."""

    bot: RunningBot
    control: Control
    people: dict[str, int] = field(default_factory=dict)
    # Names -> id of the last message that person wrote.
    wrote: dict[str, int] = field(default_factory=dict)
    # Names -> id of that person's last press.
    pressed: dict[str, str] = field(default_factory=dict)
    group: int | None = None
    # (chat, whether it is a mark there) -> number of the last Bot API call that the story has told.
    told: dict[Told, int] = field(default_factory=dict)
    # What was told already may come again: the bot was ended while it said it.
    forgives_repetition: bool = False
    said: set[tuple[Told, str, str]] = field(default_factory=set)
    # Chats of which no story tells.
    untold_chats: set[int] = field(default_factory=set)
    # Acts that a staff group adds.
    more_acts: Mapping[str, Callable[[Any], None]] = field(default_factory=dict)

    def play(self, steps: list[Any], *, between: Callable[[], None] | None = None) -> None:
        """Play all steps; `between` is done after each of them but the last, whatever the bot is about."""
        for number, step in enumerate(steps, start=1):
            try:
                self._step(step)
                if between is not None and number < len(steps):
                    between()
            except AssertionError as failure:
                raise AssertionError(f"step {number}, {step!r}: {failure}") from failure
        self._nothing_more()

    def _step(self, step: Any) -> None:
        kind, content = (step, "") if isinstance(step, str) else next(iter(step.items()))
        if kind == "bot":
            self.bot_says(content)
            return
        if kind == "mark":
            self._bot_marks({"is": content} if isinstance(content, str) else content)
            return
        self._nothing_more()
        acts: Mapping[str, Callable[[Any], None]] = {
            "press": self._press,
            "edit": self._edit,
            "send": self._send,
            "group": self._group_says,
            "clock": self._clock,
            "restart": lambda _: self.again(self.bot.stop),
            "kill": lambda _: self.again(self.bot.kill),
            "fault": self._fault,
            "down": lambda on: self.control.post("down", on=on),
            "update": lambda update: self.control.post("updates", update=update),
            "raw": lambda raw: self.control.post("updates", raw=raw),
            "duplicate": lambda times: self.control.post("updates/duplicate", times=times),
            "block": lambda blocked: self.control.post("blocks", user=self.person("citizen"), blocked=blocked),
            "operator": self._operator,
            **self.more_acts,
        }
        if kind in acts:
            acts[kind](content)
        else:
            self._writes(kind, content)

    def person(self, name: str) -> int:
        """Give a person's id; somebody new is made."""
        if name not in self.people:
            made = self.control.post("users", id=5000 + len(self.people), first_name=name, started=True)
            self.people[name] = made["id"]
        return self.people[name]

    def _writes(self, name: str, said: str | list[str]) -> None:
        for text in [said] if isinstance(said, str) else said:
            self.send(name, text=text)

    def send(self, name: str, **fields: Any) -> None:
        """Let somebody say something, in private unless `chat` names another place."""
        sent = self.control.post("messages", **{"from": self.person(name)}, **self._named(fields))
        messages = sent.get("messages") or [sent["message"]]
        self.wrote[name] = messages[0]["message_id"]

    def _send(self, fields: Mapping[str, Any]) -> None:
        name, place = fields.get("by", "citizen"), fields.get("in")
        rest = {key: value for key, value in fields.items() if key not in {"by", "in", "reply"}}
        chat = self.group if place == "group" and self.group is not None else self.person(name)
        if "reply" in fields:
            rest["reply_to"] = self.newest_with(chat, fields["reply"])
        rest["chat"] = chat
        self.send(name, **rest)

    def newest_with(self, chat: int, text: str) -> int:
        """Give the newest message of a chat that holds a text."""
        return self._with(chat, text)[-1]

    def _with(self, chat: int | None, text: str) -> list[int]:
        """Give the messages of a chat that hold a text, in order."""
        messages = self.control.get(f"chats/{chat}/messages")
        found = [one["message"] for one in messages if not one["deleted"] and text in _words(one["message"])]
        assert found, f"no message with {text!r} in {[_words(one['message']) for one in messages]}"
        return [int(one["message_id"]) for one in found]

    def _edit(self, what: str | Mapping[str, Any]) -> None:
        fields: dict[str, Any] = {"text": what} if isinstance(what, str) else dict(what)
        name, place = fields.pop("by", "citizen"), fields.pop("in", None)
        chat = self._chat("group" if place == "group" else name)
        changed = {"chat": chat, "message_id": self.wrote[name], **self._named(fields)}
        self.control.post("edits", **{"from": self.person(name)}, **changed)

    def _press(self, what: str | Mapping[str, Any] | list[Mapping[str, Any]]) -> None:
        for one in what if isinstance(what, list) else [what]:
            fields: dict[str, Any] = {"label": one} if isinstance(one, str) else dict(one)
            name, place = fields.pop("by", "citizen"), fields.pop("in", None)
            fields["chat"] = self.group if place == "group" else self.person(name)
            if "first" in fields:
                fields["message_id"] = self._with(fields["chat"], fields.pop("first"))[0]
            made = self.control.post("presses", **{"from": self.person(name)}, **fields)
            self.pressed[name] = made["callback_query_id"]

    def _group_says(self, text: str) -> None:
        person = self.person("citizen")
        if self.group is None:
            made = self.control.post("groups", title="Grupa", owner=person, members=[person], bot_status="member")
            self.group = made["id"] if "id" in made else made["chat"]["id"]
        self.send("citizen", chat=self.group, text=text)

    def _named(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Give the fields of a message with the bot's own name where they say @bot."""
        if not any("@bot" in str(fields.get(name, "")) for name in ("text", "caption")):
            return dict(fields)
        username = self.control.get("bots")[0]["user"]["username"]
        return {
            key: said.replace("@bot", f"@{username}") if isinstance(said, str) else said for key, said in fields.items()
        }

    def _fault(self, fields: Mapping[str, Any]) -> None:
        chat = {"chat": self._chat(fields["chat"])} if "chat" in fields else {}
        self.control.post("faults", **{**fields, **chat})

    def _operator(self, name: str) -> None:
        self._writes(name, f"/operator {self.bot.operator_code()}")

    def _clock(self, moment: str) -> None:
        if str(moment).startswith("+"):
            number, unit = re.fullmatch(r"\+(\d+)([hmd])", moment).groups()  # type: ignore[union-attr]
            step = timedelta(**{{"h": "hours", "m": "minutes", "d": "days"}[unit]: int(number)})
            now = datetime.fromisoformat(self.bot.clock_file.read_text(encoding="utf-8"))
            moment = (now + step).isoformat()
        self.bot.clock_file.write_text(str(moment), encoding="utf-8")

    def again(self, end: Callable[[], None]) -> None:
        """End the bot and start it."""
        end()
        self.bot.clock = self.bot.clock_file.read_text(encoding="utf-8")
        self.bot.start()

    def bot_says(self, wanted: Any) -> None:
        """See that the next thing that the bot says in a chat is what is wanted."""
        expected = wanted if isinstance(wanted, dict) else {"text": wanted}
        _compare(self._next_call(expected.get("to", "citizen")), expected)

    def _bot_marks(self, wanted: Mapping[str, str]) -> None:
        call = self._next_call(wanted.get("to", "group"), is_mark=True)
        assert wanted["is"] in str(call["params"]["reaction"]), f"another mark: {call['params']['reaction']}"

    def _next_call(self, name: str, *, is_mark: bool = False) -> Mapping[str, Any]:
        chat = self._chat(name)
        words = (IN_GROUP if chat == self.group else VISIBLE).replace(f"{MARK},", "")
        method, since = MARK if is_mark else words, self.told.get((chat, is_mark), 0)
        found = self.control.get("wait", calls=1, since=since, chat=chat, method=method, code=200, timeout=PATIENCE_S)
        assert found["ok"], f"the bot stayed silent to {name}\n{self.bot.errors()[-2000:]}"
        call: Mapping[str, Any] = found["calls"][0]
        self.told[chat, is_mark] = call["n"]
        if self._is_repetition(call):
            return self._next_call(name, is_mark=is_mark)
        self.said.add(_words_of(call))
        return call

    def _is_repetition(self, call: Mapping[str, Any]) -> bool:
        return self.forgives_repetition and _words_of(call) in self.said

    def _chat(self, name: str) -> int | None:
        return self.group if name == "group" else self.person(name)

    def _nothing_more(self) -> None:
        """Wait until the bot has nothing left to do, and see that it said nothing untold."""
        surplus = self.untold()
        assert not surplus, f"the bot also said: {[(call['chat'], _shown(call)) for call in surplus]}"

    def untold(self) -> list[Mapping[str, Any]]:
        """Wait until the bot has nothing left to do, and give what it said that the story has not told."""
        eventually(self.is_done)
        calls = self.control.get("log", since=min(self.told.values(), default=0), method=VISIBLE, code=200)["calls"]
        return [call for call in calls if call["n"] > self.told.get(_told_with(call), 0) and self._is_told(call)]

    def _is_told(self, call: Mapping[str, Any]) -> bool:
        if call["chat"] in self.untold_chats or self._is_repetition(call):
            return False
        return call["chat"] != self.group or call["method"] in IN_GROUP.split(",")

    def take_as_told(self) -> None:
        """Take all that the bot has said so far as told."""
        for call in self.untold():
            self.told[_told_with(call)] = call["n"]

    def is_done(self) -> bool:
        """Tell whether the bot has nothing left to do."""
        return self.control.get("pending")["pending"] == 0 and self._store_is_quiet()

    def _store_is_quiet(self) -> bool:
        return bool(self.bot.look_up(WAITING) == 0 and self.bot.look_up(AT_ONCE) == 0)


# What an expectation names -> the Bot API method that carries it out.
_METHODS = {
    "pin": "sendVenue",
    "card": "sendContact",
    "leaves": "leaveChat",
    "copied": "copyMessage",
    "album": "sendMediaGroup",
    "deletes": "deleteMessage",
    "file": "sendDocument",
    "recaptioned": "editMessageCaption",
    "replaced": "editMessageMedia",
}


def _compare(call: Mapping[str, Any], expected: Mapping[str, Any]) -> None:
    said, method = _shown(call), call["method"]
    wanted = next((known for name, known in _METHODS.items() if expected.get(name)), None)
    if wanted is None:
        wanted = "editMessageText" if expected.get("edited") else "sendMessage"
    assert method == wanted, f"{method} instead of {wanted}: {said}"
    texts = expected.get("text") or []
    for part in map(str, [texts] if isinstance(texts, str) else texts):
        assert part in said, f"{part!r} is missing in: {said}"
    for part in expected.get("not", []):
        assert part not in said, f"{part!r} must not be in: {said}"
    if "album" in expected:
        assert len(yaml.safe_load(str(call["params"]["media"]))) == expected["album"]
    if "silent" in expected:
        assert bool(call["params"].get("disable_notification")) == expected["silent"], f"sound: {said}"
    if "buttons" in expected:
        shown = labels(call["params"].get("reply_markup"))
        missing = [label for label in expected["buttons"] if label not in shown]
        assert not missing, f"buttons {shown} lack {missing}"
        assert expected["buttons"] or not shown, f"there should be no buttons: {shown}"


def _told_with(call: Mapping[str, Any]) -> Told:
    return call["chat"], call["method"] == MARK


def _words_of(call: Mapping[str, Any]) -> tuple[Told, str, str]:
    return _told_with(call), call["method"], str(call["params"])


def _shown(call: Mapping[str, Any]) -> str:
    params = call["params"]
    named = ("text", "caption", "media", "title", "first_name", "reaction")
    return str(next((params[name] for name in named if params.get(name)), call["method"]))


def _words(message: Mapping[str, Any]) -> str:
    return str(message.get("text") or message.get("caption") or "")


def labels(markup: Any) -> list[str]:
    """Give the labels of an inline keyboard, in order."""
    markup = yaml.safe_load(markup) if isinstance(markup, str) else markup or {}
    return [button["text"] for row in markup.get("inline_keyboard", []) for button in row]


def stories(folder: Path) -> list[Path]:
    """Every story of a folder, in order of name."""
    return sorted(folder.glob("*.yaml"))
