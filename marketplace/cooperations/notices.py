"""What people are told of co-operations: who hears of which entry, and in which words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.cooperations.models import Cooperation, ResourceRequest, Side
from marketplace.cooperations.people import people_of
from marketplace.core import moments
from marketplace.listings.people import seat_of
from marketplace.notifications.kinds import Kind, Params, read_once
from marketplace.notifications.seats import Seat
from marketplace.notifications.ways import Topic, Urgency

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.journal.models import Entry


@read_once
def _cooperation(entry: Entry) -> Cooperation:
    key: Any = entry.subject_key
    if entry.subject_type == ResourceRequest._meta.label_lower:
        key = ResourceRequest.objects.values_list("cooperation", flat=True).get(pk=key)
    found: Cooperation = Cooperation.objects.for_rows().get(pk=key)
    return found


def _other_side(entry: Entry) -> Side:
    return Side(entry.data["side"]).other


def _owner_side(_entry: Entry) -> Side:
    return Side.OWNER


def _provider_side(_entry: Entry) -> Side:
    return Side.PROVIDER


def _facts(entry: Entry) -> Params:
    """Return what the words need: no amount, no text of a rating, no reason."""
    cooperation = _cooperation(entry)
    side = entry.data.get("side", "")
    return {
        "number": cooperation.number,
        "demand": cooperation.demand.title,
        "who": str(
            cooperation.provider if side == Side.PROVIDER else cooperation.demand.lifecycle.owner
        ),
        "provider": str(cooperation.provider),
        "owner": str(cooperation.demand.lifecycle.owner),
    }


def _due_facts(entry: Entry) -> Params:
    """Return the facts with the resource and when the answer to its request is due."""
    request = ResourceRequest.objects.select_related("kind").get(pk=int(entry.subject_key))
    return {**_facts(entry), "resource": request.kind.name, "at": request.answer_due.isoformat()}


def _page(facts: Params) -> str:
    return reverse("cooperations:detail", args=[facts["number"]])


def _cooperation_line(facts: Params) -> str:
    """Return the co-operation, of which several due answers are one line."""
    return str(facts["number"])


def _demand(facts: Params) -> str:
    return str(facts["demand"])


def _due(facts: Params) -> str:
    return _("%(demand)s; answer by %(moment)s") % {
        "demand": facts["demand"],
        "moment": moments.read(str(facts["at"])),
    }


def _was_due(facts: Params) -> str:
    return _("%(demand)s; the answer was due by %(moment)s") % {
        "demand": facts["demand"],
        "moment": moments.read(str(facts["at"])),
    }


_EXAMPLE: Final = {
    "number": "0000000000",
    "demand": "示例：易涝点积水预报与联动",
    "who": "示例市政管理中心",
    "provider": "示例智能科技有限公司",
    "owner": "示例市政管理中心",
    "resource": "示例数据",
    "at": "2026-06-03T17:30:00+08:00",
}


def _kind(name: str, told: Callable[[Entry], Side], **words: Any) -> Kind:
    def recipients(entry: Entry) -> Iterable[User]:
        return people_of(_cooperation(entry), told(entry))

    def organisations(entry: Entry) -> list[Seat]:
        cooperation = _cooperation(entry)
        if told(entry) == Side.PROVIDER:
            return [Seat(cooperation.provider_id)]
        return [seat_of(cooperation.demand.lifecycle)]

    said: dict[str, Any] = {
        "entry_kind": name,
        "recipients": recipients,
        "organisations": organisations,
        "params": _facts,
        "url": _page,
        "text": _demand,
        "topic": Topic.APPLICATIONS,
        "reason": gettext_lazy("You act for one of the two sides of this co-operation."),
        "example": _EXAMPLE,
    }
    return Kind(name=name, **said | words)


KINDS = (
    _kind(
        "cooperation_confirmed",
        _other_side,
        label=gettext_lazy("The other side confirmed contact"),
        icon="handshake",
        title=lambda facts: _("%(who)s confirmed contact; please confirm it as well") % facts,
    ),
    _kind(
        "cooperation_contacted",
        _other_side,
        label=gettext_lazy("Both sides have confirmed contact"),
        icon="handshake",
        title=lambda facts: _("%(who)s confirmed contact: both sides are in contact") % facts,
    ),
    _kind(
        "cooperation_begun",
        _other_side,
        label=gettext_lazy("Talks have begun"),
        icon="handshake",
        title=lambda facts: _("%(who)s noted that talks have begun") % facts,
    ),
    _kind(
        "cooperation_agreed",
        _provider_side,
        label=gettext_lazy("The signed agreement was entered"),
        urgency=Urgency.LEGAL,
        icon="doc",
        title=lambda facts: _("%(owner)s entered the signed agreement") % facts,
    ),
    _kind(
        "cooperation_published",
        _provider_side,
        label=gettext_lazy("The agreement was made public"),
        icon="doc",
        title=lambda facts: _("%(owner)s made the agreement public") % facts,
    ),
    _kind(
        "cooperation_delivery_stated",
        _owner_side,
        label=gettext_lazy("A delivery waits for my confirmation"),
        icon="ok",
        title=lambda facts: _("%(provider)s delivered; please confirm it") % facts,
    ),
    _kind(
        "cooperation_delivered",
        _provider_side,
        label=gettext_lazy("The delivery was confirmed"),
        icon="ok",
        title=lambda facts: _("%(owner)s confirmed the delivery") % facts,
    ),
    _kind(
        "cooperation_accepted",
        _provider_side,
        label=gettext_lazy("The result was accepted"),
        urgency=Urgency.LEGAL,
        icon="seal",
        title=lambda facts: _("%(owner)s accepted the result") % facts,
    ),
    _kind(
        "cooperation_certified",
        _other_side,
        label=gettext_lazy("A certificate of use was issued"),
        icon="seal",
        title=lambda facts: _("The certificate of use was issued to %(provider)s") % facts,
    ),
    _kind(
        "cooperation_rated",
        _other_side,
        label=gettext_lazy("The other side has rated the co-operation"),
        icon="ok",
        title=lambda facts: _("%(who)s has rated the co-operation") % facts,
    ),
    _kind(
        "cooperation_ended",
        _other_side,
        label=gettext_lazy("The co-operation was ended"),
        urgency=Urgency.LEGAL,
        icon="x",
        title=lambda facts: _("%(who)s ended the co-operation") % facts,
    ),
    _kind(
        "resource_requested",
        _owner_side,
        label=gettext_lazy("An opened resource is asked for"),
        icon="res",
        title=lambda facts: _("%(provider)s asks for an opened resource") % facts,
    ),
    _kind(
        "resource_granted",
        _provider_side,
        label=gettext_lazy("An opened resource was granted"),
        icon="res",
        title=lambda facts: _("%(owner)s granted an opened resource") % facts,
    ),
    _kind(
        "resource_refused",
        _provider_side,
        label=gettext_lazy("An opened resource was not granted"),
        icon="res",
        title=lambda facts: _("%(owner)s answered the request for a resource") % facts,
    ),
    _kind(
        "resource_answer_reminded",
        _owner_side,
        label=gettext_lazy("The answer to a request for a resource is due"),
        urgency=Urgency.URGENT,
        params=_due_facts,
        line=_cooperation_line,
        icon="clock",
        title=lambda facts: _("The answer to %(provider)s on %(resource)s is due") % facts,
        text=_due,
        action=gettext_lazy("Answer the request"),
    ),
    _kind(
        "resource_overdue",
        _owner_side,
        label=gettext_lazy("The answer to a request for a resource is overdue"),
        urgency=Urgency.URGENT,
        params=_due_facts,
        line=_cooperation_line,
        icon="alert",
        title=lambda facts: _("The answer to %(provider)s on %(resource)s is overdue") % facts,
        text=_was_due,
        action=gettext_lazy("Answer the request"),
    ),
    _kind(
        "resource_overdue_provider",
        _provider_side,
        entry_kind="resource_overdue",
        label=gettext_lazy("The answer to my request for a resource is overdue"),
        urgency=Urgency.URGENT,
        params=_due_facts,
        line=_cooperation_line,
        icon="clock",
        title=lambda facts: _("%(owner)s owes you the answer on %(resource)s") % facts,
        text=_was_due,
    ),
)
