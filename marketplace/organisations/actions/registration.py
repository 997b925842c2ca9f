"""Registration and profile of organisations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User
from marketplace.core.refusals import Refusal
from marketplace.journal.record import record
from marketplace.organisations.credit_codes import normalise
from marketplace.organisations.locks import locked
from marketplace.organisations.models import Membership, Organisation, Role
from marketplace.organisations.names import normal_name
from marketplace.organisations.permissions import MANAGE, anew, may_enter, may_manage
from marketplace.organisations.validation import save_checked
from marketplace.taxonomy.models import District, EconomicActivity, Industry, Park

OPEN_REGISTRATIONS = 5
"""So many unverified organisations may one person own at a time."""

_IDENTITY = ("kind", "name", "credit_code")


class Profile(TypedDict, total=False):
    """What an organisation says of itself; fields that are left out stay as they are."""

    kind: str
    name: str
    short_name: str
    name_en: str
    credit_code: str | None
    district: District | None
    region: str
    park: Park | None
    industries: Iterable[Industry]
    activity: EconomicActivity | None
    scale: str
    founded: int | None
    introduction: str
    website: str
    is_example: bool


def register_organisation(*, by: User, **profile: Unpack[Profile]) -> Organisation:
    """Register an organisation, unverified, and make the person its owner.

    Refusal with messages by field where a field does not hold, a name or code is taken, or the
    person owns too many that wait for verification.
    """
    with transaction.atomic():
        waiting = Organisation.objects.of(by, [Role.OWNER]).filter(verified_at__isnull=True)
        if not by.has_perm(MANAGE) and waiting.count() >= OPEN_REGISTRATIONS:
            raise Refusal(
                _("You have registered several organisations that wait for verification."),
                code="too_many",
            )
        organisation = Organisation()
        _fill(organisation, profile)
        Membership.objects.create(user=by, organisation=organisation, role=Role.OWNER)
        record("organisation_registered", organisation, actor=by)
    anew(by)
    return organisation


def enter_organisation(*, by: User, **profile: Unpack[Profile]) -> Organisation:
    """Enter an organisation as staff, unverified and without people, such as a department."""
    with transaction.atomic():
        may_enter(by).demand()
        organisation = Organisation()
        _fill(organisation, profile)
        record("organisation_registered", organisation, actor=by)
    return organisation


def placeholder_named(name: str, *, kind: str, by: User) -> Organisation:
    """Return the organisation that a public list names: known, taken over, or newly entered."""
    name = normal_name(name)
    with transaction.atomic():
        may_enter(by).demand()
        known = _named(name)
        if known is not None:
            return known
        placeholder = Organisation(is_placeholder=True)
        try:
            _fill(placeholder, {"kind": kind, "name": name})
        except Refusal:
            # Another list entered the name in between, or it does not hold.
            known = _named(name)
            if known is None:
                raise
            return known
        record("organisation_registered", placeholder, actor=by, data={"placeholder": True})
    return placeholder


def _named(name: str) -> Organisation | None:
    rows = Organisation.objects.filter(name=name).order_by("is_placeholder")
    known = rows.select_related("merged_into").first()
    return known and (known.merged_into or known)


def change_organisation(
    organisation: Organisation, *, by: User, **profile: Unpack[Profile]
) -> Organisation:
    """Change the profile; kind, name and credit code of a verified one are changed by staff only.

    Return the row as saved. Nothing is recorded where nothing changes.
    """
    with transaction.atomic():
        current = locked(organisation)
        may_manage(anew(by), current).demand()
        changed = _changes(current, profile)
        if current.is_verified and not by.has_perm(MANAGE):
            _refuse_identity(changed)
        if changed:
            before = current.journal_state()
            if any(name in changed for name in _IDENTITY):
                current.verification_note = ""  # staff look again
            _fill(current, profile)
            record(
                "organisation_changed", current, actor=by, data={"fields": changed}, before=before
            )
    return current


def _fill(organisation: Organisation, profile: Profile) -> None:
    for name, value in _columns(profile).items():
        setattr(organisation, name, value)
    save_checked(organisation)
    if "industries" in profile:
        organisation.industries.set(profile["industries"])


def _columns(profile: Profile) -> dict[str, object]:
    """Return the values as they are stored: one form of names and codes, no empty code."""
    columns: dict[str, object] = {
        name: value for name, value in profile.items() if name != "industries"
    }
    for name in ("name", "short_name"):
        if name in columns:
            columns[name] = normal_name(str(columns[name]))
    if "credit_code" in columns:
        columns["credit_code"] = normalise(profile["credit_code"] or "") or None
    return columns


def _changes(organisation: Organisation, profile: Profile) -> list[str]:
    columns = _columns(profile).items()
    changed = [name for name, value in columns if getattr(organisation, name) != value]
    if "industries" in profile and set(organisation.industries.all()) != set(profile["industries"]):
        changed.append("industries")
    return sorted(changed)


def _refuse_identity(changed: list[str]) -> None:
    fixed = [name for name in _IDENTITY if name in changed]
    if fixed:
        message = _("After verification only the portal's staff can change this.")
        raise Refusal(message, code="verified_identity", fields={name: [message] for name in fixed})
