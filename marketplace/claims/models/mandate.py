"""Which park or association a firm allows to fill in applications for it (代填授权)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.claims.querysets import MandateQuerySet
from marketplace.claims.transitions import MANDATE
from marketplace.organisations.models import Organisation

if TYPE_CHECKING:
    from datetime import date, datetime

    from marketplace.accounts.models import User


class MandateState(models.TextChoices):
    """Whether a mandate stands."""

    GIVEN = "given", pgettext_lazy("mandate", "given")
    WITHDRAWN = "withdrawn", pgettext_lazy("mandate", "withdrawn")
    ENDED = "ended", pgettext_lazy("mandate", "run out")


class Mandate(models.Model):
    """A firm's permission for one organisation, until a day; given anew it is the same row."""

    State: ClassVar = MandateState

    firm = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("firm"), related_name="mandates_given"
    )
    helper = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=_("park or association"),
        related_name="mandates",
    )
    state = models.CharField(
        _("state"), max_length=10, choices=MandateState.choices, default=MandateState.GIVEN
    )
    given_at = models.DateTimeField(pgettext_lazy("mandate", "given on"))
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ends_on = models.DateField(_("until and including"))
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = MandateQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["firm", "helper"], name="claims_mandate_once"),
            models.CheckConstraint(
                condition=~Q(firm=F("helper")), name="claims_mandate_for_another"
            ),
            models.CheckConstraint(
                condition=Q(state="given", settled_at__isnull=True)
                | (~Q(state="given") & Q(settled_at__isnull=False)),
                name="claims_mandate_settled_once_over",
            ),
        ]
        ordering: ClassVar = ["-given_at", "-id"]
        verbose_name = _("mandate to fill in")
        verbose_name_plural = _("mandates to fill in")

    def __str__(self) -> str:
        """Return whom which firm allows."""
        return f"{self.firm} · {self.helper}"

    def give(self, *, by: User, at: datetime, ends_on: date) -> None:
        """Allow it, or allow it until another day; Refusal where the machine forbids it."""
        self.state = MANDATE.target("give", self.state)
        self.given_at, self.given_by, self.ends_on = at, by, ends_on
        self.settled_at = self.settled_by = None

    def withdraw(self, *, by: User, at: datetime) -> None:
        """Take it back; Refusal where the machine forbids it."""
        self.state = MANDATE.target("withdraw", self.state)
        self.settled_at, self.settled_by = at, by

    def end(self, *, at: datetime) -> None:
        """Let it run out; Refusal where the machine forbids it."""
        self.state = MANDATE.target("end", self.state)
        self.settled_at = at

    def journal_state(self) -> dict[str, object]:
        """Return what actions change, for the journal's digests."""
        return {
            "firm": self.firm_id,
            "helper": self.helper_id,
            "state": str(self.state),
            "given": [self.given_at, self.given_by_id],
            "ends_on": self.ends_on.isoformat(),
            "settled": [self.settled_at, self.settled_by_id],
        }
