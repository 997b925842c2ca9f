"""What staff set for agreements: the terms of a programme, and the labels of the reasons."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views import snippets

from marketplace.agreements.models import EndReason, Terms
from marketplace.challenges.wagtail_hooks import CreateSetting, EditSetting, LabelsOnly
from marketplace.taxonomy.keeping import KeptPermissionPolicy

register_permission_policy(Terms, KeptPermissionPolicy(Terms), exact_class=True)
register_permission_policy(EndReason, LabelsOnly(EndReason), exact_class=True)


class TermsViewSet(snippets.SnippetViewSet):
    """What a programme's agreements start with, and how soon a side acts."""

    model = Terms
    icon = "doc-full"
    copy_view_enabled = False
    add_view_class = CreateSetting
    edit_view_class = EditSetting
    list_display = ["programme", "act_workdays", "sign_workdays"]
    panels = [
        FieldPanel("programme"),
        FieldPanel("act_workdays"),
        FieldPanel("sign_workdays"),
        FieldPanel("signing_percent"),
        InlinePanel(
            "plan",
            label=_("milestone"),
            panels=[
                FieldPanel("title"),
                FieldPanel("is_staged"),
                FieldPanel("at_percent"),
                FieldPanel("paid_percent"),
            ],
        ),
        InlinePanel("clauses", label=_("clause"), panels=[FieldPanel("title"), FieldPanel("text")]),
    ]


class EndReasonViewSet(snippets.SnippetViewSet):
    """Reasons why no agreement came about; codes are given once."""

    model = EndReason
    icon = "list-ul"
    copy_view_enabled = False
    add_view_class = CreateSetting
    edit_view_class = EditSetting
    list_display = ["label", "code", "is_active"]
    panels = [
        FieldPanel("code", read_only=True),
        FieldPanel("label"),
        FieldPanel("is_active"),
    ]


class AgreementsGroup(snippets.SnippetViewSetGroup):
    """The menu of task agreements."""

    menu_label = _("Task agreements")
    menu_icon = "doc-full"
    menu_order = 156
    items = (TermsViewSet, EndReasonViewSet)


register_snippet(AgreementsGroup)
