"""What changed between two versions, line by line, as the document says it."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from marketplace.agreements.document import document_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from marketplace.agreements.document import Section
    from marketplace.agreements.models import AgreementVersion


@dataclass(frozen=True, slots=True)
class Change:
    """What a section said before, and what it says now; empty where it is new or gone."""

    title: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def changes_between(older: AgreementVersion, newer: AgreementVersion) -> Iterator[Change]:
    """Yield what changed from one version to another, in the order of the newer one."""
    before = {one.title: _lines(one) for one in document_of(older).sections}
    after = {one.title: _lines(one) for one in document_of(newer).sections}
    for title in dict.fromkeys([*after, *before]):
        yield from _of_section(title, before=before.get(title, []), after=after.get(title, []))


def _of_section(title: str, *, before: list[str], after: list[str]) -> Iterator[Change]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind != "equal":
            yield Change(title, tuple(before[first:last]), tuple(after[start:end]))


def _lines(section: Section) -> list[str]:
    rows = section.table.rows if section.table else ()
    return [*section.paragraphs, *(" · ".join(cell for cell in row if cell) for row in rows)]
