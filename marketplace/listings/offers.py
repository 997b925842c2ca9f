"""What a person can do with an item next: drawn from the tables, asked of the permissions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from marketplace.listings import permissions
from marketplace.listings.models import Lifecycle
from marketplace.listings.transitions import LIFE, REVIEW

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from marketplace.listings.models import Listing
    from marketplace.organisations.permissions import Person


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that can be done: the address's name, its label, and whether it is posted."""

    page: str
    label: str | _StrPromise
    icon: str
    is_post: bool = False


_EDIT = Offer("edit", _("write on"), "pen")
_REVISE = Offer("edit", _("revise"), "pen")
_CHECK = Offer("check", _("check and submit"), "arrow")
_RECALL = Offer("recall", REVIEW["recall"].label, "left", is_post=True)
_CONFIRM = Offer("confirm", _("confirm that it still holds"), "ok", is_post=True)
_COPY = Offer("copy", _("copy as a new draft"), "copy", is_post=True)
_WITHDRAW = Offer("withdraw", LIFE["withdraw"].label, "x")


def offers_for(user: Person, listing: Listing) -> list[Offer]:
    """Return what a person may do with an item now, the most useful first."""
    writing = _REVISE if listing.lifecycle.review == Lifecycle.Review.SETTLED else _EDIT
    asked = (
        (_CHECK, permissions.may_submit(user, listing)),
        (writing, permissions.may_edit(user, listing)),
        (_RECALL, permissions.may_recall(user, listing)),
        (_CONFIRM, permissions.may_confirm(user, listing)),
        (_COPY, permissions.may_create(user, listing.lifecycle.owner, key=listing.KEY)),
        (_WITHDRAW, permissions.may_withdraw(user, listing)),
    )
    return [offer for offer, decision in asked if decision]
