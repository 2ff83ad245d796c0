"""PESEL and IBAN are told by their checksums."""

import pytest

from bot.domain.checksums import is_iban, is_pesel


@pytest.mark.parametrize("digits", ["44051401359", "02070803628", "92071314764"])
def test_a_pesel_is_told(digits: str):
    assert is_pesel(digits)


@pytest.mark.parametrize(
    "digits",
    ["44051401358", "44151401351", "00000000000", "44053201350", "4405140135", "440514013590"],
    ids=["checksum", "no such month", "no month", "no such day", "short", "long"],
)
def test_what_only_looks_like_a_pesel_is_none(digits: str):
    assert not is_pesel(digits)


def test_one_wrong_digit_is_always_noticed():
    wrong = [f"4405140135{digit}" for digit in "012345678"]
    assert not any(is_pesel(one) for one in wrong)


@pytest.mark.parametrize(
    "written",
    [
        "PL61109010140000071219812874",
        "PL61 1090 1014 0000 0712 1981 2874",
        "pl61 1090 1014 0000 0712 1981 2874",
        "61 1090 1014 0000 0712 1981 2874",
        "GB82WEST12345698765432",
        "UA213223130000026007233566001",
    ],
)
def test_an_iban_is_told(written: str):
    assert is_iban(written)


@pytest.mark.parametrize(
    "written", ["PL61109010140000071219812875", "611090101400000712198128", "GB82WEST", "", "P\u0141" + "6" * 26]
)
def test_what_only_looks_like_an_iban_is_none(written: str):
    assert not is_iban(written)
