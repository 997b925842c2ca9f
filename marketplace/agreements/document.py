"""A version of an agreement as a document: one content for page, PDF and DOCX."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marketplace.core.money import to_wan
from marketplace.listings.models import OpenedResource

if TYPE_CHECKING:
    from collections.abc import Mapping

    from marketplace.agreements.models import AgreementVersion

    Sheet = Mapping[str, Any]

_DIGITS: Final = "零一二三四五六七八九"
_TEN: Final = 10
_PROMISED: Final = ("asked", "value", "method")


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its headings."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def cells(self) -> Iterator[list[tuple[str, str]]]:
        """Yield the rows, each cell with its heading."""
        for row in self.rows:
            yield list(zip(self.headings, row, strict=True))


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered section: paragraphs, then a table if it has one."""

    number: str
    title: str
    paragraphs: tuple[str, ...] = ()
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """The whole of it; `mark` stands at the foot of every page."""

    title: str
    challenge: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    signatures: tuple[str, ...]
    mark: str


def document_of(version: AgreementVersion) -> Document:
    """Return what a version says, in the active language."""
    sheet = version.sheet
    owner, firm = sheet["parties"]["owner"]["name"], sheet["parties"]["firm"]["name"]
    facts = (
        (_("Number of the agreement"), sheet["agreement"]),
        (_("Challenge"), f"{sheet['challenge']['number']} {sheet['challenge']['title']}"),
        (_("Programme"), sheet["programme"]),
        (_("Receipt number of the bid"), sheet["bid"]["receipt"]),
        (_("Version"), str(version.number)),
        (_("Digest (SHA-256)"), version.digest),
    )
    return Document(
        title=_("Task agreement"),
        challenge=sheet["challenge"]["title"],
        facts=facts,
        sections=tuple(_numbered(_sections(sheet))),
        signatures=(
            _("Owner of the challenge (seal): %(name)s") % {"name": owner},
            _("Awarded firm (seal): %(name)s") % {"name": firm},
        ),
        mark=_("%(agreement)s, version %(version)s, SHA-256 %(digest)s")
        % {
            "agreement": sheet["agreement"],
            "version": version.number,
            "digest": version.digest,
        },
    )


def ordinal(number: int) -> str:
    """Return a number below a hundred as official documents number their sections."""
    tens, ones = divmod(number, _TEN)
    head = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones or not tens else "")


def _numbered(sections: Iterable[Section]) -> Iterator[Section]:
    for number, one in enumerate(sections, start=1):
        yield Section(ordinal(number), one.title, one.paragraphs, one.table)


def _sections(sheet: Sheet) -> Iterator[Section]:
    yield _parties(sheet)
    task = sheet["task"]
    yield Section("", _("Task"), _lines(task["goals"], task["approach"]))
    yield _promises(sheet)
    yield _schedule(sheet)
    yield _payments(sheet)
    if sheet["resources"]:
        yield _resources(sheet)
    if task["team"]:
        yield Section("", _("Team"), _lines(task["team"]))
    for clause in sheet["clauses"]:
        yield Section("", clause["title"], _lines(clause["text"]))


def _parties(sheet: Sheet) -> Section:
    parties = sheet["parties"]
    rows = [
        (_("Owner of the challenge"), *_body(parties["owner"]), parties["owner"]["unit"]),
        (_("Awarded firm"), *_body(parties["firm"]), ""),
        *(
            (pgettext("of a consortium", "Partner"), *_body(one), one["part"])
            for one in parties["partners"]
        ),
    ]
    headings = (_("Party"), _("Name"), _("Unified credit code"), _("Unit or part"))
    return Section("", _("Parties"), table=Table(headings, tuple(rows)))


def _promises(sheet: Sheet) -> Section:
    headings = (
        _("No."),
        _("Indicator"),
        _("Promised value"),
        _("Method of acceptance"),
        _("Milestone"),
    )
    rows = [
        (
            str(number),
            one["asked"],
            one["value"],
            one["method"],
            _milestone(sheet, one["milestone"]),
        )
        for number, one in enumerate(sheet["promises"], start=1)
    ]
    return Section(
        "", _("Indicators and how they are accepted"), table=Table(headings, tuple(rows))
    )


def _schedule(sheet: Sheet) -> Section:
    period = _("From %(start)s to %(end)s.") % {
        "start": sheet["period"]["from"],
        "end": sheet["period"]["to"],
    }
    headings = (_("Stage"), _("Milestone"), _("Due on"), _("Remark"))
    gate = _("Here it is decided whether the task goes on or stops.")
    rows = [
        (str(one["stage"]), one["title"], one["due_on"], gate if one["is_gate"] else "")
        for one in sheet["milestones"]
    ]
    paragraphs = (period, *_lines(sheet["task"]["schedule"]))
    return Section("", _("Period and milestones"), paragraphs, Table(headings, tuple(rows)))


def _payments(sheet: Sheet) -> Section:
    money = _("Public money: %(amount)s × 10,000 yuan; own money: %(own)s × 10,000 yuan.") % {
        "amount": _wan(sheet["money"]["amount"]),
        "own": _wan(sheet["money"]["own_money"]),
    }
    told = (_("Everybody reads the amount."),) if sheet["money"]["is_public"] else ()
    headings = (_("No."), _("Payment"), _("Amount (10,000 yuan)"), _("Condition"))
    rows = [
        (
            str(number),
            one["title"],
            _wan(one["amount"]),
            _("after “%(milestone)s”") % {"milestone": _milestone(sheet, one["milestone"])}
            if one["milestone"]
            else _("after both sides have signed"),
        )
        for number, one in enumerate(sheet["installments"], start=1)
    ]
    table = Table(headings, tuple(rows)) if rows else None
    return Section("", _("Money and payments"), (money, *told), table)


def _resources(sheet: Sheet) -> Section:
    conditions = dict(OpenedResource.Condition.choices)
    access = dict(OpenedResource.Access.choices)
    headings = (_("Kind"), _("What is opened"), pgettext("of a resource", "Condition"), _("Use"))
    rows = [
        (one["kind"], one["text"], str(conditions[one["condition"]]), str(access[one["access"]]))
        for one in sheet["resources"]
    ]
    return Section("", _("Opened resources"), table=Table(headings, tuple(rows)))


def _body(body: Sheet) -> tuple[str, str]:
    return body["name"], body["credit_code"]


def _milestone(sheet: Sheet, place: int) -> str:
    title: str = sheet["milestones"][place - 1]["title"]
    return title


def _wan(yuan: str) -> str:
    return f"{to_wan(Decimal(yuan)):,f}"


def _lines(*texts: str) -> tuple[str, ...]:
    return tuple(line.strip() for text in texts for line in text.splitlines() if line.strip())
