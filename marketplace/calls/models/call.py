"""What rounds and open calls share: words, a due time, and how far they have come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from django.conf import settings
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.calls.transitions import CALL

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.accounts.models import User

TITLE_LENGTH: Final = 80
WORDS_LENGTH: Final = 2000

no_nulls = ProhibitNullCharactersValidator()


class CallState(models.TextChoices):
    """How far a call has come."""

    DRAFTED = "drafted", pgettext_lazy("call", "being drafted")
    OPEN = "open", pgettext_lazy("call", "running")
    CLOSED = "closed", pgettext_lazy("call", "closed")
    DISCARDED = "discarded", pgettext_lazy("call", "discarded")


def constraints_of(name: str) -> list[models.BaseConstraint]:
    """Return the constraints of a kind of call, named after it."""
    return [
        models.CheckConstraint(
            condition=Q(
                state__in=["open", "closed"],
                opened_at__isnull=False,
                opened_by__isnull=False,
                due_at__gt=F("opened_at"),
            )
            | Q(state__in=["drafted", "discarded"], opened_at__isnull=True),
            name=f"calls_{name}_open_for_a_time",
        ),
        models.CheckConstraint(
            condition=Q(state__in=["drafted", "open"], ended_at__isnull=True)
            | Q(state__in=["closed", "discarded"], ended_at__isnull=False, ended_by__isnull=False),
            name=f"calls_{name}_ended_once",
        ),
    ]


class Call(models.Model):
    """Asks for demands or proposals until an instant."""

    State: ClassVar = CallState

    title = models.CharField(_("title"), max_length=TITLE_LENGTH, validators=[no_nulls])
    words = models.CharField(
        pgettext_lazy("call", "what is asked for"),
        max_length=WORDS_LENGTH,
        validators=[no_nulls],
    )
    due_at = models.DateTimeField(pgettext_lazy("call", "due"))
    state = models.CharField(
        _("state"), max_length=10, choices=CallState.choices, default="drafted"
    )
    edition = models.PositiveIntegerField(_("edition"), default=0, editable=False)
    """How often the draft was saved; of two writers one wins."""
    drafted_at = models.DateTimeField(_("drafted"))
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(pgettext_lazy("call", "opened"), null=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(_("ended"), null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        """Return the title."""
        return self.title

    @property
    def is_open(self) -> bool:
        """Return whether it runs; whether its time has passed is another question."""
        is_running: bool = self.state == self.State.OPEN
        return is_running

    @property
    def is_drafted(self) -> bool:
        """Return whether it is still being written."""
        is_draft: bool = self.state == self.State.DRAFTED
        return is_draft

    def is_due_at(self, instant: datetime) -> bool:
        """Return whether the due time has come; at that very instant it has."""
        return instant >= self.due_at

    def open(self, *, by: User, at: datetime) -> None:
        """Begin; Refusal when the machine forbids it."""
        self.state = CALL.target("open", self.state)
        self.opened_by, self.opened_at = by, at

    def extend(self, *, until: datetime) -> None:
        """Let it be due later; Refusal when the machine forbids it."""
        self.state = CALL.target("extend", self.state)
        self.due_at = until

    def end(self, verb: str, *, by: User, at: datetime) -> None:
        """Close or discard it; Refusal when the machine forbids it."""
        self.state = CALL.target(verb, self.state)
        self.ended_by, self.ended_at = by, at

    def journal_state(self) -> dict[str, Any]:
        """Return what actions change, for the journal's digests."""
        return {
            "says": [self.title, self.words],
            "due_at": self.due_at,
            "state": str(self.state),
            "opened": [self.opened_at, self.opened_by_id],
            "ended": [self.ended_at, self.ended_by_id],
        }
