"""Keeping an expert's record true: contact, fields, employers and ties."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.core.workdays import SHANGHAI
from marketplace.experts import permissions
from marketplace.experts.actions import add_to, locked, mistake, note, require, write_profile
from marketplace.experts.models import Employment, Expert, Tie
from marketplace.organisations.credit_codes import normalise
from marketplace.organisations.names import normal_name
from marketplace.organisations.validation import save_checked

if TYPE_CHECKING:
    from datetime import date

    from marketplace.accounts.models import User


@transaction.atomic
def change_expert(expert: Expert, *, by: User, profile: Mapping[str, Any]) -> Expert:
    """Change contact, fields and availability; the next draw reads them."""
    current = _changeable(expert, by=by)
    write_profile(current, profile)
    return note("expert_changed", current, by=by, data={"fields": sorted(profile)})


@transaction.atomic
def add_employment(expert: Expert, *, by: User, details: Mapping[str, Any]) -> Employment:
    """Add an employer, present or past."""
    current = _changeable(expert, by=by)
    row = add_to(current, details)
    note("expert_changed", current, by=by, data={"fields": ["employments"]})
    return row


@transaction.atomic
def end_employment(employment: Employment, *, by: User, ends: date) -> Employment:
    """Say until when somebody worked for an employer; a day that has come, and only once."""
    current = _changeable(employment.expert, by=by)
    row = Employment.objects.get(pk=employment.pk)
    if row.ends is not None:
        raise Refusal(_("This employment has ended already."), code="ended")
    if ends > today():
        raise mistake("ends", _("This day is still to come."))
    row.ends = ends
    save_checked(row)
    note("expert_changed", current, by=by, data={"fields": ["employments"]})
    return row


@transaction.atomic
def declare_tie(expert: Expert, *, by: User, details: Mapping[str, Any]) -> Tie:
    """Declare what ties an expert to an organisation."""
    current = _changeable(expert, by=by)
    row = Tie(expert=current, **details)
    row.organisation, row.credit_code = normal_name(row.organisation), normalise(row.credit_code)
    save_checked(row)
    note("expert_changed", current, by=by, data={"fields": ["ties"]})
    return row


@transaction.atomic
def take_over_entry(expert: Expert, *, by: User) -> Expert:
    """Join an entry that staff brought in from a list with the account of its confirmed address.

    The caller found the entry by that address; Refusal where somebody else has joined it.
    """
    permissions.may_apply(by).demand()
    current = locked(expert)
    if current.user_id is not None or Expert.objects.filter(user=by).exists():
        raise Refusal(_("This entry has an account already."), code="taken")
    current.user = by
    current.save(update_fields=["user"])
    return note("expert_joined", current, by=by)


def today() -> date:
    """Return the day in Shanghai by the database's clock."""
    return clock.now().astimezone(SHANGHAI).date()


def _changeable(expert: Expert, *, by: User) -> Expert:
    current = locked(expert)
    require(permissions.may_change(by, current))
    return current
