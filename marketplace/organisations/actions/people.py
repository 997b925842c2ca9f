"""Units of an organisation and the people in it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User
from marketplace.core.refusals import Refusal
from marketplace.journal.record import record
from marketplace.organisations.locks import locked
from marketplace.organisations.models import Membership, Organisation, Role, Unit
from marketplace.organisations.permissions import anew, may_act_for, may_manage
from marketplace.organisations.validation import save_checked


def add_unit(organisation: Organisation, *, name: str, by: User) -> Unit:
    """Add a unit; Refusal where the name is taken."""
    with transaction.atomic():
        current = locked(organisation)
        may_manage(anew(by), current).demand()
        _refuse_placeholder(current)
        unit = Unit(organisation=current, name=" ".join(name.split()))
        save_checked(unit)
        record("unit_added", current, actor=by, data={"unit": unit.pk})
    return unit


def retire_unit(unit: Unit, *, by: User, retired: bool = True) -> Unit:
    """Offer a unit no longer for new items, or again; what it handles stays with it."""
    with transaction.atomic():
        current = locked(unit.organisation)
        may_manage(anew(by), current).demand()
        unit = Unit.objects.get(pk=unit.pk)
        if unit.retired != retired:
            unit.retired = retired
            unit.save(update_fields=["retired"])
            record("unit_changed", current, actor=by, data={"unit": unit.pk, "retired": retired})
    return unit


def add_member(
    organisation: Organisation, *, user: User, role: str, by: User, unit: Unit | None = None
) -> Membership:
    """Give a person a role; Refusal where they have it, or the unit is another organisation's."""
    with transaction.atomic():
        current = locked(organisation)
        may_manage(anew(by), current).demand()
        _refuse_placeholder(current)
        membership = Membership(organisation=current, user=user)
        _assign(membership, role, unit=unit)
        record("member_added", current, actor=by, data={"member": user.pk, "role": role})
    anew(user)
    return membership


def change_role(
    membership: Membership, *, role: str, by: User, unit: Unit | None = None
) -> Membership:
    """Give a membership another role and unit; the last owner stays owner."""
    with transaction.atomic():
        current = locked(membership.organisation)
        may_manage(anew(by), current).demand()
        row = _present(membership)
        if role != Role.OWNER:
            _keep_an_owner(row)
        data = {"member": row.user_id, "role": role, "before": row.role}
        _assign(row, role, unit=unit)
        record("member_changed", current, actor=by, data=data)
    _forget(by, membership)
    return row


def remove_member(membership: Membership, *, by: User) -> None:
    """Take a membership away; everybody may leave by themselves, but for the last owner."""
    with transaction.atomic():
        current = locked(membership.organisation)
        row = _present(membership)
        leaves = row.user_id == by.pk
        (may_act_for(anew(by), current) if leaves else may_manage(anew(by), current)).demand()
        _keep_an_owner(row)
        row.delete()
        data = {"member": row.user_id, "role": row.role}
        record("member_removed", current, actor=by, data=data)
    _forget(by, membership)


def _forget(by: User, membership: Membership) -> None:
    anew(by)
    anew(membership.user)


def _present(membership: Membership) -> Membership:
    row = Membership.objects.filter(pk=membership.pk).first()
    if row is None:
        raise Refusal(
            _("This person was removed in the meantime."), code="member_removed", status=409
        )
    return row


def _refuse_placeholder(organisation: Organisation) -> None:
    if organisation.is_placeholder:
        raise Refusal(_("An entry from a list has neither units nor people."), code="placeholder")


def _keep_an_owner(membership: Membership) -> None:
    if membership.role != Role.OWNER:
        return
    owners = Membership.objects.filter(
        organisation=membership.organisation_id, role=Role.OWNER, user__is_active=True
    )
    if not owners.exclude(pk=membership.pk).exists():
        raise Refusal(
            _("An organisation keeps at least one owner: name another one first."),
            code="last_owner",
        )


def _assign(membership: Membership, role: str, *, unit: Unit | None) -> None:
    if unit is not None and unit.organisation_id != membership.organisation_id:
        message = _("This unit belongs to another organisation.")
        raise Refusal(message, code="foreign_unit", fields={"unit": [message]})
    membership.role, membership.unit = role, unit
    save_checked(membership)
