"""The author's pages: choose for whom, write, save, hand on to the check."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from marketplace.core.refusals import Refusal
from marketplace.listings import actions, permissions
from marketplace.listings.comparing import Difference, differences
from marketplace.listings.forms.editor import Editor
from marketplace.listings.views.access import MODELS, person_of, readable, to_item
from marketplace.organisations.permissions import organisations_of

if TYPE_CHECKING:
    from wagtail.models import Revision

    from marketplace.accounts.models import User
    from marketplace.listings.models import Listing
    from marketplace.organisations.models import Organisation


@dataclass
class Desk:
    """What the writing page shows beside the form."""

    editor: Editor
    base_revision: int | None = None
    message: str = ""
    conflict: list[Difference] = field(default_factory=list)
    theirs: Revision | None = None
    key: str = ""
    """The idempotency key of a form that has made no draft yet."""


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, key: str) -> HttpResponse:
    """Write a new item; who writes for several organisations chooses one first."""
    person = person_of(request)
    owners = owners_for(person, key)
    if not owners:
        reason = _("You belong to no organisation for which you may write here.")
        raise Refusal(reason, code="no_owner", status=403)
    chosen = str(request.GET.get("owner", ""))
    owner = next((one for one in owners if str(one.pk) == chosen), None)
    if owner is None and len(owners) > 1:
        return render(request, "listings/owner.html", {"key": key, "owners": owners})
    owner = owner or owners[0]
    listing = MODELS[key]()
    if request.method == "GET":
        desk = Desk(Editor(listing, owner=owner, by=person), key=secrets.token_urlsafe(16))
        return _page(request, desk)
    editor = Editor(listing, owner=owner, by=person, data=request.POST, files=request.FILES)
    return _posted(request, Desk(editor, key=str(request.POST.get("idempotency_key", ""))))


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Write on the latest draft; the version that was seen travels along as `base_revision`."""
    person = person_of(request)
    listing = readable(request, key, pk)
    permissions.may_edit(person, listing).demand()
    owner = listing.lifecycle.owner
    if request.method == "GET":
        version = listing.get_latest_revision_as_object()
        desk = Desk(Editor(version, owner=owner, by=person), listing.latest_revision_id)
        return _page(request, desk)
    base = _base_of(request, listing)
    version = base.as_object() if base else listing.get_latest_revision_as_object()
    editor = Editor(version, owner=owner, by=person, data=request.POST, files=request.FILES)
    return _posted(request, Desk(editor, base.pk if base else None))


def owners_for(person: User, key: str) -> list[Organisation]:
    """Return the organisations for which a person may write items of a list."""
    candidates = organisations_of(person, *permissions.WRITERS[key])
    return [one for one in candidates if permissions.may_create(person, one, key=key)]


def _base_of(request: HttpRequest, listing: Listing) -> Revision | None:
    posted = str(request.POST.get("base_revision", ""))
    found: Revision | None = (
        listing.revisions.filter(pk=posted).first() if posted.isdecimal() else None
    )
    return found


def _posted(request: HttpRequest, desk: Desk) -> HttpResponse:
    editor = desk.editor
    if "more" in request.POST:
        return _page(request, desk)
    if not editor.is_valid():
        desk.message = _("Nothing was saved yet: some fields need a correction.")
        return _page(request, desk, status=422)
    try:
        listing = _saved(desk, person_of(request))
    except Refusal as refusal:
        return _refused(request, desk, refusal)
    if request.POST.get("next") != "check":
        messages.success(request, _("The draft is saved."))
        return to_item(listing, "edit")
    return _checked(request, desk, listing)


def _saved(desk: Desk, person: User) -> Listing:
    editor = desk.editor
    listing, operation = editor.filled(), editor.operating()
    if listing.pk is None:
        return actions.create_draft(
            listing,
            owner=editor.owner,
            by=person,
            operation=operation,
            idempotency_key=desk.key,
        )
    return actions.save_draft(
        listing, by=person, base_revision_id=desk.base_revision, operation=operation
    )


def _refused(request: HttpRequest, desk: Desk, refusal: Refusal) -> HttpResponse:
    if isinstance(refusal, actions.AlreadySaved):
        desk.editor.listing.pk = refusal.listing.pk
        return _conflict(request, desk, refusal)
    if refusal.code == "edit_conflict":
        return _conflict(request, desk, refusal)
    desk.message = str(refusal.message)
    desk.editor.show_problems(refusal.fields)
    return _page(request, desk, status=refusal.status)


def _conflict(request: HttpRequest, desk: Desk, refusal: Refusal) -> HttpResponse:
    """Show both versions; what was typed stays, and saving again is done knowingly."""
    mine = desk.editor.listing
    stored = type(mine)._default_manager.get(pk=mine.pk)
    desk.theirs = stored.get_latest_revision()
    desk.conflict = differences(stored.get_latest_revision_as_object(), mine)
    desk.base_revision = stored.latest_revision_id
    desk.message = str(refusal.message)
    return _page(request, desk, status=refusal.status)


def _checked(request: HttpRequest, desk: Desk, listing: Listing) -> HttpResponse:
    version = listing.get_latest_revision_as_object()
    found = actions.present_problems(version, listing.lifecycle)
    if not found:
        return redirect("listings:check", key=listing.KEY, pk=listing.pk)
    desk.editor.show_problems(found)
    desk.base_revision = version.latest_revision_id
    desk.message = _("The draft is saved. Before it can be submitted, some fields need attention.")
    return _page(request, desk, status=422)


def _page(request: HttpRequest, desk: Desk, *, status: int = 200) -> HttpResponse:
    listing = desk.editor.listing
    context: dict[str, Any] = {
        "desk": desk,
        "editor": desk.editor,
        "form": desk.editor.form,
        "operation": desk.editor.operation,
        "rows": desk.editor.rows,
        "listing": listing,
        "key": listing.KEY,
        "lifecycle": listing.lifecycle if listing.pk else None,
        "faults": desk.editor.faults() if request.method == "POST" else [],
    }
    if listing.pk:
        context["address"] = request.path
    return render(request, f"listings/edit_{listing.KEY}.html", context, status=status)
