"""What people are told of the pool of experts; reasons stand on the pages, not here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.accounts.models import User
from marketplace.accounts.system import SYSTEM_EMAIL
from marketplace.experts.models import Expert
from marketplace.experts.querysets import MANAGE
from marketplace.notifications.kinds import Kind, Params
from marketplace.notifications.ways import Topic, Urgency

if TYPE_CHECKING:
    from marketplace.journal.models import Entry

_BACKEND: Final = "django.contrib.auth.backends.ModelBackend"
_EXAMPLE: Final = {"code": "2222-2222-2222"}


def keepers() -> Iterable[User]:
    """Return the staff who keep the pool."""
    people = User.objects.with_perm(MANAGE, backend=_BACKEND)
    return people.exclude(email=SYSTEM_EMAIL)


def _keepers(entry: Entry) -> Iterable[User]:
    """Return the keepers but the person it is about."""
    account = Expert.objects.values_list("user", flat=True).get(pk=entry.subject_key)
    return (person for person in keepers() if person.pk != account)


def _person(entry: Entry) -> Iterable[User]:
    return User.objects.filter(expert=int(entry.subject_key), is_active=True)


def _code(entry: Entry) -> Params:
    return {"code": Expert.objects.values_list("code", flat=True).get(pk=entry.subject_key)}


def _own(name: str, *, title: Callable[[Params], str], **words: Any) -> Kind:
    return Kind(
        name=name,
        entry_kind=name,
        recipients=_person,
        params=_code,
        title=title,
        text=lambda _facts: _("Your entry in the pool of experts says more."),
        url=lambda _facts: reverse("experts:mine"),
        icon="user",
        topic=Topic.APPROVALS,
        reason=gettext_lazy("You applied for the pool of experts."),
        example=_EXAMPLE,
        **words,
    )


KINDS: Final = (
    Kind(
        name="expert_applied",
        entry_kind="expert_applied",
        recipients=_keepers,
        permission=MANAGE,
        params=_code,
        title=lambda _facts: _("Somebody applies for the pool of experts"),
        text=lambda facts: _("Expert %(code)s") % facts,
        url=lambda facts: reverse("experts:expert", args=[facts["code"]]),
        action=gettext_lazy("Check"),
        icon="user",
        topic=Topic.APPROVALS,
        label=gettext_lazy("Somebody applies for the pool of experts"),
        reason=gettext_lazy("You keep the pool of experts."),
        example=_EXAMPLE,
    ),
    _own(
        "expert_accepted",
        label=gettext_lazy("I am in the pool of experts"),
        title=lambda _facts: _("You are in the pool of experts now"),
    ),
    _own(
        "expert_declined",
        label=gettext_lazy("The pool of experts did not take me in"),
        urgency=Urgency.LEGAL,
        title=lambda _facts: _("The pool of experts did not take you in"),
    ),
    _own(
        "expert_suspended",
        label=gettext_lazy("My place in the pool of experts is suspended"),
        urgency=Urgency.LEGAL,
        title=lambda _facts: _("Your place in the pool of experts is suspended"),
    ),
    _own(
        "expert_reinstated",
        label=gettext_lazy("My place in the pool of experts is back"),
        title=lambda _facts: _("Your place in the pool of experts is back"),
    ),
)
