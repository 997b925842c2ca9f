"""The notice in which the result of a challenge stands before it is final (公示)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from django.conf import settings
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.awards.querysets import ResultNoticeQuerySet
from marketplace.awards.transitions import NOTICE
from marketplace.bids.models import Bid
from marketplace.challenges.models import Challenge
from marketplace.core.workdays import SHANGHAI, due_after, is_certain
from marketplace.reviews.models import Ranking

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from marketplace.accounts.models import User

STATEMENT_LENGTH: Final = 1000


class ResultNoticeState(models.TextChoices):
    """How far a notice has come."""

    DRAFTED = "drafted", pgettext_lazy("result notice", "being drafted")
    SHOWN = "shown", pgettext_lazy("result notice", "on show")
    SETTLED = "settled", pgettext_lazy("result notice", "the award is final")
    SUPERSEDED = "superseded", pgettext_lazy("result notice", "followed by a supplementary result")
    CANCELLED = "cancelled", pgettext_lazy("result notice", "cancelled after an objection")
    DISCARDED = "discarded", pgettext_lazy("result notice", "discarded")


class ResultNotice(models.Model):
    """One showing of a result: the candidates in their order, and until when it may be disputed."""

    State: ClassVar = ResultNoticeState
    PUBLIC: ClassVar = (
        ResultNoticeState.SHOWN,
        ResultNoticeState.SETTLED,
        ResultNoticeState.SUPERSEDED,
        ResultNoticeState.CANCELLED,
    )

    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="result_notices")
    state = models.CharField(
        _("state"), max_length=10, choices=ResultNoticeState.choices, default="drafted"
    )
    workdays = models.PositiveSmallIntegerField(_("working days on show"))
    ranking = models.ForeignKey(
        Ranking, models.PROTECT, null=True, verbose_name=_("ranking"), related_name="notices"
    )
    """The frozen ranking that its places come from; notices of earlier days have none."""
    statement = models.CharField(
        _("how the result came about"),
        max_length=STATEMENT_LENGTH,
        validators=[ProhibitNullCharactersValidator()],
    )
    drafted_at = models.DateTimeField(_("drafted"))
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    shown_at = models.DateTimeField(_("on show since"), null=True)
    shown_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    ends_at = models.DateTimeField(_("on show until"), null=True)
    superseded_at = models.DateTimeField(_("followed by a supplementary result"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = ResultNoticeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["challenge"],
                condition=Q(state__in=["drafted", "shown", "settled"]),
                name="awards_one_standing_notice",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["shown", "settled", "superseded", "cancelled"],
                    shown_at__isnull=False,
                    shown_by__isnull=False,
                    ends_at__gt=F("shown_at"),
                )
                | Q(state__in=["drafted", "discarded"], shown_at__isnull=True),
                name="awards_notice_shown_for_a_time",
            ),
            models.CheckConstraint(
                condition=Q(shown_by__isnull=True) | ~Q(shown_by=F("drafted_by")),
                name="awards_notice_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["settled", "superseded"]) | Q(ended_at__gte=F("ends_at")),
                name="awards_final_after_the_notice",
            ),
            models.CheckConstraint(
                condition=Q(state="superseded", superseded_at__gte=F("ended_at"))
                | ~Q(state="superseded") & Q(superseded_at__isnull=True),
                name="awards_superseded_after_its_award",
            ),
            models.CheckConstraint(condition=Q(workdays__gte=1), name="awards_notice_takes_days"),
        ]
        ordering: ClassVar = ["-id"]
        verbose_name = _("notice of a result")
        verbose_name_plural = _("notices of results")

    def __str__(self) -> str:
        """Return which challenge's result it shows."""
        return str(self.challenge)

    @property
    def is_public(self) -> bool:
        """Return whether everyone reads it; what was cancelled stays readable."""
        return self.state in self.PUBLIC

    @property
    def is_supplementary(self) -> bool:
        """Return whether it proposes the next in the ranking after an award came to nothing."""
        return hasattr(self, "succession")

    @property
    def is_reckoned(self) -> bool:
        """Return whether its end may still move with a notice of holidays that is not out yet."""
        return self.lasts_until is not None and not is_certain(
            self.lasts_until.astimezone(SHANGHAI).date()
        )

    @property
    def lasts_until(self) -> datetime | None:
        """Return when its days are over as holidays are known now: never before what was shown."""
        if self.state != self.State.SHOWN or self.shown_at is None or self.ends_at is None:
            return self.ends_at
        return max(self.ends_at, due_after(self.shown_at, self.workdays))

    @property
    def stands_on_its_ranking(self) -> bool:
        """Return whether the ranking behind it counts: none has replaced it."""
        return self.ranking is not None and self.ranking.is_standing

    def is_open_at(self, instant: datetime) -> bool:
        """Return whether objections are taken at an instant; at the end itself none is.

        While the end is only reckoned it may still move, and objections are taken.
        """
        is_shown: bool = self.state == self.State.SHOWN
        until = self.lasts_until
        return is_shown and until is not None and (instant < until or self.is_reckoned)

    def show(self, *, by: User, at: datetime) -> None:
        """Enter the state on show; its end is that of its last working day."""
        self.state = NOTICE.target("show", self.state)
        self.shown_by, self.shown_at = by, at
        self.ends_at = due_after(at, self.workdays)

    def end(self, verb: str, *, by: User | None, at: datetime) -> None:
        """Discard, cancel or settle it; Refusal when the machine forbids it."""
        until = self.lasts_until
        self.state = NOTICE.target(verb, self.state)
        if self.state == self.State.SETTLED:
            self.ends_at = until
        self.ended_by, self.ended_at = by, at

    def supersede(self, *, at: datetime) -> None:
        """Be followed by a supplementary result; when it became final stays on record."""
        self.state = NOTICE.target("supersede", self.state)
        self.superseded_at = at

    def restore(self) -> None:
        """Be the last final award again, since its supplementary result was cancelled."""
        self.state = NOTICE.target("restore", self.state)
        self.superseded_at = None

    def journal_state(self) -> Mapping[str, object]:
        """Return what actions change, for the journal's digests."""
        rows = self.candidates.order_by("rank").values_list("rank", "bid", "is_proposed", "remark")
        ranking = {"ranking": self.ranking.digest} if self.ranking else {}
        later = {"superseded_at": self.superseded_at} if self.superseded_at else {}
        return {
            **ranking,
            **later,
            "challenge": self.challenge_id,
            "state": str(self.state),
            "workdays": self.workdays,
            "statement": self.statement,
            "candidates": [list(row) for row in rows],
            "shown": [self.shown_at, self.shown_by_id, self.ends_at],
            "ended": [self.ended_at, self.ended_by_id],
        }


class Candidate(models.Model):
    """A bid's place in the result that a notice shows."""

    notice = models.ForeignKey(ResultNotice, models.CASCADE, related_name="candidates")
    bid = models.ForeignKey(Bid, models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField(_("rank"))
    is_proposed = models.BooleanField(_("is to be awarded"), default=False)
    remark = models.CharField(_("remark"), max_length=120, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["notice", "bid"], name="awards_a_bid_stands_once"),
            models.UniqueConstraint(fields=["notice", "rank"], name="awards_a_rank_is_given_once"),
            models.CheckConstraint(condition=Q(rank__gte=1), name="awards_ranks_from_one"),
        ]
        ordering: ClassVar = ["notice", "rank"]
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")

    def __str__(self) -> str:
        """Return the rank and the bidder."""
        return f"{self.rank} {self.bid.firm}"
