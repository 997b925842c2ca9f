"""How every page finds its organisation, and how a form's post becomes an action."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme

from marketplace.accounts.models import User
from marketplace.core.decisions import Decision
from marketplace.core.refusals import Refusal
from marketplace.organisations.forms import show_refusal
from marketplace.organisations.models import Organisation


def person_of(request: HttpRequest) -> User:
    """Return the signed-in person; pages ask for one with `login_required`."""
    person = request.user
    assert person.is_authenticated  # noqa: S101 - tells the type checker what the decorator did
    return person


def organisation_for(
    request: HttpRequest, pk: int, may: Callable[[User, Organisation], Decision]
) -> Organisation:
    """Return an organisation that the person may see and act on; 404 or a Refusal else."""
    organisation = get_object_or_404(Organisation.objects.visible_to(request.user), pk=pk)
    may(person_of(request), organisation).demand()
    return organisation


def carried_out(form: forms.BaseForm, action: Callable[[], object]) -> bool:
    """Whether a valid form's action went through; a refusal stands in the form otherwise."""
    if not form.is_valid():
        return False
    try:
        action()
    except Refusal as refusal:
        show_refusal(form, refusal)
        return False
    return True


def page_before(request: HttpRequest) -> str:
    """Return the portal's own page that a form came from, as its field `next` says, or nothing."""
    address = request.POST.get("next", "")
    allowed = url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    )
    return address if allowed else ""
