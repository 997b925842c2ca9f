"""The board of a round: who has replied what, and the steps of those who run it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from marketplace.calls import calling, rounds
from marketplace.calls.asking import ASKS, KINDS, bodies_of_kinds
from marketplace.calls.exporting import lines_of
from marketplace.calls.figures import figures_of_round
from marketplace.calls.forms import AskForm, BodiesForm, ExtendForm
from marketplace.calls.models import Reply, ReplyState, Round
from marketplace.challenges.models import Infrastructure
from marketplace.core import clock
from marketplace.core.paging import page_of
from marketplace.core.refusals import Refusal
from marketplace.files.workbooks import XLSX, workbook_of
from marketplace.notifications import topics
from marketplace.organisations.views.doors import carried_out, person_of

if TYPE_CHECKING:
    from django.http import HttpRequest

_DONE: Final = {
    "open": gettext_lazy("The round is open; the bodies are told."),
    "close": gettext_lazy("The round is closed."),
    "discard": gettext_lazy("The draft is thrown away."),
    "extend": gettext_lazy("The due time is extended; everybody asked is told."),
    "ask": gettext_lazy("The body is asked."),
    "choose": gettext_lazy("Saved: these bodies are asked once it is open."),
}


@never_cache
@login_required
@require_safe
def board(request: HttpRequest, pk: int | str) -> HttpResponse:
    """Show the board to those who run a round; bodies are sent on to their reply."""
    live = topics.followed("round", str(pk))
    round_ = _round_of(request, int(pk))
    if round_ is None:
        own = Reply.objects.of_bodies_of(request.user).filter(round=int(pk)).first()
        if own is None:
            raise Http404
        return redirect("calls:reply", own.pk)
    return _page(request, round_, live=live)


@login_required
@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Open, close, discard or extend a round, or ask one more body; say why where it is refused."""
    round_ = _round_of(request, pk)
    if round_ is None or verb not in _DONE:
        raise Http404
    by: Any = person_of(request)
    if verb in {"extend", "ask", "choose"}:
        return _filled_in(request, round_, verb=verb)
    steps: dict[str, Any] = {
        "open": rounds.open_round,
        "close": calling.close_call,
        "discard": calling.discard_call,
    }
    try:
        steps[verb](round_, by=by)
    except Refusal as refusal:
        told = [str(one) for many in refusal.fields.values() for one in many]
        messages.error(request, " ".join(told) or str(refusal.message))
    else:
        messages.success(request, str(_DONE[verb]))
    return redirect("calls:rounds") if verb == "discard" else redirect("calls:round", pk)


@login_required
@require_safe
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the board as a workbook."""
    round_ = _round_of(request, pk)
    if round_ is None:
        raise Http404
    name = f"round-{round_.pk}.xlsx"
    return HttpResponse(
        workbook_of(_("Round"), lines_of(round_)),
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _round_of(request: HttpRequest, pk: int) -> Round | None:
    rows = Round.objects.run_by(request.user).for_rows().with_counts()
    found: Round | None = rows.filter(pk=pk).first()
    return found


def _filled_in(request: HttpRequest, round_: Round, *, verb: str) -> HttpResponse:
    by: Any = person_of(request)
    form: Any = _forms(round_, request.POST, verb=verb)[verb]

    def do() -> None:
        typed = form.cleaned_data
        if verb == "extend":
            calling.extend_call(round_, by=by, until=typed["until"])
        elif verb == "choose":
            rounds.choose_bodies(round_, [one.pk for one in typed["bodies"]], by=by)
        else:
            rounds.ask_body(round_, typed["body"], by=by)

    if carried_out(form, do):
        messages.success(request, str(_DONE[verb]))
        return redirect("calls:round", round_.pk)
    return _page(request, round_, filled={verb: form}, status=422)


def _forms(round_: Round, data: Any = None, *, verb: str = "") -> dict[str, Any]:
    forms: dict[str, Any] = {
        "extend": ExtendForm(data if verb == "extend" else None, auto_id="extend_%s"),
        "ask": AskForm(data if verb == "ask" else None, auto_id="ask_%s"),
        "choose": BodiesForm(data if verb == "choose" else None, round_=round_),
    }
    asked = round_.replies.values("organisation")
    others = bodies_of_kinds([str(kind) for kind in KINDS]).exclude(pk__in=asked)
    forms["ask"].fields["body"].queryset = others
    return forms


def _page(
    request: HttpRequest,
    round_: Round,
    *,
    live: Any = None,
    filled: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    states = {state.value: state.label for state in ReplyState}
    state = request.GET.get("state", "")
    chosen = state if state in states else ""
    asked = request.GET.get("class", "")
    kind = asked if asked in Infrastructure.values else ""
    rows = Reply.objects.filter(round=round_).for_rows().order_by("organisation__name")
    rows = rows.filter(state=chosen) if chosen else rows
    rows = rows.filter(needs__infrastructure=kind).distinct() if kind else rows
    context = {
        "round": round_,
        "live": live or topics.followed("round", str(round_.pk)),
        "page": page_of(request, rows),
        "states": [(value, label, _count(round_, value)) for value, label in states.items()],
        "chosen": chosen,
        "classes": Infrastructure.choices,
        "kind": kind,
        "figures": figures_of_round(round_),
        "says": _says(round_),
        "forms": {**_forms(round_), **(filled or {})},
        "now": clock.now(),
    }
    return render(request, "calls/round.html", context, status=status)


def _says(round_: Round) -> dict[str, list[str]]:
    kinds: dict[str, Any] = {kind.value: kind.label for kind in KINDS}
    return {
        "kinds": [str(kinds[one]) for one in round_.kinds],
        "asks": [str(ASKS[one]) for one in round_.asks],
    }


def _count(round_: Round, state: str) -> int:
    count: int = getattr(round_, f"{state}_count")
    return count
