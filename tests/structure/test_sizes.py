"""The size limits of the house style, and that the checker sees what breaks them."""

from tests.structure.sizes import ROOT, python_files, violations


def test_every_module_keeps_the_size_limits():
    found = [
        f"{path.relative_to(ROOT)}:{violation}"
        for path in python_files()
        for violation in violations(path.read_text(), is_test=path.is_relative_to(ROOT / "tests"))
    ]
    assert not found, "\n".join(found)


def test_long_module_is_reported():
    assert list(violations("a = 1\n" * 401)) == ["1: 401 lines, at most 400"]


def test_long_function_is_reported():
    source = "def long():\n" + "    a = 1\n" * 50
    assert list(violations(source)) == ["1: long has 51 lines, at most 50"]


def test_third_positional_parameter_is_reported_but_not_of_views_methods_and_tags():
    assert list(violations("def f(a, b, c): ...")) == [
        "1: f takes 3 parameters by position, keyword-only beyond 2"
    ]
    assert list(violations("def f(a, b, *, c): ...")) == []
    assert list(violations("def view(request, number, slug): ...")) == []
    assert list(violations("class A(B):\n    def f(self, a, b, c): ...")) == []
    assert list(violations("class A:\n    def f(self, a, b, c): ...")) != []
    assert list(violations("@register.simple_tag\ndef f(a, b, c): ...")) == []


def test_seventh_parameter_is_reported():
    assert list(violations("def f(*, a, b, c, d, e, f, g): ...")) == [
        "1: f takes 7 parameters, at most 6"
    ]
