"""How somebody comes into the pool, rests and leaves: each change is one function.

What experts do for themselves is recorded without an actor, so that nothing in the journal ties
an account to the code of an expert who has left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.experts import permissions
from marketplace.experts.models import Employment, Expert
from marketplace.experts.obligations import may_go
from marketplace.journal.models import Salt
from marketplace.journal.record import record
from marketplace.organisations.credit_codes import normalise
from marketplace.organisations.names import normal_name
from marketplace.organisations.validation import save_checked

if TYPE_CHECKING:
    from marketplace.accounts.models import User

_TERMS: Final = ("domains", "industries")
_HIDING: Final = frozenset({"not_self", "not_staff", "self", "anonymous"})


@transaction.atomic
def apply_as_expert(
    *, by: User, profile: Mapping[str, Any], employments: Sequence[Mapping[str, Any]]
) -> Expert:
    """Apply for the pool with contact, fields and employers; Refusal with messages by field."""
    permissions.may_apply(by).demand()
    if Expert.objects.filter(user=by).exists():
        raise Refusal(_("You have applied already."), code="applied_already")
    expert = Expert(user=by, applied_at=clock.now())
    write_profile(expert, profile)
    _refuse_without_employer(employments)
    for one in employments:
        add_to(expert, one)
    return note("expert_applied", expert, by=by)


@transaction.atomic
def reapply(expert: Expert, *, by: User) -> Expert:
    """Ask staff to look once more, after a refusal."""
    current = locked(expert)
    require(permissions.may_turn(by, current, verb="reapply"))
    current.turn("reapply")
    current.applied_at = clock.now()
    current.save(update_fields=["state", "applied_at"])
    return note("expert_applied", current, by=by)


@transaction.atomic
def decide_on(expert: Expert, *, verb: str, by: User, reason: str = "") -> Expert:
    """Take in, decline, suspend or reinstate; declining and suspending need a reason."""
    current = locked(expert)
    require(permissions.may_decide(by, current, verb=verb))
    current.decide(verb, by=by, at=clock.now(), reason=_reason(verb, reason))
    current.save(update_fields=["state", "decided_at", "decided_by", "reason"])
    return note(_DECIDED[verb], current, by=by)


@transaction.atomic
def rest(expert: Expert, *, by: User) -> Expert:
    """Be drawn no more until one comes back; panels that one is on go on."""
    current = locked(expert)
    require(permissions.may_turn(by, current, verb="pause"))
    current.turn("pause")
    current.save(update_fields=["state"])
    return note("expert_paused", current, by=by)


@transaction.atomic
def come_back(expert: Expert, *, by: User) -> Expert:
    """Be drawn again."""
    current = locked(expert)
    require(permissions.may_turn(by, current, verb="resume"))
    current.turn("resume")
    current.save(update_fields=["state"])
    return note("expert_resumed", current, by=by)


@transaction.atomic
def leave_pool(expert: Expert, *, by: User) -> Expert:
    """Leave for good: what tells who it was is erased, the code and its past panels stay.

    Refusal while a panel waits for the person.
    """
    current = locked(expert)
    require(permissions.may_release(by, current))
    require(may_go(current))
    own = permissions.is_self(by, current)
    current.leave(at=clock.now())
    current.employments.all().delete()
    current.ties.all().delete()
    for name in _TERMS:
        getattr(current, name).clear()
    current.available_from = current.available_until = None
    current.save()
    _forget_salts(current)
    record("expert_left", current, actor=None if own else by)
    return current


def locked(expert: Expert) -> Expert:
    """Return the row as it is now, locked until the transaction ends."""
    found: Expert = Expert.objects.select_for_update(of=("self",)).get(pk=expert.pk)
    return found


def require(decision: Any) -> None:
    """Raise a Refusal: 403 for whoever may never, 409 where something stands in the way."""
    decision.demand(status=403 if decision.code in _HIDING else 409)


def write_profile(expert: Expert, profile: Mapping[str, Any]) -> None:
    """Save what a person says of themselves; Refusal with the messages by field."""
    for name, value in profile.items():
        if name not in _TERMS:
            setattr(expert, name, value)
    expert.email = expert.email.lower()
    if {"domains", "industries"} <= profile.keys() and not any(profile[one] for one in _TERMS):
        raise mistake("domains", _("Choose a field at least."))
    save_checked(expert)
    for name in _TERMS:
        if name in profile:
            getattr(expert, name).set(profile[name])


def add_to(expert: Expert, details: Mapping[str, Any]) -> Employment:
    """Save an employment of an expert; Refusal with the messages by field."""
    row = Employment(expert=expert, **details)
    row.employer, row.credit_code = normal_name(row.employer), normalise(row.credit_code)
    save_checked(row)
    return row


def note(kind: str, expert: Expert, *, by: User, data: Mapping[str, Any] | None = None) -> Expert:
    """Record a fact about an expert, without an actor where the person acts for themselves."""
    own = permissions.is_self(by, expert)
    record(kind, expert, actor=None if own else by, data={**(data or {}), "self": own})
    return expert


def mistake(field: str, message: Any) -> Refusal:
    """Return the Refusal that stands beside a field."""
    return Refusal(message, code="mistakes", status=422, fields={field: [message]})


_DECIDED: Final = {
    "accept": "expert_accepted",
    "decline": "expert_declined",
    "suspend": "expert_suspended",
    "reinstate": "expert_reinstated",
}
_WITH_REASON: Final = frozenset({"decline", "suspend"})


def _reason(verb: str, reason: str) -> str:
    text = reason.strip().replace("\0", "")
    if verb not in _WITH_REASON:
        return ""
    if not text:
        raise mistake("reason", _("Please say why."))
    limit = Expert._meta.get_field("reason").max_length
    if limit is not None and len(text) > limit:
        raise mistake("reason", _("At most %(limit)d characters.") % {"limit": limit})
    return text


def _refuse_without_employer(employments: Sequence[Mapping[str, Any]]) -> None:
    if not any(one.get("ends") is None for one in employments):
        raise mistake("employments", _("Name where you work now."))


def _forget_salts(expert: Expert) -> None:
    """Erase what blinds earlier digests, so that nobody can try out who it was."""
    label, key = expert._meta.label_lower, str(expert.pk)
    Salt.objects.filter(entry__subject_type=label, entry__subject_key=key).delete()
