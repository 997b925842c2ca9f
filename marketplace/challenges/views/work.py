"""The page on which a challenge is ruled, checked and run by its department and the staff."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from marketplace.challenges import permissions
from marketplace.challenges.dues import dues_of, late_or_not
from marketplace.challenges.duplicates import of_draft
from marketplace.challenges.forms import RulesForm, TemplateForm, criteria_rows
from marketplace.challenges.models import Challenge, FitnessCheck
from marketplace.challenges.needs import problems_of_fitness, wording_of
from marketplace.challenges.places import places_of
from marketplace.challenges.prefilling import told_of
from marketplace.challenges.rail import rail_of
from marketplace.challenges.steps import ASIDE, STEPS, Step, steps_open_to
from marketplace.challenges.supply import supply_for
from marketplace.challenges.writing import save_rules
from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.listings.labels import label_of
from marketplace.listings.models import Demand
from marketplace.listings.permissions import is_portal_staff, may_see_work
from marketplace.organisations.forms import show_refusal
from marketplace.organisations.views.doors import carried_out, person_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from marketplace.challenges.forms import CriteriaRows, StepForm

_COMPARED: Final = 200
"""How many challenges before the list are compared with one, at most."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A step with its form, as typed or empty."""

    step: Step
    form: StepForm

    @property
    def is_aside(self) -> bool:
        """Return whether it stands folded at the end."""
        return self.step.verb in ASIDE


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed and could not be saved."""

    rules: RulesForm | None = None
    criteria: CriteriaRows | None = None
    step: StepForm | None = None
    verb: str = ""
    template: TemplateForm | None = None


@login_required
@require_safe
def work(request: HttpRequest, pk: int) -> HttpResponse:
    """Show where a challenge stands, its rules, and what can be done next."""
    return work_page(request, demand_or_404(request.user, pk))


@login_required
@require_POST
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Save rules and criteria; with `more` an empty row is added and nothing saved."""
    demand = demand_or_404(request.user, pk)
    challenge = challenge_of(demand)
    more = 3 if "more" in request.POST else 0
    form = RulesForm(request.POST, instance=challenge)
    rows = criteria_rows(challenge, request.POST, more=more)
    if more:
        return work_page(request, demand, typed=Typed(form, rows))
    if not (form.is_valid() & rows.is_valid()):
        return work_page(request, demand, typed=Typed(form, rows), status=422)
    try:
        save_rules(
            demand,
            by=person_of(request),
            rules=form.rules,
            criteria=rows.kept(),
            base_edition=form.cleaned_data["edition"] or 0,
        )
    except Refusal as refusal:
        show_refusal(form, refusal)
        return work_page(request, demand, typed=Typed(form, rows), status=refusal.status)
    messages.success(request, _("The rules are saved."))
    return redirect("challenges:work", demand.pk)


@login_required
@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Do a step; the page comes back with what was typed where it was refused."""
    demand = demand_or_404(request.user, pk)
    challenge = challenge_of(demand)
    if verb not in STEPS or challenge is None:
        raise Http404
    step = STEPS[verb]
    form = step.form(request.POST, challenge=challenge, verb=verb)
    by = person_of(request)
    if not carried_out(form, lambda: step.do(challenge, by, dict(form.cleaned_data))):
        fresh = demand_or_404(request.user, pk)
        return work_page(request, fresh, typed=Typed(step=form, verb=verb), status=422)
    messages.success(request, str(step.done) or _("Done."))
    return redirect("challenges:work", demand.pk)


def work_page(
    request: HttpRequest, demand: Demand, *, typed: Typed | None = None, status: int = 200
) -> HttpResponse:
    """Return the page with the steps open to its reader, and forms as typed."""
    typed, challenge = typed or Typed(), challenge_of(demand)
    draft = demand.get_latest_revision_as_object()
    context: dict[str, Any] = {
        "demand": demand,
        "draft": draft,
        "challenge": challenge,
        "may_rule": _may_rule(request.user, demand, challenge=challenge),
        "rules_form": typed.rules or _rules_form(demand, challenge),
        "template_form": typed.template or TemplateForm(),
        "rows": typed.criteria or criteria_rows(challenge),
        "wording": [(label_of(field), found) for field, found in wording_of(draft)],
    }
    if challenge is None or challenge.is_being_judged:
        context["near"] = of_draft(
            draft, request.user, now=clock.now(), beside=_others_judged(request.user)
        )
    if challenge is not None:
        context |= _standing(request.user, challenge, draft=draft, typed=typed)
    return render(request, "challenges/work.html", context, status=status)


def _others_judged(user: Any) -> list[Demand]:
    """Return the demands of other challenges before the list, for staff who read them all."""
    if not is_portal_staff(user):
        return []
    before = (Challenge.State.ARGUING, Challenge.State.ARGUED)
    rows = Demand.objects.filter(challenge__state__in=before).select_related("lifecycle__owner")
    return list(rows.order_by("-pk")[:_COMPARED])


def _rules_form(demand: Demand, challenge: Challenge | None) -> RulesForm:
    """Return the rules as saved; before that, filled in with what other rooms know."""
    known = told_of(demand) if challenge is None else {}
    return RulesForm(instance=challenge, initial=known)


def challenge_of(demand: Demand) -> Challenge | None:
    """Return the challenge of a demand with what its page draws, or None."""
    found: Challenge | None = Challenge.objects.for_rows().filter(demand=demand).first()
    return found


def _standing(user: Any, challenge: Challenge, *, draft: Any, typed: Typed) -> dict[str, Any]:
    successor = Challenge.objects.for_rows().filter(predecessor=challenge).first()
    steps = steps_open_to(user, challenge)
    if successor is not None:
        steps = [step for step in steps if step.verb != "relist"]
    offers = [
        Offer(
            step,
            typed.step
            if typed.step is not None and typed.verb == step.verb
            else step.form(challenge=challenge, verb=step.verb),
        )
        for step in steps
    ]
    drawn = {step.verb for step in steps}
    checks = challenge.checks.prefetch_related("votes__reviewer", "votes__remarks")
    is_drafted = challenge.state == Challenge.State.DRAFTED
    problems = problems_of_fitness(challenge, draft) if is_drafted else ()
    now = clock.now()
    return {
        "rail": rail_of(challenge, now=now),
        "dues": late_or_not(dues_of([challenge], at=now)[challenge.pk], at=now),
        "places": places_of(user, challenge),
        "supply": supply_for(challenge.demand, now=now) if challenge.is_being_judged else [],
        "criteria": challenge.criteria.order_by("position"),
        "offers": [one for one in offers if not one.is_aside],
        "asides": [one for one in offers if one.is_aside],
        "left": typed.step if typed.verb not in drawn else None,
        "problems": [(label_of(field), message) for field, message in problems],
        "checks": checks,
        "running": FitnessCheck.State.RUNNING,
        "is_changed": _is_changed(challenge),
        "successor": successor,
    }


def _is_changed(challenge: Challenge) -> bool:
    """Return whether the draft was written on since it was handed in and is not listed yet."""
    check = challenge.checks.first()
    if check is None or challenge.state not in {"arguing", "argued"}:
        return False
    latest: int | None = challenge.demand.latest_revision_id
    return latest != check.revision_id


def _may_rule(user: Any, demand: Demand, *, challenge: Challenge | None) -> Any:
    if challenge is None:
        return permissions.may_begin(user, demand)
    return permissions.may_change_rules(user, challenge)


def demand_or_404(user: Any, pk: int) -> Demand:
    """Return a demand whose work a person sees and that is, or may become, a challenge."""
    rows = Demand.objects.select_related("lifecycle__owner", "lifecycle__unit", "latest_revision")
    demand: Demand | None = rows.filter(pk=pk).first()
    if demand is None or not may_see_work(user, demand):
        raise Http404
    if challenge_of(demand) is None and not demand.get_latest_revision_as_object().is_challenge:
        raise Http404
    return demand
