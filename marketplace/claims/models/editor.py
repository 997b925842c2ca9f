"""Who has the page of a draft open."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.claims.models.draft import ClaimDraft


class DraftEditor(models.Model):
    """The page of a draft that a person had open last, and when that page was last heard of."""

    draft = models.ForeignKey(ClaimDraft, models.CASCADE, related_name="editors")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    step = models.CharField(max_length=20)
    seen_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["draft", "person"], name="claims_one_open_page_per_editor"
            ),
        ]
        verbose_name = _("editor of a draft")
        verbose_name_plural = _("editors of drafts")

    def __str__(self) -> str:
        """Return who it is."""
        return str(self.person)
