"""How a name is brought to one form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.organisations.names import normal_name


@pytest.mark.parametrize(
    ("typed", "usual"),
    [
        ("厦门市(集团)有限公司", "厦门市（集团）有限公司"),
        (" 厦门  鹭潮水科技 有限公司 ", "厦门鹭潮水科技有限公司"),
        ("Ａｃｍｅ  Water   Ltd", "Acme Water Ltd"),
        ("ABB 厦门", "ABB厦门"),
        ("", ""),
        (" \u3000\n", ""),
        ("厦门🚀科技", "厦门🚀科技"),
    ],
)
def test_a_name_has_one_usual_form(typed, usual):
    assert normal_name(typed) == usual


@given(st.text(max_size=80))
def test_the_usual_form_is_its_own_usual_form(text):
    assert normal_name(normal_name(text)) == normal_name(text)
