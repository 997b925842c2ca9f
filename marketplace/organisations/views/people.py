"""People and units of an organisation."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.core.paging import page_of
from marketplace.core.refusals import Refusal
from marketplace.organisations import actions
from marketplace.organisations.forms import MembershipForm, NewMemberForm, UnitForm
from marketplace.organisations.models import Membership, Organisation, Unit
from marketplace.organisations.permissions import may_act_for, may_manage
from marketplace.organisations.views.doors import carried_out, organisation_for, person_of


@require_safe
@login_required
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Show people and units, with a form for each."""
    organisation = organisation_for(request, pk, may_manage)
    return _page(request, organisation)


@require_POST
@login_required
def add_member(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a person."""
    organisation = organisation_for(request, pk, may_manage)
    form = NewMemberForm(request.POST, organisation=organisation)

    def add() -> None:
        details = form.cleaned_data
        actions.add_member(
            organisation,
            user=details["email"],
            role=details["role"],
            unit=details["unit"],
            by=person_of(request),
        )

    if carried_out(form, add):
        messages.success(request, _("Added."))
        return redirect("organisations:people", pk=pk)
    return _page(request, organisation, member_form=form, status=422)


@require_POST
@login_required
def add_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a unit."""
    organisation = organisation_for(request, pk, may_manage)
    form = UnitForm(request.POST, prefix="unit")

    def add() -> None:
        actions.add_unit(organisation, name=form.cleaned_data["name"], by=person_of(request))

    if carried_out(form, add):
        messages.success(request, _("Added."))
        return redirect("organisations:people", pk=pk)
    return _page(request, organisation, unit_form=form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def member(request: HttpRequest, pk: int, membership: int) -> HttpResponse:
    """Change role and unit of a person."""
    organisation = organisation_for(request, pk, may_manage)
    row = get_object_or_404(organisation.memberships.select_related("user"), pk=membership)
    form = MembershipForm(request.POST or None, instance=row, organisation=organisation)

    def change() -> None:
        details = form.cleaned_data
        actions.change_role(row, role=details["role"], unit=details["unit"], by=person_of(request))

    if request.method == "POST" and carried_out(form, change):
        messages.success(request, _("Saved."))
        if may_manage(request.user, organisation):
            return redirect("organisations:people", pk=pk)
        return redirect("organisations:mine")
    context = {"form": form, "organisation": organisation, "membership": row}
    status = 422 if form.is_bound else 200
    return render(request, "organisations/member.html", context, status=status)


@require_POST
@login_required
def remove_member(request: HttpRequest, pk: int, membership: int) -> HttpResponse:
    """Take a membership away, or leave by oneself."""
    organisation = organisation_for(request, pk, may_act_for)
    row = get_object_or_404(organisation.memberships.select_related("user"), pk=membership)
    leaves = row.user_id == person_of(request).pk
    try:
        actions.remove_member(row, by=person_of(request))
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Removed."))
        if leaves:
            return redirect("organisations:mine")
    return redirect("organisations:people", pk=pk)


@require_POST
@login_required
def retire_unit(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    """Offer a unit no longer, or again."""
    organisation = organisation_for(request, pk, may_manage)
    row = get_object_or_404(Unit, organisation=organisation, pk=unit)
    actions.retire_unit(row, by=person_of(request), retired="offer" not in request.POST)
    messages.success(request, _("Saved."))
    return redirect("organisations:people", pk=pk)


def _page(
    request: HttpRequest,
    organisation: Organisation,
    *,
    member_form: NewMemberForm | None = None,
    unit_form: UnitForm | None = None,
    status: int = 200,
) -> HttpResponse:
    memberships = Membership.objects.filter(organisation=organisation)
    context = {
        "organisation": organisation,
        "memberships": page_of(request, memberships.select_related("user", "unit")),
        "units": organisation.units.all(),
        "member_form": member_form or NewMemberForm(organisation=organisation),
        "unit_form": unit_form or UnitForm(prefix="unit"),
    }
    return render(request, "organisations/people.html", context, status=status)
