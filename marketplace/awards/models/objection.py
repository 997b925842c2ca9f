"""Objections to a result: private in what they say, public in number and state."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from django.conf import settings
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.awards.models.result_notice import ResultNotice
from marketplace.awards.querysets import ObjectionQuerySet
from marketplace.awards.transitions import OBJECTION
from marketplace.core.workdays import due_after
from marketplace.files.models import Blob
from marketplace.organisations.models import Organisation

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from marketplace.accounts.models import User

GROUNDS_LENGTH: Final = 3000
DECISION_LENGTH: Final = 2000
EVIDENCE_LIMIT: Final = 5

_no_nulls = ProhibitNullCharactersValidator()


class ObjectionState(models.TextChoices):
    """How far an objection has come."""

    FILED = "filed", pgettext_lazy("objection", "being decided")
    WITHDRAWN = "withdrawn", pgettext_lazy("objection", "withdrawn")
    REJECTED = "rejected", pgettext_lazy("objection", "rejected")
    UPHELD = "upheld", pgettext_lazy("objection", "upheld")


class Ground(models.TextChoices):
    """What an objection is about."""

    PROCEDURE = "procedure", _("the procedure was not kept")
    RECUSAL = "recusal", _("somebody should have stood aside")
    CONTENT = "content", _("a bid says what is not true")
    SCORING = "scoring", _("a score is wrong")
    OTHER = "other", pgettext_lazy("objection", "something else")


class Remedy(models.TextChoices):
    """What follows from an objection that is upheld."""

    RESCORE = "rescore", _("score anew")
    REDRAW = "redraw", _("draw another panel")
    NEXT = "next", _("cancel the naming; the one after it may be named")
    CANCEL = "cancel", _("end the challenge without a result")

    @classmethod
    def of(cls, notice: ResultNotice) -> tuple[Remedy, ...]:
        """Return what may follow for a notice: a supplementary one brings no new review."""
        if notice.is_supplementary:
            return (cls.NEXT, cls.CANCEL)
        return (cls.RESCORE, cls.REDRAW, cls.CANCEL)


class Objection(models.Model):
    """An objection with its decision; who objects is known to those who decide alone."""

    State: ClassVar = ObjectionState

    notice = models.ForeignKey(ResultNotice, models.PROTECT, related_name="objections")
    number = models.PositiveSmallIntegerField(_("number"))
    """Its place among the objections to one challenge, from 1; the public reads it."""
    receipt = models.CharField(_("receipt number"), max_length=20, unique=True)
    state = models.CharField(
        _("state"), max_length=10, choices=ObjectionState.choices, default="filed"
    )
    objector = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, verbose_name=_("in whose name"), related_name="+"
    )
    ground = models.CharField(
        pgettext_lazy("objection", "what it is about"), max_length=10, choices=Ground.choices
    )
    text = models.CharField(
        pgettext_lazy("objection", "grounds"), max_length=GROUNDS_LENGTH, validators=[_no_nulls]
    )
    filed_at = models.DateTimeField(_("filed"))
    due_at = models.DateTimeField(_("decided by"))
    reminded_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    decision = models.CharField(
        _("decision"), max_length=DECISION_LENGTH, blank=True, validators=[_no_nulls]
    )
    remedy = models.CharField(_("what follows"), max_length=10, choices=Remedy.choices, blank=True)
    settled_at = models.DateTimeField(_("decided"), null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="filed", settled_at__isnull=True, settled_by__isnull=True)
                | ~Q(state="filed") & Q(settled_at__isnull=False, settled_by__isnull=False),
                name="awards_objection_settled_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["rejected", "upheld"]) | ~Q(decision=""),
                name="awards_objection_decided_in_words",
            ),
            models.CheckConstraint(
                condition=Q(state="upheld") & ~Q(remedy="") | ~Q(state="upheld") & Q(remedy=""),
                name="awards_objection_upheld_with_a_remedy",
            ),
            models.UniqueConstraint(
                fields=["notice", "number"], name="awards_objection_number_once"
            ),
        ]
        ordering: ClassVar = ["notice", "number"]
        verbose_name = _("objection")
        verbose_name_plural = _("objections")

    def __str__(self) -> str:
        """Return the receipt number."""
        return self.receipt

    @property
    def is_open(self) -> bool:
        """Return whether somebody still has to decide."""
        is_filed: bool = self.state == self.State.FILED
        return is_filed

    @property
    def due_by(self) -> datetime:
        """Return when its decision is due as holidays are known now, never before what was said."""
        if not self.is_open:
            return self.due_at
        return max(self.due_at, due_after(self.filed_at, self._workdays))

    @property
    def _workdays(self) -> int:
        workdays: int = self.notice.challenge.programme.objection_workdays
        return workdays

    def is_late_at(self, instant: datetime) -> bool:
        """Return whether the decision should have come by an instant."""
        return self.is_open and instant >= self.due_by

    def settle(
        self, verb: str, *, by: User, at: datetime, decision: str = "", remedy: str = ""
    ) -> None:
        """Withdraw, reject or uphold it; Refusal when the machine forbids it."""
        self.state = OBJECTION.target(verb, self.state)
        self.settled_by, self.settled_at = by, at
        self.decision, self.remedy = decision, remedy

    def journal_state(self) -> Mapping[str, object]:
        """Return what actions change, for the journal's salted digests."""
        return {
            "notice": self.notice_id,
            "number": self.number,
            "state": str(self.state),
            "objector": [self.objector_id, self.organisation_id],
            "says": [self.ground, self.text],
            "evidence": list(self.evidence.order_by("pk").values_list("blob__sha256", flat=True)),
            "due_at": self.due_at,
            "prompted": [self.reminded_at, self.escalated_at],
            "decision": [self.decision, self.remedy],
            "settled": [self.settled_at, self.settled_by_id],
        }


class Evidence(models.Model):
    """A file that an objector adds; the objector and those who decide read it."""

    objection = models.ForeignKey(Objection, models.PROTECT, related_name="evidence")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["id"]
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")

    def __str__(self) -> str:
        """Return the file's name."""
        return str(self.blob)
