"""Where bids lie before the opening: rows that tell neither who bids nor how many do."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.challenges.models import Challenge


class Vault(models.Model):
    """A challenge's envelopes under one key, which every write renews together with all rows."""

    challenge = models.OneToOneField(Challenge, models.PROTECT, related_name="vault")
    wrapped = models.BinaryField()
    box = models.BinaryField()
    beat_at = models.DateTimeField(_("last written by the clock"), db_index=True)

    class Meta:
        verbose_name = _("vault")
        verbose_name_plural = _("vaults")


class Envelope(models.Model):
    """A bid, a draft, or a decoy: nobody without the key tells which.

    Keys are random, for a sequence would tell how often rows were written.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vault = models.ForeignKey(Vault, models.PROTECT, related_name="envelopes")
    token = models.CharField(max_length=64)
    box = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["vault", "token"], name="bids_one_envelope_per_body"),
        ]
        verbose_name = _("envelope")
        verbose_name_plural = _("envelopes")
