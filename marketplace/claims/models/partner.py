"""Partners of a consortium: who is asked to join an application, and what they said."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.claims.models.draft import ClaimDraft
from marketplace.claims.querysets import PartnerQuerySet
from marketplace.claims.transitions import PARTNER
from marketplace.organisations.models import Organisation

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.accounts.models import User


class PartnerState(models.TextChoices):
    """What a partner has said."""

    INVITED = "invited", pgettext_lazy("partner", "not confirmed yet")
    JOINED = "joined", pgettext_lazy("partner", "confirmed")
    REFUSED = "refused", pgettext_lazy("partner", "does not take part")
    REMOVED = "removed", pgettext_lazy("partner", "removed by the lead")


class ClaimPartner(models.Model):
    """An organisation that the lead asks to take a part in an application."""

    State: ClassVar = PartnerState
    STANDING: ClassVar = (PartnerState.INVITED, PartnerState.JOINED, PartnerState.REFUSED)
    """States in which a partner stands on the lead's page and must be settled before sending."""

    draft = models.ForeignKey(ClaimDraft, models.PROTECT, related_name="partners")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("partner"), related_name="partnerships"
    )
    part = models.CharField(pgettext_lazy("in a consortium", "part"), max_length=200)
    state = models.CharField(
        _("state"), max_length=10, choices=PartnerState.choices, default=PartnerState.INVITED
    )
    invited_at = models.DateTimeField(_("invited"))
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(pgettext_lazy("partner", "answered"), null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = PartnerQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draft", "organisation"], name="claims_partner_once"),
            models.CheckConstraint(
                condition=Q(state="removed")
                | Q(state="invited", answered_at__isnull=True)
                | Q(state__in=["joined", "refused"], answered_at__isnull=False),
                name="claims_partner_answered_once_asked",
            ),
            models.CheckConstraint(condition=~Q(part=""), name="claims_partner_has_a_part"),
        ]
        ordering: ClassVar = ["id"]
        verbose_name = _("partner in an application")
        verbose_name_plural = _("partners in applications")

    def __str__(self) -> str:
        """Return the partner's name."""
        return str(self.organisation)

    def invite(self, *, part: str, by: User, at: datetime) -> None:
        """Ask again, perhaps for another part; Refusal when the machine forbids it."""
        self.state = PARTNER.target("invite", self.state)
        self.part, self.invited_by, self.invited_at = part, by, at
        self.answered_by = self.answered_at = None

    def join(self, *, by: User, at: datetime) -> None:
        """Say yes; Refusal when the machine forbids it."""
        self._answer("join", by, at)

    def refuse(self, *, by: User, at: datetime) -> None:
        """Say no; Refusal when the machine forbids it."""
        self._answer("refuse", by, at)

    def remove(self) -> None:
        """Leave the application at the lead's wish; Refusal when the machine forbids it."""
        self.state = PARTNER.target("remove", self.state)

    def _answer(self, verb: str, by: User, at: datetime) -> None:
        self.state = PARTNER.target(verb, self.state)
        self.answered_by, self.answered_at = by, at

    def journal_state(self) -> dict[str, object]:
        """Return what actions change, for the journal's digests."""
        return {
            "draft": self.draft_id,
            "organisation": self.organisation_id,
            "part": self.part,
            "state": str(self.state),
            "invited": [self.invited_at, self.invited_by_id],
            "answered": [self.answered_at, self.answered_by_id],
        }
