"""The partners that an opened bid names: heard after the opening, not before."""

from __future__ import annotations

from typing import ClassVar, Final

from django.conf import settings
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.bids.models.bid import Bid
from marketplace.bids.querysets import BidPartnerQuerySet
from marketplace.bids.transitions import PARTNER
from marketplace.organisations.models import Organisation

PART_LENGTH: Final = 2000
PARTNER_WORDS: Final = 300

_no_nulls = ProhibitNullCharactersValidator()


class PartnerState(models.TextChoices):
    """What a partner has answered."""

    ASKED = "asked", pgettext_lazy("partner", "has not answered yet")
    CONFIRMED = "confirmed", pgettext_lazy("partner", "confirmed")
    DECLINED = "declined", pgettext_lazy("partner", "declined")


class BidPartner(models.Model):
    """A partner as the sealed content names it, and whether it stands by it.

    Without an organisation where nobody on the portal has that name or code any more.
    """

    State: ClassVar = PartnerState

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="partners")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, verbose_name=_("partner"), related_name="+"
    )
    name = models.CharField(_("partner"), max_length=200)
    part = models.CharField(_("the part it does"), max_length=PART_LENGTH, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=PartnerState.choices, default=PartnerState.ASKED
    )
    words = models.CharField(
        _("in words"), max_length=PARTNER_WORDS, blank=True, validators=[_no_nulls]
    )
    asked_at = models.DateTimeField(_("asked"))
    answered_at = models.DateTimeField(_("answered"), null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = BidPartnerQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["bid", "organisation"], name="bids_partner_once_in_a_bid"
            ),
            models.CheckConstraint(
                condition=Q(state="asked", answered_at__isnull=True, answered_by__isnull=True)
                | ~Q(state="asked") & Q(answered_at__isnull=False, answered_by__isnull=False),
                name="bids_partner_answered_by_somebody",
            ),
        ]
        ordering: ClassVar = ["id"]
        verbose_name = _("partner of a bid")
        verbose_name_plural = _("partners of bids")

    def __str__(self) -> str:
        """Return the name that the bid gives."""
        return self.name

    def move(self, verb: str) -> None:
        """Enter the state that a verb leads to; Refusal when the machine forbids it."""
        self.state = PARTNER.target(verb, self.state)

    def journal_state(self) -> dict[str, object]:
        """Return what actions change, for the journal's digests."""
        return {
            "bid": self.bid_id,
            "organisation": self.organisation_id,
            "state": str(self.state),
            "words": self.words,
            "answered": [self.answered_at, self.answered_by_id],
        }
