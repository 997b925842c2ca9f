"""What every page of the tree shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from wagtail.models import Page, PageViewRestriction

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.query import PageQuerySet

HOME_DEPTH = 2


class PublicPage(Page):
    """A page that everyone may read: the admin offers no restriction, and none is looked up."""

    private_page_options: ClassVar[list[str]] = []

    class Meta:
        abstract = True

    def get_view_restrictions(self) -> models.QuerySet[Any]:
        """Return no restriction, without asking the database at every visit."""
        none: models.QuerySet[Any] = PageViewRestriction.objects.none()
        return none

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the pages between the home page and this one, for the breadcrumbs."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["trail"] = [(page.title, page.get_url(request)) for page in self.between()]
        return context

    def between(self) -> PageQuerySet:
        """Return the pages below the home page and above this one; none costs no query."""
        above = self.get_ancestors().filter(depth__gt=HOME_DEPTH)
        return above if self.depth > HOME_DEPTH + 1 else above.none()
