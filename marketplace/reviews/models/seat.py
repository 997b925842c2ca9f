"""A seat of a panel: who was drawn for it, what they declared, and why they stepped back."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from django.conf import settings
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.numbers import receipt_number
from marketplace.core.workdays import due_after
from marketplace.experts.models import Expert
from marketplace.journal.models import InsertOnly
from marketplace.reviews.models.draw import Draw
from marketplace.reviews.models.panel import Panel
from marketplace.reviews.querysets import SeatQuerySet
from marketplace.reviews.transitions import SEAT

if TYPE_CHECKING:
    from datetime import datetime

WORDS_LENGTH: Final = 500

no_nulls: Final = ProhibitNullCharactersValidator()


class SeatState(models.TextChoices):
    """Where the person of a seat stands."""

    RESERVE = "reserve", pgettext_lazy("seat", "alternate")
    CALLED = "called", pgettext_lazy("seat", "declaration due")
    SITTING = "sitting", pgettext_lazy("seat", "on the panel")
    RECUSED = "recused", pgettext_lazy("seat", "stepped back")
    RELEASED = "released", pgettext_lazy("seat", "released")


TAKEN: Final = (SeatState.CALLED, SeatState.SITTING)
"""States in which somebody holds a place of the panel."""


class Seat(models.Model):
    """An expert who was drawn: for a place of the panel, or as an alternate of a field."""

    State: ClassVar = SeatState

    code = models.CharField(max_length=14, unique=True, default=receipt_number, editable=False)
    panel = models.ForeignKey(Panel, models.PROTECT, related_name="seats")
    draw = models.ForeignKey(Draw, models.PROTECT, related_name="seats")
    expert = models.ForeignKey(Expert, models.PROTECT, related_name="seats")
    field = models.CharField(pgettext_lazy("panel", "field"), max_length=80)
    order = models.PositiveSmallIntegerField(_("turn"))
    place = models.PositiveSmallIntegerField(_("place"), null=True)
    state = models.CharField(
        _("state"), max_length=10, choices=SeatState.choices, default=SeatState.RESERVE
    )
    called_at = models.DateTimeField(_("called"), null=True)
    declare_by = models.DateTimeField(_("declares by"), null=True)
    reminded_at = models.DateTimeField(null=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["panel", "expert"], name="reviews_drawn_once_for_a_panel"
            ),
            models.UniqueConstraint(
                fields=["panel", "place"],
                condition=Q(state__in=TAKEN),
                name="reviews_place_taken_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=TAKEN) | Q(place__isnull=False, called_at__isnull=False),
                name="reviews_taken_has_a_place",
            ),
            models.CheckConstraint(
                condition=~Q(state="reserve") | Q(place__isnull=True, called_at__isnull=True),
                name="reviews_reserve_has_no_place",
            ),
            models.CheckConstraint(
                condition=~Q(state="called") | Q(declare_by__isnull=False),
                name="reviews_called_until_an_instant",
            ),
        ]
        ordering: ClassVar = [models.F("place").asc(nulls_last=True), "draw", "field", "order"]
        verbose_name = _("seat of a panel")
        verbose_name_plural = _("seats of panels")

    def __str__(self) -> str:
        """Return the expert's code."""
        return str(self.expert.code)

    def move(self, verb: str) -> None:
        """Enter the state that a verb leads to; Refusal when the machine forbids it."""
        self.state = SEAT.target(verb, self.state)

    def call_to(self, place: int, *, at: datetime, workdays: int) -> None:
        """Take a place from now on; the declaration is due within so many working days."""
        self.place, self.called_at = place, at
        self.declare_by = due_after(at, workdays)

    def journal_state(self) -> dict[str, object]:
        """Return what actions change, for the journal's digests."""
        declared = Declaration.objects.filter(seat=self).values_list("at", "words").first()
        recused = Recusal.objects.filter(seat=self).first()
        return {
            "panel": self.panel_id,
            "draw": self.draw_id,
            "expert": self.expert_id,
            "place": self.place,
            "declare_by": self.declare_by,
            "reminded_at": self.reminded_at,
            "state": str(self.state),
            "declared": list(declared) if declared else None,
            "recused": recused.facts() if recused else None,
        }


class Declaration(InsertOnly):
    """That an expert has no tie to a party, in the words that were shown; it stands for ever."""

    seat = models.OneToOneField(Seat, models.PROTECT, related_name="declaration")
    words = models.TextField()
    parties = models.JSONField()
    at = models.DateTimeField()


class Cause(models.TextChoices):
    """How it came out that somebody must step back."""

    RULE = "rule", _("found by the rules")
    OWN = "own", _("declared by the expert")
    STAFF = "staff", _("decided by staff")
    UNABLE = "unable", _("cannot take part")
    LATE = "late", _("did not declare in time")


class Recusal(InsertOnly):
    """Why somebody stepped back, with the facts that the rules found; staff alone read it."""

    seat = models.OneToOneField(Seat, models.PROTECT, related_name="recusal")
    cause = models.CharField(_("cause"), max_length=8, choices=Cause.choices)
    hits = models.JSONField(default=list)
    words = models.CharField(
        _("in words"), max_length=WORDS_LENGTH, blank=True, validators=[no_nulls]
    )
    replacement = models.OneToOneField(Seat, models.PROTECT, null=True, related_name="replaces")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(cause="staff") | ~Q(words=""), name="reviews_staff_say_why"
            ),
        ]

    def facts(self) -> list[object]:
        """Return what the journal vouches for."""
        return [self.cause, self.hits, self.words, self.replacement_id]
