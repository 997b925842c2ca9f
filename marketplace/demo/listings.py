"""Writes, submits, approves and publishes the demo's demands and capabilities."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.utils import timezone

from marketplace.accounts.system import system_user
from marketplace.core.canonical import digest
from marketplace.core.money import from_wan
from marketplace.demo import content, people
from marketplace.demo.challenges import make_fit
from marketplace.demo.past import days_ago
from marketplace.listings import actions
from marketplace.listings.models import (
    Batch,
    Capability,
    Case,
    Demand,
    DemandParty,
    Indicator,
    OpenedResource,
    SecrecyReview,
)
from marketplace.listings.models.approvals import SecrecyReviewTask, waiting_step
from marketplace.listings.models.demand import USUAL_PARTNERS
from marketplace.listings.models.timeline import Timeline
from marketplace.listings.publication import publish_imported
from marketplace.listings.timetable import PLANNED
from marketplace.organisations.models import Organisation, Unit
from marketplace.taxonomy.models import (
    District,
    Domain,
    Industry,
    Park,
    QualificationKind,
    ResourceKind,
)

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.demo.content import Row
    from marketplace.listings.models import Listing

_CLOSING: Final = time(17, 0)
_SOURCE: Final = "2026 年企业能力清单汇总表（示例）"
_BEFORE_THE_PORTAL: Final = 70
"""Capabilities published more days ago came in from a list; later ones were written here."""

_CONFIRMED_AFTER: Final = 3
_AFTER_CLOSE: Final = (1, 18, 22, 45)
"""Days after its close on which a challenge plans its steps."""


class Names:
    """Finds rows by the keys that the texts use; read once."""

    def __init__(self) -> None:
        """Read terms and organisations."""
        rows = {row["key"]: row["name"] for row in content.organisations()}
        by_name = {one.name: one for one in Organisation.objects.filter(name__in=rows.values())}
        self.organisations = {key: by_name[name] for key, name in rows.items() if name in by_name}
        self.domains = {one.slug: one for one in Domain.objects.all()}
        self.industries = {one.slug: one for one in Industry.objects.all()}
        self.districts = {one.slug: one for one in District.objects.all()}
        self.parks = {one.slug: one for one in Park.objects.all()}
        self.qualifications = {one.slug: one for one in QualificationKind.objects.all()}
        self.resources = {one.slug: one for one in ResourceKind.objects.all()}
        self.batches = {one.introduction: one for one in Batch.objects.all()}
        self.review = _review_of_the_list()


def load_batches() -> None:
    """Make the batches; a demo batch is known by its introduction."""
    today = timezone.localdate()
    for row in content.bodies()["batches"]:
        day = today - timedelta(days=row["published_days_ago"])
        Batch.objects.get_or_create(
            name=f"{day.year} 年{row['name']}",
            defaults={
                "year": day.year,
                "order": row["number"],
                "published_on": day,
                "introduction": row["key"],
            },
        )


def _review_of_the_list() -> SecrecyReview:
    """Return the secrecy review of the list from which the oldest capabilities come."""
    made, _new = SecrecyReview.objects.get_or_create(
        source=_SOURCE,
        defaults={
            "reviewer": people.staff("secrecy"),
            "reviewed_on": timezone.localdate() - timedelta(days=_BEFORE_THE_PORTAL),
            "conclusion": SecrecyReview.Conclusion.PUBLIC_SOURCE,
        },
    )
    return made


def load_demand(row: Row, names: Names) -> bool:
    """Bring a demand into the state that its text asks for; False where it is there already."""
    source = digest(["demo", row["key"]])
    if Demand.objects.filter(lifecycle__source_digest=source).exists():
        return False
    with days_ago(row.get("published_days_ago") or 0):
        unit = Unit.objects.filter(
            organisation=names.organisations[row["owner"]], name=row.get("unit")
        ).first()
        contact = row.get("contact") or {}
        writer = people.writer_of(row["owner"])
        demand = actions.create_draft(
            _demand(row, names),
            owner=names.organisations[row["owner"]],
            by=writer,
            operation={
                "unit": unit,
                "contact_name": contact.get("name") or "",
                "contact_phone": contact.get("phone") or "",
                "contact_visibility": contact.get("visibility") or "signed_in",
                "is_example": True,
            },
        )
        _mark(demand, source)
        _bring(demand, row, writer=writer)
        if row.get("batch") and demand.lifecycle.number:
            actions.assign_batch(demand, names.batches[row["batch"]], by=system_user())
    return True


def load_capability(row: Row, names: Names) -> bool:
    """Bring a capability into the state that its text asks for; False where it is there already."""
    source = digest(["demo", row["key"]])
    if Capability.objects.filter(lifecycle__source_digest=source).exists():
        return False
    ago = row.get("published_days_ago") or 0
    if ago > _BEFORE_THE_PORTAL:
        _take_from_list(row, names, source=source, ago=ago)
        return True
    with days_ago(ago):
        writer = people.writer_of(row["owner"])
        capability = actions.create_draft(
            _capability(row, names),
            owner=names.organisations[row["owner"]],
            by=writer,
            operation={"is_example": True},
        )
        _mark(capability, source)
        _bring(capability, row, writer=writer)
    return True


def _take_from_list(row: Row, names: Names, *, source: str, ago: float) -> None:
    """Publish a capability as one of a public list, and let its firm confirm it if it did."""
    with days_ago(ago):
        staff = people.staff("portal")
        capability = actions.create_draft(
            _capability(row, names),
            owner=names.organisations[row["owner"]],
            by=staff,
            operation={"is_example": True},
            origin="imported",
        )
        _mark(capability, source)
        publish_imported(capability, by=staff, secrecy_review=names.review)
    if row.get("confirmed", True):
        with days_ago(ago - _CONFIRMED_AFTER):
            actions.confirm_listing(capability, by=people.writer_of(row["owner"]))


def _mark(listing: Listing, source: str) -> None:
    listing.lifecycle.source_digest = source
    listing.lifecycle.save(update_fields=["source_digest"])


def _bring(listing: Any, row: Row, *, writer: User) -> None:
    state = row.get("state", "live")
    if state == "draft":
        return
    if row.get("mode") == Demand.Mode.CHALLENGE:
        make_fit(listing, row, writer=writer)
    if state in {"ruled", "arguing", "argued"}:
        return
    actions.submit_listing(listing, by=writer)
    if state == "submitted":
        return
    approve_all(listing)
    if state == "withdrawn":
        reason = row.get("reason") or "场景条件变化，另行发布。"
        actions.withdraw_listing(listing, by=writer, reason=reason)


def approve_all(listing: Any) -> None:
    """Approve every step of a submitted version, each by somebody who may, and read it anew."""
    while (step := waiting_step(listing)) is not None:
        task = step.task.specific
        answers = {}
        if isinstance(task, SecrecyReviewTask):
            answers = {"reviewed_on": timezone.localdate(), "conclusion": "public"}
        actions.decide_step(
            step,
            by=task.deciders(listing.lifecycle).order_by("pk")[0],
            approve=True,
            comment="同意",
            answers=answers,
        )
    listing.refresh_from_db()


def _demand(row: Row, names: Names) -> Demand:
    budget = row.get("budget") or {"kind": "undisclosed"}
    demand = Demand(
        title=row["title"],
        **_texts(row, "summary", "place", "background", "goals", "content", "path"),
        mode=row["mode"],
        budget_kind=budget["kind"],
        budget_low=_yuan(budget.get("low")),
        budget_high=_yuan(budget.get("high")),
        first_of_kind_counts=row.get("first_of_kind_counts", True),
        cooperation=row.get("cooperation") or Demand.Cooperation.SINGLE,
        slots=row.get("slots"),
        partners=row.get("partners", USUAL_PARTNERS),
        timeline=row.get("timeline", Timeline.AMOUNTS),
        questions_close_at=closing(row.get("questions_close_in")),
        closes_at=closing(row.get("closes_in")),
        **_planned(row),
        delivery_on=day_in(row.get("delivery_in")),
    )
    _fill_terms(demand, row, names=names)
    demand.districts = [names.districts[slug] for slug in row.get("districts") or ()]
    demand.parks = [names.parks[slug] for slug in row.get("parks") or ()]
    demand.parties = [
        DemandParty(organisation=names.organisations[party["organisation"]], part=party["part"])
        for party in row.get("parties") or ()
    ]
    demand.indicators = [_indicator(one) for one in row.get("indicators") or ()]
    demand.opened_resources = [_resource(one, names) for one in row.get("opens") or ()]
    return demand


def _planned(row: Row) -> dict[str, date | None]:
    """Return the planned days of a challenge, counted from its close."""
    closes = row.get("closes_in")
    if row["mode"] != Demand.Mode.CHALLENGE or closes is None:
        return {}
    return {name: day_in(closes + days) for name, days in zip(PLANNED, _AFTER_CLOSE, strict=True)}


def _texts(row: Row, *fields: str) -> dict[str, str]:
    return {name: (row.get(name) or "").strip() for name in fields}


def _resource(row: Row, names: Names) -> OpenedResource:
    return OpenedResource(
        kind=names.resources[row["kind"]],
        text=row["text"],
        condition=row["condition"],
        access=row["access"],
        approver=row.get("approver") or "",
    )


def _indicator(row: Row) -> Indicator:
    return Indicator(
        name=row["name"],
        baseline=str(row.get("baseline") or ""),
        comparison=row["comparison"],
        value=str(row["value"]),
        unit=row.get("unit") or "",
        is_main=row.get("main", True),
        method=row.get("method") or "",
    )


def _capability(row: Row, names: Names) -> Capability:
    price = row.get("price") or {"kind": "negotiable"}
    first = row.get("first_of_kind") or {"kind": "none"}
    delivers = row.get("delivers_to") or {"everywhere": True}
    capability = Capability(
        title=row["title"],
        **_texts(row, "summary", "description", "maturity"),
        delivers_everywhere=bool(delivers.get("everywhere")),
        price_kind=price["kind"],
        price_low=_yuan(price.get("low")),
        price_high=_yuan(price.get("high")),
        team_size=row.get("team_size"),
        first_of_kind=first["kind"],
        first_catalogue=first.get("catalogue") or "",
        first_year=first.get("year"),
    )
    _fill_terms(capability, row, names=names)
    capability.delivers_to = [names.districts[slug] for slug in delivers.get("districts") or ()]
    capability.cases = [_case(one) for one in row.get("cases") or ()]
    return capability


def _case(row: Row) -> Case:
    return Case(
        customer=row["customer"],
        place=row.get("place") or "",
        year=row.get("year"),
        amount=_yuan(row.get("amount")),
        result=row.get("result") or "",
    )


def _fill_terms(listing: Demand | Capability, row: Row, *, names: Names) -> None:
    listing.domains = [names.domains[slug] for slug in row.get("domains") or ()]
    listing.industries = [names.industries[slug] for slug in row.get("industries") or ()]
    listing.qualifications = [
        names.qualifications[slug] for slug in row.get("qualifications") or ()
    ]


def _yuan(wan: float | None) -> Any:
    return None if wan is None else from_wan(wan)


def closing(days: float | None) -> datetime | None:
    """Return 17:00 in Xiamen on a day counted from today."""
    if days is None:
        return None
    day = timezone.localdate() + timedelta(days=days)
    return datetime.combine(day, _CLOSING, tzinfo=timezone.get_default_timezone())


def day_in(days: float | None) -> date | None:
    """Return a day counted from today."""
    return None if days is None else timezone.localdate() + timedelta(days=days)
