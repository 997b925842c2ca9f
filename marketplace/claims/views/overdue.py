"""The overdue answers that a department supervises (督办), without anything of the applicants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from marketplace.claims.models import AnswerPrompt
from marketplace.core import clock
from marketplace.core.paging import page_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_required
@never_cache
@require_safe
def overdue(request: HttpRequest) -> HttpResponse:
    """List the answers that are owed to applicants, those that are late the longest first."""
    rows = AnswerPrompt.objects.supervised_by(request.user).for_rows()
    page = page_of(request, rows.order_by("claim__answer_due", "pk"))
    return render(request, "claims/overdue.html", {"page": page, "now": clock.now()})
