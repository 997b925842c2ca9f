"""Open calls, and the proposals of firms and institutes, which may hold a trade secret."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.calls.models.call import TITLE_LENGTH, Call, constraints_of, no_nulls
from marketplace.calls.querysets import OpenCallQuerySet, ProposalQuerySet
from marketplace.calls.transitions import PROPOSAL
from marketplace.listings.models import Demand
from marketplace.organisations.models import Organisation

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from marketplace.accounts.models import User

NEED_LENGTH: Final = 3000
BENEFIT_LENGTH: Final = 1000
ANSWER_LENGTH: Final = 1000


class CallKind(models.TextChoices):
    """What an open call asks for."""

    TECHNOLOGY = "technology", _("major technology needs of industry")
    SCENARIO = "scenario", _("scenario proposals")


class ProposalState(models.TextChoices):
    """What became of a proposal."""

    SUBMITTED = "submitted", pgettext_lazy("proposal", "waits for an answer")
    ADOPTED = "adopted", pgettext_lazy("proposal", "adopted")
    DECLINED = "declined", pgettext_lazy("proposal", "declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("proposal", "withdrawn")


class OpenCall(Call):
    """A call that is open to firms and institutes; a department answers what they propose."""

    kind = models.CharField(
        _("kind"), max_length=10, choices=CallKind.choices, default=CallKind.TECHNOLOGY
    )
    department = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=_("answering department"),
        related_name="open_calls",
    )
    answer_workdays = models.PositiveSmallIntegerField(_("working days to the answer"), default=10)

    objects = OpenCallQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            *constraints_of("opencall"),
            models.CheckConstraint(
                condition=Q(answer_workdays__gte=1, answer_workdays__lte=60),
                name="calls_answers_within_days",
            ),
        ]
        ordering: ClassVar = ["-id"]
        verbose_name = _("open call")
        verbose_name_plural = _("open calls")

    def takes_proposals_at(self, instant: datetime) -> bool:
        """Return whether somebody may propose at an instant; at the due time itself nobody may."""
        return self.is_open and not self.is_due_at(instant)

    def journal_state(self) -> dict[str, Any]:
        """Return what actions change, for the journal's digests."""
        return {
            **super().journal_state(),
            "kind": str(self.kind),
            "answers": [self.department_id, self.answer_workdays],
        }


class Proposal(models.Model):
    """An idea that a firm or institute sends to a department; nobody else learns of it."""

    State: ClassVar = ProposalState

    call = models.ForeignKey(OpenCall, models.PROTECT, related_name="proposals")
    receipt = models.CharField(_("receipt number"), max_length=20, unique=True)
    state = models.CharField(
        _("state"), max_length=10, choices=ProposalState.choices, default="submitted"
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="proposals")
    proposer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    handler = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("answering department"), related_name="+"
    )
    title = models.CharField(_("title"), max_length=TITLE_LENGTH, validators=[no_nulls])
    need = models.CharField(
        pgettext_lazy("proposal", "the need"), max_length=NEED_LENGTH, validators=[no_nulls]
    )
    benefit = models.CharField(
        pgettext_lazy("proposal", "what it would bring"),
        max_length=BENEFIT_LENGTH,
        blank=True,
        validators=[no_nulls],
    )
    may_be_named = models.BooleanField(_("we may be named as the source"), default=False)
    submitted_at = models.DateTimeField(_("submitted"))
    due_at = models.DateTimeField(pgettext_lazy("proposal", "answered by"))
    reminded_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    demand = models.OneToOneField(Demand, models.PROTECT, null=True, related_name="proposed_as")
    """The draft that an adopted proposal became."""
    answer = models.CharField(
        pgettext_lazy("proposal", "answer"),
        max_length=ANSWER_LENGTH,
        blank=True,
        validators=[no_nulls],
    )
    settled_at = models.DateTimeField(pgettext_lazy("proposal", "answered"), null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="submitted", settled_at__isnull=True, settled_by__isnull=True)
                | ~Q(state="submitted") & Q(settled_at__isnull=False, settled_by__isnull=False),
                name="calls_proposal_settled_once",
            ),
            models.CheckConstraint(
                condition=Q(state="adopted", demand__isnull=False)
                | ~Q(state="adopted") & Q(demand__isnull=True),
                name="calls_adopted_is_a_draft",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(answer=""),
                name="calls_declined_with_a_reason",
            ),
        ]
        ordering: ClassVar = ["-id"]
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")

    def __str__(self) -> str:
        """Return the receipt number."""
        return self.receipt

    @property
    def is_open(self) -> bool:
        """Return whether somebody still has to answer."""
        is_waiting: bool = self.state == self.State.SUBMITTED
        return is_waiting

    def is_late_at(self, instant: datetime) -> bool:
        """Return whether the answer should have come by an instant."""
        return self.is_open and instant >= self.due_at

    def settle(
        self,
        verb: str,
        *,
        by: User,
        at: datetime,
        answer: str = "",
        demand: Demand | None = None,
    ) -> None:
        """Adopt, decline or withdraw it; Refusal when the machine forbids it."""
        self.state = PROPOSAL.target(verb, self.state)
        self.settled_by, self.settled_at = by, at
        self.answer, self.demand = answer, demand

    def journal_state(self) -> Mapping[str, object]:
        """Return what actions change, for the journal's salted digests."""
        return {
            "call": self.call_id,
            "state": str(self.state),
            "proposer": [self.proposer_id, self.organisation_id],
            "says": [self.title, self.need, self.benefit, self.may_be_named],
            "handler": self.handler_id,
            "due_at": self.due_at,
            "prompted": [self.reminded_at, self.escalated_at],
            "answer": [self.answer, self.demand_id],
            "settled": [self.settled_at, self.settled_by_id],
        }


def named_source_of(demand: Demand) -> Organisation | None:
    """Return whose proposal a demand goes back to, where the proposer agrees to be named."""
    proposal: Proposal | None = getattr(demand, "proposed_as", None)
    return proposal.organisation if proposal is not None and proposal.may_be_named else None
