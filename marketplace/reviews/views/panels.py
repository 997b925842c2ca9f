"""Panels as staff who draw read them: announcing, holding, comparing, replacing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from marketplace.challenges.models import Challenge
from marketplace.core.paging import page_of
from marketplace.experts.draw_record import replayed
from marketplace.experts.models import Expert
from marketplace.experts.permissions import may_keep
from marketplace.organisations.views.doors import carried_out, person_of
from marketplace.reviews import holding, promising, seating
from marketplace.reviews.forms import HoldForm, PromiseForm, ReasonForm, WordsForm
from marketplace.reviews.models import Draw, Panel
from marketplace.reviews.permissions import (
    PROMISING,
    may_draw,
    may_drop,
    may_promise,
    may_recuse,
    vacancies,
    was_in_time,
)
from marketplace.reviews.rounds import filed_sheets, members_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django import forms
    from django.http import HttpRequest, HttpResponse

Typed = dict[str, "forms.BaseForm"]


@login_required
@require_safe
def all_panels(request: HttpRequest) -> HttpResponse:
    """List the challenges that have a panel, or need a draw announced."""
    may_keep(request.user).demand()
    rows = Challenge.objects.filter(state__in=PROMISING) | Challenge.objects.exclude(panel=None)
    rows = rows.for_rows().select_related("panel").order_by("demand__lifecycle__closes_at", "pk")
    return render(request, "reviews/panels.html", {"page": page_of(request, rows)})


@login_required
@require_safe
def panel(request: HttpRequest, number: str) -> HttpResponse:
    """Show a challenge's panel with its draws and what may be done now."""
    return _page(request, _challenge(request, number))


@login_required
@require_POST
def promise(request: HttpRequest, number: str) -> HttpResponse:
    """Announce a draw."""
    challenge, form = _challenge(request, number), PromiseForm(request.POST)

    def act() -> None:
        promising.promise_draw(challenge, by=person_of(request), **form.cleaned_data)

    said = _("Announced. The commitment is public now.")
    return _carried_out(request, challenge, {"promise": form}, act=act, said=said)


@login_required
@require_POST
def hold(request: HttpRequest, number: str, draw: int) -> HttpResponse:
    """Hold an announced draw."""
    challenge, form = _challenge(request, number), HoldForm(request.POST)
    found = _draw(challenge, draw)

    def act() -> None:
        holding.hold_draw(found, by=person_of(request), **form.cleaned_data)

    said = _("Drawn. The members are called.")
    return _carried_out(request, challenge, {"hold": form}, act=act, said=said)


@login_required
@require_POST
def drop(request: HttpRequest, number: str, draw: int) -> HttpResponse:
    """Drop an announced draw."""
    challenge, form = _challenge(request, number), ReasonForm(request.POST)
    found = _draw(challenge, draw)

    def act() -> None:
        promising.drop_draw(found, by=person_of(request), **form.cleaned_data)

    return _carried_out(request, challenge, {"drop": form}, act=act, said=_("Dropped."))


@login_required
@require_safe
def draw(request: HttpRequest, number: str, draw: int) -> HttpResponse:
    """Run a draw again from its record, and show what comes out beside what was recorded."""
    challenge = _challenge(request, number)
    found = _draw(challenge, draw)
    if found.record is None:
        raise Http404
    again = replayed(found.record)
    context = {
        "challenge": challenge,
        "demand": challenge.demand,
        "draw": found,
        "again": again,
        "faults": _listed(again.faults),
        "is_kept": found.record["commitment"] == found.commitment and again.is_same,
        "in_time": was_in_time(found),
        "rows": _compared(found.record["panel"], again.panel),
        "excluded": [
            (Expert.objects.filter(code=one["code"]).first() or one["code"], one["hits"])
            for one in found.excluded
        ],
    }
    return render(request, "reviews/draw.html", context)


@login_required
@require_safe
def draw_record(request: HttpRequest, number: str, draw: int) -> HttpResponse:
    """Give the whole record away, to be run again on another machine."""
    found = _draw(_challenge(request, number), draw)
    if found.record is None:
        raise Http404
    options = {"ensure_ascii": False, "indent": 1, "sort_keys": True}
    response = JsonResponse(found.record, json_dumps_params=options)
    response["Content-Disposition"] = f'attachment; filename="draw-{number}-{draw}.json"'
    return response


@login_required
@require_POST
def step_down(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Have a member or alternate step back, with the reason."""
    challenge, form = _challenge(request, number), WordsForm(request.POST)
    found = get_object_or_404(challenge.panel.seats, code=code.upper())

    def act() -> None:
        seating.recuse(found, by=person_of(request), **form.cleaned_data)

    said = _("Noted. Where an alternate is left, it is called.")
    return _carried_out(request, challenge, {code: form}, act=act, said=said)


def _challenge(request: HttpRequest, number: str) -> Challenge:
    may_keep(request.user).demand()
    rows = Challenge.objects.visible_to(request.user).for_rows().select_related("panel")
    found: Challenge | None = rows.filter(demand__lifecycle__number=number.upper()).first()
    if found is None:
        raise Http404
    return found


def _draw(challenge: Challenge, number: int) -> Draw:
    rows = Draw.objects.select_related("panel__challenge__demand__lifecycle")
    return get_object_or_404(rows, panel__challenge=challenge, number=number)


def _carried_out(
    request: HttpRequest,
    challenge: Challenge,
    typed: Typed,
    *,
    act: Callable[[], object],
    said: str,
) -> HttpResponse:
    number = challenge.demand.lifecycle.number or ""
    (form,) = typed.values()
    if carried_out(form, act):
        messages.success(request, said)
        return redirect("reviews:panel", number=number)
    return _page(request, _challenge(request, number), typed=typed, status=422)


def _page(
    request: HttpRequest, challenge: Challenge, *, typed: Typed | None = None, status: int = 200
) -> HttpResponse:
    given = typed or {}
    panel: Panel | None = getattr(challenge, "panel", None)
    vacant = vacancies(panel) if panel is not None else {}
    promised = panel.draws.filter(state=Draw.State.PROMISED).first() if panel else None
    names = promising.field_names()
    context: dict[str, Any] = {
        "challenge": challenge,
        "demand": challenge.demand,
        "panel": panel,
        "vacant": [(names.get(name, name), number) for name, number in vacant.items()],
        "promised": promised,
        "draws": panel.draws.all() if panel else [],
        "may_promise": may_promise(request.user, challenge, panel=panel),
        "may_draw": may_draw(request.user, promised) if promised else None,
        "may_drop": may_drop(request.user, promised) if promised else None,
        "promise": given.get("promise") or PromiseForm(vacant=vacant),
        "hold": given.get("hold") or HoldForm(),
        "drop": given.get("drop") or ReasonForm(),
        "seats": _seats(request, panel, names=names, given=given) if panel else [],
        "rounds": _rounds(panel) if panel else [],
    }
    return render(request, "reviews/panel.html", context, status=status)


def _rounds(panel: Panel) -> list[dict[str, Any]]:
    """Return each round with how many members have signed; no score is among it."""
    members = members_of(panel)
    return [
        {
            "round": review,
            "signed": len(filed_sheets(review, members)),
            "members": len(members),
        }
        for review in panel.rounds.order_by("-number")
    ]


def _seats(
    request: HttpRequest, panel: Panel, *, names: dict[str, str], given: Typed
) -> list[dict[str, Any]]:
    return [
        {
            "seat": one,
            "field": names.get(one.field, one.field),
            "form": given.get(one.code) or WordsForm(auto_id=f"{one.code}_%s"),
            "may_recuse": may_recuse(request.user, one),
            "is_open": one.code in given,
        }
        for one in panel.seats.for_rows()
    ]


def _compared(
    recorded: dict[str, Any], again: dict[str, Any] | None
) -> list[tuple[str, str, str, str]]:
    """Return kind, field, recorded codes and codes that came out again, for each field."""
    names, found = promising.field_names(), again or {"members": [], "alternates": []}
    return [
        (kind, names.get(name, name), _listed(codes), _listed(dict(found[kind]).get(name, [])))
        for kind in ("members", "alternates")
        for name, codes in recorded[kind]
    ]


def _listed(names: Iterable[str]) -> str:
    return pgettext("between names", ", ").join(names)
