"""What the frame of every page says about the portal."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="site")
class SiteSettings(BaseSiteSetting):
    """Who runs the portal, where to ask, and the registrations that the law wants shown."""

    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    description = models.CharField(_("description for search engines"), max_length=200, blank=True)
    strip_note = models.CharField(_("note at the top of every page"), max_length=60, blank=True)
    organiser = models.CharField(_("run by"), max_length=80, blank=True)
    operator = models.CharField(_("technical support"), max_length=80, blank=True)
    phone = models.CharField(_("service telephone"), max_length=40, blank=True)
    hours = models.CharField(_("service hours"), max_length=60, blank=True)
    site_code = models.CharField(_("site code (网站标识码)"), max_length=40, blank=True)
    icp = models.CharField(_("ICP registration"), max_length=60, blank=True)
    police = models.CharField(_("public security registration"), max_length=60, blank=True)

    panels: ClassVar = [
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("name_en"), FieldPanel("description")],
            heading=_("Portal"),
        ),
        FieldPanel("strip_note"),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("organiser", "operator", "phone", "hours")],
            heading=_("Service"),
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("site_code", "icp", "police")],
            heading=_("Registrations"),
        ),
    ]

    class Meta:
        verbose_name = _("portal settings")
        verbose_name_plural = _("portal settings")

    def __str__(self) -> str:
        """Return the name."""
        return self.name
