"""Who is told of which listing, once and why."""

from __future__ import annotations

import pytest

from marketplace.journal.models import Cursor
from marketplace.notifications.models import Notification
from marketplace.notifications.rendering import notice_of
from marketplace.subscriptions.models import Alert, Message
from tests.claims.factories import open_demand
from tests.factories import UserFactory
from tests.subscriptions.factories import published, revised, saved

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture(autouse=True)
def _index(index):
    """Give each test the portal's index."""


def test_a_new_listing_is_told_once_with_every_reason():
    person = UserFactory()
    first = saved("泵站 积水", by=person)
    second = saved("水位监测", by=person, name="水位")
    saved("港口调度", by=person)
    other = saved("泵站")
    demand = open_demand(title="易涝点积水预报", summary="布设水位监测终端，联动泵站。")
    published(demand)
    mine = Notification.objects.get(user=person, kind="alert_raised")
    notice = notice_of(mine)
    assert "2" in notice.title
    assert "易涝点积水预报" in notice.text
    assert "“泵站”、“积水”" in notice.text
    assert "水位" in notice.text
    assert "港口" not in notice.text
    assert set(Alert.objects.values_list("subscription", "outcome")) == {
        (one.pk, "told") for one in (first, second, other)
    }
    assert Message.objects.count() == Notification.objects.filter(kind="alert_raised").count() == 2
    Cursor.objects.filter(name="subscriptions").update(position=0)
    revised(demand, summary="布设水位监测终端，联动泵站，并预报积水。")
    assert Notification.objects.filter(kind="alert_raised").count() == 2
