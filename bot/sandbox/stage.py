"""All that is added where the server looks after a bot: its process, the knowledge base it reads, the example data."""

from dataclasses import dataclass, field

from bot.sandbox.knowledge_files import KnowledgeFiles
from bot.sandbox.supervising import Supervisor
from bot.sandbox.wire import JsonObject


@dataclass(slots=True)
class Stage:
    """What the page shows beside the chats."""

    supervisor: Supervisor
    files: KnowledgeFiles
    # The example people, group and sessions, as docs/sandbox.md describes them.
    cast: JsonObject = field(default_factory=dict)
