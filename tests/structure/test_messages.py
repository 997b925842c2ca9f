"""Every message has its Chinese text, and the checker sees those that have not."""

import shutil
from pathlib import Path

import pytest
from babel.messages import Catalog

from tests.structure.messages import LANGUAGE, extracted, gaps, translated

needs_gettext = pytest.mark.skipif(
    shutil.which("xgettext") is None, reason="no gettext: apt-get install gettext"
)


@needs_gettext
def test_every_message_is_translated(tmp_path: Path):
    found = list(gaps(extracted(tmp_path), translated()))
    assert not found, "\n".join(found)


@needs_gettext
def test_messages_of_python_and_templates_are_found(tmp_path: Path):
    source = tmp_path / "source"
    (source / "templates").mkdir(parents=True)
    (source / "search").mkdir()
    (source / "templates" / "a.html").write_text("{% load i18n %}{% trans 'Apply now' %}")
    (source / "search" / "a.py").write_text(
        "from django.utils.translation import gettext as _\n_('Found')"
    )
    (tmp_path / "work").mkdir()
    found = {message.id for message in extracted(tmp_path / "work", source)}
    assert found >= {"Apply now", "Found"}


def test_missing_empty_fuzzy_and_wrong_placeholders_are_reported():
    source, catalog = Catalog(locale=LANGUAGE), Catalog(locale=LANGUAGE)
    for message in ("missing", "empty", "fuzzy", "%(count)s found", "{name} won", "fine"):
        source.add(message)
    catalog.add("empty", "")
    catalog.add("fuzzy", "模糊", flags=["fuzzy"])
    catalog.add("%(count)s found", "找到 %(number)s 项")
    catalog.add("{name} won", "胜出")
    catalog.add("fine", "好")
    assert list(gaps(source, [catalog])) == [
        "'missing' is missing",
        "'empty' is empty",
        "'fuzzy' is fuzzy",
        "'%(count)s found' has other placeholders",
        "'{name} won' has other placeholders",
    ]
