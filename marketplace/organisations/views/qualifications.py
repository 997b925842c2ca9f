"""The qualifications that an organisation keeps."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from marketplace.accounts.models import User
from marketplace.core.decisions import ALLOWED, Decision
from marketplace.organisations import actions
from marketplace.organisations.forms import QualificationForm
from marketplace.organisations.models import Organisation, Role
from marketplace.organisations.permissions import MANAGE, may_act_for, may_manage
from marketplace.organisations.views.doors import carried_out, organisation_for, person_of


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def qualifications(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the qualifications, and add one."""
    organisation = organisation_for(request, pk, _may_keep)
    form = QualificationForm(request.POST or None)

    def add() -> None:
        actions.add_qualification(organisation, by=person_of(request), **form.cleaned_data)

    if request.method == "POST" and carried_out(form, add):
        messages.success(request, _("Added."))
        return redirect("organisations:qualifications", pk=pk)
    context = {
        "form": form,
        "organisation": organisation,
        "may_manage": may_manage(request.user, organisation),
        "held": organisation.qualifications.select_related("kind"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "organisations/qualifications.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def qualification(request: HttpRequest, pk: int, qualification: int) -> HttpResponse:
    """Change a qualification."""
    organisation = organisation_for(request, pk, _may_keep)
    row = get_object_or_404(organisation.qualifications, pk=qualification)
    form = QualificationForm(request.POST or None, instance=row)

    def change() -> None:
        actions.change_qualification(row, by=person_of(request), **form.cleaned_data)

    if request.method == "POST" and carried_out(form, change):
        messages.success(request, _("Saved."))
        return redirect("organisations:qualifications", pk=pk)
    context = {
        "form": form,
        "organisation": organisation,
        "may_manage": may_manage(request.user, organisation),
        "qualification": row,
    }
    status = 422 if form.is_bound else 200
    return render(request, "organisations/qualification.html", context, status=status)


@require_POST
@login_required
def remove_qualification(request: HttpRequest, pk: int, qualification: int) -> HttpResponse:
    """Take a qualification off the profile."""
    organisation = organisation_for(request, pk, _may_keep)
    row = get_object_or_404(organisation.qualifications, pk=qualification)
    actions.remove_qualification(row, by=person_of(request))
    messages.success(request, _("Removed."))
    return redirect("organisations:qualifications", pk=pk)


def _may_keep(person: User, organisation: Organisation) -> Decision:
    return ALLOWED if person.has_perm(MANAGE) else may_act_for(person, organisation, Role.EDITOR)
