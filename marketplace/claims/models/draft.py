"""What a firm has written of an application that it has not sent, or means to change."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from marketplace.claims.querysets import DraftQuerySet
from marketplace.core.canonical import digest
from marketplace.files.models import Blob
from marketplace.listings.models import Demand
from marketplace.organisations.models import Organisation

_MARK_LENGTH = 12


class DraftKey(NamedTuple):
    """The firm of a draft and who fills it in, as an address writes them: `12` or `12-34`."""

    firm: int
    helper: int | None = None

    def __str__(self) -> str:
        """Return both as an address writes them."""
        return str(self.firm) if self.helper is None else f"{self.firm}-{self.helper}"


class ClaimDraft(models.Model):
    """A firm's draft for a demand; it stays after it was sent, to be changed and sent anew.

    The firm has one of its own, and one with each organisation that fills in for it: those know
    nothing of one another.
    """

    demand = models.ForeignKey(
        Demand, models.PROTECT, verbose_name=_("demand"), related_name="claim_drafts"
    )
    firm = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("applicant"), related_name="claim_drafts"
    )
    helper = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        verbose_name=_("filled in by"),
        related_name="drafts_filled_in",
    )
    handed_at = models.DateTimeField(_("handed over"), null=True)
    started_at = models.DateTimeField(_("started"))
    saved_at = models.DateTimeField(_("last saved"))
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("last saved by"), related_name="+"
    )
    sent_at = models.DateTimeField(pgettext_lazy("application", "last sent"), null=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["demand", "firm"],
                condition=Q(helper__isnull=True),
                name="claims_one_own_draft_per_firm",
            ),
            models.UniqueConstraint(
                fields=["demand", "firm", "helper"], name="claims_one_draft_per_helper"
            ),
            models.CheckConstraint(
                condition=Q(helper__isnull=True) | ~Q(helper=F("firm")),
                name="claims_draft_helped_by_another",
            ),
            models.CheckConstraint(
                condition=Q(handed_at__isnull=True) | Q(helper__isnull=False),
                name="claims_draft_handed_over_by_a_helper",
            ),
            models.CheckConstraint(
                condition=Q(saved_at__gte=F("started_at")), name="claims_draft_saved_once_started"
            ),
        ]
        ordering: ClassVar = ["-saved_at", "-id"]
        verbose_name = _("draft of an application")
        verbose_name_plural = _("drafts of applications")

    def __str__(self) -> str:
        """Return who drafts for which demand."""
        return f"{self.firm} · {self.demand}"

    @property
    def key(self) -> DraftKey:
        """Return what names it in addresses, beside the demand's number."""
        return DraftKey(self.firm_id, self.helper_id)

    def side(self, *, by_helper: bool) -> Organisation:
        """Return the helper, or the firm that the draft is for."""
        return self.helper if by_helper and self.helper else self.firm

    @property
    def is_handed_over(self) -> bool:
        """Return whether it stands as its helper handed it over."""
        return self.handed_at is not None and self.handed_at >= self.saved_at

    @property
    def is_unsent(self) -> bool:
        """Return whether it holds something that was never sent."""
        return self.sent_at is None or self.saved_at > self.sent_at


class DraftAnswer(models.Model):
    """What a draft says to one question, whoever wrote it last."""

    draft = models.ForeignKey(ClaimDraft, models.CASCADE, related_name="answers")
    name = models.CharField(max_length=40)
    text = models.TextField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_helper = models.BooleanField(default=False)
    """Whether it was written for the organisation that fills in, not for the firm."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draft", "name"], name="claims_one_answer_per_name"),
        ]
        verbose_name = _("answer of a draft")
        verbose_name_plural = _("answers of drafts")

    def __str__(self) -> str:
        """Return the question's name."""
        return self.name

    @property
    def writer(self) -> str:
        """Return who wrote it for which side, where another organisation fills in."""
        if self.draft.helper is None or not self.text:
            return ""
        return gettext("written by %(name)s (%(organisation)s)") % {
            "name": str(self.saved_by),
            "organisation": str(self.draft.side(by_helper=self.by_helper)),
        }

    @property
    def mark(self) -> str:
        """Return what an editor hands back to say which text it was that they changed."""
        return mark_of(self.text)


class DraftFile(models.Model):
    """A file that goes with a draft."""

    draft = models.ForeignKey(ClaimDraft, models.CASCADE, related_name="files")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("added"))
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_helper = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["id"]
        verbose_name = _("file of a draft")
        verbose_name_plural = _("files of drafts")

    def __str__(self) -> str:
        """Return the file's name."""
        return str(self.blob)

    @property
    def adder(self) -> str:
        """Return who added it for which side, where another organisation fills in."""
        if self.draft.helper is None:
            return ""
        return gettext("added by %(name)s (%(organisation)s)") % {
            "name": str(self.added_by),
            "organisation": str(self.draft.side(by_helper=self.by_helper)),
        }


def mark_of(text: str) -> str:
    """Return a short digest of a stored text; nothing stored has an empty mark."""
    return digest(text)[:_MARK_LENGTH] if text else ""
