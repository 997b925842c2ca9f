"""Questions about demands: public once answered, and never with the name of who asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.listings.models.demand import Demand
from marketplace.listings.querysets import QuestionQuerySet
from marketplace.listings.transitions import QUESTION
from marketplace.organisations.models import Organisation

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from marketplace.accounts.models import User

QUESTION_LENGTH = 500
ANSWER_LENGTH = 2000
REASON_LENGTH = 300

_no_nulls = ProhibitNullCharactersValidator()


class QuestionState(models.TextChoices):
    """How far a question has come."""

    ASKED = "asked", _("waits for an answer")
    DRAFTED = "drafted", _("the answer is in review")
    DECLINING = "declining", _("the refusal is in review")
    PUBLISHED = "published", pgettext_lazy("question", "answered")
    DECLINED = "declined", pgettext_lazy("question", "not answered")
    MERGED = "merged", _("joined with another question")


class Question(models.Model):
    """A question about a demand, with its answer."""

    State: ClassVar = QuestionState
    IN_REVIEW: ClassVar = (QuestionState.DRAFTED, QuestionState.DECLINING)
    WAITING: ClassVar = (QuestionState.ASKED, *IN_REVIEW)

    demand = models.ForeignKey(
        Demand, models.PROTECT, verbose_name=_("demand"), related_name="questions"
    )
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    text = models.CharField(_("your question"), max_length=QUESTION_LENGTH, validators=[_no_nulls])
    asked_at = models.DateTimeField(_("asked"))
    state = models.CharField(
        _("state"), max_length=10, choices=QuestionState.choices, default=QuestionState.ASKED
    )
    answer = models.CharField(
        pgettext_lazy("noun", "answer"),
        max_length=ANSWER_LENGTH,
        blank=True,
        validators=[_no_nulls],
    )
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    drafted_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("answered"), null=True)
    settled_at = models.DateTimeField(null=True)
    reason = models.CharField(
        _("reason"), max_length=REASON_LENGTH, blank=True, validators=[_no_nulls]
    )
    """Why it is not answered, for the asker; or why a draft came back, for its author."""
    refusal = models.CharField(
        _("reason"), max_length=REASON_LENGTH, blank=True, validators=[_no_nulls]
    )
    """Why an officer would not answer it: the reason of the refusal once the review agreed."""
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")

    objects = QuestionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into__isnull=True)),
                name="listings_question_merged_into_one",
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")), name="listings_question_not_into_itself"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["drafted", "published"])
                | (~Q(answer="") & Q(drafted_by__isnull=False)),
                name="listings_question_answered_in_words",
            ),
            models.CheckConstraint(
                condition=Q(state="published", answered_at__isnull=False, answered_by__isnull=False)
                | (~Q(state="published") & Q(answered_at__isnull=True)),
                name="listings_question_published_once",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("drafted_by")),
                name="listings_question_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(reason=""),
                name="listings_question_declined_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="declining") | (~Q(refusal="") & Q(drafted_by__isnull=False)),
                name="listings_question_refused_in_words",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined")
                | Q(refusal="")
                | Q(answered_by__isnull=False, reason=F("refusal")),
                name="listings_question_declined_as_reviewed",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["demand", "state"], name="listings_questions_of_demand"),
            models.Index(fields=["asker", "demand", "asked_at"], name="listings_questions_by"),
        ]
        ordering: ClassVar = ["asked_at", "id"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        """Return the beginning of the question."""
        return self.text[:60]

    @property
    def is_waiting(self) -> bool:
        """Return whether somebody still has to do something."""
        return self.state in self.WAITING

    @property
    def told_state(self) -> str:
        """Return the state as its asker reads it: which way it goes is told once it is decided."""
        state = QuestionState(self.state)
        return str((QuestionState.DRAFTED if state == QuestionState.DECLINING else state).label)

    @property
    def version(self) -> str:
        """Return which draft of answer or refusal it is; whoever decides says which they saw."""
        return self.drafted_at.isoformat() if self.drafted_at else ""

    def draft(self, answer: str, *, by: User, at: datetime) -> None:
        """Enter the state in which a drafted answer is reviewed; Refusal where forbidden."""
        self.state = QUESTION.target("draft", self.state)
        self.answer, self.drafted_by, self.drafted_at, self.reason = answer, by, at, ""
        self.refusal = ""

    def refuse(self, refusal: str, *, by: User, at: datetime) -> None:
        """Enter the state in which a reasoned no is reviewed; Refusal where forbidden."""
        self.state = QUESTION.target("refuse", self.state)
        self.refusal, self.drafted_by, self.drafted_at, self.reason = refusal, by, at, ""

    def hand_back(self, reason: str) -> None:
        """Return a draft to the officers with a reason; Refusal where forbidden."""
        self.state = QUESTION.target("hand_back", self.state)
        self.reason = reason

    def publish(self, *, by: User, at: datetime) -> None:
        """Enter the state in which everyone reads both; Refusal where forbidden."""
        self.state = QUESTION.target("publish", self.state)
        self.answered_by, self.answered_at, self.settled_at = by, at, at

    def decline(self, *, by: User, at: datetime) -> None:
        """Enter the state of the reasoned no that was reviewed; Refusal where forbidden."""
        self.state = QUESTION.target("decline", self.state)
        self.reason, self.answered_by, self.settled_at = self.refusal, by, at

    def merge(self, into: Question, *, at: datetime) -> None:
        """Enter the state in which another question is answered for it; Refusal where forbidden."""
        self.state = QUESTION.target("merge", self.state)
        self.merged_into, self.settled_at = into, at

    def journal_state(self) -> Mapping[str, object]:
        """Return what actions change, as a salted digest only: it holds who asked."""
        later = {"refusal": self.refusal} if self.refusal else {}
        return {
            **later,
            "demand": self.demand_id,
            "asker": self.asker_id,
            "text": self.text,
            "state": str(self.state),
            "answer": self.answer,
            "drafted_by": self.drafted_by_id,
            "answered": [self.answered_by_id, self.answered_at],
            "reason": self.reason,
            "merged_into": self.merged_into_id,
        }
