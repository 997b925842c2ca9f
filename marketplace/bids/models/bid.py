"""Bids as they were opened."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.bids.querysets import BidQuerySet
from marketplace.challenges.models import Challenge
from marketplace.organisations.models import Organisation
from marketplace.sealing.commitments import holds


class Bid(models.Model):
    """A bid with what it says, and what it was committed to; rows exist from the opening on.

    Attachments stay encrypted on disk; `data_key` is wrapped by the keeper for this row alone.
    """

    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="bids")
    firm = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("bidder"), related_name="bids"
    )
    receipt = models.CharField(_("receipt number"), max_length=20, unique=True)
    commitment = models.CharField(_("commitment"), max_length=80)
    salt = models.CharField(max_length=64, blank=True)
    content = models.JSONField(_("content"), default=dict)
    fault = models.CharField(_("why it could not be opened"), max_length=20, blank=True)
    data_key = models.BinaryField(default=bytes)
    files = models.JSONField(default=list)
    version = models.PositiveSmallIntegerField(_("version"))
    submitted_at = models.DateTimeField(pgettext_lazy("bid", "sealed"))
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("submitted by"), related_name="+"
    )

    objects = BidQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["challenge", "firm"], name="bids_one_per_body"),
            models.CheckConstraint(
                condition=Q(fault="") & ~Q(salt="") | ~Q(fault=""), name="bids_opened_or_faulty"
            ),
        ]
        ordering: ClassVar = ["submitted_at", "id"]
        verbose_name = _("bid")
        verbose_name_plural = _("bids")

    def __str__(self) -> str:
        """Return the receipt number."""
        return self.receipt

    @property
    def is_committed(self) -> bool:
        """Return whether what was opened is what the receipt committed to."""
        return not self.fault and holds(self.commitment, self.content, salt=self.salt)

    @property
    def hash_name(self) -> str:
        """Return the hash of the commitment, as `openssl dgst` calls it."""
        return self.commitment.partition(":")[0]

    def journal_state(self) -> dict[str, object]:
        """Return what the opening made, for the journal's digests."""
        return {
            "challenge": self.challenge_id,
            "firm": self.firm_id,
            "receipt": self.receipt,
            "commitment": self.commitment,
            "salt": self.salt,
            "content": self.content,
            "fault": self.fault,
            "version": self.version,
            "submitted": [self.submitted_at, self.submitted_by_id],
        }
