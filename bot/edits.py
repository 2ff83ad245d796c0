"""What becomes of an edit of the knowledge base while the bot runs: it is taken, or refused and told to operators."""

from dataclasses import dataclass

import structlog

from bot.domain.texts import text
from bot.intake import Intake
from bot.knowledge.faults import Severity
from bot.knowledge.loading import Loaded, Refused
from bot.store.database import StoreError

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Edits:
    """Tells what became of an edit of the knowledge base."""

    intake: Intake

    async def accepted(self, loaded: Loaded) -> None:
        """Let the sessions of a base that is in use now be compared with what is confirmed."""
        log.info("knowledge.accepted", entries=len(loaded.knowledge.entries))
        try:
            await self.intake.file_sessions(loaded.knowledge.sessions)
        except StoreError as error:
            log.error("sessions.store_down", error=str(error))

    async def refused(self, refused: Refused) -> None:
        """Tell of a base with faults, which is not used; warnings refuse nothing."""
        faults = [str(fault) for fault in refused.faults if fault.severity is Severity.ERROR]
        log.error("knowledge.refused", faults=faults)
        try:
            await self.intake.notify(text("notice.knowledge_refused", count=len(faults), first=faults[0]))
        except StoreError as error:
            log.error("notice.store_down", error=str(error))
