"""How views find an item, and how they answer a refusal."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, cast

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.shortcuts import redirect
from wagtail.models import Revision

from marketplace.core.refusals import Refusal
from marketplace.listings import permissions
from marketplace.listings.models import Capability, Demand, Listing

if TYPE_CHECKING:
    from django.http import HttpResponseRedirect

    from marketplace.accounts.models import User

MODELS: Final[dict[str, type[Any]]] = {"demand": Demand, "capability": Capability}


class ListConverter:
    """The list in an address: `demands` or `capabilities`, in views `demand` or `capability`."""

    regex = "demands|capabilities"

    def to_python(self, value: str) -> str:
        """Return the list's key."""
        return "demand" if value == "demands" else "capability"

    def to_url(self, value: str) -> str:
        """Return the list's part of an address."""
        return "demands" if value == "demand" else "capabilities"


def person_of(request: HttpRequest) -> User:
    """Return the signed-in person."""
    return cast("User", request.user)


def readable(request: HttpRequest, key: str, pk: int) -> Listing:
    """Return an item of one's own, to decide or to moderate; others' are not there (404)."""
    rows = MODELS[key].objects.select_related("lifecycle__owner", "lifecycle__unit")
    listing: Listing | None = rows.filter(pk=pk).first()
    if listing is None or not permissions.may_see_work(request.user, listing):
        raise Http404
    return listing


def revision_of(listing: Listing, pk: int | None) -> Revision:
    """Return a version of an item, the latest without a key; 404 for one of another item."""
    if pk is None:
        return listing.get_latest_revision()
    found: Revision | None = listing.revisions.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def attempt(request: HttpRequest, action: Callable[[], object], done: Any) -> bool:
    """Do something and say that it is done, else say why it was refused; return whether it was."""
    try:
        action()
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
        for message in (one for texts in refusal.fields.values() for one in texts):
            if str(message) != str(refusal.message):
                messages.error(request, str(message))
        return False
    messages.success(request, str(done))
    return True


def to_item(listing: Listing, page: str = "item") -> HttpResponseRedirect:
    """Return the way to a page of an item."""
    return redirect(f"listings:{page}", key=listing.KEY, pk=listing.pk)
