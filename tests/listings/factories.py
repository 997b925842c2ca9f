"""Items as their actions make them, and the people who take part."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone

from marketplace.accounts.models import User
from marketplace.core.numbers import receipt_number
from marketplace.listings import actions
from marketplace.listings.addenda import Statement
from marketplace.listings.defaults import REVIEWERS, SECRECY_REVIEWERS
from marketplace.listings.models import Capability, Demand, Indicator, Listing
from marketplace.listings.models.approvals import waiting_step
from marketplace.organisations.models import Organisation, Role, Unit
from tests.factories import (
    AgencyFactory,
    DistrictFactory,
    DomainFactory,
    IndustryFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)

STATEMENT = Statement(is_material=True, why="现场条件变化，范围相应调整。")
CONTACT = {"contact_name": "陈工", "contact_phone": "0592-2123456"}


def member(organisation: Organisation, role: str, unit: Unit | None = None) -> User:
    """Return a new person with a role in an organisation."""
    user: User = UserFactory()
    MembershipFactory(user=user, organisation=organisation, role=role, unit=unit)
    return user


def staff(group: str = REVIEWERS) -> User:
    """Return a new person of a group of the portal's staff."""
    user: User = UserFactory()
    user.groups.add(Group.objects.get(name=group))
    return user


class Office:
    """A department with an editor and an approver, and the portal's reviewers."""

    def __init__(self) -> None:
        """Make the department and its people."""
        self.organisation: Organisation = AgencyFactory()
        self.editor = member(self.organisation, Role.EDITOR)
        self.approver = member(self.organisation, Role.APPROVER)
        self.reviewer = staff()

    def draft(self, **content: Any) -> Demand:
        """Return a complete draft."""
        operation = content.pop("operation", CONTACT)
        return actions.create_draft(
            demand_content(**content), owner=self.organisation, by=self.editor, operation=operation
        )

    def submitted(self, **content: Any) -> Demand:
        """Return a demand that waits for its first approval."""
        return self.submit(self.draft(**content))

    def submit(self, demand: Demand) -> Demand:
        """Hand a draft to its approvers and return it."""
        return fresh(actions.submit_listing(demand, by=self.editor))

    def reviewed(self, **content: Any) -> Demand:
        """Return a demand that waits for the portal's review alone."""
        demand = self.submitted(**content)
        self.approve(demand, times=2)
        return fresh(demand)

    def published(self, **content: Any) -> Demand:
        """Return a published demand."""
        demand = self.submitted(**content)
        self.approve(demand)
        return fresh(demand)

    def approve(self, listing: Listing, *, times: int = 3, **answers: Any) -> None:
        """Approve the steps that wait, each by somebody who may."""
        for _time in range(times):
            approve_step(listing, **answers)

    def revise(self, demand: Demand, **changes: Any) -> Demand:
        """Save a changed draft of a demand and return the demand."""
        version = demand.get_latest_revision_as_object()
        for name, value in changes.items():
            setattr(version, name, value)
        actions.save_draft(version, by=self.editor, base_revision_id=demand.latest_revision_id)
        return fresh(demand)

    def resubmitted(
        self, demand: Demand, *, statement: Statement = STATEMENT, **changes: Any
    ) -> Demand:
        """Change a published demand and hand the change in, with what it says of itself."""
        demand = self.revise(demand, **changes)
        return fresh(actions.submit_listing(demand, by=self.editor, statement=statement))

    def changed(
        self, demand: Demand, *, statement: Statement = STATEMENT, **changes: Any
    ) -> Demand:
        """Return a published demand after an addendum."""
        demand = self.resubmitted(demand, statement=statement, **changes)
        self.approve(demand)
        return fresh(demand)


class Firm:
    """A verified firm with somebody who writes its capabilities, and the portal's reviewers."""

    def __init__(self) -> None:
        """Make the firm and the people."""
        self.organisation: Organisation = OrganisationFactory()
        self.writer = member(self.organisation, Role.BIDDER)
        self.secrecy = staff(SECRECY_REVIEWERS)
        self.reviewer = staff()

    def published(self, **content: Any) -> Capability:
        """Return a published capability."""
        capability = actions.create_draft(
            capability_content(**content), owner=self.organisation, by=self.writer
        )
        actions.submit_listing(capability, by=self.writer)
        for _time in range(2):
            approve_step(capability)
        return fresh(capability)


def demand_content(**content: Any) -> Demand:
    """Return unsaved content of a demand that can be published."""
    given = {
        "title": f"老城区易涝点分钟级积水预警 {receipt_number()}",
        "summary": "在三十分钟前给出易涝点的积水深度。",
        "background": "暴雨时处置靠人工巡查。",
        "content": "接入雨量与管网数据，滚动预报。",
        "path": Demand.Path.PILOT,
        "place": "开元路沿线",
        "closes_at": timezone.now() + timedelta(days=30),
        **content,
    }
    demand = Demand(**given)
    demand.domains = [DomainFactory(slug="security")]
    demand.industries = [IndustryFactory(slug="it-ai")]
    demand.districts = [DistrictFactory(slug="siming")]
    demand.indicators = [Indicator(name="命中率", comparison="ge", value="80", unit="%")]
    return demand


def capability_content(**content: Any) -> Capability:
    """Return unsaved content of a capability that can be published."""
    given = {
        "title": f"城市内涝数值模型 {receipt_number()}",
        "summary": "滚动预报积水深度。",
        "description": "管网耦合模型。",
        "maturity": Capability.Maturity.PRODUCT,
        **content,
    }
    capability = Capability(**given)
    capability.domains = [DomainFactory(slug="security")]
    capability.industries = [IndustryFactory(slug="it-ai")]
    return capability


def approve_step(listing: Listing, **answers: Any) -> None:
    """Approve the step that waits, by the first person who may."""
    step = waiting_step(fresh(listing))
    assert step is not None, "nothing waits"
    task = step.task.specific
    by = task.deciders(fresh(listing).lifecycle).order_by("pk").last()
    if "secrecy" in task._meta.model_name:
        answers = {"reviewed_on": timezone.localdate(), "conclusion": "public"}
    actions.decide_step(step, by=by, approve=True, comment="同意", answers=answers)


def step_of(listing: Listing) -> Any:
    """Return the step that waits, or None."""
    return waiting_step(listing)


def fresh(listing: Any) -> Any:
    """Return an item read anew."""
    return type(listing).objects.select_related("lifecycle").get(pk=listing.pk)
