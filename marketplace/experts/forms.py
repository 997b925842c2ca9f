"""Forms of the pages about experts; the actions decide what is saved."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.experts.models import Employment, Expert, ExpertState, Tie
from marketplace.taxonomy.models import Domain, Industry

_DAY = {"type": "date"}
_TICK = {"class": "form-check-input"}


def _day(**options: Any) -> forms.DateInput:
    return forms.DateInput(_DAY | options, format="%Y-%m-%d")


class ProfileForm(forms.ModelForm[Expert]):
    """What a person says of themselves."""

    class Meta:
        model = Expert
        fields = (
            *("name", "email", "phone", "address", "title", "speciality"),
            *("domains", "industries", "available_from", "available_until", "load_limit"),
        )
        widgets = {
            "speciality": forms.Textarea({"rows": 3}),
            "domains": forms.CheckboxSelectMultiple(_TICK),
            "industries": forms.CheckboxSelectMultiple(_TICK),
            "available_from": _day(),
            "available_until": _day(),
        }
        help_texts = {
            "phone": _("Read by you and by staff who keep the pool; compared with bidders."),
            "address": _("Read by you and by staff who keep the pool; compared with bidders."),
            "load_limit": _("Nobody is drawn beyond this."),
            "available_from": _("Leave empty if you are available now."),
            "available_until": _("Leave empty if there is no end."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the terms in use and those that are chosen already."""
        super().__init__(*args, **kwargs)
        for name, model in (("domains", Domain), ("industries", Industry)):
            terms = model.objects.in_use()
            if self.instance.pk:
                held = getattr(self.instance, name).values("pk")
                terms = terms | model.objects.filter(pk__in=held)
            self.fields[name].queryset = terms.distinct()  # type: ignore[attr-defined]
        self.fields["name"].required = True
        self.fields["email"].required = True
        self.fields["phone"].required = True


class EmploymentForm(forms.ModelForm[Employment]):
    """An employer from a day on."""

    class Meta:
        model = Employment
        fields = ("employer", "credit_code", "position", "begins", "ends")
        widgets = {"begins": _day(), "ends": _day()}
        help_texts = {
            "credit_code": _("18 characters; needed for where you work now."),
            "ends": _("Leave empty if you still work there."),
        }

    credit_code = forms.CharField(
        label=_("unified credit code"),
        required=False,
        max_length=40,
        help_text=_("18 characters; needed for where you work now."),
    )


class TieForm(forms.ModelForm[Tie]):
    """A tie to an organisation."""

    class Meta:
        model = Tie
        fields = ("organisation", "credit_code", "kind", "ends")
        widgets = {"ends": _day()}
        help_texts = {"ends": _("Leave empty if it still lasts; it counts for five years after.")}

    credit_code = forms.CharField(label=_("unified credit code"), required=False, max_length=40)


class EndForm(forms.Form):
    """Until when somebody worked for an employer."""

    ends = forms.DateField(label=pgettext_lazy("employment", "until"), widget=_day())


class ReasonForm(forms.Form):
    """Why somebody is not taken in, or suspended; the person reads it."""

    reason = forms.CharField(
        label=_("reason"),
        required=False,
        max_length=Expert._meta.get_field("reason").max_length,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("The person reads it."),
    )


class SheetForm(forms.Form):
    """A spreadsheet of experts."""

    sheet = forms.FileField(label=_("Spreadsheet (.xlsx or .csv)"))


class PoolFilter(forms.Form):
    """What staff look for in the pool; anything foreign is passed over."""

    state = forms.ChoiceField(
        label=_("state"), required=False, choices=[("", _("All")), *ExpertState.choices]
    )
    domain = forms.ModelChoiceField(
        Domain.objects.all(), label=_("scenario domain"), required=False, to_field_name="slug"
    )
    q = forms.CharField(label=_("Name, code or employer"), required=False, max_length=60)


EmploymentFormSet = forms.formset_factory(EmploymentForm, extra=3, max_num=12, validate_max=True)
"""Rows for employers now and over the past five years; empty ones are passed over."""
