"""Takeover requests in the admin: staff read and decide; nobody adds, edits or deletes one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from marketplace.accounts.models import User
from marketplace.organisations import actions
from marketplace.organisations.models import TakeoverRequest
from marketplace.organisations.permissions import may_verify
from marketplace.organisations.wagtail_hooks.acting import ActingView

if TYPE_CHECKING:
    from marketplace.organisations.wagtail_hooks.acting import Text


class DecidedByStaff(ModelPermissionPolicy):
    """Those who may verify may look; decisions are the action's."""

    def user_has_permission(self, user: User, action: str) -> bool:
        """Whether a person may look."""
        return action == "view" and may_verify(user).allowed


register_permission_policy(TakeoverRequest, DecidedByStaff(TakeoverRequest), exact_class=True)


class RequestListView(generic.IndexView):
    """The list; a row leads to its decision."""

    decide_url_name = ""

    def get_base_queryset(self) -> QuerySet[TakeoverRequest]:
        """Return rows with both organisations."""
        rows: QuerySet[TakeoverRequest] = super().get_base_queryset()
        return rows.select_related("placeholder", "claimant", "asked_by")

    def get_inspect_url(self, instance: TakeoverRequest) -> str:
        """Return the page on which it is decided."""
        return reverse(self.decide_url_name, args=[instance.pk])


class DecisionForm(forms.Form):
    """Confirm or decline, with an opinion."""

    verb = forms.ChoiceField(
        label=_("Decision"),
        choices=[("confirm", _("Confirm the takeover")), ("decline", _("Decline the takeover"))],
        widget=forms.RadioSelect,
    )
    opinion = forms.CharField(
        label=_("Opinion"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed when you decline: the firm reads it."),
    )


class DecideView(ActingView):
    """Decides on a request."""

    page_title = _("Decide on the takeover")
    header_icon = "resubmit"
    question = _(
        "When you confirm, the entry and everything under it merge into the claimant for good."
    )
    button_label = _("Decide")
    form_class = DecisionForm

    def act(self, form: forms.BaseForm) -> None:
        """Confirm or decline."""
        decide = {"confirm": actions.confirm_takeover, "decline": actions.decline_takeover}
        opinion = form.cleaned_data["opinion"]
        decide[form.cleaned_data["verb"]](self.object, by=self.person, opinion=opinion)

    def facts(self) -> list[tuple[Text, object]]:
        """Return what is compared."""
        request = self.object
        return [
            (_("Placeholder"), request.placeholder.name),
            (_("Claimant"), f"{request.claimant.name} {request.claimant.credit_code or ''}"),
            (_("Asked by"), request.asked_by),
            (_("Grounds"), request.grounds),
            (_("State"), request.get_state_display()),
            (_("Opinion"), request.opinion or "–"),
        ]


class TakeoverViewSet(ModelViewSet):
    """Takeover requests."""

    model = TakeoverRequest
    icon = "resubmit"
    index_view_class = RequestListView
    copy_view_enabled = False
    list_display = ["placeholder", "claimant", "asked_by", "state", "created"]
    list_filter = ["state"]
    ordering = ["-id"]
    search_fields = ["placeholder__name", "claimant__name"]
    search_backend_name = None
    exclude_form_fields: list[str] = []

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Tell the list where a request is decided."""
        decide = self.get_url_name("decide")
        common: dict[str, Any] = super().get_common_view_kwargs(decide_url_name=decide, **kwargs)
        return common

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the decision."""
        decide = path("decide/<int:pk>/", self.construct_view(DecideView), name="decide")
        return [*super().get_urlpatterns(), decide]
