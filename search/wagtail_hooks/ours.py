"""What the search's own pages of the admin share."""

from __future__ import annotations

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from marketplace.accounts.models import User
from marketplace.core.decisions import Decision
from marketplace.taxonomy.models import Synonym
from marketplace.taxonomy.permissions import may_decide_synonyms, may_propose_synonyms


class SynonymPage(WagtailAdminTemplateMixin):
    """A page about synonyms, for whoever proposes or decides on them."""

    model: Any = Synonym
    permission_policy: Any = None
    index_url_name = edit_url_name = look_url_name = several_url_name = ""
    import_url_name = export_url_name = ""
    header_icon = "link"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in whom the page is for."""
        if not self.may_enter():
            raise PermissionDenied
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def may_enter(self) -> Decision:
        """Whether the person may see the page."""
        return may_propose_synonyms(self.person) or may_decide_synonyms(self.person)

    @property
    def person(self) -> User:
        """Return the person at the page."""
        return cast("User", self.request.user)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way from the list."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": capfirst(_("synonyms"))},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]
