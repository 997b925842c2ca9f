"""Which address belongs to which room; the page tree takes what is left."""

from __future__ import annotations

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from marketplace.portal.preferences import set_preference

ROOMS = (
    "notifications",
    "organisations",
    "experts",
    "listings",
    "subscriptions",
    "matches",
    "cooperations",
    "challenges",
    "claims",
    "calls",
    "bids",
    "reviews",
    "awards",
    "agreements",
    "deliveries",
    "files",
    "portal",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("preferences/", set_preference, name="preference"),
    path("api/", include("marketplace.api.urls")),
]

if settings.EMBEDDED:  # elsewhere the web server in front serves uploads of editors
    urlpatterns += [re_path(r"^media/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT})]

urlpatterns += i18n_patterns(
    path("accounts/", include("allauth.urls")),
    *(path("", include(f"marketplace.{room}.urls")) for room in ROOMS),
    path("", include("cms.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
