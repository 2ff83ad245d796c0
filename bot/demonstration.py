"""`sandbox`: a local Bot API server with a page, which starts the bot and looks after it."""

import os
import sys
from pathlib import Path
from typing import NoReturn

from bot import config as configuration


def serve(config: Path, *, port: int, knowledge: Path | None) -> NoReturn:
    """Become that server, which ends with Ctrl+C. Raises `BadConfig`.

    The bot reads a copy of the configured knowledge base, made anew, or else `knowledge`, where it stands.
    """
    settings = configuration.load(config, {})
    folder = settings.data_dir / "sandbox"
    base = knowledge.absolute() if knowledge is not None else folder / "knowledge"
    copied = [] if knowledge is not None else ["--copy-of", str(settings.knowledge_dir)]
    server = ["-m", "bot.sandbox", "--port", str(port), "--folder", str(folder), "--knowledge", str(base), *copied]
    bot = [sys.executable, "-m", "bot", "run", "--demo", "--knowledge", str(base), "--config", str(config.absolute())]
    os.execv(sys.executable, [sys.executable, *server, "--", *bot])  # noqa: S606 - our own module
