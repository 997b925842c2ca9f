"""A person's own entry in the pool: applying, keeping it true, resting, leaving."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.experts import actions, keeping
from marketplace.experts.forms import (
    EmploymentForm,
    EmploymentFormSet,
    EndForm,
    ProfileForm,
    TieForm,
)
from marketplace.experts.models import Expert
from marketplace.experts.permissions import may_apply, may_turn
from marketplace.organisations.views.doors import carried_out, person_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django import forms
    from django.http import HttpRequest, HttpResponse

    from marketplace.accounts.models import User

_TURNS: Final[dict[str, tuple[Callable[..., object], Any]]] = {
    "reapply": (actions.reapply, gettext_lazy("Sent; staff look at it once more.")),
    "pause": (actions.rest, gettext_lazy("You are drawn no more until you come back.")),
    "resume": (actions.come_back, gettext_lazy("You may be drawn again.")),
    "leave": (actions.leave_pool, gettext_lazy("You have left the pool; your data are erased.")),
}


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show a person's own entry, or the way into the pool."""
    expert = Expert.objects.of(request.user).for_rows().first()
    if expert is None:
        entry = _entry_of(person_of(request))
        return render(request, "experts/start.html", {"entry": entry})
    return own_page(request, expert)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest) -> HttpResponse:
    """Apply for the pool; what was typed stays where something is missing."""
    person = person_of(request)
    may_apply(person).demand()
    if Expert.objects.of(person).exists():
        return redirect("experts:mine")
    profile = ProfileForm(
        request.POST or None, initial={"name": person.name, "email": person.email}
    )
    rows: Any = EmploymentFormSet(request.POST or None, prefix="jobs")
    valid_rows = request.method == "POST" and rows.is_valid()

    def send() -> None:
        actions.apply_as_expert(
            by=person,
            profile=profile.cleaned_data,
            employments=[one.cleaned_data for one in rows if one.has_changed()],
        )

    if valid_rows and carried_out(profile, send):
        messages.success(request, _("Sent. Staff look at it and you are told."))
        return redirect("experts:mine")
    context = {"form": profile, "rows": rows}
    return render(request, "experts/apply.html", context, status=_status(request))


@login_required
@require_POST
def join(request: HttpRequest) -> HttpResponse:
    """Join the entry that staff brought in under the person's confirmed address."""
    person = person_of(request)
    entry = _entry_of(person)
    if entry is None:
        raise Http404
    keeping.take_over_entry(entry, by=person)
    messages.success(request, _("This entry is yours now. Please check it."))
    return redirect("experts:mine")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Change contact, fields and availability."""
    person, expert = person_of(request), _own(request)
    form = ProfileForm(request.POST or None, instance=expert)

    def change() -> None:
        keeping.change_expert(expert, by=person, profile=form.cleaned_data)

    if request.method == "POST" and carried_out(form, change):
        messages.success(request, _("Saved."))
        return redirect("experts:mine")
    return render(request, "experts/profile.html", {"form": form}, status=_status(request))


@login_required
@require_POST
def add_employment(request: HttpRequest) -> HttpResponse:
    """Add an employer."""
    expert, form = _own(request), EmploymentForm(request.POST, prefix="job")
    return _added(request, expert, "employment", form=form, do=keeping.add_employment)


@login_required
@require_POST
def add_tie(request: HttpRequest) -> HttpResponse:
    """Declare a tie."""
    expert, form = _own(request), TieForm(request.POST, prefix="tie")
    return _added(request, expert, "tie", form=form, do=keeping.declare_tie)


@login_required
@require_POST
def end_employment(request: HttpRequest, pk: int) -> HttpResponse:
    """Say until when one worked for an employer."""
    expert, form = _own(request), EndForm(request.POST, prefix=f"end-{pk}")
    row = get_object_or_404(expert.employments, pk=pk)

    def end() -> None:
        keeping.end_employment(row, by=person_of(request), ends=form.cleaned_data["ends"])

    if carried_out(form, end):
        messages.success(request, _("Saved."))
        return redirect("experts:mine")
    return own_page(request, _own(request), typed={f"end-{pk}": form}, status=422)


@login_required
@require_POST
def turn(request: HttpRequest, verb: str) -> HttpResponse:
    """Apply again, rest, come back or leave."""
    if verb not in _TURNS:
        raise Http404
    action, said = _TURNS[verb]
    action(_own(request), by=person_of(request))
    messages.success(request, str(said))
    return redirect("experts:mine")


def own_page(
    request: HttpRequest,
    expert: Expert,
    *,
    typed: dict[str, forms.BaseForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return a person's own page, with forms as typed."""
    forms_typed = typed or {}
    context = {
        "expert": expert,
        "employments": [
            (one, forms_typed.get(f"end-{one.pk}") or EndForm(prefix=f"end-{one.pk}"))
            for one in expert.employments.all()
        ],
        "employment": forms_typed.get("employment") or EmploymentForm(prefix="job"),
        "tie": forms_typed.get("tie") or TieForm(prefix="tie"),
        "verbs": [verb for verb in _TURNS if may_turn(request.user, expert, verb=verb)],
    }
    return render(request, "experts/mine.html", context, status=status)


def _added(
    request: HttpRequest,
    expert: Expert,
    name: str,
    *,
    form: forms.BaseForm,
    do: Callable[..., object],
) -> HttpResponse:
    def add() -> None:
        do(expert, by=person_of(request), details=form.cleaned_data)

    if carried_out(form, add):
        messages.success(request, _("Added."))
        return redirect("experts:mine")
    return own_page(request, _own(request), typed={name: form}, status=422)


def _own(request: HttpRequest) -> Expert:
    found: Expert | None = Expert.objects.of(request.user).for_rows().first()
    if found is None:
        raise Http404
    return found


def _entry_of(person: User) -> Expert | None:
    """Return the entry from a list that has the person's confirmed address, if there is one."""
    confirmed = EmailAddress.objects.filter(user=person, verified=True).values_list("email")
    addresses = [email.lower() for (email,) in confirmed]
    found: Expert | None = (
        Expert.objects.filter(user=None, email__in=addresses).exclude(state="left").first()
    )
    return found


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200
