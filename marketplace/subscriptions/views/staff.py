"""How much is subscribed to, for the portal's staff."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from marketplace.core import clock
from marketplace.subscriptions.figures import LEAST, figures
from marketplace.subscriptions.models import Frequency
from marketplace.subscriptions.permissions import may_read_figures

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_DAYS: Final = 28
_FOLLOWED: Final = {
    "demand": _("Capabilities that fit my demand"),
    "capability": _("Demands that my capability fits"),
}


@login_required
@require_safe
def staff(request: HttpRequest) -> HttpResponse:
    """Show figures of subscriptions and of what was told; nobody's searches."""
    may_read_figures(request.user).demand()
    found = figures(since=clock.now() - timedelta(days=_DAYS), labels=dict(_FOLLOWED))
    context = {"figures": found, "frequencies": Frequency.labels, "days": _DAYS, "least": LEAST}
    return render(request, "subscriptions/staff.html", context)
