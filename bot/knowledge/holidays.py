"""Public holidays of Poland, from the `holidays` library."""

from collections.abc import Mapping
from datetime import date
from functools import cache

import holidays

# Wide enough that neither a clock nor a yearly chore is needed.
YEARS = range(2016, 2061)


@cache
def public_holidays() -> Mapping[date, str]:
    """Day -> name in Polish, for `YEARS`; 14 a year from 2025 on, when 24 December became one."""
    found = holidays.country_holidays("PL", years=YEARS, language="pl")
    # Names are shown in brackets and may have none of their own, such as which day of a feast it is.
    return {day: name.partition(" (")[0] for day, name in sorted(found.items())}
