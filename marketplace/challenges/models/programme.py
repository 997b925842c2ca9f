"""Programmes: the settings that challenges of one kind share."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Programme(models.Model):
    """A programme under which challenges are listed, with what its fitness check asks for."""

    name = models.CharField(_("programme"), max_length=60, unique=True)
    introduction = models.CharField(_("introduction"), max_length=300, blank=True)
    minimum_indicators = models.PositiveSmallIntegerField(
        _("least number of main indicators"), default=5
    )
    fitness_votes = models.PositiveSmallIntegerField(
        _("least number of votes of a fitness check"), default=3
    )
    notice_workdays = models.PositiveSmallIntegerField(
        _("least number of working days that a result is on show"), default=5
    )
    objection_workdays = models.PositiveSmallIntegerField(
        _("working days until an objection is decided"), default=3
    )
    cure_workdays = models.PositiveSmallIntegerField(
        _("working days to complete a bid that is formally incomplete"), default=5
    )
    declaration_workdays = models.PositiveSmallIntegerField(
        _("working days in which a drawn expert declares"), default=2
    )
    answer_workdays = models.PositiveSmallIntegerField(
        _("working days in which the next ranked bidder answers"), default=3
    )
    is_active = models.BooleanField(_("may be chosen"), default=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    minimum_indicators__gte=1,
                    fitness_votes__gte=1,
                    notice_workdays__gte=1,
                    objection_workdays__gte=1,
                    cure_workdays__gte=1,
                    declaration_workdays__gte=1,
                    answer_workdays__gte=1,
                ),
                name="challenges_programme_asks_for_something",
            ),
        ]
        ordering: ClassVar = ["name"]
        verbose_name = _("programme of challenges")
        verbose_name_plural = _("programmes of challenges")

    def __str__(self) -> str:
        """Return the name."""
        return self.name
