"""Forms of the portal's pages about organisations; the actions decide what is saved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User
from marketplace.core.refusals import Refusal
from marketplace.organisations.credit_codes import normalise
from marketplace.organisations.models import (
    Membership,
    Organisation,
    Qualification,
    TakeoverRequest,
    Unit,
)
from marketplace.organisations.names import normal_name
from marketplace.organisations.permissions import organisations_of
from marketplace.organisations.roles import Role
from marketplace.taxonomy.models import (
    District,
    EconomicActivity,
    Industry,
    Park,
    QualificationKind,
    TermQuerySet,
)


def show_refusal(form: forms.BaseForm, refusal: Refusal) -> None:
    """Put a refusal's messages beside the form's fields, and what belongs to none above them."""
    shown = False
    for name, messages in refusal.fields.items():
        for message in messages:
            form.add_error(name if name in form.fields else None, str(message))
            shown = True
    if not shown:
        form.add_error(None, str(refusal.message))


class ProfileForm(forms.ModelForm[Organisation]):
    """What an organisation says of itself."""

    credit_code = forms.CharField(
        label=_("Unified credit code"),
        required=False,
        max_length=40,
        help_text=_("18 characters, as on the licence. Without it staff cannot verify you."),
    )
    activity = forms.ModelChoiceField(
        label=_("Economic activity"),
        queryset=EconomicActivity.objects.all(),
        required=False,
        widget=forms.TextInput(attrs={"maxlength": 5}),
        help_text=_("Code of GB/T 4754, such as 6513 for application software."),
        error_messages={"invalid_choice": _("There is no such code in GB/T 4754-2017.")},
    )
    industries = forms.ModelMultipleChoiceField(
        label=_("Industries"),
        queryset=Industry.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    website = forms.URLField(
        label=_("Website"), required=False, max_length=200, assume_scheme="https"
    )

    class Meta:
        model = Organisation
        fields = [
            "kind",
            "name",
            "short_name",
            "name_en",
            "credit_code",
            "district",
            "region",
            "park",
            "industries",
            "activity",
            "scale",
            "founded",
            "introduction",
            "website",
        ]
        widgets = {"introduction": forms.Textarea(attrs={"rows": 4})}
        labels = {
            "kind": _("Kind"),
            "name": _("Full name"),
            "short_name": _("Short name"),
            "name_en": _("English name"),
            "district": _("District"),
            "region": _("Place outside Xiamen"),
            "park": _("Park"),
            "scale": _("Scale"),
            "founded": _("Founded in"),
            "introduction": _("Introduction"),
        }
        help_texts = {
            "name": _("As registered, in Chinese."),
            "region": _("Only where the seat is not in Xiamen, such as 福州市."),
            "introduction": _("Up to 600 characters; everybody reads it."),
        }

    def __init__(self, *args: Any, identity_fixed: bool = False, **kwargs: Any) -> None:
        """Offer the terms in use; `identity_fixed` leaves kind, name and code to staff."""
        super().__init__(*args, **kwargs)
        for name, model in (("district", District), ("park", Park), ("industries", Industry)):
            self._offer(name, model.objects.in_use())
        if identity_fixed:
            for name in ("kind", "name", "credit_code"):
                self.fields[name].disabled = True

    def _offer(self, name: str, terms: TermQuerySet) -> None:
        """Offer terms in use and those that the organisation has already."""
        field = self.fields[name]
        if self.instance.pk and name != "industries":
            terms = terms | terms.model.objects.filter(pk=getattr(self.instance, f"{name}_id"))
        elif self.instance.pk:
            held = self.instance.industries.values("pk")
            terms = terms | terms.model.objects.filter(pk__in=held)
        field.queryset = terms  # type: ignore[attr-defined]

    def industry_groups(self) -> Iterator[tuple[str, list[tuple[str, int, bool]]]]:
        """Yield each industry of "5+X" with name, key and choice of itself and its fields."""
        chosen = {str(getattr(value, "pk", value)) for value in self["industries"].value() or ()}
        groups: dict[int, tuple[str, list[tuple[str, int, bool]]]] = {}
        for term in self.fields["industries"].queryset.select_related("parent"):  # type: ignore[attr-defined]
            _name, rows = groups.setdefault(term.top.pk, (term.top.name, []))
            rows.append((term.name, term.pk, str(term.pk) in chosen))
        yield from groups.values()

    def clean_name(self) -> str:
        """Return the name in its usual form."""
        return normal_name(self.cleaned_data["name"])

    def clean_credit_code(self) -> str | None:
        """Return the code as it is stored, None where none was typed."""
        return normalise(self.cleaned_data["credit_code"] or "") or None


class UnitForm(forms.Form):
    """A new unit."""

    name = forms.CharField(
        label=_("Name of the unit"), max_length=Unit._meta.get_field("name").max_length
    )


class MembershipForm(forms.ModelForm[Membership]):
    """Role and unit of a person."""

    class Meta:
        model = Membership
        fields = ["role", "unit"]
        labels = {"role": _("Role"), "unit": _("Unit")}

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        """Offer the organisation's units."""
        super().__init__(*args, **kwargs)
        self.instance.organisation = organisation
        units = organisation.units.filter(retired=False)
        if self.instance.unit_id:
            units = units | organisation.units.filter(pk=self.instance.unit_id)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["unit"].required = False


class NewMemberForm(MembershipForm):
    """A person with an account, who becomes a member."""

    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("The address with which the person signs in.")
    )
    field_order = ("email", "role", "unit")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Suggest the role with the least rights."""
        super().__init__(*args, **kwargs)
        self.fields["role"].initial = Role.VIEWER

    def clean_email(self) -> User:
        """Return the person with this address."""
        email = self.cleaned_data["email"].lower()
        person = User.objects.filter(email=email, is_active=True).first()
        if person is None:
            raise forms.ValidationError(
                _("Nobody has an account with this address: the person signs up first."),
                code="no_account",
            )
        return person


class QualificationForm(forms.ModelForm[Qualification]):
    """A qualification with its validity."""

    class Meta:
        model = Qualification
        fields = ["kind", "number", "valid_from", "valid_until"]
        labels = {
            "kind": _("Qualification"),
            "number": _("Certificate number"),
            "valid_from": _("Valid from"),
            "valid_until": _("Valid until"),
        }
        widgets = {
            name: forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
            for name in ("valid_from", "valid_until")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the kinds in use, and the one that is held."""
        super().__init__(*args, **kwargs)
        kinds = QualificationKind.objects.in_use()
        if self.instance.pk:
            kinds = kinds | QualificationKind.objects.filter(pk=self.instance.kind_id)
        self.fields["kind"].queryset = kinds  # type: ignore[attr-defined]


class TakeoverForm(forms.ModelForm[TakeoverRequest]):
    """A request to take an entry over for one of one's own organisations."""

    class Meta:
        model = TakeoverRequest
        fields = ["claimant", "grounds"]
        labels = {"claimant": _("For which organisation"), "grounds": _("Grounds")}
        help_texts = {
            "grounds": _("How staff can see that the entry is yours, such as name, product, site."),
        }
        widgets = {"grounds": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, placeholder: Organisation, person: User, **kwargs: Any) -> None:
        """Offer the verified organisations that the person owns."""
        super().__init__(*args, **kwargs)
        self.instance.placeholder, self.instance.asked_by = placeholder, person
        owned = [one.pk for one in organisations_of(person, Role.OWNER) if one.is_verified]
        claimants = Organisation.objects.filter(pk__in=owned)
        field = self.fields["claimant"]
        field.queryset = claimants  # type: ignore[attr-defined]
        if len(owned) == 1:
            field.initial = owned[0]
