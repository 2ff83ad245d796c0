"""`ask`: what a citizen would read, outside any conversation, and why."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rich.console import Console

from bot.applying import Scene
from bot.domain.conversation import Conversation
from bot.domain.interpreting import Interpretation
from bot.domain.turns import respond
from bot.domain.world import Response
from bot.texts.texts import DEFAULT


@dataclass(frozen=True, slots=True)
class Asked:
    """One question and what came of it."""

    judged: Interpretation
    response: Response
    # Plain, as a citizen reads it.
    text: str
    # Labels of the buttons under it, row by row.
    buttons: list[list[str]]


def ask(text: str, scene: Scene, *, context: str | None = None) -> Asked:
    """Judge one question; `context` is the entry of the answer before it."""
    judged = scene.world.interpreter.interpret(text, context=context)
    response = respond(text, judged, Conversation(previous=context), scene.world)
    language = response.language or DEFAULT
    shown = scene.renderer.plain(response.reply.text, language)
    buttons = [[scene.renderer.plain(one.label, language) for one in row] for row in response.reply.offers]
    return Asked(judged, response, shown, buttons)


def ask_lines(lines: Iterable[str], scene: Scene) -> Iterator[str]:
    """Answer every JSON line (contract, `ask --jsonl`), in order; a bad one gives an error and the rest goes on."""
    return (_line(_answered(line, scene)) for line in lines)


def _line(found: Mapping[str, object]) -> str:
    # Half of a surrogate pair, which an id may hold, cannot be written but as an escape.
    return json.dumps(found, ensure_ascii=False).encode(errors="backslashreplace").decode()


def _answered(line: str, scene: Scene) -> Mapping[str, object]:
    try:
        request = json.loads(line.lstrip("\ufeff"), parse_constant=_refuse)
    except (ValueError, RecursionError):
        return {"id": None, "error": "not JSON"}
    if not isinstance(request, dict):
        return {"id": None, "error": "a JSON object is needed"}
    named = {"id": request.get("id")}
    text, context = request.get("text"), request.get("context")
    if not isinstance(text, str) or not _is_utf8(text):
        return {**named, "error": "text: a string of UTF-8 is needed"}
    if context is not None and (not isinstance(context, str) or context not in scene.world.knowledge.entries):
        return {**named, "error": f"context: there is no entry {context!r}"}
    asked = ask(text, scene, context=context)
    entries = [{"id": one.id, "confidence": round(one.confidence, 4)} for one in asked.judged.candidates]
    return {**named, "outcome": asked.judged.outcome.value, "entries": entries, "text": asked.text}


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def _is_utf8(text: str) -> bool:
    """Tell text from bytes that are no UTF-8, which arrive as halves of surrogate pairs."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def show(asked: Asked, console: Console) -> None:
    """Print an answer as a citizen sees it."""
    console.print(asked.text, markup=False, highlight=False)
    for row in asked.buttons:
        console.print("  ".join(f"[{label}]" for label in row), markup=False, highlight=False)
