"""What officers, bidders and partners type in a formal check; the actions decide what is saved."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.bids.checking import CURABLE
from marketplace.bids.models import (
    CURE_FILES,
    CURE_LENGTH,
    FINDING_LENGTH,
    PARTNER_WORDS,
    Exclusion,
    FormalItem,
)
from marketplace.claims.forms import TextField
from marketplace.core.required import REQUIRED
from marketplace.files.forms import ManyFilesField

_LOOK: Final[dict[str, Any]] = {"required": _("Tick this once you have looked.")}


class AdmitForm(forms.Form):
    """What an officer has looked at before a bid is admitted."""

    complete = forms.BooleanField(label=FormalItem.COMPLETE.label, error_messages=_LOOK)
    attachments = forms.BooleanField(label=FormalItem.ATTACHMENTS.label, error_messages=_LOOK)


class DeficitsForm(forms.Form):
    """What is missing, by item; an empty field says that nothing is."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """Ask of each item that a bidder can put right."""
        super().__init__(*args, **options)
        for item in CURABLE:
            self.fields[item.value] = TextField(
                label=item.label,
                required=False,
                max_length=FINDING_LENGTH,
                widget=forms.Textarea({"rows": 2}),
            )


class ExclusionForm(forms.Form):
    """Why a bid shall not be admitted."""

    reason = forms.ChoiceField(
        label=_("reason"),
        choices=[("", _("not chosen")), *Exclusion.choices],
        error_messages=REQUIRED,
    )
    words = TextField(
        label=_("in words"),
        max_length=FINDING_LENGTH,
        error_messages=REQUIRED,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("The bidder reads it."),
    )


class CureForm(forms.Form):
    """What a bidder sends for what was missing."""

    cure = TextField(
        label=_("what the bidder answers"),
        max_length=CURE_LENGTH,
        error_messages=REQUIRED,
        widget=forms.Textarea({"rows": 6}),
    )
    uploads = ManyFilesField(
        label=pgettext_lazy("formal check", "files"),
        required=False,
        help_text=_("At most %(limit)s files.") % {"limit": CURE_FILES},
    )


class DeclineForm(forms.Form):
    """Why an organisation is no partner of a bid."""

    words = TextField(
        label=_("in words"),
        max_length=PARTNER_WORDS,
        error_messages=REQUIRED,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("The bidder and the officers read it."),
    )
