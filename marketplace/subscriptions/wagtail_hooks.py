"""What the admin's menu leads staff to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from marketplace.subscriptions.permissions import may_read_figures

if TYPE_CHECKING:
    from django.http import HttpRequest


class FiguresItem(MenuItem):
    """The entry of those who may read the figures."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether a person may read them."""
        return bool(may_read_figures(request.user))


@hooks.register("register_reports_menu_item")
def figures_of_subscriptions() -> MenuItem:
    """Put the figures of subscriptions among the reports."""
    address = reverse("subscriptions:staff")
    return FiguresItem(_("Subscriptions"), address, icon_name="mail", order=910)
