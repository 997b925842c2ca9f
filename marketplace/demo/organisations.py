"""Registers and verifies the demo's organisations."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from marketplace.accounts.system import system_user
from marketplace.core import clock
from marketplace.demo import people
from marketplace.organisations.actions.facts import add_qualification, record_credit_fact
from marketplace.organisations.actions.people import add_unit
from marketplace.organisations.actions.registration import register_organisation
from marketplace.organisations.actions.verification import verify_organisation
from marketplace.organisations.credit_codes import complete
from marketplace.organisations.models import Kind, Organisation
from marketplace.taxonomy.models import District, Industry, Park, QualificationKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from marketplace.accounts.models import User
    from marketplace.demo.content import Row

CLEAN: Final = {"abnormal": "no", "serious": "no", "dishonest": "no"}
"""Answers of the credit lists of which a firm is on none."""
_REGISTRARS: Final = {
    Kind.AGENCY: "11350200",
    Kind.INSTITUTION: "12350200",
    Kind.RESEARCH: "12350200",
    Kind.ASSOCIATION: "51350200",
}
_DIGITS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def load_organisation(row: Row) -> bool:
    """Register an organisation with its people and facts; return False where it exists already."""
    if Organisation.objects.filter(name=row["name"]).exists():
        return False
    staff = system_user()
    with transaction.atomic():
        owner = people.person(row["key"], f"{row.get('short_name') or row['name']}管理员")
        organisation = register_organisation(by=owner, **_profile(row))
        for unit in row.get("units") or ():
            add_unit(organisation, name=unit, by=owner)
        for certificate in row.get("qualifications") or ():
            _add_certificate(organisation, certificate, by=staff)
        record_credit(organisation, row.get("credit") or _clean(row), by=staff)
        if row.get("verified", True):
            verify_organisation(organisation, by=staff)
        people.make_members(row["key"], organisation, by=staff)
    return True


def record_credit(organisation: Organisation, answers: Mapping[str, str], *, by: User) -> None:
    """Record what the credit lists say of an organisation today, by the demo's clock."""
    for kind, answer in answers.items():
        record_credit_fact(
            organisation,
            kind=kind,
            answer=answer,
            as_of=timezone.localdate(clock.now()),
            source="信用公示信息（示例）",
            by=by,
        )


def credit_code(key: str, kind: str) -> str:
    """Return a valid, made-up credit code that always belongs to this key."""
    number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8])
    body = ""
    for _place in range(8):
        number, digit = divmod(number, len(_DIGITS))
        body += _DIGITS[digit]
    return complete(_REGISTRARS.get(Kind(kind), "91350200"), body)


def _profile(row: Row) -> Row:
    return {
        "kind": row["kind"],
        "name": row["name"],
        "short_name": row.get("short_name") or "",
        "name_en": row.get("english_name") or "",
        "credit_code": credit_code(row["key"], row["kind"]),
        "district": _term(District, row.get("district")),
        "region": row.get("region") or "",
        "park": _term(Park, row.get("park")),
        "industries": list(Industry.objects.filter(slug__in=row.get("industries") or ())),
        "scale": row.get("scale") or "",
        "founded": row.get("founded"),
        "introduction": row.get("introduction") or "",
        "is_example": True,
    }


def _term(model: type[District | Park], slug: str | None) -> District | Park | None:
    return model.objects.get(slug=slug) if slug else None


def _clean(row: Row) -> dict[str, str]:
    if row["kind"] == Kind.AGENCY:
        return {}
    return CLEAN


def _add_certificate(organisation: Organisation, row: Row, *, by: User) -> None:
    until = row.get("valid_until")
    add_qualification(
        organisation,
        by=by,
        kind=QualificationKind.objects.get(slug=row["kind"]),
        number=row.get("number") or "",
        valid_from=None,
        valid_until=until
        if until is None or isinstance(until, date)
        else date.fromisoformat(until),
    )
