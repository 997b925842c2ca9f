"""Listings that are published, revised and withdrawn through their actions while all falls over.

`change` leaves each time one listing more in the index, one otherwise written, and one gone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.contrib.auth.models import Group

from marketplace.accounts.models import User
from marketplace.core import clock
from marketplace.listings import actions
from marketplace.listings.defaults import REVIEWERS, SECRECY_REVIEWERS
from marketplace.listings.models import Capability
from marketplace.listings.models.approvals import waiting_step
from marketplace.organisations.credit_codes import complete
from marketplace.organisations.models import Kind, Membership, Organisation, Role
from marketplace.taxonomy.models import Domain, Industry

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from wagtail.models import TaskState

WRITER: Final = "writer@listings.bench.example"
REVIEWER: Final = "reviewer@listings.bench.example"
_CODE: Final = complete("91350299", "MA999999")
_APPROVALS: Final = 2


def prepare() -> None:
    """Make a verified firm, its writer, and somebody of the staff who approves."""
    firm, _new = Organisation.objects.get_or_create(
        name="厦门混沌试验科技有限公司",
        defaults={"kind": Kind.FIRM, "credit_code": _CODE, "verified_at": clock.now()},
    )
    writer, _new = User.objects.get_or_create(email=WRITER)
    Membership.objects.get_or_create(user=writer, organisation=firm, role=Role.BIDDER)
    reviewer, _new = User.objects.get_or_create(email=REVIEWER)
    reviewer.groups.set(Group.objects.filter(name__in=[REVIEWERS, SECRECY_REVIEWERS]))


def change(number: int) -> None:
    """Publish a listing, revise it, and withdraw the one before it."""
    writer = User.objects.get(email=WRITER)
    before = _of_firm("live").filter(lifecycle__review="settled").last()
    made = _published(writer, number)
    version = made.get_latest_revision_as_object()
    version.summary = f"第 {number} 轮修改后的概述。"
    actions.save_draft(version, by=writer, base_revision_id=made.latest_revision_id)
    _hand_in(made, writer)
    if before is not None:
        actions.withdraw_listing(before, by=writer, reason="本轮撤回。")


def awaited(number: int) -> TaskState:
    """Hand a new listing in, and return the step whose approval publishes it."""
    made = _made(User.objects.get(email=WRITER), number)
    actions.submit_listing(made, by=User.objects.get(email=WRITER))
    for _step in range(_APPROVALS - 1):
        approve(_waiting(made))
    return _waiting(made)


def approve(step: TaskState) -> None:
    """Approve a step; the last one publishes its listing."""
    reviewer = User.objects.get(email=REVIEWER)
    answers = {"reviewed_on": clock.now().date(), "conclusion": "public"}
    actions.decide_step(step, by=reviewer, approve=True, comment="同意", answers=answers)


def withdrawn() -> int:
    """Return how many listings were withdrawn."""
    return _of_firm("withdrawn").count()


def _published(writer: User, number: int) -> Capability:
    made = _made(writer, number)
    _hand_in(made, writer)
    return made


def _made(writer: User, number: int) -> Capability:
    content = Capability(
        title=f"混沌试验用水位监测终端 {number}",
        summary="易涝点水位监测。",
        description="水位监测终端与积水预报。",
        maturity=Capability.Maturity.PRODUCT,
    )
    content.domains = [Domain.objects.order_by("pk")[0]]
    content.industries = [Industry.objects.order_by("pk")[0]]
    firm = writer.memberships.get().organisation
    return actions.create_draft(content, owner=firm, by=writer)


def _hand_in(listing: Capability, writer: User) -> None:
    """Submit the latest version and let it pass every approval."""
    actions.submit_listing(listing, by=writer)
    for _step in range(_APPROVALS):
        approve(_waiting(listing))
        listing.refresh_from_db()


def _waiting(listing: Capability) -> TaskState:
    step = waiting_step(listing)
    assert step is not None
    return step


def _of_firm(state: str) -> QuerySet[Capability]:
    """Return the firm's listings in a state, the last one made last."""
    mine = Capability.objects.filter(lifecycle__owner__memberships__user__email=WRITER)
    return mine.filter(lifecycle__state=state).order_by("pk")
