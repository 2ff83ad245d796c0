"""Which county a question names."""

import pytest

from bot.domain.counties import named_in
from bot.knowledge.loading import Loaded


@pytest.mark.parametrize(
    ("question", "county"),
    [
        ("jesteśmy z Gniezna", "gnieznienski"),
        ("w powiecie gnieźnieńskim", "gnieznienski"),
        ("gmina Kłecko prosi o pomoc", "gnieznienski"),
        ("w klecku", "gnieznienski"),
        ("spółdzielnia we Wrześni", "wrzesinski"),
        ("WRZEŚNIA", "wrzesinski"),
        ("chcemy dotację na dach", None),
        ("Gniezno czy Września", None),
        ("", None),
        ("🙂", None),
    ],
)
def test_a_county_is_told_by_its_names(question: str, county: str | None, base: Loaded):
    assert named_in(question, base.knowledge) == county
