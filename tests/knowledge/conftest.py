"""What tests of the knowledge base share."""

from pathlib import Path

import pytest

from tests.knowledge.editing import copy_base


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A small complete base of one's own."""
    return copy_base(tmp_path)
