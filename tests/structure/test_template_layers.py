"""Templates keep the order of the rooms, and every room has its place in that order."""

from pathlib import Path

from tests.structure.template_layers import ROOT, room_heights, violations


def test_templates_use_only_what_is_below_them():
    found = list(violations())
    assert not found, "\n".join(found)


def test_every_room_has_a_place_in_the_order():
    rooms = {path.parent.name for path in (ROOT / "marketplace").glob("*/__init__.py")}
    assert rooms <= set(room_heights())


def test_use_of_a_higher_room_and_a_missing_template_are_reported(tmp_path: Path):
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    tags = tmp_path / "marketplace" / "portal" / "templatetags"
    tags.mkdir(parents=True)
    (tags / "shiny.py").touch()
    for name, text in {
        "listings/card.html": "{% load i18n shiny %}{% include 'portal/score.html' %}",
        "portal/score.html": "{% include 'listings/card.html' %}{% load glow from shiny %}",
        "components/button.html": "{% include 'components/icon.html' %}",
    }.items():
        path = tmp_path / "templates" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert list(violations(tmp_path)) == [
        "components/button.html includes components/icon.html, which is not there",
        "listings/card.html uses portal/score.html of a higher room",
        "listings/card.html uses shiny of a higher room",
    ]
