"""Published demands and capabilities without their approvals, and claims as actions make them."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import factory
import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from marketplace.accounts.models import User
from marketplace.claims.actions import accept_claim, submit_claim
from marketplace.claims.drafted import Drafted
from marketplace.claims.drafting import Edit, save_draft, start_draft
from marketplace.claims.models import Claim, ClaimDraft
from marketplace.claims.submitting import submit_draft
from marketplace.core import clock
from marketplace.listings.addenda import announce
from marketplace.listings.models import (
    Addendum,
    Capability,
    CapabilityLifecycle,
    Demand,
    DemandLifecycle,
)
from marketplace.listings.models.approvals import lock_lifecycle
from marketplace.organisations.models import Organisation, Role, Unit
from tests.factories import (
    AgencyFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)

PITCH = "以管网耦合模型为核心，滚动给出三十分钟积水深度。"
PHONE = "0592-2123456"
DESPITE = "已当面核对原件，名录待补。"


class DemandFactory(factory.django.DjangoModelFactory):
    """The content of a published demand."""

    class Meta:
        model = Demand

    title = factory.Sequence(lambda n: f"老城区易涝点分钟级积水预警 {n}")
    summary = "在三十分钟前给出易涝点的积水深度。"
    mode = Demand.Mode.SCENARIO
    path = Demand.Path.PILOT
    live = True


class DemandLifecycleFactory(factory.django.DjangoModelFactory):
    """The lifecycle of a demand that has been open for an hour and closes in a month."""

    class Meta:
        model = DemandLifecycle

    demand = factory.SubFactory(DemandFactory)
    owner = factory.SubFactory(AgencyFactory)
    number = factory.Sequence(lambda n: f"XQ-2026-{n + 1:04d}")
    state = DemandLifecycle.State.LIVE
    review = DemandLifecycle.Review.SETTLED
    published_at = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1))
    closes_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=30))


class CapabilityFactory(factory.django.DjangoModelFactory):
    """The content of a published capability."""

    class Meta:
        model = Capability

    title = factory.Sequence(lambda n: f"城市内涝数值模型 {n}")
    live = True


class CapabilityLifecycleFactory(factory.django.DjangoModelFactory):
    """The lifecycle of a published capability."""

    class Meta:
        model = CapabilityLifecycle

    capability = factory.SubFactory(CapabilityFactory)
    owner = factory.SubFactory(OrganisationFactory)
    number = factory.Sequence(lambda n: f"NL-2026-{n + 1:04d}")
    state = CapabilityLifecycle.State.LIVE


def open_demand(
    owner: Organisation | None = None, unit: Unit | None = None, **content: Any
) -> Demand:
    """Return a demand that takes applications; lifecycle fields are set by `with_lifecycle`."""
    owner = owner or AgencyFactory()
    demand: Demand = DemandLifecycleFactory(
        owner=owner, unit=unit, demand=DemandFactory(**content)
    ).demand
    return demand


def with_lifecycle(demand: Demand, **fields: Any) -> Demand:
    """Set fields of a demand's lifecycle row, and return the demand read anew."""
    DemandLifecycle.objects.filter(demand=demand).update(**fields)
    fresh: Demand = Demand.objects.select_related("lifecycle").get(pk=demand.pk)
    return fresh


def capability_of(firm: Organisation, **content: Any) -> Capability:
    """Return a published capability of a firm."""
    capability: Capability = CapabilityLifecycleFactory(
        owner=firm, capability=CapabilityFactory(**content)
    ).capability
    return capability


def announce_change(demand: Demand, *, is_material: bool = True) -> Addendum:
    """Announce an addendum that changes a demand's place, without its approvals."""
    row = {"name": "place", "before": ["开元路沿线"], "after": ["筼筜路沿线"]}
    with transaction.atomic():
        lock_lifecycle(demand)
        addendum = Addendum(
            demand=demand,
            is_material=is_material,
            why="现场改在另一路段。",
            differences=[row],
            revision=demand.save_revision(clean=False),
        )
        announce(addendum, demand.lifecycle, by=None, at=clock.now())
    return addendum


def person_of(
    organisation: Organisation, role: str = Role.BIDDER, unit: Unit | None = None
) -> User:
    """Return a new person with a role in an organisation."""
    user: User = UserFactory()
    MembershipFactory(user=user, organisation=organisation, role=role, unit=unit)
    return user


def claim_for(
    demand: Demand, firm: Organisation | None = None, by: User | None = None, **texts: Any
) -> Claim:
    """Return a claim that a firm's bid manager submitted."""
    firm = firm or OrganisationFactory()
    by = by or person_of(firm)
    written = {"pitch": PITCH, "contact_name": "", "contact_phone": PHONE, **texts}
    return submit_claim(demand, firm=firm, by=by, **written)


def accept(claim: Claim, *, by: User, reason: str = "") -> Claim:
    """Accept a claim although nobody has checked the credit of a firm of the factories."""
    return accept_claim(claim, by=by, reason=reason, despite=DESPITE)


def draft_for(
    demand: Demand, firm: Organisation | None = None, by: User | None = None, **texts: str
) -> ClaimDraft:
    """Return a draft with a sentence and a phone, and other answers by name."""
    firm = firm or OrganisationFactory()
    by = by or person_of(firm)
    draft = start_draft(demand, firm=firm, by=by)
    answers = {"pitch": PITCH, "contact_phone": PHONE, **texts}
    marks = {row.name: row.mark for row in draft.answers.all()}
    edits = {name: Edit(text, marks.get(name, "")) for name, text in answers.items()}
    return save_draft(draft, by=by, edits=edits).draft


def sent(draft: ClaimDraft, by: User, key: str = "") -> Claim:
    """Send a draft as it is now, and return the claim."""
    seen = Drafted(draft, by=by).mark
    return submit_draft(draft, by=by, seen=seen, idempotency_key=key)


def pdf(name: str = "方案.pdf", content: bytes = b"plan") -> SimpleUploadedFile:
    """Return an upload of a whole PDF with an empty page, and some content beside it."""
    document, out = pikepdf.new(), BytesIO()
    document.add_blank_page(page_size=(9, 9))
    document.Root.Payload = pikepdf.Stream(document, content)
    document.save(out, compress_streams=False)
    return upload(name, out.getvalue())


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """Return an upload with exactly these bytes."""
    return SimpleUploadedFile(name, content)
