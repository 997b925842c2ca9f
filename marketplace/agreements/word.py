"""A document as a Word file: A4, Chinese fonts, its mark and page numbers at every foot."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from docx import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from marketplace.agreements.document import Document, Section, Table

_TEXT: Final = "宋体"
_HEADING: Final = "黑体"
_LATIN: Final = "Times New Roman"


def docx_of(document: Document, *, written_at: datetime) -> bytes:
    """Return the bytes of a Word file with everything that the document says."""
    word = WordDocument()
    _set_up(word, document, written_at=written_at)
    title = word.add_heading(document.title, level=0)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    under = word.add_paragraph(document.challenge)
    under.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _add_rows(word, document.facts)
    for section in document.sections:
        _add_section(word, section)
    for line in document.signatures:
        word.add_paragraph(line).paragraph_format.space_before = Pt(24)
        word.add_paragraph(_("Date:"))
    kept = io.BytesIO()
    word.save(kept)
    return kept.getvalue()


def _set_up(word: Any, document: Document, *, written_at: datetime) -> None:
    page = word.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(25)
    word.core_properties.title = f"{document.title} {document.challenge}"
    word.core_properties.author = ""
    word.core_properties.created = word.core_properties.modified = written_at.replace(tzinfo=None)
    _set_font(word.styles["Normal"], _TEXT, size=11)
    _set_font(word.styles["Title"], _HEADING, size=20)
    _set_font(word.styles["Heading 1"], _HEADING, size=14)
    foot = page.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _add_foot(foot, document.mark)


def _set_font(style: Any, name: str, *, size: int) -> None:
    style.font.name, style.font.size = _LATIN, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(script), None)
    fonts.set(qn("w:eastAsia"), name)


def _add_foot(paragraph: Any, mark: str) -> None:
    paragraph.add_run(f"{mark}  ").font.size = Pt(7)
    for text, field in ((" ", "PAGE"), (" / ", "NUMPAGES")):
        run = paragraph.add_run(text)
        run.font.size = Pt(9)
        run = paragraph.add_run()
        run.font.size = Pt(9)
        _add_field(run, field)


def _add_field(run: Any, name: str) -> None:
    """Put a field that Word counts itself into a run."""
    for kind, text in (("begin", ""), ("", name), ("end", "")):
        if text:
            element = OxmlElement("w:instrText")
            element.set(qn("xml:space"), "preserve")
            element.text = text
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run.element.append(element)


def _add_section(word: Any, section: Section) -> None:
    word.add_heading(f"{section.number}、{section.title}", level=1)
    for text in section.paragraphs:
        word.add_paragraph(text).paragraph_format.first_line_indent = Pt(22)
    if section.table is not None:
        _add_table(word, section.table)


def _add_table(word: Any, table: Table) -> None:
    _add_rows(word, [table.headings, *table.rows], has_headings=True)


def _add_rows(word: Any, rows: Iterable[Sequence[str]], *, has_headings: bool = False) -> None:
    kept = list(rows)
    grid = word.add_table(rows=0, cols=len(kept[0]))
    grid.style = "Table Grid"
    for place, row in enumerate(kept):
        cells = grid.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
            for run in cell.paragraphs[0].runs:
                run.font.bold = has_headings and place == 0
                run.font.size = Pt(10)
