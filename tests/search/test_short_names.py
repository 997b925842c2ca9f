"""Short names of bodies."""

import pytest

from search.short_names import forms_of


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("厦门市数据管理局", "市数据局"),
        ("厦门市工业和信息化局", "市工信局"),
        ("厦门市发展和改革委员会", "市发改委"),
        ("厦门火炬高技术产业开发区管理委员会", "火炬高新区"),
        ("厦门火炬高技术产业开发区管理委员会", "火炬管委会"),
        ("厦门市思明区工业和信息化局", "思明区工信局"),
        ("厦门市思明区工业和信息化局", "区工信局"),
        ("厦门信息集团有限公司", "厦门信息集团"),
        ("中国（福建）自由贸易试验区厦门片区管理委员会", "中国自贸区厦门片区管委会"),
    ],
)
def test_a_body_is_known_by_its_usual_short_names(name: str, form: str) -> None:
    assert form in forms_of(name)


def test_a_given_short_name_comes_first_in_normal_form() -> None:
    assert forms_of("厦门市數據管理局", "市數據局")[0] == "市数据局"


@pytest.mark.parametrize("name", ["", "局", "厦门大学", "厦门港", "政府"])
def test_a_name_without_parts_has_no_short_one(name: str) -> None:
    assert forms_of(name) == ()
