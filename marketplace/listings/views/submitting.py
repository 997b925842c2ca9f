"""Handing a draft to the approvers; a change of a published demand says why it is made."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marketplace.core.refusals import Refusal
from marketplace.listings import actions
from marketplace.listings.addenda import changes_of, is_material_by_rule, needs_statement
from marketplace.listings.comparing import Difference, written
from marketplace.listings.forms.steps import StatementForm
from marketplace.listings.labels import label_of
from marketplace.listings.models import Listing
from marketplace.listings.views.access import person_of, readable, to_item


@login_required
@require_POST
def submit(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Hand the latest draft to the approvers; what was typed stays on the page on a mistake."""
    listing = readable(request, key, pk)
    version = listing.get_latest_revision_as_object()
    form = None
    if needs_statement(version, changes_of(version, listing.lifecycle)):
        form = StatementForm(request.POST)
        if not form.is_valid():
            return submission_page(request, listing, form=form, status=422)
    try:
        statement = form.statement() if form else None
        actions.submit_listing(listing, by=person_of(request), statement=statement)
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
        if not refusal.fields:
            return to_item(listing)
        return submission_page(request, listing, form=form, status=refusal.status)
    messages.success(request, _("It was handed to the approvers. You hear of each decision."))
    return to_item(listing)


def submission_page(
    request: HttpRequest,
    listing: Listing,
    *,
    form: StatementForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the draft as it would be submitted, what it changes, and what stands in the way."""
    version = listing.get_latest_revision_as_object()
    lifecycle = listing.lifecycle
    changes = changes_of(version, lifecycle)
    problems = actions.present_problems(version, lifecycle)
    context = {
        "listing": version,
        "key": listing.KEY,
        "lifecycle": lifecycle,
        "fields": written(version),
        "changes": changes,
        "statement": (form or StatementForm(initial=_said(lifecycle, changes)))
        if needs_statement(version, changes)
        else None,
        "problems": [(name, label_of(name), texts) for name, texts in problems.items()],
        "workflow": listing.get_workflow(),
    }
    return render(request, "listings/check.html", context, status=status)


def _said(lifecycle: Any, changes: list[Difference]) -> dict[str, str]:
    """Return what was said of the change before it came back, else what the portal suggests."""
    said = lifecycle.change_is_material
    is_material = is_material_by_rule(changes) if said is None else said
    return {"is_material": "yes" if is_material else "no", "why": lifecycle.change_why}
