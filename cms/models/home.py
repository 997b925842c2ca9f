"""The home page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlencode

from django.db import models
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.blocks import StepBlock
from cms.home.view import home_context
from cms.models.base import PublicPage
from cms.models.lists import CapabilityListPage, DemandListPage
from cms.models.news import NewsIndexPage, NewsPage
from marketplace.listings.filters import Q_LENGTH

if TYPE_CHECKING:
    from django.http import HttpRequest

NEWS = 4
LIST_RELATIONS = ("demandlistpage", "capabilitylistpage")


@dataclass(frozen=True, slots=True)
class Place:
    """A list's title and address."""

    title: str
    url: str


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

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Find a list in one query, since lists are visited most; other pages as Wagtail does."""
        if path_components:
            slug, *rest = path_components
            children = Page.objects.child_of(self).filter(slug=slug)
            child = children.select_related(*LIST_RELATIONS).first()
            for relation in LIST_RELATIONS:
                page = getattr(child, relation, None)
                if page is not None:
                    return page.route(request, rest)
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer with the page, or lead a search to the list that it is meant for."""
        if "q" in request.GET:
            places = self.places(request)
            chosen = places.get(request.GET.get("in", "")) or next(iter(places.values()), None)
            if chosen is not None:
                query = urlencode({"q": request.GET["q"][:Q_LENGTH]})
                return HttpResponseRedirect(f"{chosen.url}?{query}")
        response: HttpResponse = super().serve(request, *args, **kwargs)
        return response

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what the lists hold today, where they are, and the latest news."""
        news = NewsPage.objects.live().descendant_of(self).order_by("-date", "-pk")[:NEWS]
        return {
            **super().get_context(request, *args, **kwargs),
            **home_context(request),
            "headline_lines": self.headline.split("|"),
            "popular_words": self.popular.split(),
            "places": self.places(request),
            "news": news,
            "news_index": NewsIndexPage.objects.live().child_of(self).first() if news else None,
        }

    def places(self, request: HttpRequest) -> dict[str, Place]:
        """Return where the lists are, by their key in the index; a missing one is left out."""
        pages = [
            *DemandListPage.objects.live().child_of(self).order_by("path"),
            *CapabilityListPage.objects.live().child_of(self).order_by("path"),
        ]
        return {page.list_key: Place(page.title, page.get_url(request) or "") for page in pages}
