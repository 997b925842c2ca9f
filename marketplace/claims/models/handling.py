"""How a claim is handled inside the owner's house: prompts for an answer, notes of colleagues."""

from __future__ import annotations

from typing import Any, ClassVar, Final, Self

from django.conf import settings
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from marketplace.claims.models.claim import Claim
from marketplace.listings.permissions import is_portal_staff
from marketplace.organisations.models import Organisation, Role

NOTE_LENGTH: Final = 1000
SUPERVISING: Final = frozenset({Role.APPROVER.value, Role.OWNER.value})
"""Roles in a supervising department that hear of overdue answers and see their list."""


class PromptKind(models.TextChoices):
    """Why the clock spoke up."""

    REMINDED = "reminded", _("reminder on the due day")
    OVERDUE = "overdue", _("overdue and escalated")


class AnswerPromptQuerySet(models.QuerySet[Any]):
    """Prompts."""

    def supervised_by(self, user: Any) -> Self:
        """Return the escalations of answers that are still owed, for who supervises the owner.

        Where no department is set the portal's staff do.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        mine = user.memberships.with_roles(*SUPERVISING).values("organisation")
        rule = models.Q(supervisor__in=mine)
        if is_portal_staff(user):
            rule |= models.Q(supervisor__isnull=True)
        owed = Claim.objects.unanswered().values("pk")
        return self.filter(rule, kind=PromptKind.OVERDUE, claim__in=owed)

    def for_rows(self) -> Self:
        """Return them with what a list draws; never the firm."""
        demand = "claim__demand__lifecycle"
        rows = self.select_related(f"{demand}__owner", f"{demand}__unit", "supervisor")
        return rows.prefetch_related("approvers")


class AnswerPrompt(models.Model):
    """That the clock reminded of an answer or escalated it: each once a claim."""

    Kind: ClassVar = PromptKind

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="prompts")
    kind = models.CharField(_("kind"), max_length=10, choices=PromptKind.choices)
    at = models.DateTimeField(_("time"))
    supervisor = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        verbose_name=_("supervising department"),
        related_name="+",
    )
    approvers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("escalated to"), related_name="+"
    )

    objects = AnswerPromptQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["claim", "kind"], name="claims_prompted_once"),
        ]
        ordering: ClassVar = ["at", "id"]
        verbose_name = _("prompt for an answer")
        verbose_name_plural = _("prompts for answers")

    def __str__(self) -> str:
        """Return claim and kind."""
        return f"{self.claim} {self.get_kind_display()}"

    @property
    def named(self) -> str:
        """Return the names of those to whom it was escalated in the unit; none for rows of old."""
        people = sorted(str(one) for one in self.approvers.all())
        return pgettext("between names", ", ").join(people)


class ClaimNoteQuerySet(models.QuerySet[Any]):
    """Notes."""

    def visible_to(self, user: Any) -> Self:
        """Return those that a person may read: the handling unit's, never one of the applicant."""
        handled = Claim.objects.handled_by(user).exclude(
            firm__in=user.memberships.values("organisation") if user.is_authenticated else []
        )
        return self.filter(claim__in=handled.values("pk"))


class ClaimNote(models.Model):
    """What an officer wrote about a claim for colleagues of the handling unit alone."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="notes")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("author"), related_name="+"
    )
    text = models.CharField(
        _("note"), max_length=NOTE_LENGTH, validators=[ProhibitNullCharactersValidator()]
    )
    at = models.DateTimeField(_("written"))

    objects = ClaimNoteQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(text=""), name="claims_note_has_text"),
        ]
        ordering: ClassVar = ["at", "id"]
        verbose_name = _("note")
        verbose_name_plural = _("notes")

    def __str__(self) -> str:
        """Return the beginning of the text."""
        return self.text[:40]
