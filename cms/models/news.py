"""News: an index by date and its items."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from cms.blocks import BodyBlock
from cms.models.base import PublicPage

if TYPE_CHECKING:
    from django.http import HttpRequest

PER_PAGE = 20


class NewsIndexPage(PublicPage):
    """The list of news, newest first."""

    lead = models.CharField(_("lead"), max_length=200, blank=True)

    template = "cms/news_index_page.html"
    max_count = 1
    parent_page_types: ClassVar = ["cms.HomePage"]
    subpage_types: ClassVar = ["cms.NewsPage"]
    content_panels: ClassVar = [*PublicPage.content_panels, FieldPanel("lead")]

    class Meta:
        verbose_name = _("list of news")
        verbose_name_plural = _("lists of news")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add a page of news; a number beyond the last page shows the last."""
        context = super().get_context(request, *args, **kwargs)
        news = NewsPage.objects.live().child_of(self).order_by("-date", "-pk")
        context["news"] = Paginator(news, PER_PAGE).get_page(request.GET.get("page"))
        return context


class NewsPage(PublicPage):
    """One piece of news."""

    date = models.DateField(_("date"), default=timezone.localdate)
    lead = models.CharField(_("lead"), max_length=200, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)
    is_example = models.BooleanField(_("example content"), default=False)

    template = "cms/news_page.html"
    show_in_menus_default = False
    parent_page_types: ClassVar = ["cms.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [
        *PublicPage.content_panels,
        FieldPanel("date"),
        FieldPanel("lead"),
        FieldPanel("body"),
        FieldPanel("is_example"),
    ]

    class Meta:
        verbose_name = _("piece of news")
        verbose_name_plural = _("news")
