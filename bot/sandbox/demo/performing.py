"""What the example people do at the start, as real ones would: by writing to the bot and pressing its buttons.

Who and what stands in `cast.yaml`.
"""

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NotRequired, TypedDict, TypeVar

import yaml

from bot.sandbox.control import grouping, people, writing
from bot.sandbox.control.body import Body, ControlError
from bot.sandbox.stage import Stage
from bot.sandbox.state import Stored
from bot.sandbox.wire import JsonObject
from bot.sandbox.world import World

T = TypeVar("T")

# Seconds that the bot may take for one step.
STEP_S = 60.0


class PersonInCast(TypedDict):
    """Somebody who takes part."""

    id: int
    role: str
    name: str
    language: str


# One thing that somebody does; "in" is a word of Python.
Step = TypedDict(
    "Step",
    {
        "by": int,
        "in": NotRequired[str],
        "says": NotRequired[Sequence[str]],
        "presses": NotRequired[str],
        "hears": NotRequired[str],
    },
)


class Cast(TypedDict):
    """The content of `cast.yaml`."""

    people: Sequence[PersonInCast]
    group: JsonObject
    sessions: Sequence[JsonObject]
    pairing: Sequence[Step]
    registrations: Sequence[Step]


class NotHeard(Exception):
    """The bot did not do in time what the next step needs."""


def read_cast() -> Cast:
    """Give the cast."""
    cast: Cast = yaml.safe_load(Path(__file__).with_name("cast.yaml").read_text(encoding="utf-8"))
    return cast


@dataclass(slots=True)
class Performance:
    """One run of the cast."""

    world: World
    stage: Stage
    cast: Cast
    _group: int = 0
    # What was heard, by its name.
    _known: dict[str, str] = field(default_factory=dict)

    def enter(self) -> None:
        """Let the people and their group be there."""
        for person in self.cast["people"]:
            fields = {"id": person["id"], "first_name": person["name"], "language_code": person["language"]}
            people.create_user(self._body(fields))
        self._group = int(grouping.create_group(self._body(self.cast["group"]))["chat"]["id"])
        self.stage.cast = {
            "state": "setting_up",
            "people": list(self.cast["people"]),
            "group": self._group,
            "sessions": list(self.cast["sessions"]),
        }

    async def play(self) -> None:
        """Pair the group and register the organisations, as soon as the bot polls; say in the stage how far it is."""
        try:
            code = await self._until(lambda: self.stage.supervisor.operator_code, patience_s=None)
            self._known["operator_code"] = code
            for step in self.cast["pairing"]:
                await self._take(step)
            self._say(state="ready")
            for step in self.cast["registrations"]:
                await self._take(step)
        except (ControlError, NotHeard) as error:
            self._say(state="failed", error=str(error))

    def _say(self, **fields: str) -> None:
        self.stage.cast |= fields
        self.world.log.changed.send()

    async def _take(self, step: Step) -> None:
        chat = self._group if step.get("in") == "group" else step["by"]
        heard_before = [self._shown(stored) for stored in self._bot_messages(chat)]
        for said in step.get("says", ()):
            text = said.format_map(self._known)
            writing.write(self._body({"from": step["by"], "chat": chat, "text": text}))
        if "presses" in step:
            await self._until(lambda: self._press(step["by"], chat, step["presses"]))
        if "hears" in step:
            pattern = re.compile(step["hears"])
            self._known |= await self._until(lambda: self._heard(pattern, chat, heard_before))

    def _press(self, by: int, chat: int, data: str) -> bool:
        """Press the newest button with such data; False while there is none."""
        try:
            writing.press(self._body({"from": by, "chat": chat, "data": data}))
        except ControlError:
            return False
        return True

    def _heard(self, pattern: "re.Pattern[str]", chat: int, before: Sequence[str]) -> dict[str, str] | None:
        """Give the named parts of what the bot said anew; None while it has said nothing like it."""
        said = [text for stored in self._bot_messages(chat) if (text := self._shown(stored)) not in before]
        found = next((match for text in said if (match := pattern.search(text))), None)
        return None if found is None else {"heard": found[0], **found.groupdict()}

    def _bot_messages(self, chat: int) -> Sequence[Stored]:
        return [stored for stored in self._body({}).chat("chat", chat).messages.values() if stored.sender is not None]

    @staticmethod
    def _shown(stored: Stored) -> str:
        return str(stored.message.get("text", ""))

    async def _until(self, look: Callable[[], T | None], *, patience_s: float | None = STEP_S) -> T:
        """Look again after every change until there is something. Raises `NotHeard`."""
        deadline = None if patience_s is None else time.monotonic() + patience_s
        while not (found := look()):
            if self.world.is_closing or (deadline is not None and time.monotonic() > deadline):
                raise NotHeard("the bot did not answer the example people in time")
            await self.world.log.changed.wait(1.0)
        return found

    def _body(self, values: JsonObject) -> Body:
        return Body(self.world, dict(values))
