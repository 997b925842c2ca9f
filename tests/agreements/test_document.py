"""A version as PDF and as Word file: the same content, with version, digest and page numbers."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.conf import settings
from django.utils.translation import override
from docx import Document as WordDocument
from pypdf import PdfReader

from marketplace.agreements import pdf, rendering
from marketplace.agreements.consumers import papers_of_agreements
from marketplace.agreements.document import document_of, ordinal
from marketplace.agreements.models import FileKind, Rendering
from marketplace.agreements.noting import current_version
from marketplace.agreements.word import docx_of
from marketplace.journal.models import Entry
from marketplace.journal.task_worker import run_next
from tests.racing import at_once

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script> & {{ secret }} <img src='file:///etc/passwd'>"


def plain(text):
    return re.sub(r"\s+", "", text)


def words_of(document):
    for label, value in document.facts:
        yield from (label, value)
    for section in document.sections:
        yield from (section.title, *section.paragraphs)
        if section.table:
            yield from section.table.headings
            for row in section.table.rows:
                yield from row
    yield from document.signatures


def word_text(content):
    word = WordDocument(io.BytesIO(content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return plain("".join([*(one.text for one in word.paragraphs), *cells])), word


@pytest.fixture
def document(table):
    table.write_bids(approach=HOSTILE)
    version = current_version(table.drafted())
    with override(settings.LANGUAGE_CODE):
        yield document_of(version), version


def test_the_pdf_says_all_of_it_in_embedded_chinese_fonts(document):
    paper, version = document
    pages = PdfReader(io.BytesIO(pdf.pdf_of(paper))).pages
    text = plain("".join(page.extract_text() for page in pages))
    assert [one for one in words_of(paper) if plain(one) not in text] == []
    for number, page in enumerate(pages, start=1):
        foot = plain(page.extract_text())
        assert version.digest in foot
        assert f"{number}/{len(pages)}" in foot
    resources: Any = pages[0]["/Resources"]
    fonts = [one.get_object() for one in resources["/Font"].values()]
    descendants = [one["/DescendantFonts"][0].get_object() for one in fonts]
    assert all("/FontFile3" in one["/FontDescriptor"] for one in descendants)


def test_the_word_file_says_the_same_with_its_mark_and_page_fields(document):
    paper, version = document
    text, word = word_text(docx_of(paper, written_at=version.written_at))
    assert [one for one in words_of(paper) if plain(one) not in text] == []
    foot = word.sections[0].footer.paragraphs[0]
    assert version.digest in foot.text
    fields = [one.text for one in foot._p.iter() if one.tag.endswith("instrText")]
    assert fields == ["PAGE", "NUMPAGES"]


@pytest.mark.parametrize(
    ("number", "text"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (23, "二十三")]
)
def test_sections_are_numbered_as_in_official_documents(number, text):
    assert ordinal(number) == text


def test_a_task_makes_the_pdf_of_what_was_offered_once(table):
    agreement = table.as_offered()
    entry = Entry(kind="agreement_offered", subject_key=str(agreement.pk), data={"version": 1})
    for _ in range(2):
        papers_of_agreements(entry)
    version = current_version(agreement)
    assert rendering.is_being_made(version)
    assert run_next("worker")
    assert not run_next("worker")
    row = Rendering.objects.get()
    assert (row.kind, row.blob.media_type) == ("pdf", "application/pdf")
    assert row.blob.original_name.endswith(".pdf")
    assert not rendering.is_being_made(version)


def test_without_the_libraries_none_is_begun(table, monkeypatch):
    monkeypatch.setattr(pdf, "_LIBRARIES", ("no-such-library",))
    pdf.is_possible.cache_clear()
    try:
        version = current_version(table.drafted())
        assert not rendering.start_pdf(version)
        assert not rendering.is_being_made(version)
        assert rendering.rendered(version, FileKind.DOCX).blob.size
    finally:
        pdf.is_possible.cache_clear()


@pytest.mark.django_db(transaction=True)
@pytest.mark.both
def test_made_twice_at_once_one_file_stays(table):
    version = current_version(table.drafted())
    calls = [lambda: rendering.rendered(version, FileKind.DOCX)] * 3
    assert at_once(*calls) == ["done"] * 3
    assert Rendering.objects.count() == 1
