"""What the frame of every page shows: navigation from the page tree, and who runs the portal."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from cms import models
from cms.models.base import HOME_DEPTH

if TYPE_CHECKING:
    from django.http import HttpRequest

KEEP_SECONDS = 60
"""How long another process may show an older navigation; the one that changes it forgets now."""


@dataclass(frozen=True, slots=True)
class Link:
    """A title and an address."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    """Links under one heading of the footer."""

    title: str
    links: list[Link]


@dataclass(frozen=True, slots=True)
class Frame:
    """Navigation, footer and names; `section` is the menu's address above the present page.

    `lists` are the pages of the lists by their key, such as `government_demands`.
    """

    home: str
    menu: list[Link]
    footer: list[Group]
    site: dict[str, str]
    section: str = ""
    lists: dict[str, Link] = field(default_factory=dict)


def frame_of(request: HttpRequest) -> Frame:
    """Return the frame of a request's site, from the cache where it is fresh."""
    site = Site.find_for_request(request)
    if site is None:
        return Frame("/", [], [], {"name": settings.WAGTAIL_SITE_NAME})
    key = _key(site.pk)
    frame: Frame | None = cache.get(key)
    if frame is None:
        frame = _build(site, request)
        cache.set(key, frame, KEEP_SECONDS)
    return replace(frame, section=_section(frame, request.path))


def forget_frames(**_signal: Any) -> None:
    """Forget every site's frame; a receiver of the signals after which one may differ."""
    cache.delete_many([_key(pk) for pk in Site.objects.values_list("pk", flat=True)])


def _key(site: int) -> str:
    return f"cms.frame.{site}.{get_language()}"


def _section(frame: Frame, path: str) -> str:
    if path == frame.home:
        return frame.home
    above = [
        link.url for link in frame.menu if link.url != frame.home and path.startswith(link.url)
    ]
    return max(above, key=len, default="")


def _build(site: Site, request: HttpRequest) -> Frame:
    pages = list(
        Page.objects.live()
        .in_menu()
        .descendant_of(site.root_page)
        .filter(depth__lte=HOME_DEPTH + 2)
        .order_by("path")
    )
    home = Link(_("Home"), site.root_page.get_url(request) or "/")
    top = [page for page in pages if page.depth == HOME_DEPTH + 1]
    kinds = {models.DemandListPage, models.CapabilityListPage}
    lists = [page for page in top if page.specific_class in kinds]
    others = [page for page in top if page not in lists]
    challenges = Link(_("Challenges"), reverse("portal:challenges"))
    footer = [
        Group(_("The lists"), [*_links(lists, request), challenges]),
        Group(_("Sections"), _links(others, request)),
        *(Group(page.title, _links(_below(page, pages), request)) for page in others),
    ]
    values = models.SiteSettings.for_site(site)
    names = {one.name: str(getattr(values, one.name)) for one in values._meta.fields}
    names["name"] = names["name"] or settings.WAGTAIL_SITE_NAME
    by_key = {page.specific.list_key: _links([page], request)[0] for page in lists}
    menu = [home, *_links(top, request)]
    menu.insert(1 + _after_the_lists(top, lists), challenges)
    return Frame(home.url, menu, footer, names, lists=by_key)


def _after_the_lists(top: list[Page], lists: list[Page]) -> int:
    return max((place for place, page in enumerate(top, start=1) if page in lists), default=0)


def _below(page: Page, pages: list[Page]) -> list[Page]:
    return [other for other in pages if other.is_descendant_of(page)]


def _links(pages: list[Page], request: HttpRequest) -> list[Link]:
    return [Link(page.title, page.get_url(request) or "/") for page in pages]
