"""Wagtail's part of the portal: pages, lists, and what every page's frame says."""

from cms.models.home import HomePage
from cms.models.lists import CapabilityListPage, DemandListPage
from cms.models.news import NewsIndexPage, NewsPage
from cms.models.settings import SiteSettings
from cms.models.standard import StandardPage

__all__ = [
    "CapabilityListPage",
    "DemandListPage",
    "HomePage",
    "NewsIndexPage",
    "NewsPage",
    "SiteSettings",
    "StandardPage",
]
