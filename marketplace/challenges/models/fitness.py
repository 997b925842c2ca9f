"""Fitness checks (论证): a version handed in, who was asked, and what each of them judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Revision

from marketplace.challenges.models.challenge import NOTE_LENGTH, Challenge, no_nulls

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.accounts.models import User


class Outcome(models.TextChoices):
    """What a reviewer votes, and what a check ends with."""

    PASS = "pass", pgettext_lazy("vote", "pass")
    RETURN = "return", pgettext_lazy("vote", "return for changes")
    REJECT = "reject", pgettext_lazy("vote", "reject")


class Aspect(models.TextChoices):
    """What every reviewer judges."""

    NECESSITY = "necessity", _("necessity")
    INDICATORS = "indicators", _("indicators")
    BUDGET = "budget", pgettext_lazy("of a fitness check", "budget")
    SUPPLY = "supply", _("existing supply")
    WORDING = "wording", _("restrictive wording")


class FitnessCheck(models.Model):
    """One check of one version of a challenge's demand."""

    class State(models.TextChoices):
        """Where the check stands."""

        RUNNING = "running", _("being checked")
        PASS = "pass", pgettext_lazy("fitness check", "passed")
        RETURN = "return", pgettext_lazy("fitness check", "returned")
        REJECT = "reject", pgettext_lazy("fitness check", "rejected")
        DROPPED = "dropped", _("taken back by the author")

    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="checks")
    number = models.PositiveSmallIntegerField(_("number"))
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.RUNNING)
    asked_at = models.DateTimeField(_("handed in"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(_("settled"), null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    words = models.CharField(
        _("summary of the check"), max_length=NOTE_LENGTH, blank=True, validators=[no_nulls]
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["challenge", "number"], name="challenges_check_once"),
            models.UniqueConstraint(
                fields=["challenge"],
                condition=Q(state="running"),
                name="challenges_one_running_check",
            ),
            models.CheckConstraint(
                condition=Q(state="running", settled_at__isnull=True, settled_by__isnull=True)
                | (~Q(state="running") & Q(settled_at__isnull=False, settled_by__isnull=False)),
                name="challenges_check_settled_once",
            ),
        ]
        ordering: ClassVar = ["challenge", "-number"]
        verbose_name = _("fitness check")
        verbose_name_plural = _("fitness checks")

    def __str__(self) -> str:
        """Return the number."""
        return str(self.number)

    @property
    def filed_votes(self) -> int:
        """Return how many have voted."""
        return sum(bool(one.vote) for one in self.votes.all())

    def settle(self, state: str, *, by: User, at: datetime, words: str = "") -> None:
        """End the check with a state."""
        self.state, self.settled_at, self.settled_by, self.words = state, at, by, words


class FitnessVote(models.Model):
    """Somebody who was asked to judge, and the vote once it is filed."""

    fitness = models.ForeignKey(FitnessCheck, models.PROTECT, related_name="votes")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    vote = models.CharField(
        pgettext_lazy("of a fitness check", "vote"),
        max_length=8,
        choices=Outcome.choices,
        blank=True,
    )
    filed_at = models.DateTimeField(_("filed"), null=True)
    reason = models.CharField(
        _("reason"), max_length=NOTE_LENGTH, blank=True, validators=[no_nulls]
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["fitness", "reviewer"], name="challenges_one_vote_each"
            ),
            models.CheckConstraint(
                condition=Q(vote="", filed_at__isnull=True)
                | (~Q(vote="") & Q(filed_at__isnull=False)),
                name="challenges_vote_filed_once",
            ),
            models.CheckConstraint(
                condition=Q(vote__in=["", "pass"]) | ~Q(reason=""),
                name="challenges_vote_against_with_reason",
            ),
        ]
        ordering: ClassVar = ["asked_at", "id"]
        verbose_name = _("vote of a fitness check")
        verbose_name_plural = _("votes of a fitness check")

    def __str__(self) -> str:
        """Return who was asked."""
        return str(self.reviewer)

    def journal_state(self) -> dict[str, object]:
        """Return what was judged, for the journal's digests."""
        remarks = self.remarks.order_by("id").values_list("aspect", "verdict", "text")
        return {
            "fitness": self.fitness_id,
            "reviewer": self.reviewer_id,
            "vote": str(self.vote),
            "filed_at": self.filed_at,
            "reason": self.reason,
            "remarks": [list(one) for one in remarks],
        }


class FitnessRemark(models.Model):
    """What a reviewer judged of one aspect."""

    class Verdict(models.TextChoices):
        """How fit it is."""

        FIT = "fit", _("fit")
        DOUBT = "doubt", _("with doubts")
        UNFIT = "unfit", _("unfit")

    vote = models.ForeignKey(FitnessVote, models.PROTECT, related_name="remarks")
    aspect = models.CharField(_("aspect"), max_length=10, choices=Aspect.choices)
    verdict = models.CharField(_("verdict"), max_length=5, choices=Verdict.choices)
    text = models.CharField(_("remark"), max_length=NOTE_LENGTH, blank=True, validators=[no_nulls])

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["vote", "aspect"], name="challenges_aspect_once"),
        ]
        ordering: ClassVar = ["vote", "id"]
        verbose_name = _("remark of a fitness check")
        verbose_name_plural = _("remarks of a fitness check")

    def __str__(self) -> str:
        """Return aspect and verdict."""
        return f"{self.get_aspect_display()}: {self.get_verdict_display()}"
