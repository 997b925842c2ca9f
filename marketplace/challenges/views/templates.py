"""Adding and taking out the template documents of a challenge, on the page of its rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marketplace.challenges.forms import TemplateForm
from marketplace.challenges.templates import add_template, remove_template
from marketplace.challenges.views.work import Typed, challenge_of, demand_or_404, work_page
from marketplace.organisations.views.doors import carried_out, person_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_required
@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a template; what was typed stays where it is refused."""
    demand = demand_or_404(request.user, pk)
    challenge, form = challenge_of(demand), TemplateForm(request.POST, request.FILES)
    if challenge is None:
        raise Http404
    by = person_of(request)
    if not carried_out(form, lambda: add_template(challenge, by=by, **form.cleaned_data)):
        return work_page(request, demand, typed=Typed(template=form), status=422)
    messages.success(request, _("The template is added."))
    return redirect("challenges:work", pk)


@login_required
@require_POST
def remove(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """Take a template out."""
    challenge = challenge_of(demand_or_404(request.user, pk))
    if challenge is None:
        raise Http404
    remove_template(challenge, by=person_of(request), key=key)
    messages.success(request, _("The template is taken out."))
    return redirect("challenges:work", pk)
