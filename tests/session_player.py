"""What a story does with dialogue sessions: changes of the file, and organisations that register."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from tests.player import Player
from tests.running import eventually


@dataclass
class SessionPlayer:
    """Acts about sessions.

    - file: {gniezno_12: {place: Ratusz}}      sessions.yaml is edited; `gniezno_12:` with nothing deletes the session
    - registers: {by: Ewa, people: 2}          somebody fills in the form for the story's first session and sends it
    - fills_in: {by: Ewa, people: 2}           the same, but it is not sent yet
    - wishes: {by: Ola, county: Gniezno}       somebody wants to hear of sessions in a county
    - comes_by_link: {by: Ola, from: citizen}  somebody sends the newest one-time link that another person was given
    """

    player: Player

    def join(self) -> None:
        """Let the player's stories use these acts."""
        acts: dict[str, Any] = {"file": self._file, "registers": self._registers, "wishes": self._wishes}
        acts |= {"fills_in": self._fills_in, "comes_by_link": self._comes_by_link}
        self.player.more_acts = {**self.player.more_acts, **acts}

    def _file(self, changes: Mapping[str, Any]) -> None:
        file = self.player.bot.knowledge_dir / "sessions.yaml"
        known = {one["id"]: one for one in yaml.safe_load(file.read_text(encoding="utf-8"))}
        for name, fields in changes.items():
            if fields is None:
                del known[name]
            else:
                known[name] = {**known.get(name, {"id": name}), **fields}
        file.write_text(yaml.safe_dump(list(known.values()), allow_unicode=True), encoding="utf-8")

    def _registers(self, fields: Mapping[str, Any]) -> None:
        self._fills_in(fields)
        self._presses("Wysyłam zgłoszenie", fields["by"])
        if fields.get("waits"):
            self._presses("Na listę oczekujących", fields["by"])

    def _fills_in(self, fields: Mapping[str, Any]) -> None:
        player, name = self.player, fields["by"]
        file = yaml.safe_load((player.bot.knowledge_dir / "sessions.yaml").read_text(encoding="utf-8"))
        answers = (
            *(fields.get("organisation", f"Organizacja {name}"), fields.get("kind", "fundacja")),
            *(fields.get("county", "Gniezno"), str(fields.get("people", 1)), f"{name} Przykład", "osoba@example.com"),
            *(fields.get("problem", "pomiń"), "pomiń"),
        )
        player.send(name, text=f"/start s_{fields.get('session', file[0]['id'])}")
        player.take_as_told()
        self._presses("Zgłaszam organizację", name)
        for answer in answers:
            player.send(name, text=answer)
            player.take_as_told()

    def _presses(self, label: str, name: str) -> None:
        self.player.control.post("presses", **{"from": self.player.person(name)}, label=label)
        self.player.take_as_told()

    def _wishes(self, fields: Mapping[str, Any]) -> None:
        self.player.send(fields["by"], text=f"/sesje {fields['county']}")
        self.player.take_as_told()
        self._presses("Powiadom mnie o sesjach w powiecie", fields["by"])
        self._presses("Bez tematu", fields["by"])

    def _comes_by_link(self, fields: Mapping[str, Any]) -> None:
        player = self.player
        eventually(player.is_done)
        said = player.control.get(f"chats/{player.person(fields['from'])}/messages")
        links = [re.search(r"/start k_\S+", one["message"].get("text", "")) for one in said if one["from_bot"]]
        player.send(fields["by"], text=[match[0] for match in links if match][-1])
