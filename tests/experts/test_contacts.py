from __future__ import annotations

import pytest

from marketplace.experts import contacts


@pytest.mark.parametrize(
    "text",
    [
        "13800138000",
        "+86 138 0013 8000",
        "0086-138-0013-8000",
        "８６１３８００１３８０００",
        "138-0013-8000 转 12",
    ],
)
def test_a_mobile_number_is_one_however_it_is_written(text: str):
    assert contacts.phone(text) == "13800138000"


@pytest.mark.parametrize("text", ["0592-2345678", "(0592) 2345678", "+86 592 2345678"])
def test_a_landline_is_one_with_and_without_its_zero(text: str):
    assert contacts.phone(text) == "5922345678"


@pytest.mark.parametrize("text", ["", "110", "无", "+"])
def test_what_is_no_number_equals_nothing(text: str):
    assert contacts.phone(text) == ""


@pytest.mark.parametrize(
    "text", ["Li@Example.test", " li@example.test", "li+bid@EXAMPLE.test", "ｌｉ@example.test"]
)
def test_an_address_is_one_however_it_is_written(text: str):
    assert contacts.email(text) == "li@example.test"


@pytest.mark.parametrize("text", ["", "li", "@example.test", "li@", "+x@example.test"])
def test_what_is_no_address_equals_nothing(text: str):
    assert contacts.email(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "福建省厦门市思明区软件园二期 8 号楼",
        "厦门思明区软件园二期８号楼",
        "中国福建省厦门市，思明区，软件园二期8号楼",
    ],
)
def test_a_building_is_one_however_it_is_written(text: str):
    assert contacts.place(text) == "思明区软件园二期8号楼"


@pytest.mark.parametrize("text", ["厦门市", "福建省厦门市思明区", "软件园二期"])
def test_a_place_without_a_number_equals_nothing(text: str):
    assert contacts.place(text) == ""
