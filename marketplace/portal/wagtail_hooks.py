"""The portal's own pages in the menu of Wagtail's admin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from marketplace.portal.quality import may_read_quality

if TYPE_CHECKING:
    from django.http import HttpRequest


class QualityItem(MenuItem):
    """The way to the figures of matches, for those who may read them."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether a person reads the figures."""
        return bool(may_read_quality(request.user))


@hooks.register("register_reports_menu_item")
def quality_of_matches() -> MenuItem:
    """Put the quality of matches among the reports."""
    address = reverse("portal:quality")
    return QualityItem(_("Quality of matches"), address, icon_name="history", order=700)
