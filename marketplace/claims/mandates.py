"""Allowing a park or an association to fill in applications (园区代填), and taking it back."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.claims.models import Mandate
from marketplace.core import clock
from marketplace.core.decisions import Decision, refused
from marketplace.core.refusals import Refusal, mistakes
from marketplace.core.workdays import SHANGHAI
from marketplace.journal.clock_jobs import every
from marketplace.journal.record import record
from marketplace.organisations.locks import locked
from marketplace.organisations.models import Kind, Organisation, Role
from marketplace.organisations.permissions import anew, may_act_for, organisations_of

if TYPE_CHECKING:
    from datetime import date, datetime
    from typing import Any

    from marketplace.accounts.models import User
    from marketplace.organisations.querysets import OrganisationQuerySet

logger = logging.getLogger(__name__)

HELPING_KINDS: Final = frozenset({Kind.PARK, Kind.ASSOCIATION})
"""Who may fill in for a firm."""

MOST_DAYS: Final = 366
"""For how many days a mandate is given at most; then it is given anew."""

_AT_ONCE: Final = 200


def helpers() -> OrganisationQuerySet:
    """Return the organisations that a firm may allow to fill in for it."""
    return Organisation.objects.present().verified().filter(kind__in=HELPING_KINDS)


def may_allow(user: Any, firm: Organisation) -> Decision:
    """Return whether a person gives and withdraws a firm's mandates: its owners, for a firm."""
    decision = may_act_for(user, firm, Role.OWNER)
    if decision and firm.kind != Kind.FIRM:
        return refused(_("Parks and associations fill in for firms."), "wrong_kind")
    return decision


def firms_of(user: Any) -> list[Organisation]:
    """Return the firms for which a person gives and withdraws mandates."""
    return [firm for firm in organisations_of(user, Role.OWNER) if may_allow(user, firm)]


@transaction.atomic
def give_mandate(firm: Organisation, *, helper: Organisation, ends_on: date, by: User) -> Mandate:
    """Allow a park or association to fill in for a firm until a day, or until another day.

    Refusal for anybody but the firm's owners, for an organisation that does not fill in for
    firms, and for a day that is over or too far away.
    """
    firm = locked(firm)
    may_allow(anew(by), firm).demand()
    now = clock.now()
    _refuse_mistakes(helper, ends_on, at=now)
    mandate = _held(firm, helper) or Mandate(firm=firm, helper=helper)
    mandate.give(by=by, at=now, ends_on=ends_on)
    mandate.save()
    return _told(mandate, "mandate_given", by=by)


@transaction.atomic
def withdraw_mandate(mandate: Mandate, *, by: User) -> Mandate:
    """Take a mandate back: from this moment nothing more is read or saved with it."""
    firm = locked(mandate.firm)
    may_allow(anew(by), firm).demand()
    held = _held(firm, mandate.helper)
    if held is None or held.state != Mandate.State.GIVEN:
        raise Refusal(_("It is not allowed any more."), code="wrong_state")
    held.withdraw(by=by, at=clock.now())
    held.save(update_fields=["state", "settled_at", "settled_by"])
    return _told(held, "mandate_withdrawn", by=by)


@every(seconds=60, name="mandates")
def end_mandates() -> None:
    """End the mandates whose last day is over; those who fill in are told."""
    run_out = Mandate.objects.filter(state=Mandate.State.GIVEN, ends_on__lt=_day(clock.now()))
    for mandate in run_out.order_by("pk")[:_AT_ONCE]:
        try:
            end_mandate(mandate)
        except Exception:
            logger.exception("mandate %s was not ended", mandate.pk)


@transaction.atomic
def end_mandate(mandate: Mandate) -> Mandate | None:
    """End a mandate if its last day is over and it was neither withdrawn nor given anew."""
    held = _held(locked(mandate.firm), mandate.helper)
    now = clock.now()
    if held is None or held.state != Mandate.State.GIVEN or held.ends_on >= _day(now):
        return None
    held.end(at=now)
    held.save(update_fields=["state", "settled_at"])
    return _told(held, "mandate_ended", by=None)


def _held(firm: Organisation, helper: Organisation) -> Mandate | None:
    """Return the row of both, locked: whoever saves with it waits, or is waited for."""
    rows = Mandate.objects.select_for_update(of=("self",)).select_related("firm", "helper")
    found: Mandate | None = rows.filter(firm=firm, helper=helper).first()
    return found


def _told(mandate: Mandate, kind: str, *, by: User | None) -> Mandate:
    data = {"firm": mandate.firm_id, "helper": mandate.helper_id}
    record(kind, mandate, actor=by, data=data)
    return mandate


def _refuse_mistakes(helper: Organisation, ends_on: date, *, at: datetime) -> None:
    fields: dict[str, list[Any]] = {}
    if not helpers().filter(pk=helper.pk).exists():
        fields["helper"] = [_("Choose a verified park or association.")]
    today = _day(at)
    if not today <= ends_on <= today + timedelta(days=MOST_DAYS):
        text = _("Choose a day from today on, at most %(days)d days ahead.")
        fields["ends_on"] = [text % {"days": MOST_DAYS}]
    if fields:
        raise mistakes(fields)


def _day(instant: datetime) -> date:
    return instant.astimezone(SHANGHAI).date()
