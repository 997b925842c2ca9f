"""The lists: an editor places them, introduces them, and chooses the batch on show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from cms.blocks import LINE
from cms.lists.view import list_response
from cms.models.base import PublicPage
from marketplace.listings.models import Batch

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class ListPage(PublicPage):
    """A public list of demands or capabilities that can be searched and narrowed."""

    LIST_KEY: ClassVar[str]

    lead = models.CharField(_("lead"), max_length=120, blank=True)
    introduction = RichTextField(_("introduction"), features=LINE, blank=True)
    batch = models.ForeignKey(
        Batch,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("batch on show"),
        help_text=_("Shown first; visitors may choose another or all."),
    )

    parent_page_types: ClassVar = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [
        *PublicPage.content_panels,
        FieldPanel("lead"),
        FieldPanel("introduction"),
        FieldPanel("batch"),
    ]

    class Meta:
        abstract = True

    @property
    def list_key(self) -> str:
        """Return which list this is, in the words of the index."""
        return self.LIST_KEY

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer with the part of the list that the address asks for."""
        return list_response(self, request)


class DemandListPage(ListPage):
    """The government's list of demands (政府需求清单), or that of the firms (企业需求清单)."""

    class Side(models.TextChoices):
        """Whose demands the page lists."""

        GOVERNMENT = "government_demands", _("government departments and other public bodies")
        ENTERPRISE = "enterprise_demands", _("firms and all others")

    side = models.CharField(_("whose demands"), max_length=20, choices=Side.choices)

    template = "cms/demand_list_page.html"
    content_panels: ClassVar = [*ListPage.content_panels, FieldPanel("side")]

    class Meta:
        verbose_name = _("list of demands")
        verbose_name_plural = _("lists of demands")

    @property
    def list_key(self) -> str:
        """Return which list this is, in the words of the index."""
        return self.side


class CapabilityListPage(ListPage):
    """The list of capabilities (企业能力清单)."""

    LIST_KEY = "capabilities"

    template = "cms/capability_list_page.html"

    class Meta:
        verbose_name = _("list of capabilities")
        verbose_name_plural = _("lists of capabilities")
