"""Collecting rounds (摸排): which bodies are asked, and what each has replied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.calls.models.call import Call, constraints_of, no_nulls
from marketplace.calls.querysets import ReplyQuerySet, RoundQuerySet
from marketplace.calls.transitions import REPLY
from marketplace.challenges.models import Infrastructure
from marketplace.listings.models import Demand
from marketplace.organisations.models import Organisation

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.accounts.models import User

NOTE_LENGTH: Final = 300
_SIGNED_LENGTH: Final = 40


class ReplyState(models.TextChoices):
    """What a body has replied."""

    WAITING = "waiting", pgettext_lazy("reply", "no reply yet")
    ANSWERED = "answered", pgettext_lazy("reply", "has needs")
    NONE = "none", pgettext_lazy("reply", "no need")


class Round(Call):
    """A round in which public bodies are asked for their needs until an instant."""

    opener = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("in whose name"),
        related_name="rounds",
    )
    """The supervising department that asks; empty where the portal does."""
    kinds = models.JSONField(_("kinds of bodies"), default=list)
    left_out = models.ManyToManyField(
        Organisation, blank=True, verbose_name=_("bodies left out"), related_name="+"
    )
    """Bodies of the kinds that a draft does not ask; a round that was opened has its replies."""
    asks = models.JSONField(_("what a need states at least"), default=list, blank=True)
    infrastructure = models.CharField(
        _("class of infrastructure"), max_length=8, choices=Infrastructure.choices, blank=True
    )
    takes_late = models.BooleanField(_("late replies are taken and marked"), default=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = constraints_of("round")
        ordering: ClassVar = ["-id"]
        verbose_name = _("round")
        verbose_name_plural = _("rounds")

    def takes_replies_at(self, instant: datetime) -> bool:
        """Return whether a body may reply at an instant: while it runs, late only as ruled."""
        return self.is_open and (self.takes_late or not self.is_due_at(instant))

    def journal_state(self) -> dict[str, Any]:
        """Return what actions change, for the journal's digests."""
        return {
            **super().journal_state(),
            "opener": self.opener_id,
            "asked": [self.kinds, self.asks, self.infrastructure, self.takes_late],
        }


class Reply(models.Model):
    """The one reply of a body to a round, whoever of its people writes it."""

    State: ClassVar = ReplyState

    round = models.ForeignKey(Round, models.PROTECT, related_name="replies")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="replies")
    state = models.CharField(
        _("state"), max_length=8, choices=ReplyState.choices, default="waiting"
    )
    signed = models.CharField(
        _("who answers for it"), max_length=_SIGNED_LENGTH, blank=True, validators=[no_nulls]
    )
    note = models.CharField(
        pgettext_lazy("reply", "note"), max_length=NOTE_LENGTH, blank=True, validators=[no_nulls]
    )
    is_late = models.BooleanField(pgettext_lazy("reply", "late"), default=False)
    addressed_at = models.DateTimeField(_("addressed"))
    answered_at = models.DateTimeField(_("replied"), null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = ReplyQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "organisation"], name="calls_one_reply_of_a_body"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", answered_at__isnull=True, is_late=False)
                | ~Q(state="waiting") & Q(answered_at__isnull=False, answered_by__isnull=False),
                name="calls_reply_answered_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="none") | ~Q(signed=""), name="calls_no_need_is_signed"
            ),
        ]
        ordering: ClassVar = ["round", "organisation__name"]
        verbose_name = _("reply")
        verbose_name_plural = _("replies")

    def __str__(self) -> str:
        """Return who replies to what."""
        return f"{self.organisation} · {self.round}"

    def settle(self, verb: str, *, by: User, at: datetime, signed: str, note: str) -> None:
        """Answer or say that there is no need; Refusal when the machine forbids it."""
        self.state = REPLY.target(verb, self.state)
        self.answered_by, self.answered_at = by, at
        self.signed, self.note = signed, note
        self.is_late = self.round.is_due_at(at)

    def take_back(self) -> None:
        """Wait for a reply again; Refusal when the machine forbids it."""
        self.state = REPLY.target("take_back", self.state)
        self.answered_by = self.answered_at = None
        self.signed, self.note, self.is_late = "", "", False

    def journal_state(self) -> dict[str, Any]:
        """Return what actions change, for the journal's digests."""
        return {
            "round": self.round_id,
            "organisation": self.organisation_id,
            "state": str(self.state),
            "says": [self.signed, self.note, self.is_late],
            "needs": list(self.needs.order_by("pk").values_list("demand", flat=True)),
            "answered": [self.answered_at, self.answered_by_id],
        }


class Need(models.Model):
    """A draft of a demand that a body collects in its reply; the draft goes its own way then."""

    reply = models.ForeignKey(Reply, models.PROTECT, related_name="needs")
    demand = models.OneToOneField(Demand, models.PROTECT, related_name="collected")
    infrastructure = models.CharField(
        _("class of infrastructure"), max_length=8, choices=Infrastructure.choices, blank=True
    )
    added_at = models.DateTimeField(_("added"))
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["id"]
        verbose_name = pgettext_lazy("reply", "need")
        verbose_name_plural = pgettext_lazy("reply", "needs")

    def __str__(self) -> str:
        """Return the title of the draft."""
        return str(self.demand)

    @property
    def standing(self) -> Any:
        """Return where its draft stands now, as people read it."""
        lifecycle: Any = self.demand.lifecycle
        if lifecycle.published_at is not None:
            return pgettext_lazy("demand", "listed")
        return lifecycle.get_review_display()


class RoundReminder(models.Model):
    """A reminder of a due time that was given, so many days before it, once."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="reminders")
    due_at = models.DateTimeField()
    days = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "due_at", "days"], name="calls_reminded_once"),
        ]

    def __str__(self) -> str:
        """Return how long before which time."""
        return f"{self.days} d < {self.due_at:%Y-%m-%d %H:%M}"


class Escalation(models.Model):
    """That a body's silence at a due time was told to its approvers, once."""

    reply = models.ForeignKey(Reply, models.PROTECT, related_name="escalations")
    due_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reply", "due_at"], name="calls_escalated_once"),
        ]

    def __str__(self) -> str:
        """Return whose silence."""
        return str(self.reply)
