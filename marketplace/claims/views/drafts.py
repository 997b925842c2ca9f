"""Pages of a draft: where it starts, its steps, and the address at which it saves itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from marketplace.claims.draft_forms import ExtrasForm, StepForm, typed
from marketplace.claims.draft_permissions import is_helping, may_start_draft
from marketplace.claims.drafted import Drafted
from marketplace.claims.drafting import MOST_FILES, Saved, save_draft, start_draft
from marketplace.claims.editing import note_editor
from marketplace.claims.models import ClaimDraft
from marketplace.claims.permissions import gates_between
from marketplace.claims.questions import Step
from marketplace.claims.views.draft_extras import carry_out
from marketplace.claims.views.draft_state import state_of
from marketplace.claims.views.finding import (
    demand_or_404,
    draft_of,
    draft_to_go_on_with,
    firm_or_404,
    followed_demand,
)
from marketplace.claims.views.kept import forget_text, kept_text, sign_in_first
from marketplace.claims.views.meanwhile import changes_beside
from marketplace.core import clock
from marketplace.listings.models import Capability
from marketplace.organisations.views.doors import person_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from marketplace.claims.models import DraftAnswer
    from marketplace.claims.models.draft import DraftKey

_STEPS = tuple(Step)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, number: str, firm: DraftKey) -> HttpResponse:
    """Show whether the firm may apply before the work starts, and begin its draft."""
    draft = draft_to_go_on_with(request.user, number, firm=firm)
    if firm.helper is not None:
        if draft is None:
            raise Http404
        return redirect(step_url(draft, _STEPS[0]))
    demand = demand_or_404(number, to_apply=True)
    organisation = firm_or_404(request.user, firm.firm)
    now = clock.now()
    decision = may_start_draft(request.user, demand, firm=organisation, at=now)
    if draft is None and request.method == "POST":
        chosen = _capability(request)
        draft = start_draft(demand, firm=organisation, by=person_of(request), capability=chosen)
    if draft is not None:
        return redirect(step_url(draft, _STEPS[0]))
    context = {
        "demand": demand,
        "demand_live": followed_demand(demand),
        "is_shown": demand.is_public,
        "firm": organisation,
        "decision": decision,
        "gates": gates_between(demand, organisation, at=now),
        "capability": request.GET.get("capability", ""),
    }
    return render(request, "claims/start.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, number: str, *, firm: DraftKey, step: str) -> HttpResponse:
    """Show a page of the draft, or save it and go on; nothing typed is lost on the way."""
    if step not in list(Step):
        raise Http404
    if not request.user.is_authenticated:
        names = [name for name in request.POST if f"base-{name}" in request.POST]
        return sign_in_first(request, typed(request.POST, names))
    draft = draft_of(request.user, number, firm=firm)
    if draft is None:
        return redirect("claims:start", number, firm)
    note_editor(draft, person_of(request), step=Step(step))
    if request.method == "POST":
        return _save(request, draft, Step(step))
    drafted = Drafted(draft, by=person_of(request))
    form = StepForm(drafted=drafted, step=Step(step), kept=kept_text(request))
    return _page(request, form, Step(step))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def save(request: HttpRequest, number: str, *, firm: DraftKey, step: str) -> HttpResponse:
    """Save what a page sends by itself, and answer with what is stored and by whom, as JSON."""
    if step not in list(Step):
        raise Http404
    if not request.user.is_authenticated:
        page = reverse("claims:step", args=[number, firm, step])
        sign_in = f"{reverse('account_login')}?{urlencode({'next': page})}"
        return JsonResponse({"sign_in": sign_in}, status=401)
    draft = draft_of(request.user, number, firm=firm)
    if draft is None:
        message = _("This draft cannot be saved by the person who is signed in now.")
        return JsonResponse({"message": message}, status=404)
    person = person_of(request)
    note_editor(draft, person, step=Step(step))
    conflicts: Mapping[str, DraftAnswer] = {}
    faults: Mapping[str, Any] = {}
    if request.method == "POST":
        form = StepForm(request.POST, drafted=Drafted(draft, by=person), step=Step(step))
        saved = save_draft(draft, by=person, edits=form.edits())
        draft, conflicts, faults = saved.draft, saved.conflicts, form.errors
    return JsonResponse(state_of(draft, person, conflicts=conflicts, faults=faults))


def step_url(draft: ClaimDraft, step: Step) -> str:
    """Return the address of a page of a draft."""
    return reverse("claims:step", args=[draft.demand.lifecycle.number, draft.key, step.value])


def _save(request: HttpRequest, draft: ClaimDraft, step: Step) -> HttpResponse:
    person = person_of(request)
    form = StepForm(request.POST, drafted=Drafted(draft, by=person), step=step)
    saved = save_draft(draft, by=person, edits=form.edits())
    forget_text(request)
    extras = carry_out(request, saved.draft)
    if form.errors or saved.conflicts or extras is not None:
        return _page(request, form, step, saved=saved, extras=extras)
    if request.POST.get("go") == "next":
        return redirect(_after(saved.draft, step))
    messages.success(request, _("The draft is saved."))
    return redirect(step_url(saved.draft, step))


def _after(draft: ClaimDraft, step: Step) -> str:
    place = _STEPS.index(step) + 1
    if place < len(_STEPS):
        return step_url(draft, _STEPS[place])
    return reverse("claims:review", args=[draft.demand.lifecycle.number, draft.key])


def _page(
    request: HttpRequest,
    form: StepForm,
    step: Step,
    *,
    saved: Saved | None = None,
    extras: ExtrasForm | None = None,
) -> HttpResponse:
    drafted = form.drafted if saved is None else Drafted(saved.draft, by=form.drafted.by)
    draft = drafted.draft
    helping = is_helping(drafted.by, draft)
    place = _STEPS.index(step)
    conflicts = saved.conflicts if saved else {}
    context = {
        "demand": draft.demand,
        "demand_live": followed_demand(draft.demand),
        **changes_beside(draft),
        "is_shown": draft.demand.is_public,
        "draft": draft,
        "drafted": drafted,
        "form": form,
        "rows": form.rows(conflicts),
        "conflicts": conflicts,
        "step": step,
        "steps": _STEPS,
        "at": place + 1,
        "before": step_url(draft, _STEPS[place - 1]) if place else "",
        "state": state_of(draft, drafted.by),
        "extras": extras or ExtrasForm(),
        "partners_limit": 0 if helping else draft.demand.most_partners,
        "is_helping": helping,
        "most_files": MOST_FILES,
    }
    status = 200 if saved is None else (409 if conflicts else 422)
    return render(request, "claims/step.html", context, status=status)


def _capability(request: HttpRequest) -> Capability | None:
    """Return the published capability whose number was sent; prefilling asks whose it is."""
    number = request.POST.get("capability", "")[:20].replace("\0", "")
    rows = Capability.objects.public().filter(lifecycle__number=number) if number else None
    return rows.first() if rows is not None else None
