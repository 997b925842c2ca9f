"""Synonyms in the admin: list, propose, look at what would change, decide; never delete."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton, ListingButton
from wagtail.permissions import register_permission_policy

from marketplace.core.refusals import Refusal
from marketplace.taxonomy.actions import propose_synonym, revise_synonym
from marketplace.taxonomy.drafts import SynonymDraft
from marketplace.taxonomy.keeping import KeptPermissionPolicy
from marketplace.taxonomy.models import Synonym, SynonymState
from search.wagtail_hooks.deciding import LookView, SeveralView
from search.wagtail_hooks.sheets import ExportView, ImportView

register_permission_policy(Synonym, KeptPermissionPolicy(Synonym), exact_class=True)

_FIELDS = ["wording", "other", "kind", "both_ways", "weight", "note"]
_VIEWS = {"look": LookView, "several": SeveralView, "import": ImportView, "export": ExportView}


class SynonymForm(forms.ModelForm[Synonym]):
    """What an editor says of an edge; the action decides whether it can be one."""

    class Meta:
        model = Synonym
        fields = _FIELDS

    def draft(self) -> SynonymDraft:
        """Return what was said."""
        return SynonymDraft(**{name: self.cleaned_data[name] for name in _FIELDS})

    def show(self, refusal: Refusal) -> None:
        """Put a refusal's messages beside the fields."""
        if not refusal.fields:
            self.add_error(None, str(refusal.message))
        for name, messages in refusal.fields.items():
            for message in messages:
                self.add_error(name or None, str(message))


class SynonymFilters(WagtailFilterSet):
    """How editors narrow the list."""

    state = django_filters.MultipleChoiceFilter(
        choices=SynonymState.choices, label=_("state"), widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Synonym
        fields = ["state", "kind", "origin", "both_ways"]


class SynonymListView(generic.IndexView):
    """The list; a row leads to the look at it."""

    look_url_name = several_url_name = import_url_name = export_url_name = ""

    def get_base_queryset(self) -> QuerySet[Synonym]:
        """Return rows with the people on them."""
        rows: QuerySet[Synonym] = super().get_base_queryset()
        return rows.select_related("author", "decided_by")

    def get_edit_url(self, instance: Synonym) -> str:
        """Return the page on which it is decided."""
        return reverse(self.look_url_name, args=[instance.pk])

    def get_list_more_buttons(self, instance: Synonym) -> list[Any]:
        """Lead to the look."""
        url = self.get_edit_url(instance)
        return [ListingButton(_("What would change"), url=url, icon_name="view", priority=10)]

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """Lead to the sheets and to deciding on several."""
        export = reverse(self.export_url_name)
        doors = [
            (_("Decide on several"), reverse(self.several_url_name), "tasks"),
            (_("Import a spreadsheet"), reverse(self.import_url_name), "upload"),
            (_("Export as .xlsx"), f"{export}?format=xlsx", "download"),
            (_("Export as .csv"), f"{export}?format=csv", "download"),
        ]
        return [
            *super().header_more_buttons,
            *(
                HeaderButton(label, url=url, icon_name=icon, priority=40 + place)
                for place, (label, url, icon) in enumerate(doors)
            ),
        ]


class SavingMixin:
    """Saves through an action and shows its refusal in the form."""

    def form_valid(self, form: SynonymForm) -> HttpResponse:
        """Save, or show what does not hold."""
        try:
            return super().form_valid(form)  # type: ignore[misc, no-any-return]
        except Refusal as refusal:
            form.show(refusal)
            self.produced_error_message = str(refusal.message)
            return self.form_invalid(form)  # type: ignore[attr-defined, no-any-return]

    def get_success_url(self) -> str:
        """Return the page that shows what would change."""
        return reverse(self.look_url_name, args=[self.object.pk])  # type: ignore[attr-defined]


class ProposeView(SavingMixin, generic.CreateView):
    """Proposes an edge; `?wording=` begins it."""

    look_url_name = ""

    def get_initial(self) -> dict[str, Any]:
        """Return the wording that the address names."""
        return {"wording": self.request.GET.get("wording", "")[:40]}

    def save_instance(self) -> Synonym:
        """Save through the action."""
        self.object: Synonym = propose_synonym(self.form.draft(), by=self.request.user)
        return self.object


class ReviseView(SavingMixin, generic.EditView):
    """Rewords a proposal; what was decided is only looked at."""

    look_url_name = ""
    object: Synonym

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Lead to the look where there is nothing to reword."""
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        if self.object.state != SynonymState.PROPOSED and request.method == "GET":
            return redirect(self.look_url_name, self.object.pk)
        return answer

    def save_instance(self) -> Synonym:
        """Save through the action."""
        row = Synonym.objects.get(pk=self.object.pk)
        self.object = revise_synonym(row, self.form.draft(), by=self.request.user)
        return self.object


class SynonymViewSet(ModelViewSet):
    """Synonyms."""

    model = Synonym
    icon = "link"
    index_view_class = SynonymListView
    add_view_class = ProposeView
    edit_view_class = ReviseView
    copy_view_enabled = False
    list_display = ["__str__", "kind", "weight", "state", "origin", "author", "created"]
    list_per_page = 50
    filterset_class = SynonymFilters
    ordering = ["-id"]
    search_fields = ["wording", "other", "wording_key", "other_key", "note"]
    search_backend_name = None

    def get_form_class(self, *, for_update: bool = False) -> type[SynonymForm]:
        """Return the portal's own form."""
        return SynonymForm

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Tell the views where ours are."""
        ours = {f"{name}_url_name": self.get_url_name(name) for name in _VIEWS}
        common: dict[str, Any] = super().get_common_view_kwargs(**ours, **kwargs)
        return common

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add ours."""
        routes = {name: f"{name}/<int:pk>/" if name == "look" else f"{name}/" for name in _VIEWS}
        ours = [
            path(route, self.construct_view(_VIEWS[name]), name=name)
            for name, route in routes.items()
        ]
        return [*super().get_urlpatterns(), *ours]
