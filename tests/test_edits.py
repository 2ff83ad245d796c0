"""What operators hear of an edit that is refused: its errors, not its warnings; and every notice is logged."""

from structlog.testing import capture_logs

from bot.edits import Edits
from bot.knowledge.faults import Code, Place, fault
from bot.knowledge.loading import Refused
from bot.store import operators
from tests.handled import Handled

PLACE = Place("knowledge/talk.yaml", 3, 5)


async def test_a_refused_edit_is_told_by_its_errors(handled: Handled):
    warning = fault(Code.REPEATED_PHRASE, PLACE, value="biuro", entry="office", first=PLACE)
    error = fault(Code.NOT_LIST, PLACE, key="phrases")
    with capture_logs() as logged:
        await Edits(handled.intake).refused(Refused([warning, error]))
    (notice,) = handled.database.read(operators.untold_notices)
    assert notice.text.params == {"count": 1, "first": str(error)}
    assert {"notice": "notice.knowledge_refused", "about_count": 1}.items() <= logged[-1].items()
