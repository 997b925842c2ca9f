"""The delivery log and the previews of every kind, among the reports of the admin."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from marketplace.notifications.console import played
from marketplace.notifications.wagtail_hooks.log import READ_LOG, DeliveryLog
from marketplace.notifications.wagtail_hooks.previews import preview, previews
from marketplace.notifications.wagtail_hooks.returned import returned
from marketplace.notifications.wagtail_hooks.twins import twins


class LogItem(MenuItem):
    """An entry of those who may read the log."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether a person may read it."""
        return bool(request.user.has_perm(READ_LOG))


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    """Give the log and the previews their addresses."""
    log: Any = DeliveryLog.as_view()
    results: Any = DeliveryLog.as_view(results_only=True)
    messages_at = "reports/messages/"
    return [
        path("reports/deliveries/", log, name="notifications_log"),
        path("reports/deliveries/results/", results, name="notifications_log_results"),
        path("reports/deliveries/<uuid:key>/returned/", returned, name="notifications_returned"),
        path(messages_at, previews, name="notifications_previews"),
        path("reports/twins/", twins, name="notifications_twins"),
        path(
            "reports/messages/<slug:kind>/<slug:language>/", preview, name="notifications_preview"
        ),
    ]


@hooks.register("register_reports_menu_item")
def deliveries() -> MenuItem:
    """Put the delivery log among the reports."""
    return LogItem(_("Deliveries"), reverse("notifications_log"), icon_name="mail", order=920)


@hooks.register("register_reports_menu_item")
def messages() -> MenuItem:
    """Put the previews among the reports."""
    address = reverse("notifications_previews")
    return LogItem(_("Kinds of messages"), address, icon_name="view", order=930)


class TwinsItem(LogItem):
    """An entry that is there while a twin stands for a platform."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether a person may read the log, and a twin is at work."""
        return super().is_shown(request) and bool(played())


@hooks.register("register_reports_menu_item")
def kept_messages() -> MenuItem:
    """Put what the twins of the platforms kept among the reports."""
    address = reverse("notifications_twins")
    return TwinsItem(_("Text messages that went nowhere"), address, icon_name="mail", order=940)


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    """Let groups be given the right to read the log, and to note what came back."""
    return Permission.objects.filter(
        content_type__app_label="notifications", codename__in=("view_delivery", "change_delivery")
    )
