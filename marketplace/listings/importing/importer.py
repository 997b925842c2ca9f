"""Turns the rows of a list into items: each good row in, each bad one reported."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.core.canonical import digest
from marketplace.core.refusals import Refusal
from marketplace.listings import actions
from marketplace.listings.importing import columns
from marketplace.listings.importing.parties import parties_in
from marketplace.listings.importing.suggestions import domains_in
from marketplace.listings.models import Capability, Demand, Lifecycle, SecrecyReview
from marketplace.listings.models.listing import SUMMARY_LENGTH, TEXT_LENGTH, TITLE_LENGTH
from marketplace.listings.publication import publish_imported
from marketplace.organisations.actions.registration import placeholder_named
from marketplace.organisations.models import Kind, Organisation
from marketplace.taxonomy.models import District, Domain

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.listings.importing.readers import SourceRow
    from marketplace.listings.models import Batch

MODELS: Final[dict[str, Any]] = {"demands": Demand, "capabilities": Capability}
_CLAUSE: Final = re.compile(r"[。！？!?；;，,\n]")
_AGENCY: Final = re.compile(r"(局|委|委员会|办|办公室|厅|处|政府|管委会)$")
_RESEARCH: Final = re.compile(r"(大学|学院|研究院|研究所)")


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a row was not taken in."""

    sheet: str
    row: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Options:
    """How a list is taken in."""

    kind: str
    by: User
    owner: Organisation | None = None
    batch: Batch | None = None
    publish: bool = False
    source_name: str = ""


@dataclass(slots=True)
class Report:
    """What became of a list."""

    created: int = 0
    published: int = 0
    known: int = 0
    troubles: list[Trouble] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Item:
    """A row understood: whose it is and what it says."""

    owner_name: str
    title: str
    text: str
    domains: list[str]
    place: str
    parties: dict[str, Any] = field(default_factory=dict)


def import_rows(
    rows: Iterable[SourceRow], options: Options, *, progress: Callable[[int], None] | None = None
) -> Report:
    """Take every good row in, each in its own transaction, and report the bad ones.

    A row is known by its owner and text: running twice changes nothing but what was left undone.
    """
    report = Report()
    review = _secrecy_review(options) if options.publish else None
    for number, row in enumerate(rows, start=1):
        try:
            with transaction.atomic():
                _import_row(row, options, review=review, report=report)
        except Refusal as refusal:
            report.troubles += _troubles(row, refusal)
        if progress is not None:
            progress(number)
    return report


def check_rows(rows: Iterable[SourceRow], options: Options) -> list[Trouble]:
    """Return what is wrong with rows, without writing anything."""
    troubles: list[Trouble] = []
    for row in rows:
        try:
            item = understood(row, options)
            _listing(item, options).clean_fields(exclude=["latest_revision", "live_revision"])
        except Refusal as refusal:
            troubles += _troubles(row, refusal)
        except ValidationError as error:
            troubles += [
                Trouble(row.sheet, row.number, name, message)
                for name, messages in error.message_dict.items()
                for message in messages
            ]
    return troubles


def understood(row: SourceRow, options: Options) -> Item:
    """Return what a row says; Refusal with the column where owner or text is missing."""
    if row.trouble:
        raise Refusal(row.trouble, code="broken_row")
    values = row.values
    owner_name = values.get(columns.OWNER) or values.get(columns.BRAND) or ""
    if not owner_name and options.owner is not None:
        owner_name = options.owner.name
    text = values.get(columns.TEXT, "")
    _need(owner_name, columns.OWNER, reason=_("The row names no organisation."))
    _need(text, columns.TEXT, reason=_("The row has no text."))
    if len(text) > TEXT_LENGTH:
        reason = _("The text is longer than %(limit)d characters.") % {"limit": TEXT_LENGTH}
        raise Refusal(reason, fields={columns.TEXT: [reason]})
    said = " ".join((values.get(columns.DOMAIN, ""), values.get(columns.TITLE, ""), text))
    return Item(
        owner_name=owner_name.splitlines()[0].strip(),
        title=values.get(columns.TITLE, "")[:TITLE_LENGTH] or first_clause(text, TITLE_LENGTH),
        text=text,
        domains=domains_in(said),
        place=values.get(columns.PLACE, "")[:120],
        parties=parties_in(values.get(columns.SLOTS, ""), values.get(columns.PARTNERS, "")),
    )


def first_clause(text: str, limit: int) -> str:
    """Return a text up to its first clause border that leaves something, within a limit."""
    parts = (part.strip() for part in _CLAUSE.split(text))
    return next((part[:limit] for part in parts if len(part) > 1), text.strip()[:limit])


def summary_of(text: str) -> str:
    """Return whole clauses of a text, as many as a summary holds."""
    flat = " ".join(text.split())
    if len(flat) <= SUMMARY_LENGTH:
        return flat
    borders = [match.end() for match in _CLAUSE.finditer(flat[:SUMMARY_LENGTH])]
    return flat[: borders[-1]] if borders else flat[:SUMMARY_LENGTH]


def _import_row(
    row: SourceRow, options: Options, *, review: SecrecyReview | None, report: Report
) -> None:
    item = understood(row, options)
    owner = _owner(item, options)
    source = digest([options.kind, owner.name, item.text])
    listing = MODELS[options.kind].objects.filter(lifecycle__source_digest=source).first()
    if listing is None:
        listing = _create(item, options, owner=owner, source=source)
        report.created += 1
    else:
        report.known += 1
    if review is not None and listing.lifecycle.state == Lifecycle.State.UNPUBLISHED:
        publish_imported(listing, by=options.by, secrecy_review=review)
        report.published += 1


def _create(item: Item, options: Options, *, owner: Organisation, source: str) -> Any:
    operation = {"batch": options.batch} if options.batch else {}
    listing = actions.create_draft(
        _listing(item, options),
        owner=owner,
        by=options.by,
        operation=operation,
        origin=Lifecycle.Origin.IMPORTED,
    )
    listing.lifecycle.source_digest = source
    listing.lifecycle.save(update_fields=["source_digest"])
    return listing


def _listing(item: Item, options: Options) -> Any:
    listing = MODELS[options.kind](title=item.title, summary=summary_of(item.text))
    if options.kind == "demands":
        listing.content = item.text
        listing.place = item.place
        for name, value in item.parties.items():
            setattr(listing, name, value)
        listing.districts = [one for one in District.objects.all() if one.name in item.place]
    else:
        listing.description = item.text
    listing.domains = list(Domain.objects.filter(slug__in=item.domains))
    return listing


def _owner(item: Item, options: Options) -> Organisation:
    return placeholder_named(item.owner_name, kind=_kind(item.owner_name, options), by=options.by)


def _kind(name: str, options: Options) -> str:
    if _RESEARCH.search(name):
        return Kind.RESEARCH
    if options.kind == "demands":
        return Kind.AGENCY if _AGENCY.search(name) else Kind.INSTITUTION
    return Kind.FIRM


def _secrecy_review(options: Options) -> SecrecyReview:
    review, _new = SecrecyReview.objects.get_or_create(
        revision=None,
        source=options.source_name,
        defaults={
            "reviewer": options.by,
            "reviewed_on": timezone.localdate(),
            "conclusion": SecrecyReview.Conclusion.PUBLIC_SOURCE,
        },
    )
    return review


def _need(value: str, column: str, *, reason: str) -> None:
    if not value.strip():
        raise Refusal(reason, code="missing", fields={column: [reason]})


def _troubles(row: SourceRow, refusal: Refusal) -> Iterator[Trouble]:
    if not refusal.fields:
        yield Trouble(row.sheet, row.number, "", str(refusal.message))
    for name, messages in refusal.fields.items():
        column = row.column_names.get(name, name)
        yield from (Trouble(row.sheet, row.number, column, str(message)) for message in messages)
