"""Synonyms, sample queries and what was typed, in the admin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup

from search.wagtail_hooks.queries import SampleQueryViewSet, TypedQueryViewSet
from search.wagtail_hooks.synonyms import SynonymViewSet


class SearchGroup(ViewSetGroup):
    """What editors do for the search, under one menu item."""

    menu_label = _("Synonyms and searches")
    menu_icon = "search"
    menu_order = 510
    items = (
        SynonymViewSet("synonyms_admin", url_prefix="synonyms"),
        SampleQueryViewSet("sample_queries_admin", url_prefix="sample-queries"),
        TypedQueryViewSet("typed_queries_admin", url_prefix="typed-queries"),
    )


@hooks.register("register_admin_viewset")
def register_search() -> SearchGroup:
    """Put synonyms and queries into the admin."""
    return SearchGroup()
