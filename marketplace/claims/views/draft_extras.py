"""The buttons of a draft's last page: add and remove files and partners."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from marketplace.claims.draft_forms import ExtrasForm
from marketplace.claims.drafting import add_file, remove_file
from marketplace.claims.models import ClaimPartner, DraftFile
from marketplace.claims.partnering import invite_partner, remove_partner
from marketplace.core.refusals import Refusal
from marketplace.core.veiled import NAME, unveil
from marketplace.organisations.forms import show_refusal
from marketplace.organisations.views.doors import person_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from marketplace.claims.models import ClaimDraft


def carry_out(request: HttpRequest, draft: ClaimDraft) -> ExtrasForm | None:
    """Do what the pressed button says beside saving; return the form where that was refused."""
    verb, _colon, key = request.POST.get("go", "").partition(":")
    act = {"file": _file, "partner": _partner}.get(verb)
    remove = {"remove-file": _remove_file, "remove-partner": _remove_partner}.get(verb)
    form = ExtrasForm(request.POST, request.FILES)
    form.is_valid()
    try:
        if act is not None:
            act(request, draft, form)
        elif remove is not None and re.fullmatch(NAME, key):
            remove(request, draft, key)
    except Refusal as refusal:
        named = {"file": "upload", "partner": "partner"}.get(verb)
        if refusal.fields or named is None:
            show_refusal(form, refusal)
        else:
            form.add_error(named, str(refusal.message))
    return form if form.errors and (act or remove) else None


def _file(request: HttpRequest, draft: ClaimDraft, form: ExtrasForm) -> None:
    upload = form.cleaned_data.get("upload")
    if upload is not None:
        add_file(draft, upload, by=person_of(request))
    elif not form.errors:
        form.add_error("upload", _("Choose a file first."))


def _partner(request: HttpRequest, draft: ClaimDraft, form: ExtrasForm) -> None:
    organisation = form.organisation()
    if organisation is not None:
        part = form.cleaned_data.get("part") or ""
        invite_partner(draft, organisation, part=part, by=person_of(request))


def _remove_file(request: HttpRequest, draft: ClaimDraft, name: str) -> None:
    remove_file(draft, unveil(DraftFile, name), by=person_of(request))


def _remove_partner(request: HttpRequest, draft: ClaimDraft, name: str) -> None:
    partner = draft.partners.filter(pk=unveil(ClaimPartner, name)).first()
    if partner is not None:
        remove_partner(partner, by=person_of(request))
