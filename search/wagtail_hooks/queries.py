"""Sample queries, and what was typed without a hit, in the admin."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from marketplace.accounts.models import User
from marketplace.taxonomy.permissions import may_propose_synonyms
from search.models import SampleQuery, TypedQuery
from search.past_queries import SHOWN_FROM


class EditedWithSynonyms(ModelPermissionPolicy):
    """Who proposes synonyms keeps the samples."""

    def user_has_permission(self, user: User, action: str) -> bool:
        """Whether a person may do this to samples."""
        return may_propose_synonyms(user).allowed


class ReadWithSynonyms(ModelPermissionPolicy):
    """Who proposes synonyms reads what was typed; nobody writes it."""

    def user_has_permission(self, user: User, action: str) -> bool:
        """Whether a person may look."""
        return action == "view" and may_propose_synonyms(user).allowed


register_permission_policy(SampleQuery, EditedWithSynonyms(SampleQuery), exact_class=True)
register_permission_policy(TypedQuery, ReadWithSynonyms(TypedQuery), exact_class=True)


class SampleQueryViewSet(ModelViewSet):
    """The editors' fixed samples."""

    model = SampleQuery
    icon = "search"
    copy_view_enabled = False
    list_display = ["text", "list_key"]
    list_filter = ["list_key"]
    form_fields = ["list_key", "text"]
    search_fields = ["text"]
    search_backend_name = None


class TypedQueryListView(generic.IndexView):
    """What several people typed."""

    def get_base_queryset(self) -> QuerySet[TypedQuery]:
        """Leave out what may be somebody's name."""
        rows: QuerySet[TypedQuery] = super().get_base_queryset()
        return rows.filter(count__gte=SHOWN_FROM)

    def get_list_more_buttons(self, instance: TypedQuery) -> list[Any]:
        """Lead to a proposal for the text."""
        address = reverse("synonyms_admin:add")
        return [
            *super().get_list_more_buttons(instance),
            Button(
                _("Propose a synonym"),
                url=f"{address}?{urlencode({'wording': instance.text})}",
                icon_name="plus",
                priority=30,
            ),
        ]


class TypedQueryViewSet(ModelViewSet):
    """What was typed, most first; those without a hit by the filter."""

    model = TypedQuery
    icon = "search"
    index_view_class = TypedQueryListView
    copy_view_enabled = False
    list_display = ["text", "list_key", "count", "hits", "last_seen"]
    list_filter = {"list_key": ["exact"], "hits": ["exact"]}
    ordering = ["-count"]
    search_fields = ["text"]
    search_backend_name = None
    form_fields: list[str] = []
