"""The next in the ranking, named where an award came to nothing (递补)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from django.conf import settings
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.awards.models.result_notice import ResultNotice
from marketplace.awards.querysets import SuccessionQuerySet
from marketplace.awards.transitions import SUCCESSION
from marketplace.bids.models import Bid
from marketplace.challenges.models import Challenge
from marketplace.core.workdays import due_after

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from marketplace.accounts.models import User
    from marketplace.organisations.models import Organisation

REASON_LENGTH: Final = 500
FACT_LENGTH: Final = 300

_no_nulls = ProhibitNullCharactersValidator()
_ASKED: Final = ("asked", "stood", "declined", "lapsed")
_SETTLED: Final = ("withdrawn", "lapsed", "passed_over")


class SuccessionState(models.TextChoices):
    """How far it has come with the next in the ranking."""

    NAMED = "named", pgettext_lazy("succession", "named, an approver has to agree")
    ASKED = "asked", pgettext_lazy("succession", "asked whether it stands by its bid")
    STOOD = "stood", pgettext_lazy("succession", "stands by its bid")
    DECLINED = "declined", pgettext_lazy("succession", "declined")
    LAPSED = "lapsed", pgettext_lazy("succession", "did not answer in time")
    WITHDRAWN = "withdrawn", pgettext_lazy("succession", "naming withdrawn")
    PASSED_OVER = "passed_over", pgettext_lazy("succession", "passed over: a condition is not met")


def _instant(label: object = None) -> models.DateTimeField[datetime | None, datetime | None]:
    return models.DateTimeField(label, null=True)  # type: ignore[arg-type]


def _person() -> models.ForeignKey[User | None, User | None]:
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")


class Succession(models.Model):
    """That a bid takes the place of an award that came to nothing: named, asked, answered."""

    State: ClassVar = SuccessionState

    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="successions")
    notice = models.ForeignKey(ResultNotice, models.PROTECT, related_name="successions")
    """The notice of the award that came to nothing."""
    bid = models.ForeignKey(Bid, models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField(_("rank"))
    state = models.CharField(
        _("state"), max_length=12, choices=SuccessionState.choices, default=SuccessionState.NAMED
    )
    reason = models.CharField(
        _("why the next is named"), max_length=REASON_LENGTH, validators=[_no_nulls]
    )
    named_at = models.DateTimeField(pgettext_lazy("succession", "named"))
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = _instant(pgettext_lazy("succession", "asked"))
    asked_by = _person()
    answer_by = _instant(_("to be answered by"))
    reminded_at = _instant()
    answered_at = _instant(pgettext_lazy("succession", "answered"))
    answered_by = _person()
    answer = models.CharField(
        _("in words"), max_length=REASON_LENGTH, blank=True, validators=[_no_nulls]
    )
    fact = models.CharField(_("fact"), max_length=FACT_LENGTH, blank=True, validators=[_no_nulls])
    """The condition that is not met, of one that was passed over."""
    settled_at = _instant(_("settled"))
    settled_by = _person()
    supplement = models.OneToOneField(
        ResultNotice, models.PROTECT, null=True, related_name="succession"
    )
    """The supplementary notice that proposes it."""

    objects = SuccessionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["challenge"],
                condition=Q(state__in=["named", "asked"])
                | Q(state="stood", supplement__isnull=True),
                name="awards_one_is_named_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["bid"],
                condition=~Q(state="withdrawn"),
                name="awards_a_bid_is_named_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_ASKED)
                | Q(asked_at__isnull=False, asked_by__isnull=False, answer_by__gt=F("asked_at")),
                name="awards_asked_until_an_instant",
            ),
            models.CheckConstraint(
                condition=Q(asked_by__isnull=True) | ~Q(asked_by=F("named_by")),
                name="awards_named_and_asked_by_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["stood", "declined"])
                | Q(answered_by__isnull=False, answered_at__lt=F("answer_by")),
                name="awards_answered_in_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_SETTLED, settled_at__isnull=False)
                | ~Q(state__in=_SETTLED) & Q(settled_at__isnull=True, settled_by__isnull=True),
                name="awards_succession_settled_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="passed_over") | (~Q(fact="") & ~Q(settled_by=F("named_by"))),
                name="awards_passed_over_for_a_fact",
            ),
            models.CheckConstraint(
                condition=Q(supplement__isnull=True) | Q(state="stood"),
                name="awards_supplement_of_who_stands",
            ),
        ]
        ordering: ClassVar = ["-id"]
        verbose_name = pgettext_lazy("noun", "succession")
        verbose_name_plural = _("successions")

    def __str__(self) -> str:
        """Return the rank and the bidder."""
        return f"{self.rank} {self.bid.firm}"

    @property
    def firm(self) -> Organisation:
        """Return the firm that is named."""
        firm: Organisation = self.bid.firm
        return firm

    @property
    def is_open(self) -> bool:
        """Return whether somebody still has to act before a supplementary notice is on show."""
        if self.state == self.State.STOOD:
            return self.supplement_id is None
        return self.state in {self.State.NAMED, self.State.ASKED}

    @property
    def answers_until(self) -> datetime | None:
        """Return when its period ends as holidays are known now: never before what was said."""
        if self.state != self.State.ASKED or self.asked_at is None or self.answer_by is None:
            return self.answer_by
        workdays: int = self.challenge.programme.answer_workdays
        return max(self.answer_by, due_after(self.asked_at, workdays))

    def is_late_at(self, instant: datetime) -> bool:
        """Return whether the firm should have answered by an instant; at the end itself it has."""
        is_asked: bool = self.state == self.State.ASKED
        return is_asked and self.answers_until is not None and instant >= self.answers_until

    def ask(self, *, by: User, at: datetime, until: datetime) -> None:
        """Ask the firm, which answers before an instant; Refusal when the machine forbids it."""
        self.state = SUCCESSION.target("ask", self.state)
        self.asked_by, self.asked_at, self.answer_by = by, at, until

    def reply(self, verb: str, *, by: User, at: datetime, answer: str) -> None:
        """Stand by the bid or decline, with words; Refusal when the machine forbids it."""
        self.answer_by = self.answers_until
        self.state = SUCCESSION.target(verb, self.state)
        self.answered_by, self.answered_at, self.answer = by, at, answer

    def settle(self, verb: str, *, by: User | None, at: datetime, fact: str = "") -> None:
        """Withdraw, let lapse or pass over; Refusal when the machine forbids it."""
        self.state = SUCCESSION.target(verb, self.state)
        self.settled_by, self.settled_at, self.fact = by, at, fact

    def journal_state(self) -> Mapping[str, object]:
        """Return what actions change, for the journal's digests."""
        return {
            "challenge": self.challenge_id,
            "notice": self.notice_id,
            "bid": [self.bid_id, self.rank],
            "state": str(self.state),
            "named": [self.named_at, self.named_by_id, self.reason],
            "asked": [self.asked_at, self.asked_by_id, self.answer_by, self.reminded_at],
            "answered": [self.answered_at, self.answered_by_id, self.answer],
            "settled": [self.settled_at, self.settled_by_id, self.fact],
            "supplement": self.supplement_id,
        }
