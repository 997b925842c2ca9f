"""A page of the admin that carries out one action on one row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from marketplace.accounts.models import User
from marketplace.core.refusals import Refusal
from marketplace.organisations.forms import show_refusal
from marketplace.organisations.permissions import may_verify

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Text = str | _StrPromise


class ActingView(
    WagtailAdminTemplateMixin, BaseObjectMixin, PermissionCheckedMixin, FormView[forms.BaseForm]
):
    """Shows a row with a form and a button; the button runs the action."""

    template_name = "organisations/admin/act.html"
    form_class: type[forms.BaseForm] = forms.Form
    index_url_name = ""
    header_icon = ""
    question: Text = ""
    button_label: Text = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in whom the action would let."""
        if not may_verify(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def person(self) -> User:
        """Return the person at the page."""
        return cast("User", self.request.user)

    def act(self, form: forms.BaseForm) -> None:
        """Run the action; the subclass says which."""
        raise NotImplementedError

    def form_valid(self, form: forms.BaseForm) -> HttpResponse:
        """Run the action and go back to the list; a refusal stands in the form."""
        try:
            self.act(form)
        except Refusal as refusal:
            show_refusal(form, refusal)
            return self.form_invalid(form)
        messages.success(self.request, _("Done: %(name)s") % {"name": self.object})
        return redirect(self.index_url_name)

    def facts(self) -> list[tuple[Text, object]]:
        """Return what the reader compares before acting: pairs of label and value."""
        return []

    def other_doors(self) -> list[tuple[Text, str]]:
        """Return what else may be done with the row: pairs of label and address."""
        return []

    def get_page_subtitle(self) -> str:
        """Return the row's name."""
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way from the list."""
        plural = capfirst(self.model._meta.verbose_name_plural)
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": plural},
            {"url": "", "label": self.get_page_title(), "sublabel": str(self.object)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the facts and the other doors."""
        ours = {"facts": self.facts(), "other_doors": self.other_doors()}
        return {**super().get_context_data(**kwargs), **ours}
