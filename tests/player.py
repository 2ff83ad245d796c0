"""Plays a story: a YAML list of what people do and what the bot then says, through the real application.

    - citizen: gdzie jest biuro w Koninie      somebody writes; `name: text` for any other name makes another person;
                                               a list is typed line by line, at once
    - bot: Wrzosowa                            the next thing the bot says holds this; a list: all of these
    - bot: {text: […], buttons: [Mapa], not: […], edited: true, to: name, pin: true, card: true}
    - press: To nie to                         on the newest message with such a button
    - press: {data: "forged", forged: true}    what the control API of the server can do besides
    - edit: nowy tekst                         the person's last message is changed
    - send: {photo: true}                      anything but text
    - group: tekst                             said in a group by the citizen; `bot: {to: group, …}` answers there
    - clock: 2027-05-04T09:00+02:00 | +3h      the time the bot lives in
    - restart | kill                           the bot is stopped, or killed, and started again
    - fault: {method: sendMessage, kind: 500}  circumstances of the local server
    - update: {…}                              an update by hand

Silence, surplus or another order fails: before each act and at the end everything that the bot said must have been
told in the story.
"""

import re
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from tests.running import PATIENCE_S, Control, RunningBot, eventually

VISIBLE = "sendMessage,editMessageText,sendVenue,sendContact,sendLocation,leaveChat"
# One line that waits longer than this is joined with nothing more; short, so that stories are quick.
JOIN_S = 0.3


@dataclass
class Player:
    """One story on one running bot."""

    bot: RunningBot
    control: Control
    people: dict[str, int] = field(default_factory=dict)
    # Names -> id of the last message that person wrote.
    wrote: dict[str, int] = field(default_factory=dict)
    group: int | None = None
    # Number of the last Bot API call that the story has told.
    told: int = 0

    def play(self, steps: list[Any]) -> None:
        """Play all steps."""
        for number, step in enumerate(steps, start=1):
            try:
                self._step(step)
            except AssertionError as failure:
                raise AssertionError(f"step {number}, {step!r}: {failure}") from failure
        self._nothing_more()

    def _step(self, step: Any) -> None:
        kind, content = (step, "") if isinstance(step, str) else next(iter(step.items()))
        if kind == "bot":
            self._bot_says(content)
            return
        self._nothing_more()
        acts: Mapping[str, Callable[[Any], None]] = {
            "press": self._press,
            "edit": self._edit,
            "send": self._send,
            "group": self._group_says,
            "clock": self._clock,
            "restart": self._restart,
            "kill": self._kill,
            "fault": lambda fields: self.control.post("faults", **fields),
            "down": lambda on: self.control.post("down", on=on),
            "update": lambda update: self.control.post("updates", update=update),
            "raw": lambda raw: self.control.post("updates", raw=raw),
            "duplicate": lambda times: self.control.post("updates/duplicate", times=times),
            "block": lambda blocked: self.control.post("blocks", user=self._person("citizen"), blocked=blocked),
            "operator": self._operator,
        }
        if kind in acts:
            acts[kind](content)
        else:
            self._writes(kind, content)

    def _person(self, name: str) -> int:
        if name not in self.people:
            made = self.control.post("users", id=5000 + len(self.people), first_name=name, started=True)
            self.people[name] = made["id"]
        return self.people[name]

    def _writes(self, name: str, said: str | list[str]) -> None:
        for text in [said] if isinstance(said, str) else said:
            self._write(name, text)

    def _write(self, name: str, text: str) -> None:
        sent = self.control.post("messages", **{"from": self._person(name)}, text=text)
        self.wrote[name] = sent["message"]["message_id"]

    def _send(self, fields: Mapping[str, Any]) -> None:
        self.control.post("messages", **{"from": self._person("citizen")}, **fields)

    def _edit(self, text: str) -> None:
        person = self._person("citizen")
        self.control.post("edits", **{"from": person}, message_id=self.wrote["citizen"], text=text)

    def _press(self, what: str | Mapping[str, Any]) -> None:
        fields = {"label": what} if isinstance(what, str) else dict(what)
        name = fields.pop("by", "citizen")
        self.control.post("presses", **{"from": self._person(name)}, **fields)

    def _group_says(self, text: str) -> None:
        person = self._person("citizen")
        if self.group is None:
            made = self.control.post("groups", title="Grupa", owner=person, members=[person], bot_status="member")
            self.group = made["id"] if "id" in made else made["chat"]["id"]
        username = self.control.get("bots")[0]["user"]["username"]
        self.control.post("messages", **{"from": person}, chat=self.group, text=text.replace("@bot", f"@{username}"))

    def _operator(self, name: str) -> None:
        self._writes(name, f"/operator {self.bot.operator_code()}")

    def _clock(self, moment: str) -> None:
        if str(moment).startswith("+"):
            number, unit = re.fullmatch(r"\+(\d+)([hmd])", moment).groups()  # type: ignore[union-attr]
            step = timedelta(**{{"h": "hours", "m": "minutes", "d": "days"}[unit]: int(number)})
            now = datetime.fromisoformat(self.bot.clock_file.read_text(encoding="utf-8"))
            moment = (now + step).isoformat()
        self.bot.clock_file.write_text(str(moment), encoding="utf-8")

    def _restart(self, _: str) -> None:
        self._again(self.bot.stop)

    def _kill(self, _: str) -> None:
        self._again(self.bot.kill)

    def _again(self, end: Callable[[], None]) -> None:
        end()
        self.bot.clock = self.bot.clock_file.read_text(encoding="utf-8")
        self.bot.start()

    def _bot_says(self, wanted: Any) -> None:
        expected = wanted if isinstance(wanted, dict) else {"text": wanted}
        found = self.control.get("wait", calls=1, since=self.told, method=VISIBLE, code=200, timeout=PATIENCE_S)
        assert found["ok"], f"the bot stayed silent\n{self.bot.errors()[-2000:]}"
        call = found["calls"][0]
        self.told = call["n"]
        _compare(call, expected, self._chat(expected.get("to", "citizen")))

    def _chat(self, name: str) -> int | None:
        return self.group if name == "group" else self._person(name)

    def _nothing_more(self) -> None:
        """Wait until the bot has nothing left to do, and see that it said nothing untold."""
        eventually(self._is_done)
        surplus = self.control.get("log", since=self.told, method=VISIBLE, code=200)["calls"]
        assert not surplus, f"the bot also said: {[_shown(call) for call in surplus]}"

    def _is_done(self) -> bool:
        return self.control.get("pending")["pending"] == 0 and self._store_is_quiet()

    def _store_is_quiet(self) -> bool:
        store = self.bot.folder / "data" / "bot.sqlite3"
        connection = sqlite3.connect(f"file:{store}?mode=ro", uri=True, timeout=5)
        try:
            waiting = connection.execute("SELECT count(*) FROM outbox WHERE dead IS NULL").fetchone()[0]
            lines = connection.execute("SELECT count(*) FROM due WHERE kind = 'lines'").fetchone()[0]
        finally:
            connection.close()
        return bool(waiting == 0 and lines == 0)


def _compare(call: Mapping[str, Any], expected: Mapping[str, Any], chat: int | None) -> None:
    said = _shown(call)
    assert call["chat"] == chat, f"said to {call['chat']}, not {chat}: {said}"
    method = call["method"]
    is_edit = method == "editMessageText"
    wanted_method = "sendVenue" if expected.get("pin") else "sendContact" if expected.get("card") else None
    wanted_method = "leaveChat" if expected.get("leaves") else wanted_method
    assert wanted_method in (None, method), f"{method} instead of {wanted_method}"
    if wanted_method is None:
        assert method in ("sendMessage", "editMessageText"), f"a {method} instead of a text"
        assert is_edit == bool(expected.get("edited")), f"{'edited' if is_edit else 'new'} message: {said}"
    texts = expected.get("text") or []
    for part in map(str, [texts] if isinstance(texts, str) else texts):
        assert part in said, f"{part!r} is missing in: {said}"
    for part in expected.get("not", []):
        assert part not in said, f"{part!r} must not be in: {said}"
    if "buttons" in expected:
        labels = _labels(call)
        missing = [label for label in expected["buttons"] if label not in labels]
        assert not missing, f"buttons {labels} lack {missing}"
        assert expected["buttons"] or not labels, f"there should be no buttons: {labels}"


def _shown(call: Mapping[str, Any]) -> str:
    params = call["params"]
    return str(params.get("text") or params.get("title") or params.get("first_name") or call["method"])


def _labels(call: Mapping[str, Any]) -> list[str]:
    markup = call["params"].get("reply_markup") or {}
    markup = yaml.safe_load(markup) if isinstance(markup, str) else markup
    return [button["text"] for row in markup.get("inline_keyboard", []) for button in row]


def stories(folder: Path) -> list[Path]:
    """Every story of a folder, in order of name."""
    return sorted(folder.glob("*.yaml"))
