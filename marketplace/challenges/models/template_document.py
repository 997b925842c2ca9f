"""Files that a challenge offers to bidders as templates."""

from __future__ import annotations

from typing import ClassVar, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.challenges.models.challenge import Challenge, no_nulls
from marketplace.files.models import Blob

TITLE_LENGTH: Final = 60
MOST_TEMPLATES: Final = 10


class TemplateManager(models.Manager["TemplateDocument"]):
    """Templates with their files, which every list of them shows."""

    def get_queryset(self) -> models.QuerySet[TemplateDocument]:
        """Return them in one query."""
        return super().get_queryset().select_related("blob")


class TemplateDocument(models.Model):
    """A form to be filled in by bidders, fixed with the rules once the challenge is handed in."""

    challenge = models.ForeignKey(Challenge, models.CASCADE, related_name="template_documents")
    title = models.CharField(
        _("title of the template"), max_length=TITLE_LENGTH, validators=[no_nulls]
    )
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(_("position"))

    objects = TemplateManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["challenge", "title"], name="challenges_template_title_once"
            ),
        ]
        ordering: ClassVar = ["challenge", "position"]
        verbose_name = _("template document")
        verbose_name_plural = _("template documents")

    def __str__(self) -> str:
        """Return the title."""
        return self.title
