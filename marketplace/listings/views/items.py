"""The pages of one item: what stands where, the check before submission, preview, history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Revision

from marketplace.core.paging import page_of
from marketplace.core.refusals import Refusal
from marketplace.listings import actions, permissions
from marketplace.listings.comparing import differences, written
from marketplace.listings.forms.steps import WithdrawForm
from marketplace.listings.links import links_for
from marketplace.listings.models import Demand, Listing, Question
from marketplace.listings.models.approvals import steps_of, waiting_step
from marketplace.listings.offers import offers_for
from marketplace.listings.sheets import scans_of
from marketplace.listings.views.access import (
    attempt,
    person_of,
    readable,
    revision_of,
    to_item,
)
from marketplace.listings.views.submitting import submission_page

_QUESTIONS: Final = 20


@login_required
@require_safe
def item(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Show where an item stands, what can be done next, its approvals and its versions."""
    return _item_page(request, readable(request, key, pk))


@login_required
@require_safe
def check(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Show the draft as it would be submitted, and what stands in the way."""
    listing = readable(request, key, pk)
    permissions.may_submit(request.user, listing).demand()
    return submission_page(request, listing)


@login_required
@require_safe
def preview(
    request: HttpRequest, *, key: str, pk: int, revision: int | None = None
) -> HttpResponse:
    """Show a version as the public would see it; only to those who may see the work on it."""
    listing = readable(request, key, pk)
    version = revision_of(listing, revision).as_object()
    template = version.get_preview_template(request, "")
    response = render(request, template, version.get_preview_context(request, ""))
    response["X-Robots-Tag"] = "noindex"
    return response


@login_required
@require_safe
def version(request: HttpRequest, *, key: str, pk: int, revision: int) -> HttpResponse:
    """Show a version field by field, and how it differs from the one before it."""
    listing = readable(request, key, pk)
    chosen = revision_of(listing, revision)
    shown = chosen.as_object()
    older = Revision.objects.for_instance(listing).filter(created_at__lt=chosen.created_at)
    before = older.order_by("-created_at").first()
    context = {
        "listing": listing,
        "key": key,
        "revision": chosen,
        "fields": written(shown),
        "changes": differences(before.as_object(), shown) if before else [],
        "before": before,
    }
    return render(request, "listings/version.html", context)


@login_required
@require_POST
def recall(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Take a submitted version back."""
    done = _("The version is back on your desk.")
    return _acted(request, readable(request, key, pk), actions.recall_listing, done=done)


@login_required
@require_POST
def confirm(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Confirm that a published item still holds."""
    done = _("Thank you. The page now says that it was confirmed today.")
    return _acted(request, readable(request, key, pk), actions.confirm_listing, done=done)


@login_required
@require_POST
def copy(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Copy an item as a new draft and open it."""
    listing = readable(request, key, pk)
    person = person_of(request)
    made: list[Listing] = []
    done = attempt(
        request,
        lambda: made.append(actions.copy_as_draft(listing, by=person)),
        _("This is a new draft. Its opening and closing times are empty."),
    )
    return to_item(made[0], "edit") if done else to_item(listing)


@login_required
@require_POST
def withdraw(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Take a published item off the list, with a reason."""
    listing = readable(request, key, pk)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _item_page(request, listing, form=form, status=422)
    person, reason = person_of(request), form.cleaned_data["reason"]
    try:
        actions.withdraw_listing(listing, by=person, reason=reason)
    except Refusal as refusal:
        form.add_error("reason", str(refusal.message))
        return _item_page(request, listing, form=form, status=refusal.status)
    return to_item(listing)


def _acted(
    request: HttpRequest, listing: Listing, act: Callable[..., Listing], *, done: str
) -> HttpResponse:
    """Do something to an item in the person's name, and go back to its page with the outcome."""
    person = person_of(request)
    attempt(request, lambda: act(listing, by=person), done)
    return to_item(listing)


def _item_page(
    request: HttpRequest,
    listing: Listing,
    *,
    form: WithdrawForm | None = None,
    status: int = 200,
) -> HttpResponse:
    lifecycle = (
        type(listing.lifecycle)
        ._default_manager.select_related("owner", "unit", "batch", "secrecy_review")
        .get(pk=listing.lifecycle.pk)
    )
    listing.lifecycle = lifecycle
    step = waiting_step(listing)
    versions = listing.revisions.select_related("user").order_by("-created_at", "-pk")
    context: dict[str, Any] = {
        "listing": listing,
        "draft": listing.get_latest_revision_as_object(),
        "key": listing.KEY,
        "lifecycle": lifecycle,
        "offers": offers_for(person_of(request), listing),
        "links": links_for(request.user, listing),
        "withdraw_form": form or WithdrawForm(),
        "steps": steps_of(listing),
        "waiting": step,
        "may_decide": step is not None
        and bool(step.task.specific.may_decide(request.user, listing)),
        "revisions": page_of(request, versions, name="versions"),
        "scans": scans_of(listing),
        "questions": _questions_of(request, listing),
    }
    return render(request, "listings/item.html", context, status=status)


def _questions_of(request: HttpRequest, listing: Listing) -> Any:
    """Return the newest questions about a demand, for the people of its handling unit."""
    if not isinstance(listing, Demand):
        return ()
    rows = Question.objects.filter(demand=listing).handled_by(request.user)
    return rows.order_by("-asked_at", "-pk")[:_QUESTIONS]
