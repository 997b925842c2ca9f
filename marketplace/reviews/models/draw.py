"""A draw: what was promised before, and the record from which it can be repeated."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, ClassVar, Final

from django.conf import settings
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.experts.draw_record import Promise, rules_in
from marketplace.reviews.models.panel import Panel
from marketplace.reviews.transitions import DRAW

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from marketplace.accounts.models import User

SOURCE_LENGTH: Final = 200
_PURPOSE: Final = "marketplace.reviews.draw"

no_nulls: Final = ProhibitNullCharactersValidator()


def new_nonce() -> str:
    """Return a random nonce; with the portal's key it determines the secret of a draw."""
    return secrets.token_hex(32)


class DrawState(models.TextChoices):
    """How far a draw has come."""

    PROMISED = "promised", pgettext_lazy("draw", "announced")
    DRAWN = "drawn", pgettext_lazy("draw", "drawn")
    DROPPED = "dropped", pgettext_lazy("draw", "dropped")


class Draw(models.Model):
    """A promise (rules, public source, commitment), and once drawn the whole record.

    The secret is no column before the draw: it follows from the nonce and the portal's key, which
    lies outside the database, so that nobody who reads the rows can try out public inputs.
    """

    State: ClassVar = DrawState

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="draws")
    number = models.PositiveSmallIntegerField(_("number"))
    rules = models.JSONField(_("rules"))
    source = models.CharField(_("public source"), max_length=SOURCE_LENGTH, validators=[no_nulls])
    nonce = models.CharField(max_length=64, default=new_nonce, editable=False)
    commitment = models.CharField(_("commitment"), max_length=64)
    state = models.CharField(
        _("state"), max_length=10, choices=DrawState.choices, default=DrawState.PROMISED
    )
    promised_at = models.DateTimeField(_("announced"))
    promised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(_("drawn or dropped"), null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    record = models.JSONField(null=True)
    excluded = models.JSONField(default=list)
    """Code of each expert who was left out, with the hits of the rules; staff alone read it."""
    reason = models.CharField(
        _("reason"), max_length=SOURCE_LENGTH, blank=True, validators=[MaxLengthValidator(200)]
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["panel", "number"], name="reviews_draw_numbered"),
            models.UniqueConstraint(
                fields=["panel"], condition=Q(state="promised"), name="reviews_one_open_promise"
            ),
            models.CheckConstraint(
                condition=Q(state="drawn", record__isnull=False, settled_at__isnull=False)
                | Q(state="promised", record__isnull=True, settled_at__isnull=True)
                | Q(state="dropped", record__isnull=True, settled_at__isnull=False),
                name="reviews_record_once_drawn",
            ),
        ]
        ordering: ClassVar = ["number"]
        verbose_name = _("draw")
        verbose_name_plural = _("draws")

    def __str__(self) -> str:
        """Return the number."""
        return str(self.number)

    @property
    def subject(self) -> str:
        """Return what the draw is for, as its record says: the demand's number and its own."""
        return f"{self.panel.challenge.demand.lifecycle.number}/{self.number}"

    def promise(self, key: str) -> Promise:
        """Return the promise under one of the portal's keys."""
        hashed = salted_hmac(_PURPOSE, self.nonce, secret=key, algorithm="sha256")
        return Promise(self.subject, rules_in(self.rules), self.source, hashed.hexdigest())

    def kept_promise(self) -> Promise | None:
        """Return the promise that was published, None where rows or key are no longer the same."""
        found = (self.promise(key) for key in _keys())
        return next((one for one in found if one.commitment == self.commitment), None)

    def publish(self) -> None:
        """Fix the commitment under the portal's present key."""
        self.commitment = self.promise(settings.SECRET_KEY).commitment

    def settle(self, verb: str, *, by: User, at: datetime) -> None:
        """Enter the state of a draw or a drop; Refusal when the machine forbids it."""
        self.state = DRAW.target(verb, self.state)
        self.settled_by, self.settled_at = by, at

    def journal_state(self) -> dict[str, Any]:
        """Return what the journal vouches for: promise, record and who was left out."""
        return {
            "panel": self.panel_id,
            "number": self.number,
            "rules": self.rules,
            "source": self.source,
            "commitment": self.commitment,
            "state": str(self.state),
            "record": self.record,
            "excluded": self.excluded,
        }


def _keys() -> Iterator[str]:
    yield settings.SECRET_KEY
    yield from (str(key) for key in settings.SECRET_KEY_FALLBACKS)
