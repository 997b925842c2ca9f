"""The home page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from cms.blocks import StepBlock
from cms.home import figures_of_home
from cms.models.base import PublicPage

if TYPE_CHECKING:
    from django.http import HttpRequest


class HomePage(PublicPage):
    """The page at the root: what the portal is for, and the way into both lists."""

    headline = models.CharField(
        _("headline"), max_length=60, help_text=_("A vertical bar breaks the line.")
    )
    lead = models.CharField(_("lead"), max_length=200, blank=True)
    placeholder = models.CharField(_("example in the search box"), max_length=60, blank=True)
    popular = models.CharField(
        _("popular searches"), max_length=120, blank=True, help_text=_("Parted by spaces.")
    )
    steps = StreamField([("step", StepBlock())], verbose_name=_("first steps"), blank=True)

    template = "cms/home_page.html"
    max_count = 1
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = [
        "cms.DemandListPage",
        "cms.CapabilityListPage",
        "cms.NewsIndexPage",
        "cms.StandardPage",
    ]
    content_panels: ClassVar = [
        *PublicPage.content_panels,
        MultiFieldPanel([FieldPanel("headline"), FieldPanel("lead")], heading=_("Opening")),
        MultiFieldPanel([FieldPanel("placeholder"), FieldPanel("popular")], heading=_("Search")),
        FieldPanel("steps"),
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401
        """Add what the lists hold today."""
        return {**super().get_context(request, *args, **kwargs), **figures_of_home(request)}
