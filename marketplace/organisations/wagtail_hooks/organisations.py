"""Organisations in the admin: list, enter, edit, verify, record credit facts; never delete."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log
from wagtail.permissions import register_permission_policy

from marketplace.core.refusals import Refusal
from marketplace.organisations import actions
from marketplace.organisations.forms import ProfileForm, show_refusal
from marketplace.organisations.models import CreditFact, Organisation
from marketplace.organisations.permissions import may_verify
from marketplace.organisations.wagtail_hooks.acting import ActingView
from marketplace.taxonomy.keeping import KeptPermissionPolicy
from marketplace.taxonomy.models import District

if TYPE_CHECKING:
    from marketplace.organisations.wagtail_hooks.acting import Text

register_permission_policy(Organisation, KeptPermissionPolicy(Organisation), exact_class=True)


class OrganisationFilters(WagtailFilterSet):
    """How staff narrow the list."""

    verified = django_filters.BooleanFilter(
        "verified_at", lookup_expr="isnull", exclude=True, label=_("verified")
    )
    merged = django_filters.BooleanFilter(
        "merged_into", lookup_expr="isnull", exclude=True, label=_("merged")
    )
    district = django_filters.ModelChoiceFilter(
        queryset=District.objects.all(), label=_("district")
    )

    class Meta:
        model = Organisation
        fields = ["kind", "verified", "district", "is_placeholder", "is_example", "merged"]


class ButtonsMixin:
    """Links from a row to what staff do with it."""

    verify_url_name = ""
    unverify_url_name = ""
    refuse_url_name = ""
    credit_url_name = ""

    def buttons_for(self, organisation: Organisation) -> list[Button]:
        """Return the links that lead somewhere in the present state."""
        pk = organisation.pk
        buttons = [
            Button(
                _("Public page"),
                url=reverse("organisations:detail", args=[pk]),
                icon_name="view",
                priority=80,
            )
        ]
        if not organisation.is_placeholder:
            buttons.append(
                Button(
                    _("People and units"),
                    url=reverse("organisations:people", args=[pk]),
                    icon_name="user",
                    priority=70,
                )
            )
        if may_verify(self.request.user):  # type: ignore[attr-defined]
            buttons += self._staff_buttons(organisation)
        return buttons

    def _staff_buttons(self, organisation: Organisation) -> list[Button]:
        doors = [(self.credit_url_name, _("Record credit fact"), "clipboard-list")]
        if organisation.is_verified:
            doors.append((self.unverify_url_name, _("Withdraw verification"), "circle-xmark"))
        elif not organisation.is_placeholder:
            doors.append((self.verify_url_name, _("Verify"), "circle-check"))
            doors.append((self.refuse_url_name, _("Refuse verification"), "circle-xmark"))
        return [
            Button(label, url=reverse(name, args=[organisation.pk]), icon_name=icon, priority=40)
            for name, label, icon in doors
        ]


class ListView(ButtonsMixin, generic.IndexView):
    """The list."""

    def get_base_queryset(self) -> QuerySet[Organisation]:
        """Return rows with their district."""
        rows: QuerySet[Organisation] = super().get_base_queryset()
        return rows.select_related("district")

    def get_list_more_buttons(self, instance: Organisation) -> list[Any]:
        """Add our links."""
        return [*super().get_list_more_buttons(instance), *self.buttons_for(instance)]


class RefusingMixin:
    """Shows a refusal of the action in the form."""

    def form_valid(self, form: forms.ModelForm[Any]) -> HttpResponse:
        """Save, or show what does not hold."""
        try:
            return super().form_valid(form)  # type: ignore[misc, no-any-return]
        except Refusal as refusal:
            show_refusal(form, refusal)
            self.produced_error_message = str(refusal.message)
            return self.form_invalid(form)  # type: ignore[attr-defined, no-any-return]


class EnterView(RefusingMixin, generic.CreateView):
    """Enters an organisation that nobody registered, such as a department."""

    def save_instance(self) -> Organisation:
        """Save through the action."""
        entered = actions.enter_organisation(by=self.request.user, **self.form.cleaned_data)
        log(instance=entered, action="wagtail.create", user=self.request.user)
        return entered


class ChangeView(RefusingMixin, ButtonsMixin, generic.EditView):
    """Edits the profile."""

    def save_instance(self) -> Organisation:
        """Save through the action."""
        changed = actions.change_organisation(
            self.object, by=self.request.user, **self.form.cleaned_data
        )
        log(instance=changed, action="wagtail.edit", user=self.request.user)
        return changed

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Add our links."""
        return [*super().header_more_buttons, *self.buttons_for(self.object)]


class ShowView(ButtonsMixin, generic.InspectView):
    """Shows everything that is known of an organisation."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Add our links."""
        return [*super().header_more_buttons, *self.buttons_for(self.object)]


class RegisterView(ActingView):
    """Compares an organisation with the register."""

    def facts(self) -> list[tuple[Text, object]]:
        """Return what is compared."""
        return [
            (_("Full name"), self.object.name),
            (_("Kind"), self.object.get_kind_display()),
            (_("Unified credit code"), self.object.credit_code or "–"),
            (_("District"), self.object.district or self.object.region or "–"),
            (_("Website"), self.object.website or "–"),
        ]


class VerifyView(RegisterView):
    """Verifies the credit code."""

    page_title = _("Verify")
    header_icon = "circle-check"
    question = _("Compare name and code with the register, then verify this organisation.")
    button_label = _("Verify")
    refuse_url_name = ""

    def act(self, form: forms.BaseForm) -> None:
        """Verify."""
        actions.verify_organisation(self.object, by=self.person)

    def other_doors(self) -> list[tuple[Text, str]]:
        """Offer to refuse what does not agree."""
        return [(_("Refuse verification"), reverse(self.refuse_url_name, args=[self.object.pk]))]


class ReasonForm(forms.Form):
    """Why an organisation is not verified, or no longer."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The organisation's owners read it."),
    )


class RefuseView(RegisterView):
    """Says why an organisation cannot be verified as it stands."""

    page_title = _("Refuse verification")
    header_icon = "circle-xmark"
    question = _("Its owners read the reason; when they correct name or code you are told.")
    button_label = _("Refuse verification")
    form_class = ReasonForm

    def act(self, form: forms.BaseForm) -> None:
        """Refuse."""
        reason = form.cleaned_data["reason"]
        actions.refuse_verification(self.object, by=self.person, reason=reason)


class UnverifyView(RegisterView):
    """Takes the verification back."""

    page_title = _("Withdraw verification")
    header_icon = "circle-xmark"
    question = _("Its people can then no longer publish or apply.")
    button_label = _("Withdraw verification")
    form_class = ReasonForm

    def act(self, form: forms.BaseForm) -> None:
        """Withdraw."""
        reason = form.cleaned_data["reason"]
        actions.withdraw_verification(self.object, by=self.person, reason=reason)


class CreditFactForm(forms.ModelForm[CreditFact]):
    """What a list says on a day."""

    class Meta:
        model = CreditFact
        fields = ["kind", "answer", "as_of", "source"]
        widgets = {"as_of": forms.DateInput(attrs={"type": "date"})}


class CreditView(ActingView):
    """Records a credit fact."""

    page_title = _("Record credit fact")
    header_icon = "clipboard-list"
    question = _("The newest fact of each list counts; it answers for half a year.")
    button_label = _("Record credit fact")
    form_class = CreditFactForm

    def get_initial(self) -> dict[str, Any]:
        """Suggest today."""
        return {"as_of": timezone.localdate()}

    def act(self, form: forms.BaseForm) -> None:
        """Record."""
        actions.record_credit_fact(self.object, by=self.person, **form.cleaned_data)

    def facts(self) -> list[tuple[Text, object]]:
        """Return the facts that are known."""
        return [
            (fact.get_kind_display(), f"{fact.get_answer_display()} · {fact.as_of} · {fact.source}")
            for fact in self.object.credit_facts.all()
        ]


_ACTING = {
    "verify": VerifyView,
    "refuse": RefuseView,
    "unverify": UnverifyView,
    "credit": CreditView,
}


def _origin(organisation: Organisation) -> Text:
    return _("from a list") if organisation.is_placeholder else ""


class OrganisationViewSet(ModelViewSet):
    """Organisations."""

    model = Organisation
    icon = "group"
    index_view_class = ListView
    add_view_class = EnterView
    edit_view_class = ChangeView
    inspect_view_class = ShowView
    inspect_view_enabled = True
    copy_view_enabled = False
    list_display = [
        "name",
        "kind",
        BooleanColumn("is_verified", label=_("verified"), sort_key="verified_at"),
        "district",
        Column("origin", label=_("origin"), accessor=_origin),
    ]
    filterset_class = OrganisationFilters
    ordering = ["name"]
    search_fields = ["name", "short_name", "name_en", "credit_code"]
    search_backend_name = None
    inspect_view_fields = [
        "name",
        "short_name",
        "name_en",
        "kind",
        "credit_code",
        "verified_at",
        "verification_note",
        "is_placeholder",
        "merged_into",
        "district",
        "region",
        "park",
        "industries",
        "activity",
        "scale",
        "founded",
        "introduction",
        "website",
        "units",
        "memberships",
        "qualifications",
        "credit_facts",
    ]

    def get_form_class(self, *, for_update: bool = False) -> type[ProfileForm]:
        """Return the portal's own form."""
        return ProfileForm

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Tell the views where our actions are."""
        ours = {f"{verb}_url_name": self.get_url_name(verb) for verb in _ACTING}
        common: dict[str, Any] = super().get_common_view_kwargs(**ours, **kwargs)
        return common

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add our actions."""
        ours = [
            path(f"{verb}/<int:pk>/", self.construct_view(view), name=verb)
            for verb, view in _ACTING.items()
        ]
        return [*super().get_urlpatterns(), *ours]
