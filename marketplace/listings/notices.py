"""What people are told of listings: who hears of which entry, and in which words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.text import format_lazy
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.models import TaskState

from marketplace.accounts.models import User
from marketplace.accounts.system import is_system
from marketplace.listings.models import Capability, Demand, Listing
from marketplace.listings.people import handling_people
from marketplace.listings.permissions import WRITERS
from marketplace.notifications.kinds import Kind, Params, read_once
from marketplace.notifications.ways import Topic, Urgency
from marketplace.organisations.models import Membership

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from marketplace.journal.models import Entry

_MODELS: Final[dict[str, type[Any]]] = {
    model._meta.label_lower: model for model in (Demand, Capability)
}


def kinds() -> Iterator[Kind]:
    """Yield the kinds of both lists."""
    for key in WRITERS:
        yield from _kinds_of(key)
    yield Kind(
        name="demand_closed",
        entry_kind="demand_closed",
        recipients=lambda entry: handling_people(_listing(entry).lifecycle),
        organisations=_owner,
        params=_facts,
        title=_saying(gettext_lazy("Applications have closed")),
        text=_title,
        url=_item,
        action=gettext_lazy("look"),
        icon="clock",
        topic=Topic.APPLICATIONS,
        label=gettext_lazy("Applications have closed"),
        reason=gettext_lazy("You handle this demand."),
        example=_EXAMPLE,
    )


def deciders_told(entry: Entry) -> Iterable[User]:
    """Return those who decide the step that was opened; nobody once it is decided."""
    step = _step_of(entry)
    if step.status != TaskState.STATUS_IN_PROGRESS:
        return ()
    deciders = step.task.specific.deciders(_listing(entry).lifecycle)
    return [one for one in deciders if not is_system(one)]


def writers_told(entry: Entry) -> Iterable[User]:
    """Return the author and those who write for the owner, but for the one who did it."""
    lifecycle = _listing(entry).lifecycle
    able = Membership.objects.able_to(*WRITERS[_listing(entry).KEY])
    people = {
        one.user
        for one in able.filter(organisation=lifecycle.owner_id).select_related("user")
        if one.unit_id is None or lifecycle.unit_id in {None, one.unit_id}
    }
    if lifecycle.created_by is not None and _belongs(lifecycle.created_by, lifecycle.owner_id):
        people.add(lifecycle.created_by)
    return [one for one in people if str(one.pk) != entry.actor_key]


def owner_told_of_staff(entry: Entry) -> Iterable[User]:
    """Return the owner's writers where somebody of another house withdrew their item."""
    actor = User.objects.filter(pk=entry.actor_key).first() if entry.actor_key else None
    if actor is not None and _belongs(actor, _listing(entry).lifecycle.owner_id):
        return ()
    return writers_told(entry)


def _belongs(user: User, organisation: int) -> bool:
    return Membership.objects.filter(user=user, organisation=organisation).exists()


@read_once
def _listing(entry: Entry) -> Listing:
    rows = _MODELS[entry.subject_type].objects.select_related("lifecycle__owner")
    listing: Listing = rows.get(pk=entry.subject_key)
    return listing


@read_once
def _step_of(entry: Entry) -> TaskState:
    step: TaskState = TaskState.objects.select_related("task").get(pk=entry.data["step"])
    return step


def _owner(entry: Entry) -> list[int]:
    return [_listing(entry).lifecycle.owner_id]


def _deciding(entry: Entry) -> list[int]:
    """Return the owner, and the department that supervises where it decides."""
    supervisor = getattr(_step_of(entry).task.specific, "organisation_id", None)
    return [*_owner(entry), *([] if supervisor is None else [supervisor])]


def _facts(entry: Entry) -> Params:
    """Return what the words need; nothing of what was written as an opinion."""
    listing = _listing(entry)
    lifecycle = listing.lifecycle
    facts = {
        "key": listing.KEY,
        "pk": listing.pk,
        "title": listing.title,
        "owner": str(lifecycle.owner),
        "number": lifecycle.number or "",
    }
    if lifecycle.goes_live is not None:
        facts["goes_live"] = lifecycle.goes_live.isoformat()
    if "step" in entry.data:
        step = _step_of(entry)
        facts.update(step=step.pk, task=step.task.name)
    return facts


def _item(facts: Params) -> str:
    return reverse("listings:item", args=[facts["key"], facts["pk"]])


def _step(facts: Params) -> str:
    return reverse("listings:decide", args=[facts["step"]])


def _title(facts: Params) -> str:
    return f"{facts['number']} {facts['title']}".strip()


def _going_live(facts: Params) -> str:
    instant = parse_datetime(str(facts.get("goes_live", "")))
    when = f"{localtime(instant):%Y-%m-%d %H:%M}" if instant else ""
    return _("%(title)s, %(when)s Beijing time") % {"title": facts["title"], "when": when}


def _saying(words: _StrPromise) -> Callable[[Params], str]:
    """Return words that need no facts, in the reader's language at every reading."""
    return lambda _facts: str(words)


_EXAMPLE: Final = {
    "key": "demand",
    "pk": 0,
    "title": "示例：易涝点积水预报与联动",
    "owner": "示例市政管理中心",
    "number": "XM-0000",
    "goes_live": "2026-06-03T09:00:00+08:00",
    "step": 0,
    "task": "示例审核",
}
_NAMES: Final = {"demand": gettext_lazy("Demand"), "capability": gettext_lazy("Capability")}
_COLON: Final = pgettext_lazy("between a name and a value", ":")
_PRESSING: Final = {"returned": Urgency.URGENT, "withdrawn": Urgency.LEGAL}


def _to_decide(key: str) -> Kind:
    return Kind(
        name=f"{key}_to_decide",
        entry_kind=f"{key}_step_opened",
        recipients=deciders_told,
        organisations=_deciding,
        groups=lambda entry: _step_of(entry).task.specific.staff_groups(),
        params=_facts,
        title=lambda facts: _("To decide: %(step)s") % {"step": facts["task"]},
        text=lambda facts: f"{facts['owner']}：{facts['title']}",
        url=_step,
        action=gettext_lazy("decide"),
        icon="shield",
        topic=Topic.APPROVALS,
        label=gettext_lazy("A step waits for my decision"),
        reason=gettext_lazy("You decide this step."),
        example=_EXAMPLE,
    )


def _kinds_of(key: str) -> Iterator[Kind]:
    yield _to_decide(key)
    told = (
        ("returned", writers_told, gettext_lazy("Returned for changes"), _title, "left"),
        ("published", writers_told, gettext_lazy("It is public now"), _title, "mega"),
        ("revised", writers_told, gettext_lazy("The new version is public"), _title, "mega"),
        (
            "scheduled",
            writers_told,
            gettext_lazy("Approved, goes live at a set time"),
            _going_live,
            "clock",
        ),
        (
            "withdrawn",
            owner_told_of_staff,
            gettext_lazy("Withdrawn by the portal's staff"),
            _title,
            "alert",
        ),
    )
    for verb, recipients, words, text, icon in told:
        # A text message has no room for the title, which would say whether it is a demand.
        short = format_lazy("{}{}{}", _NAMES[key], _COLON, words)
        yield Kind(
            name=f"{key}_{verb}",
            entry_kind=f"{key}_{verb}",
            recipients=recipients,
            organisations=_owner,
            params=_facts,
            title=_saying(words),
            text=text,
            url=_item,
            action=gettext_lazy("look"),
            icon=icon,
            topic=Topic.APPROVALS,
            urgency=_PRESSING.get(verb, Urgency.NORMAL),
            label=words,
            short=short,
            reason=gettext_lazy("You write for this listing's owner."),
            example=_EXAMPLE,
        )
