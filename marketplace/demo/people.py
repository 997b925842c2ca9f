"""The demo's people: a few accounts to sign in with, and two in every organisation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from marketplace.accounts.models import User
from marketplace.listings.defaults import REVIEWERS, SECRECY_REVIEWERS
from marketplace.organisations.actions.people import add_member
from marketplace.organisations.defaults import VERIFIERS
from marketplace.organisations.models import Membership, Organisation, Role, Unit

if TYPE_CHECKING:
    from marketplace.listings.models import Demand, Lifecycle

DOMAIN: Final = "demo.example"
PASSWORD: Final = "xiamen-demo-2026"  # noqa: S105 - printed on purpose; demo content only


@dataclass(frozen=True, slots=True)
class Account:
    """An account that a visitor of the demo signs in with."""

    name: str
    title: str
    organisation: str = ""
    role: str = ""
    unit: int | None = None
    group: str = ""
    is_superuser: bool = False

    @property
    def email(self) -> str:
        """Return the address to sign in with."""
        return f"{self.name}@{DOMAIN}"


ACCOUNTS: Final = (
    Account("officer", "经办人（场景业主单位）", "city-drainage", Role.EDITOR, 0),
    Account("approver", "处室审批人（场景业主单位）", "city-drainage", Role.APPROVER),
    Account("supervisor", "纪检监督人（场景业主单位）", "city-drainage", Role.SUPERVISOR),
    Account("bidder", "投标负责人（鹭潮水科技）", "luchao-water", Role.BIDDER),
    Account("firm", "企业管理员（鹭潮水科技）", "luchao-water", Role.OWNER),
    Account("park", "园区服务专员（软件园运营）", "park-software", Role.BIDDER),
    Account("portal", "平台审核员", group=REVIEWERS),
    Account("secrecy", "平台保密审查员", group=SECRECY_REVIEWERS),
    Account("verifier", "平台单位核验员", group=VERIFIERS),
    Account("admin", "平台管理员", is_superuser=True),
)


@cache
def _password() -> str:
    """Return one hash for all demo accounts: hashing some hundred times would take a minute."""
    return make_password(PASSWORD)


def person(name: str, title: str, *, is_superuser: bool = False) -> User:
    """Return a demo person, made where missing."""
    user, _new = User.objects.get_or_create(
        email=f"{name}@{DOMAIN}",
        defaults={"name": title, "password": _password(), "is_superuser": is_superuser},
    )
    return user


def writer_of(key: str) -> User:
    """Return the person who owns and writes an organisation's items."""
    return User.objects.get(email=f"{key}@{DOMAIN}")


def approver_of(key: str) -> User:
    """Return the person who approves an organisation's items."""
    return User.objects.get(email=f"{key}.approver@{DOMAIN}")


def person_who_wrote(demand: Demand) -> User:
    """Return the author of a demand, who also changes it and drafts answers about it."""
    author = demand.lifecycle.created_by
    if author is None:
        raise LookupError(demand.pk)
    return author


def approver_of_owner(lifecycle: Lifecycle) -> User:
    """Return somebody who reviews for an owner."""
    able = Membership.objects.with_roles(Role.APPROVER).filter(organisation=lifecycle.owner)
    return able.select_related("user").order_by("pk")[0].user


def officer_of(lifecycle: Lifecycle) -> User:
    """Return somebody who answers applications for a demand."""
    able = Membership.objects.able_to(Role.EDITOR).filter(organisation=lifecycle.owner)
    user: User = able.select_related("user").order_by("pk")[0].user
    return user


def staff(name: str) -> User:
    """Return the demo account of a role, such as `portal`."""
    return User.objects.get(email=f"{name}@{DOMAIN}")


def make_staff() -> None:
    """Make the accounts that belong to no organisation."""
    for account in ACCOUNTS:
        if account.organisation:
            continue
        user = person(account.name, account.title, is_superuser=account.is_superuser)
        if account.group:
            user.groups.add(Group.objects.get(name=account.group))


def make_members(key: str, organisation: Organisation, *, by: User) -> None:
    """Make the named accounts of an organisation, and an approver where it has none."""
    approver = person(f"{key}.approver", f"{organisation}审批人")
    _join(organisation, approver, role=Role.APPROVER, by=by)
    for account in ACCOUNTS:
        if account.organisation == key:
            unit = None if account.unit is None else organisation.units.all()[account.unit]
            member = person(account.name, account.title)
            _join(organisation, member, role=account.role, unit=unit, by=by)


def _join(
    organisation: Organisation, user: User, *, role: str, by: User, unit: Unit | None = None
) -> None:
    if not Membership.objects.filter(organisation=organisation, user=user, role=role).exists():
        add_member(organisation, user=user, role=role, unit=unit, by=by)
