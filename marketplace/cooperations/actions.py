"""The steps of a co-operation: each change is one function, whatever door it comes by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.cooperations import ending, permissions
from marketplace.cooperations.models import (
    AgreementDocument,
    Cooperation,
    Rating,
    Side,
)
from marketplace.core import clock
from marketplace.core.numbers import receipt_number
from marketplace.core.refusals import Refusal, mistakes
from marketplace.core.workdays import SHANGHAI
from marketplace.files.store import store
from marketplace.journal.record import record
from marketplace.listings.models.approvals import lock_lifecycle
from marketplace.organisations.permissions import anew

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime
    from decimal import Decimal

    from django.core.files.uploadedfile import UploadedFile
    from django.db.models import Model

    from marketplace.accounts.models import User
    from marketplace.core.decisions import Decision
    from marketplace.listings.models import Capability, Demand
    from marketplace.organisations.models import Organisation

NOT_THEIRS: Final = frozenset({"anonymous", "not_side", "other_side"})
_CONFIRMED: Final = ("state", "contacted_at")


@transaction.atomic
def open_cooperation(
    demand: Demand,
    *,
    provider: Organisation,
    capability: Capability | None,
    by: User,
    timeline: str,
) -> Cooperation:
    """Open the co-operation that follows an acceptance; the caller has asked the permission.

    `timeline` is what the demand said would be public when the provider applied.
    Refusal where one with this provider has not ended.
    """
    lock_lifecycle(demand)
    if Cooperation.objects.unended().filter(demand=demand, provider=provider).exists():
        raise Refusal(_("A co-operation with this firm is open already."), code="open_already")
    cooperation: Cooperation = Cooperation.objects.create(
        demand=demand,
        provider=provider,
        capability=capability,
        timeline=timeline,
        opened_at=clock.now(),
    )
    _note("cooperation_opened", cooperation, by=by, side=Side.OWNER)
    return cooperation


@transaction.atomic
def confirm_contact(cooperation: Cooperation, *, by: User) -> Cooperation:
    """Confirm contact (对接) for the person's side; with the second confirmation it counts."""
    cooperation = locked(cooperation)
    require(permissions.may_confirm_contact(anew(by), cooperation))
    side = _acting(by, cooperation)
    cooperation.confirm(side, by=by, at=clock.now())
    cooperation.save(update_fields=[*_CONFIRMED, f"{side}_confirmed_at", f"{side}_confirmed_by"])
    both = cooperation.contacted_at is not None
    kind = "cooperation_contacted" if both else "cooperation_confirmed"
    return _note(kind, cooperation, by=by, side=side)


@transaction.atomic
def begin_talks(cooperation: Cooperation, *, by: User) -> Cooperation:
    """Note that both sides talk about an agreement."""
    cooperation = locked(cooperation)
    require(permissions.may_begin_talks(anew(by), cooperation))
    cooperation.talk(at=clock.now())
    return _settle(cooperation, "cooperation_begun", by=by, fields=["state", "talking_at"])


@transaction.atomic
def sign_agreement(
    cooperation: Cooperation,
    *,
    by: User,
    agreed_on: date,
    amount: Decimal | None = None,
    notice_url: str = "",
    **more: Any,
) -> Cooperation:
    """Enter the signed agreement for the owner.

    `more` may hold `document`, an upload that only both sides read, and `is_public`, by which
    everybody reads provider and amount. Where buying follows the law, the link of its notice is
    required. Refusal with messages by field where something is missing or cannot be stored.
    """
    document, is_public = more.pop("document", None), bool(more.pop("is_public", False))
    if more:
        raise TypeError(f"not of an agreement: {sorted(more)}")
    cooperation = locked(cooperation)
    require(permissions.may_sign(anew(by), cooperation))
    now = clock.now()
    cooperation.agree(
        at=now, on=agreed_on, amount=amount, notice_url=notice_url.strip(), is_public=is_public
    )
    _refuse_mistakes(cooperation, now=now)
    fields = ["state", "agreed_at", "agreed_on", "amount", "notice_url", "is_public"]
    cooperation.save(update_fields=fields)
    if document is not None:
        _attach(cooperation, document, by=by)
    return _note("cooperation_agreed", cooperation, by=by, side=Side.OWNER)


@transaction.atomic
def publish_agreement(cooperation: Cooperation, *, by: User) -> Cooperation:
    """Let everybody read the agreement's provider and amount on the demand's page."""
    cooperation = locked(cooperation)
    require(permissions.may_publish_agreement(anew(by), cooperation))
    cooperation.is_public = True
    return _settle(cooperation, "cooperation_published", by=by, fields=["is_public"])


@transaction.atomic
def state_delivery(cooperation: Cooperation, *, by: User) -> Cooperation:
    """Say for the provider that it delivered; the owner confirms it."""
    cooperation = locked(cooperation)
    require(permissions.may_state_delivery(anew(by), cooperation))
    cooperation.stated_at = clock.now()
    return _settle(cooperation, "cooperation_delivery_stated", by=by, fields=["stated_at"])


@transaction.atomic
def confirm_delivery(cooperation: Cooperation, *, by: User) -> Cooperation:
    """Confirm for the owner what the provider said it delivered."""
    cooperation = locked(cooperation)
    require(permissions.may_confirm_delivery(anew(by), cooperation))
    cooperation.deliver(at=clock.now())
    return _settle(cooperation, "cooperation_delivered", by=by, fields=["state", "delivered_at"])


@transaction.atomic
def accept_result(cooperation: Cooperation, *, by: User) -> Cooperation:
    """Accept the result for the owner; a certificate may be asked for from now on."""
    cooperation = locked(cooperation)
    require(permissions.may_accept_result(anew(by), cooperation))
    cooperation.accept(at=clock.now())
    return _settle(cooperation, "cooperation_accepted", by=by, fields=["state", "accepted_at"])


@transaction.atomic
def issue_certificate(cooperation: Cooperation, *, by: User) -> Cooperation:
    """Issue the certificate of use (应用证明); anybody verifies it by its random number."""
    cooperation = locked(cooperation)
    require(permissions.may_certify(anew(by), cooperation))
    cooperation.certificate, cooperation.certified_at = receipt_number(), clock.now()
    fields = ["certificate", "certified_at"]
    return _settle(cooperation, "cooperation_certified", by=by, fields=fields)


@transaction.atomic
def rate_cooperation(cooperation: Cooperation, *, by: User, stars: int, text: str) -> Cooperation:
    """Rate the other side, from 1 to 5 and in words; the second rating shows both."""
    cooperation = locked(cooperation)
    now = clock.now()
    require(permissions.may_rate(anew(by), cooperation, at=now))
    side = _acting(by, cooperation)
    rating = Rating(
        cooperation=cooperation, side=side, stars=stars, text=text.strip(), at=now, by=by
    )
    refuse_invalid(rating, written={"stars", "text"})
    rating.save(force_insert=True)
    if cooperation.ratings.filter(side=side.other).exists():
        cooperation.rate(at=now)
        cooperation.save(update_fields=["state", "rated_at"])
    return _note("cooperation_rated", cooperation, by=by, side=side)


@transaction.atomic
def end_cooperation(cooperation: Cooperation, *, by: User, reason: str) -> Cooperation:
    """End it for the person's side, with a reason that the other side reads.

    Its application ends with it: the slot is free, and the firm may apply again.
    """
    cooperation = locked(cooperation)
    require(permissions.may_end(anew(by), cooperation))
    reason = reason_of(reason, Cooperation, field="reason")
    cooperation.end(_acting(by, cooperation), by=by, at=clock.now(), reason=reason)
    fields = ["state", "ended_at", "ended_by", "ended_side", "reason"]
    _settle(cooperation, "cooperation_ended", by=by, fields=fields)
    ending.tell(cooperation, by=by)
    return cooperation


def locked(cooperation: Cooperation) -> Cooperation:
    """Return it as it is now, under the lock of its demand's lifecycle row."""
    lock_lifecycle(cooperation.demand)
    fresh: Cooperation = Cooperation.objects.for_rows().get(pk=cooperation.pk)
    return fresh


def require(decision: Decision) -> None:
    """Raise a Refusal: 403 for whoever is no party to it, 409 where something stands in the way."""
    decision.demand(status=403 if decision.code in NOT_THEIRS else 409)


def refuse_invalid(row: Model, *, written: Collection[str]) -> None:
    """Raise a Refusal with messages by field where what was written cannot be stored."""
    others = [field.name for field in row._meta.fields if field.name not in written]
    try:
        row.clean_fields(exclude=others)
    except ValidationError as error:
        raise mistakes(error.message_dict) from error


def reason_of(text: str, model: type[Model], *, field: str) -> str:
    """Return a reason that can be stored; a Refusal beside its field where there is none."""
    reason = text.strip()
    if not reason:
        raise mistakes({field: [_("Please say why.")]})
    try:
        model._meta.get_field(field).clean(reason, None)  # type: ignore[union-attr]
    except ValidationError as error:
        raise mistakes({field: error.messages}) from error
    return reason


def _acting(by: User, cooperation: Cooperation) -> Side:
    side = permissions.acts_for(by, cooperation)
    if side is None:
        raise Refusal(_("You act for neither side."), code="not_side", status=403)
    return side


def _settle(cooperation: Cooperation, kind: str, *, by: User, fields: list[str]) -> Cooperation:
    cooperation.save(update_fields=fields)
    return _note(kind, cooperation, by=by, side=_acting(by, cooperation))


def _note(kind: str, cooperation: Cooperation, *, by: User, side: Side) -> Cooperation:
    data = {"demand": cooperation.demand_id, "side": str(side)}
    record(kind, cooperation, actor=by, data=data)
    return cooperation


def _refuse_mistakes(cooperation: Cooperation, *, now: datetime) -> None:
    found: dict[str, list[Any]] = {}
    if (
        cooperation.agreed_on is not None
        and cooperation.agreed_on > now.astimezone(SHANGHAI).date()
    ):
        found["agreed_on"] = [_("This day is still to come.")]
    if cooperation.demand.buys_by_law and not cooperation.notice_url:
        found["notice_url"] = [
            _("Where buying follows the law, give the link of the notice on the legal platform.")
        ]
    if found:
        raise mistakes(found)
    for name in ("amount", "notice_url"):
        field: Any = Cooperation._meta.get_field(name)
        value = getattr(cooperation, name)
        try:
            field.clean(value, cooperation) if value not in (None, "") else None
        except ValidationError as error:
            raise mistakes({name: error.messages}) from error


def _attach(cooperation: Cooperation, upload: UploadedFile[bytes], *, by: User) -> None:
    try:
        blob = store(upload, by=by)
    except Refusal as refusal:
        raise Refusal(
            refusal.message,
            code=refusal.code,
            status=refusal.status,
            fields={"document": [refusal.message]},
        ) from refusal
    AgreementDocument.objects.create(cooperation=cooperation, blob=blob)
