"""What people are told of verification and takeovers; the reasons stand on the pages, not here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.accounts.models import User
from marketplace.accounts.system import SYSTEM_EMAIL
from marketplace.notifications.kinds import Kind, Params, read_once
from marketplace.notifications.ways import Topic, Urgency
from marketplace.organisations.models import Organisation, Role, TakeoverRequest
from marketplace.organisations.permissions import VERIFY

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from marketplace.journal.models import Entry

_IDENTITY = frozenset({"kind", "name", "credit_code"})
_BACKEND = "django.contrib.auth.backends.ModelBackend"


def verifiers_told(entry: Entry) -> Iterable[User]:
    """Return the staff who may verify an organisation that waits for it, but who brought it in."""
    if not _IDENTITY.intersection(entry.data.get("fields", _IDENTITY)):
        return ()
    waiting = Organisation.objects.to_verify().filter(pk=entry.subject_key)
    if not waiting.exists():
        return ()
    return [person for person in _verifiers() if str(person.pk) != entry.actor_key]


def _deciders(_entry: Entry) -> Iterable[User]:
    return _verifiers()


def _verifiers() -> QuerySet[User]:
    people: QuerySet[User] = User.objects.with_perm(VERIFY, backend=_BACKEND)
    return people.exclude(email=SYSTEM_EMAIL)


def _owners(entry: Entry) -> Iterable[User]:
    return _owners_of(int(entry.subject_key))


def _claimants(entry: Entry) -> Iterable[User]:
    return _owners_of(_takeover(entry).claimant_id)


def _owners_of(organisation: int) -> Iterable[User]:
    mine = {"memberships__organisation": organisation, "memberships__role": Role.OWNER}
    return User.objects.filter(is_active=True, **mine).distinct()


@read_once
def _takeover(entry: Entry) -> TakeoverRequest:
    rows = TakeoverRequest.objects.select_related("placeholder", "claimant")
    return rows.get(pk=entry.subject_key)


def _organisation_facts(entry: Entry) -> Params:
    organisation = Organisation.objects.get(pk=entry.subject_key)
    return {"pk": organisation.pk, "name": organisation.name}


def _takeover_facts(entry: Entry) -> Params:
    request = _takeover(entry)
    return {
        "pk": request.pk,
        "claimant": str(request.claimant),
        "claimant_pk": request.claimant_id,
        "placeholder": request.placeholder.name,
    }


def _page(facts: Params) -> str:
    return reverse("organisations:detail", args=[facts["pk"]])


def _verify_page(facts: Params) -> str:
    return reverse("organisations_admin:verify", args=[facts["pk"]])


def _takeover_page(facts: Params) -> str:
    return reverse("takeovers_admin:decide", args=[facts["pk"]])


def _claimant_page(facts: Params) -> str:
    return reverse("organisations:detail", args=[facts["claimant_pk"]])


def _name(facts: Params) -> str:
    return str(facts["name"])


def _placeholder(facts: Params) -> str:
    return str(facts["placeholder"])


_EXAMPLE: Final = {
    "pk": 0,
    "name": "示例智能科技有限公司",
    "claimant": "示例智能科技有限公司",
    "claimant_pk": 0,
    "placeholder": "示例科技",
}
_VERIFIES: Final = gettext_lazy("You verify organisations.")
_OWNS: Final = gettext_lazy("You are an owner of this organisation.")


def _to_verify(name: str, entry_kind: str) -> Kind:
    return Kind(
        name=name,
        entry_kind=entry_kind,
        recipients=verifiers_told,
        permission=VERIFY,
        params=_organisation_facts,
        title=lambda _facts: _("An organisation waits for verification"),
        text=_name,
        url=_verify_page,
        action=gettext_lazy("Verify"),
        icon="shield",
        topic=Topic.ORGANISATION,
        label=gettext_lazy("An organisation waits for verification"),
        reason=_VERIFIES,
        example=_EXAMPLE,
    )


def _standing(name: str, *, title: Any, **words: Any) -> Kind:
    return Kind(
        name=name,
        entry_kind=name,
        recipients=_owners,
        organisations=lambda entry: [int(entry.subject_key)],
        params=_organisation_facts,
        title=title,
        text=_name,
        url=_page,
        action=gettext_lazy("look"),
        topic=Topic.ORGANISATION,
        reason=_OWNS,
        example=_EXAMPLE,
        **words,
    )


def _takeover_kind(name: str, **words: Any) -> Kind:
    told: dict[str, Any] = {
        "params": _takeover_facts,
        "topic": Topic.ORGANISATION,
        "example": _EXAMPLE,
    }
    return Kind(name=name, entry_kind=name, **told | words)


KINDS = (
    _to_verify("organisation_to_verify", "organisation_registered"),
    _to_verify("organisation_to_verify_again", "organisation_changed"),
    _standing(
        "organisation_verified",
        label=gettext_lazy("My organisation is verified"),
        urgency=Urgency.URGENT,
        title=lambda _facts: _("Verified: you can publish and apply now"),
        icon="seal",
    ),
    _standing(
        "organisation_refused",
        label=gettext_lazy("My organisation was not verified"),
        urgency=Urgency.LEGAL,
        title=lambda _facts: _("Not verified; the page says why"),
        icon="fail",
    ),
    _standing(
        "organisation_unverified",
        label=gettext_lazy("The verification of my organisation was withdrawn"),
        urgency=Urgency.LEGAL,
        title=lambda _facts: _("The verification was withdrawn; the page says why"),
        icon="alert",
    ),
    _takeover_kind(
        "takeover_asked",
        label=gettext_lazy("An organisation asks to take an entry over"),
        reason=_VERIFIES,
        recipients=_deciders,
        permission=VERIFY,
        title=lambda facts: _("%(firm)s asks to take an entry over") % {"firm": facts["claimant"]},
        text=_placeholder,
        url=_takeover_page,
        action=gettext_lazy("Decide"),
        icon="bld",
    ),
    _takeover_kind(
        "takeover_confirmed",
        label=gettext_lazy("My organisation has taken an entry over"),
        reason=_OWNS,
        recipients=_claimants,
        organisations=lambda entry: [_takeover(entry).claimant_id],
        title=lambda facts: _("The entry is now part of %(firm)s") % {"firm": facts["claimant"]},
        text=_placeholder,
        url=_claimant_page,
        action=gettext_lazy("look"),
        icon="ok",
    ),
    _takeover_kind(
        "takeover_declined",
        label=gettext_lazy("A takeover by my organisation was declined"),
        reason=_OWNS,
        urgency=Urgency.LEGAL,
        recipients=_claimants,
        organisations=lambda entry: [_takeover(entry).claimant_id],
        title=lambda _facts: _("The takeover was declined; the list says why"),
        text=_placeholder,
        url=lambda _facts: reverse("organisations:mine"),
        action=gettext_lazy("look"),
        icon="fail",
    ),
)
