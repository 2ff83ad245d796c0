"""Numbers that say by a checksum what they are: PESEL and IBAN."""

import re
from collections.abc import Sequence
from datetime import date

_PESEL_WEIGHTS = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)
# Century of birth by the month's tens, halved; the month itself is what is left (PESEL: 20 is added for 20xx). Nobody
# who lives was born in another; a telephone number with its 48 would seem to be.
_CENTURIES = (1900, 2000)


def is_pesel(digits: str) -> bool:
    """Tell a PESEL: eleven digits, a date of birth that exists, the right checksum (Dz.U. 2010 nr 217 poz. 1427)."""
    if len(digits) != len(_PESEL_WEIGHTS):
        return False
    numbers = [int(digit) for digit in digits]
    total = sum(weight * number for weight, number in zip(_PESEL_WEIGHTS, numbers, strict=True))
    return total % 10 == 0 and _is_birth(numbers)


def _is_birth(numbers: Sequence[int]) -> bool:
    century, month = divmod(numbers[2] * 10 + numbers[3], 20)
    if century >= len(_CENTURIES):
        return False
    try:
        date(_CENTURIES[century] + numbers[0] * 10 + numbers[1], month, numbers[4] * 10 + numbers[5])
    except ValueError:
        return False
    return True


# Characters of an IBAN in the countries that have it (ISO 13616); of a Polish account number without "PL".
_SHORTEST_IBAN, _LONGEST_IBAN = 15, 34
_POLISH_ACCOUNT = 26


def is_iban(written: str) -> bool:
    """Tell an IBAN, a Polish one also without its "PL", by its checksum (ISO 7064, mod 97-10), grouped anyhow."""
    compact = re.sub(r"[\s.\-–/]", "", written).upper()
    if compact.isdigit() and len(compact) == _POLISH_ACCOUNT:
        compact = f"PL{compact}"
    if not (_SHORTEST_IBAN <= len(compact) <= _LONGEST_IBAN and compact[:2].isalpha() and compact[2:4].isdigit()):
        return False
    turned = compact[4:] + compact[:4]
    return turned.isascii() and turned.isalnum() and int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1
