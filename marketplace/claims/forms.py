"""What a firm types to apply, and an officer to answer."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.claims.models import PITCH_LENGTH, REASON_LENGTH, phone_validator
from marketplace.claims.transitions import CLAIM
from marketplace.core.required import REQUIRED
from marketplace.listings.models import Capability
from marketplace.organisations.models import Organisation

_KEPT_LENGTH = 5000
_DIGITS = 6


class TextField(forms.CharField):
    """Text whose line ends count as one character, as they do in the browser."""

    def to_python(self, value: Any) -> str:
        """Return the text with plain line ends."""
        return str(super().to_python(value) or "").replace("\r\n", "\n")


class PhoneField(forms.CharField):
    """A phone number; full-width digits count as digits."""

    default_validators = [phone_validator]

    def to_python(self, value: Any) -> str:
        """Return the number in half width."""
        return unicodedata.normalize("NFKC", str(super().to_python(value) or ""))


class CapabilityField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's is not generic
    """A choice among the published capabilities of a person's firms."""

    def label_from_instance(self, obj: Capability) -> str:
        """Return the title and, since a person may have several firms, whose it is."""
        return f"{obj.title} · {obj.lifecycle.owner}"


class KeptForm(forms.Form):
    """A form whose texts are kept while somebody signs in."""

    KEPT: ClassVar[Sequence[str]]

    @property
    def typed(self) -> dict[str, str]:
        """Return what was sent, valid or not."""
        return {name: str(self.data.get(name, ""))[:_KEPT_LENGTH] for name in self.KEPT}


class ClaimForm(KeptForm):
    """An application: a sentence and a phone are enough."""

    KEPT = ("pitch", "contact_name", "contact_phone", "key", "addendum")

    firm = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("apply as"), widget=forms.RadioSelect, empty_label=None
    )
    pitch = TextField(
        label=_("how you would do it"),
        max_length=PITCH_LENGTH,
        error_messages=REQUIRED,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("A sentence is enough to start; the handling unit reads it first."),
    )
    contact_name = forms.CharField(label=_("contact"), max_length=40, required=False)
    contact_phone = PhoneField(
        label=_("phone"),
        max_length=40,
        error_messages=REQUIRED,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
        help_text=_("Only the handling unit sees it."),
    )
    capability = CapabilityField(
        Capability.objects.none(),
        label=_("capability"),
        required=False,
        empty_label=_("none in particular"),
    )
    key = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    addendum = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, firms: Sequence[Organisation], **options: Any) -> None:
        """Offer the person's firms and their published capabilities; a single firm is chosen."""
        super().__init__(*args, **options)
        self.initial.setdefault("key", secrets.token_urlsafe(16))
        keys = [firm.pk for firm in firms]
        firm, capability = self.fields["firm"], self.fields["capability"]
        firm.queryset = Organisation.objects.filter(pk__in=keys)  # type: ignore[attr-defined]
        capability.queryset = (  # type: ignore[attr-defined]
            Capability.objects.public()
            .filter(lifecycle__owner__in=keys)
            .select_related("lifecycle__owner")
            .order_by("title")
        )
        if len(keys) == 1:
            firm.widget = firm.hidden_widget()
            self.initial["firm"] = keys[0]

    @property
    def seen(self) -> int:
        """Return the number of the demand's addendum that the form was opened with; zero of none.

        A form that is not sent yet has what was kept while somebody signed in.
        """
        return number_in(str(self["addendum"].value() or ""))


class AnswerForm(KeptForm):
    """An officer's answer; declining needs the reason. The verb comes from the button."""

    KEPT = ("reason", "despite")

    version = forms.CharField(required=False, widget=forms.HiddenInput)
    verb = forms.ChoiceField(
        choices=[(verb, CLAIM[verb].label) for verb in ("accept", "decline", "ask")],
        widget=forms.HiddenInput,
        error_messages={
            "required": _("Accept, decline or ask."),
            "invalid_choice": _("Accept, decline or ask."),
        },
    )
    reason = TextField(
        label=_("reason"),
        max_length=REASON_LENGTH,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_(
            "The firm reads it. Say why you decline, or which details you want; "
            "accepting may say what is next."
        ),
    )
    despite = TextField(
        label=_("why you accept all the same"),
        max_length=REASON_LENGTH,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Kept with the application; the handling unit reads it, the firm does not."),
    )
    field_order = ("version", "verb", "despite", "reason")

    @property
    def seen(self) -> int:
        """Return the version that the page showed; none of a form that does not say."""
        return number_in(self.cleaned_data["version"])


def number_in(text: str) -> int:
    """Return a small number that a page handed back; zero, which nothing has, for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else 0


def lift_hidden_errors(form: forms.BaseForm) -> None:
    """Say on top of the form what is wrong with fields that are not drawn."""
    for field in form.hidden_fields():
        for message in field.errors:
            form.add_error(None, str(message))
