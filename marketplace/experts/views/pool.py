"""The pool as staff who keep it read it: the list, a person, decisions, import."""

from __future__ import annotations

import tempfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.core.paging import page_of
from marketplace.core.refusals import Refusal
from marketplace.experts import actions
from marketplace.experts.forms import PoolFilter, ReasonForm, SheetForm
from marketplace.experts.importing import COLUMNS, SUFFIXES, Report, import_experts, read
from marketplace.experts.models import Expert
from marketplace.experts.permissions import may_decide, may_keep, may_release
from marketplace.experts.stints import histories_of
from marketplace.organisations.views.doors import carried_out, person_of

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.http import HttpRequest, HttpResponse

DECISIONS: Final = ("accept", "decline", "suspend", "reinstate")


@login_required
@require_safe
def pool(request: HttpRequest) -> HttpResponse:
    """List the pool, those who wait first, by state, field and words."""
    may_keep(request.user).demand()
    form = PoolFilter(request.GET)
    form.is_valid()
    rows = _filtered(form.cleaned_data).for_rows()
    page: Any = page_of(request, rows)
    page.object_list = list(page.object_list)
    histories = histories_of([one.pk for one in page.object_list])
    for one in page.object_list:
        one.history = histories[one.pk]
    context = {
        "page": page,
        "form": form,
        "waiting": Expert.objects.waiting().count(),
    }
    return render(request, "experts/pool.html", context)


@login_required
@require_safe
def expert(request: HttpRequest, code: str) -> HttpResponse:
    """Show a person with what staff may decide."""
    return _page(request, _found(request, code))


@login_required
@require_POST
def decide(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """Take in, decline, suspend, reinstate, or end a membership on the person's wish."""
    found = _found(request, code)
    form = ReasonForm(request.POST)
    by = person_of(request)

    def act() -> None:
        if verb == "leave":
            actions.leave_pool(found, by=by)
        else:
            actions.decide_on(found, verb=verb, by=by, reason=form.cleaned_data["reason"])

    if verb not in (*DECISIONS, "leave"):
        raise Http404
    if carried_out(form, act):
        messages.success(request, _("Noted; the person is told."))
        return redirect("experts:expert", code=found.code)
    return _page(request, _found(request, code), typed={verb: form}, status=422)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest) -> HttpResponse:
    """Take a spreadsheet in and show what became of each row."""
    may_keep(request.user).demand()
    form = SheetForm(request.POST or None, request.FILES or None)
    report: list[Report] = []

    def take() -> None:
        report.append(_imported(form.cleaned_data["sheet"], request))

    done = request.method == "POST" and carried_out(form, take)
    status = 200 if done or request.method != "POST" else 422
    context = {"form": form, "report": report[0] if report else None, "columns": COLUMNS.values()}
    return render(request, "experts/import.html", context, status=status)


def _imported(upload: UploadedFile[bytes], request: HttpRequest) -> Report:
    suffix = PurePosixPath(upload.name or "").suffix.lower()
    with tempfile.NamedTemporaryFile(suffix=suffix if suffix in SUFFIXES else "") as kept:
        for chunk in upload.chunks():
            kept.write(chunk)
        kept.flush()
        try:
            rows = read(Path(kept.name), suffix=suffix)
        except Refusal as refusal:
            fields = {"sheet": [refusal.message]}
            raise Refusal(
                refusal.message, code=refusal.code, status=422, fields=fields
            ) from refusal
    return import_experts(rows, by=person_of(request))


def _filtered(wanted: dict[str, Any]) -> Any:
    rows = Expert.objects.all()
    if wanted.get("state"):
        rows = rows.filter(state=wanted["state"])
    if wanted.get("domain"):
        rows = rows.filter(domains=wanted["domain"])
    if wanted.get("q"):
        words = wanted["q"]
        named = Q(name__icontains=words) | Q(code__icontains=words)
        rows = rows.filter(named | Q(employments__employer__icontains=words)).distinct()
    return rows


def _found(request: HttpRequest, code: str) -> Expert:
    may_keep(request.user).demand()
    rows = Expert.objects.visible_to(request.user).for_rows()
    found: Expert | None = rows.filter(code=code.upper()).first()
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest,
    found: Expert,
    *,
    typed: dict[str, ReasonForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    offers = [
        (verb, (typed or {}).get(verb) or ReasonForm(auto_id=f"{verb}_%s"))
        for verb in DECISIONS
        if may_decide(request.user, found, verb=verb)
    ]
    left = [form for verb, form in (typed or {}).items() if verb not in dict(offers)]
    context = {
        "expert": found,
        "history": histories_of([found.pk])[found.pk],
        "offers": offers,
        "left": left,
        "may_release": may_release(request.user, found),
    }
    return render(request, "experts/expert.html", context, status=status)
