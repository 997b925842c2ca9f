"""What people are told of their subscriptions: in which words, and where the message stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from marketplace.notifications.kinds import Kind, Params, read_once
from marketplace.notifications.ways import REASONS, Pace, Topic
from marketplace.subscriptions.alerting import people_of
from marketplace.subscriptions.letters import is_mailed, letter_of
from marketplace.subscriptions.links import link
from marketplace.subscriptions.models import Alert, Message
from marketplace.subscriptions.reasons import labels_of, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from marketplace.accounts.models import User
    from marketplace.journal.models import Entry

_NAMED = 3


@read_once
def _message(entry: Entry) -> Message | None:
    return Message.objects.select_related("user").filter(pk=entry.subject_key).first()


def _people(entry: Entry) -> Iterable[User]:
    message = _message(entry)
    return [] if message is None else people_of(message)


def _owners(entry: Entry) -> Sequence[int]:
    """Return as whose people they are told what fits their listings."""
    message = _message(entry)
    alerts = [] if message is None else list(Alert.objects.told_by(message.pk))
    followed = (alert.subscription.listing for alert in alerts)
    return sorted({one.lifecycle.owner_id for one in followed if one is not None})


def _facts(entry: Entry) -> Params:
    message = _message(entry)
    alerts = [] if message is None else list(Alert.objects.told_by(message.pk))
    return {
        "message": entry.subject_key,
        "listings": len({(alert.demand_id, alert.capability_id) for alert in alerts}),
        "first": alerts[0].listing.title if alerts else "",
        "subscriptions": sorted({alert.subscription_id for alert in alerts}),
        "mailed": any(is_mailed(alert) for alert in alerts),
        "names": list(dict.fromkeys(alert.subscription.name for alert in alerts)),
        "reasons": [
            {
                "name": alert.subscription.name,
                "reason": alert.reason,
                "labels": labels_of(alert),
            }
            for alert in alerts[:_NAMED]
        ],
    }


def _title(facts: Params) -> str:
    number = len(facts["names"])
    if number == 1:
        return _("New for your subscription “%(name)s”") % {"name": facts["names"][0]}
    said = ngettext(
        "New for %(number)d of your subscriptions",
        "New for %(number)d of your subscriptions",
        number,
    )
    return said % {"number": number}


def _one(facts: Params) -> str:
    """Return the listing, and for each subscription why it is told."""
    is_single = len(facts["names"]) == 1
    whys = [
        ("" if is_single else f"{one['name']}：") + sentence(one["reason"], one["labels"])
        for one in facts["reasons"]
    ]
    left = len(facts["names"]) - len(facts["reasons"])
    if left > 0:
        whys.append(ngettext("and %(number)d more", "and %(number)d more", left) % {"number": left})
    return f"{facts['first']} — {'；'.join(whys)}"


def _several(facts: Params) -> str:
    said = ngettext(
        "%(number)d new listing: %(title)s", "%(number)d new listings: %(title)s", facts["listings"]
    )
    return said % {"number": facts["listings"], "title": facts["first"]}


def _more(facts: Params) -> Sequence[tuple[str, str]]:
    """Return how to pause and delete a single subscription; several stand on the message's page."""
    if len(facts["subscriptions"]) != 1:
        return ()
    (key,) = facts["subscriptions"]
    return (_("Pause"), link(key, "pause")), (_("Delete"), link(key, "delete"))


def _line(facts: Params) -> str:
    """Return the subscription where there is but one: what it tells is one line."""
    return str(facts["subscriptions"][0]) if len(facts["subscriptions"]) == 1 else ""


def _pace(facts: Params) -> Pace:
    """Return that it leaves the portal at once where a subscription asks for e-mails."""
    return Pace.INSTANT if facts.get("mailed") else Pace.OFF


_EXAMPLE: Final = {
    "message": 0,
    "listings": 2,
    "first": "示例：易涝点积水预报与联动",
    "subscriptions": [1, 2],
    "names": ["内涝", "积水"],
    "reasons": [
        {"name": name, "reason": {"words": [[name, name]]}, "labels": {}}
        for name in ("内涝", "积水")
    ],
}


def _page(facts: Params) -> str:
    return reverse("subscriptions:message", args=[facts["message"]])


KINDS = (
    Kind(
        name="alert_raised",
        entry_kind="alert_raised",
        recipients=_people,
        params=_facts,
        organisations=_owners,
        title=_title,
        text=_one,
        url=_page,
        more=_more,
        action=gettext_lazy("Look at it"),
        icon="save",
        topic=Topic.SUBSCRIPTIONS,
        label=gettext_lazy("New for a subscription"),
        reason=REASONS[Topic.SUBSCRIPTIONS],
        line=_line,
        pace=_pace,
        letter=letter_of,
        example=_EXAMPLE,
    ),
    Kind(
        name="digest_collected",
        entry_kind="digest_collected",
        recipients=_people,
        params=_facts,
        organisations=_owners,
        title=_title,
        text=_several,
        url=_page,
        more=_more,
        action=gettext_lazy("Look at them"),
        icon="save",
        topic=Topic.SUBSCRIPTIONS,
        label=gettext_lazy("What a day or week brought for subscriptions"),
        reason=REASONS[Topic.SUBSCRIPTIONS],
        pace=_pace,
        letter=letter_of,
        example=_EXAMPLE,
    ),
)
"""The kinds that this room tells people of."""
