"""What staff set in the admin: programmes, and the labels of the reasons; never deleted."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views import snippets

from marketplace.challenges.models import ExitReason, Programme
from marketplace.challenges.settings import save_setting
from marketplace.taxonomy.keeping import KeptPermissionPolicy


class LabelsOnly(KeptPermissionPolicy):
    """Lets staff change the labels of reasons; the code that uses them makes them."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether a person may do this to reasons."""
        return action != "add" and super().user_has_permission(user, action)


register_permission_policy(Programme, KeptPermissionPolicy(Programme), exact_class=True)
register_permission_policy(ExitReason, LabelsOnly(ExitReason), exact_class=True)


class CreateSetting(snippets.CreateView):
    """Makes a row."""

    def save_instance(self) -> Any:
        """Save through the action."""
        return save_setting(super().save_instance, by=self.request.user)


class EditSetting(snippets.EditView):
    """Changes a row."""

    def save_instance(self) -> Any:
        """Save through the action."""
        return save_setting(super().save_instance, by=self.request.user)


class ProgrammeViewSet(snippets.SnippetViewSet):
    """Programmes under which challenges are listed."""

    model = Programme
    icon = "folder-open-inverse"
    copy_view_enabled = False
    add_view_class = CreateSetting
    edit_view_class = EditSetting
    list_display = ["name", "minimum_indicators", "fitness_votes", "is_active"]
    panels = [
        FieldPanel("name"),
        FieldPanel("introduction"),
        FieldPanel("minimum_indicators"),
        FieldPanel("fitness_votes"),
        FieldPanel("cure_workdays"),
        FieldPanel("declaration_workdays"),
        FieldPanel("answer_workdays"),
        FieldPanel("notice_workdays"),
        FieldPanel("objection_workdays"),
        FieldPanel("is_active"),
    ]


class ReasonViewSet(snippets.SnippetViewSet):
    """Reasons for which a challenge leaves the chain; codes are given once."""

    model = ExitReason
    icon = "list-ul"
    copy_view_enabled = False
    add_view_class = CreateSetting
    edit_view_class = EditSetting
    list_display = ["label", "way_out", "code", "is_active"]
    list_filter = ["way_out", "is_active"]
    panels = [
        FieldPanel("way_out", read_only=True),
        FieldPanel("code", read_only=True),
        FieldPanel("label"),
        FieldPanel("is_active"),
    ]


class ChallengesGroup(snippets.SnippetViewSetGroup):
    """The menu of challenges."""

    menu_label = _("Challenges")
    menu_icon = "list-ol"
    menu_order = 155
    items = (ProgrammeViewSet, ReasonViewSet)


register_snippet(ChallengesGroup)
