"""The files of the knowledge base that the bot on trial reads: listed, read, written, put back, and no others."""

from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from bot.sandbox.wire import JsonObject

# Bytes of a file: as many as the bot reads.
LARGEST_FILE = 1_000_000
_ENDINGS = (".yaml", ".yml")


class NoSuchFile(Exception):
    """Not a file of the base; the message names it."""


@dataclass(slots=True)
class KnowledgeFiles:
    """The YAML files below a folder."""

    folder: Path
    # A copy that nobody else uses; else somebody's own base.
    is_copy: bool
    # Path below the folder -> what stood there when the sandbox started.
    first: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.folder = self.folder.resolve()
        self.first = {path: self._file(path).read_bytes() for path in self.paths()}

    def paths(self) -> list[str]:
        """Give the paths below the folder, sorted."""
        found = (path for path in self.folder.rglob("*") if path.suffix in _ENDINGS and path.is_file())
        return sorted(path.relative_to(self.folder).as_posix() for path in found)

    def listed(self) -> list[JsonObject]:
        """Give every file with its size in bytes."""
        return [
            {"path": path, "size": self._file(path).stat().st_size, "changed": self.has_changed(path)}
            for path in self.paths()
        ]

    def read(self, path: str) -> str:
        """Give the text of a file. Raises `NoSuchFile`."""
        return self._file(path).read_text(encoding="utf-8", errors="replace")

    def write(self, path: str, text: str) -> None:
        """Replace the text of a file that is there, in one step. Raises `NoSuchFile`."""
        self._replace(self._file(path), text.encode("utf-8", "replace"))

    def put_back(self, path: str) -> None:
        """Let a file be as it was when the sandbox started. Raises `NoSuchFile`."""
        if path not in self.first:
            raise NoSuchFile(path)
        self._replace(self.folder / path, self.first[path])

    def has_changed(self, path: str) -> bool:
        """Say whether a file is another than when the sandbox started. Raises `NoSuchFile`."""
        return self._file(path).read_bytes() != self.first.get(path)

    def _file(self, path: str) -> Path:
        """Give a file of the base, by a plain path below its folder, symbolic links followed."""
        parts = PurePosixPath(path)
        file = (self.folder / parts).resolve()
        is_ours = file.is_relative_to(self.folder) and ".." not in parts.parts and parts.suffix in _ENDINGS
        if not is_ours or not file.is_file():
            raise NoSuchFile(path)
        return file

    @staticmethod
    def _replace(file: Path, content: bytes) -> None:
        """Write beside the file and rename, so that the bot never reads half of it."""
        beside = file.with_name(f".{file.name}.new")
        beside.write_bytes(content)
        beside.replace(file)
