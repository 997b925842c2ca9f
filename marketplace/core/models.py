"""Rows behind the small modules of the core."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class ClockOffset(models.Model):
    """One row: how far the portal's clock runs ahead of the database's, in tests and demos."""

    ONLY = 1

    offset = models.DurationField()


class Sequence(models.Model):
    """The last number given under a name, such as `XQ-2026`."""

    name = models.CharField(max_length=40, unique=True)
    last = models.PositiveBigIntegerField(default=0)


class IdempotencyKey(models.Model):
    """A key that a caller sent with a write, and the row that the write made."""

    scope = models.CharField(max_length=80)
    key = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    result = models.CharField(max_length=80)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scope", "key"], name="core_idempotency_key_once"),
        ]


class HolidayYear(models.Model):
    """A year's calendar as the State Council's notice gives it, entered by staff.

    It counts for years that the installed table of holidays does not know.
    """

    year = models.PositiveSmallIntegerField(
        _("year"),
        unique=True,
        validators=[MinValueValidator(2000), MaxValueValidator(2199)],
    )
    days_off = models.JSONField(_("days off"))
    """Dates as ISO text; weekends need not be among them."""
    days_worked = models.JSONField(_("weekend days worked"), default=list, blank=True)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(year__gte=2000, year__lte=2199),
                name="core_holiday_year_of_these_centuries",
            ),
        ]
        ordering: ClassVar = ["-year"]
        verbose_name = _("calendar of holidays")
        verbose_name_plural = _("calendars of holidays")

    def __str__(self) -> str:
        """Return the year."""
        return str(self.year)

    def journal_state(self) -> dict[str, object]:
        """Return what is entered, for the journal's digests."""
        return {
            "year": self.year,
            "days_off": self.days_off,
            "days_worked": self.days_worked,
            "source": self.source,
        }
