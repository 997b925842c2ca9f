"""One's organisations, registration, the public profile and its editing."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.core import clock
from marketplace.core.paging import page_of
from marketplace.organisations import actions
from marketplace.organisations.credit import standings_of
from marketplace.organisations.forms import ProfileForm
from marketplace.organisations.models import (
    Organisation,
    Qualification,
    Role,
    TakeoverRequest,
)
from marketplace.organisations.panels import drawn_for
from marketplace.organisations.permissions import (
    MANAGE,
    may_act_for,
    may_manage,
    memberships_of,
    organisations_of,
)
from marketplace.organisations.views.doors import carried_out, organisation_for, person_of


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """Show the organisations that the person belongs to, and the requests to take over."""
    person = person_of(request)
    owned = organisations_of(person, Role.OWNER)
    asked = TakeoverRequest.objects.filter(claimant__in=owned)
    context = {
        "memberships": memberships_of(person),
        "takeovers": page_of(
            request, asked.select_related("placeholder", "claimant"), name="takeovers"
        ),
    }
    return render(request, "organisations/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Register an organisation."""
    form = ProfileForm(request.POST or None)
    made: list[Organisation] = []

    def register() -> None:
        made.append(actions.register_organisation(by=person_of(request), **form.cleaned_data))

    if request.method == "POST" and carried_out(form, register):
        messages.success(
            request, _("Registered. You can write drafts now; staff verify the credit code next.")
        )
        return redirect("organisations:detail", pk=made[0].pk)
    context = {"form": form}
    return render(request, "organisations/new.html", context, status=_status(form))


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the public profile; one that was merged leads to the organisation that it is now."""
    organisations = Organisation.objects.visible_to(request.user).select_related(
        "district", "park", "activity"
    )
    organisation = get_object_or_404(organisations, pk=pk)
    if organisation.merged_into_id is not None:
        return redirect("organisations:detail", pk=organisation.merged_into_id, permanent=True)
    today = timezone.localdate(clock.now())
    belongs = may_act_for(request.user, organisation).allowed
    context = {
        "organisation": organisation,
        "belongs": belongs,
        "industries": organisation.industries.select_related("parent"),
        "qualifications": _shown(organisation, today, whole=belongs),
        "standings": standings_of(organisation, today) if belongs else (),
        "may_manage": may_manage(request.user, organisation),
        "may_edit": may_act_for(request.user, organisation, Role.EDITOR),
        "panels": drawn_for(request, organisation),
    }
    return render(request, "organisations/detail.html", context)


def _shown(
    organisation: Organisation, today: date, *, whole: bool
) -> list[tuple[Qualification, bool | None]]:
    """Return the certificates with their validity; only its own people see what does not hold."""
    held = organisation.qualifications.select_related("kind")
    stated = [(one, one.holds_on(today)) for one in held]
    return [(one, valid) for one, valid in stated if whole or valid is not False]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the profile."""
    organisation = organisation_for(request, pk, may_manage)
    person = person_of(request)
    fixed = organisation.is_verified and not person.has_perm(MANAGE)
    form = ProfileForm(request.POST or None, instance=organisation, identity_fixed=fixed)

    def change() -> None:
        actions.change_organisation(organisation, by=person, **form.cleaned_data)

    if request.method == "POST" and carried_out(form, change):
        messages.success(request, _("Saved."))
        return redirect("organisations:detail", pk=pk)
    context = {"form": form, "organisation": organisation, "identity_fixed": fixed}
    return render(request, "organisations/edit.html", context, status=_status(form))


def _status(form: ProfileForm) -> int:
    return 422 if form.is_bound else 200
