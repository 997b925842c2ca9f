"""Takes a spreadsheet of experts in: each good row in, each bad one reported with its column."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.experts.actions import add_to, mistake, note, write_profile
from marketplace.experts.models import Expert
from marketplace.experts.permissions import may_keep
from marketplace.files import tables
from marketplace.taxonomy.models import Domain, Industry

if TYPE_CHECKING:
    from marketplace.accounts.models import User

COLUMNS: Final = {
    "name": ("姓名",),
    "email": ("邮箱", "电子邮箱"),
    "phone": ("手机", "电话", "联系电话"),
    "address": ("通讯地址", "地址"),
    "title": ("职称",),
    "speciality": ("专长", "研究方向"),
    "terms": ("领域", "专业领域"),
    "employer": ("工作单位", "单位"),
    "credit_code": ("统一社会信用代码", "信用代码"),
    "position": ("职务",),
    "begins": ("入职日期", "起始日期"),
    "ends": ("离职日期", "终止日期"),
}
"""Meaning → the names that stand for it in the header."""

SUFFIXES: Final = (".xlsx", ".csv")
"""The endings of files that can be read."""

_NEEDED: Final = frozenset({"name", "email", "employer"})
_HEADER_DEPTH: Final = 20
_DATE: Final = re.compile(r"(\d{4})\D(\d{1,2})(?:\D(\d{1,2}))?")
_BETWEEN: Final = re.compile(r"[、,，;；/\n]+")
_PROFILE: Final = ("name", "email", "phone", "address", "title", "speciality")
_EMPLOYMENT: Final = ("employer", "credit_code", "position")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the file, by meaning."""

    sheet: str
    number: int
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a row was not taken in."""

    sheet: str
    row: int
    column: str
    reason: str


@dataclass(slots=True)
class Report:
    """What became of a file."""

    created: int = 0
    extended: int = 0
    known: int = 0
    troubles: list[Trouble] = field(default_factory=list)


def read(path: Path, *, suffix: str) -> list[Row]:
    """Return the rows of a file; Refusal where it is broken or names no known columns."""
    tables.require_readable(path)
    if suffix == ".xlsx":
        rows = [row for title, lines in tables.sheets_of(path) for row in _rows(lines, title)]
    elif suffix == ".csv":
        rows = list(_rows(tables.lines_of(path), ""))
    else:
        raise Refusal(_("Only .xlsx and .csv files can be read."), code="file_type")
    if not rows:
        names = "、".join(COLUMNS[name][0] for name in sorted(_NEEDED))
        raise Refusal(
            _("No row was found: the header must have the columns %(names)s.") % {"names": names},
            code="no_header",
        )
    return rows


def import_experts(rows: Iterable[Row], *, by: User) -> Report:
    """Take every good row in, each in its own transaction, and report the bad ones.

    A person is known by the e-mail address: a further row adds an employer, and running a file
    twice changes nothing.
    """
    may_keep(by).demand()
    report = Report()
    for row in rows:
        try:
            with transaction.atomic():
                _import(row, report, by=by)
        except Refusal as refusal:
            report.troubles += _troubles(row, refusal)
    return report


def _import(row: Row, report: Report, *, by: User) -> None:
    email = row.values.get("email", "").lower()
    employment = _employment(row)
    known = Expert.objects.select_for_update(of=("self",)).exclude(state="left")
    expert = known.filter(email=email).first()
    if expert is None:
        expert = _create(row, by=by)
        add_to(expert, employment)
        report.created += 1
        note("expert_imported", expert, by=by)
    elif _has(expert, employment):
        report.known += 1
    else:
        add_to(expert, employment)
        report.extended += 1
        note("expert_changed", expert, by=by, data={"fields": ["employments"]})


def _create(row: Row, *, by: User) -> Expert:
    now = clock.now()
    expert = Expert(origin=Expert.Origin.IMPORTED, applied_at=now, decided_at=now, decided_by=by)
    expert.state = Expert.State.ACTIVE
    profile: dict[str, Any] = {name: row.values.get(name, "") for name in _PROFILE}
    for name in ("name", "email"):
        if not profile[name]:
            raise mistake(name, _("This is missing."))
    write_profile(expert, profile | _terms(row))
    return expert


def _terms(row: Row) -> dict[str, Any]:
    wanted = [one.strip() for one in _BETWEEN.split(row.values.get("terms", "")) if one.strip()]
    found: dict[str, Any] = {"domains": [], "industries": []}
    for name in wanted:
        for key, model in (("domains", Domain), ("industries", Industry)):
            term = model.objects.in_use().filter(name=name).first()
            if term is not None:
                found[key].append(term)
                break
        else:
            raise mistake("terms", _("“%(name)s” is no field of this portal.") % {"name": name})
    if not wanted:
        raise mistake("terms", _("Choose a field at least."))
    return found


def _employment(row: Row) -> dict[str, Any]:
    details: dict[str, Any] = {name: row.values.get(name, "") for name in _EMPLOYMENT}
    begins, ends = _day(row, "begins"), _day(row, "ends")
    if begins is None:
        raise mistake("begins", _("This is missing."))
    return details | {"begins": begins, "ends": ends}


def _day(row: Row, name: str) -> date | None:
    text = unicodedata.normalize("NFKC", row.values.get(name, "")).strip()
    if not text:
        return None
    found = _DATE.match(text)
    try:
        if found is not None:
            return date(int(found[1]), int(found[2]), int(found[3] or 1))
    except ValueError:
        pass
    raise mistake(name, _("“%(text)s” is no date such as 2024-03-01.") % {"text": text[:40]})


def _has(expert: Expert, employment: dict[str, Any]) -> bool:
    same = {"begins": employment["begins"], "ends": employment["ends"]}
    return any(
        one.employer == employment["employer"].strip() for one in expert.employments.filter(**same)
    )


def _rows(lines: Iterable[tables.Line], sheet: str) -> Iterator[Row]:
    places: dict[int, str] = {}
    for number, cells in enumerate(lines, start=1):
        if not places:
            if number > _HEADER_DEPTH:
                return
            found = _places(cells)
            places = found if set(found.values()) >= _NEEDED else {}
        elif any(cell.strip() for cell in cells):
            values = {
                name: cells[place].strip() for place, name in places.items() if place < len(cells)
            }
            yield Row(sheet, number, values)


def _places(cells: tables.Line) -> dict[int, str]:
    names = {name: meaning for meaning, known in COLUMNS.items() for name in known}
    plain = [re.sub(r"[\s*]|（.*?）|\(.*?\)", "", cell) for cell in cells]
    return {place: names[cell] for place, cell in enumerate(plain) if cell in names}


def _troubles(row: Row, refusal: Refusal) -> Iterator[Trouble]:
    if not refusal.fields:
        yield Trouble(row.sheet, row.number, "", str(refusal.message))
    for name, messages in refusal.fields.items():
        column = COLUMNS.get(_COLUMN_OF.get(name, name), ("",))[0]
        yield from (Trouble(row.sheet, row.number, column, str(one)) for one in messages)


_COLUMN_OF: Final = {"domains": "terms", "industries": "terms"}
"""Field → the column that fills it, where their names differ."""
