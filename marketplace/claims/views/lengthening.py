"""From the one-minute form to the full one, with what was typed already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect

from marketplace.claims.draft_forms import BASE
from marketplace.claims.drafting import Edit, save_draft, start_draft
from marketplace.claims.models import ClaimDraft
from marketplace.claims.questions import Step
from marketplace.claims.views.drafts import step_url
from marketplace.claims.views.kept import forget_text, keep_text
from marketplace.claims.writing import WRITTEN, offered_by
from marketplace.organisations.views.doors import person_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from marketplace.claims.forms import ClaimForm
    from marketplace.listings.models import Capability, Demand
    from marketplace.organisations.models import Organisation


def to_full_form(
    request: HttpRequest, demand: Demand, form: ClaimForm, *, firms: Sequence[Organisation]
) -> HttpResponse:
    """Go on with the full form, and take along what was typed into the short one.

    Where a draft says something else already, its first page shows both.
    """
    firm = next((one for one in firms if str(one.pk) == str(form["firm"].value())), None)
    if firm is None:
        raise Http404
    person, texts = person_of(request), _texts(form)
    is_new = not ClaimDraft.objects.filter(demand=demand, firm=firm, helper=None).exists()
    draft = start_draft(demand, firm=firm, by=person, capability=_capability(form, firm))
    marks = {row.name: row.mark for row in draft.answers.all()} if is_new else {}
    edits = {name: Edit(text, marks.get(name, "")) for name, text in texts.items()}
    conflicts = save_draft(draft, by=person, edits=edits).conflicts
    forget_text(request)
    page = step_url(draft, Step.APPROACH)
    if "pitch" in conflicts:
        keep_text(request, page, {"pitch": texts["pitch"], f"{BASE}pitch": "another"})
    return redirect(page)


def _texts(form: ClaimForm) -> dict[str, str]:
    """Return what was typed, as far as the full form can hold it."""
    given = {name: str(form.data.get(name, "")).replace("\r\n", "\n") for name in WRITTEN}
    return {
        name: text[: form.fields[name].max_length]  # type: ignore[attr-defined]
        for name, text in given.items()
        if text.strip() and "\0" not in text
    }


def _capability(form: ClaimForm, firm: Organisation) -> Capability | None:
    key = str(form.data.get("capability", ""))
    return offered_by(firm).filter(pk=key).first() if key.isdecimal() else None
