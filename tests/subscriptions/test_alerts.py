"""Who is told of which listing, once and why."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.http import QueryDict

from cms.lists.reading import find
from cms.lists.view import filters_of
from cms.lists.vocabulary import read_vocabulary
from marketplace.core import clock
from marketplace.journal.consumers import OutageError
from marketplace.journal.models import Cursor
from marketplace.notifications.models import Notification
from marketplace.notifications.rendering import notice_of
from marketplace.portal import alerting
from marketplace.subscriptions.actions import (
    AlreadySubscribed,
    pause_subscription,
    resume_subscription,
)
from marketplace.subscriptions.alerting import raise_alerts
from marketplace.subscriptions.models import Alert, Message
from search import builds
from tests.claims.factories import open_demand, person_of, with_lifecycle
from tests.factories import DomainFactory, UserFactory
from tests.portal.pairs import flood_demand, forecast
from tests.search.indexing import follow_journal, tell
from tests.subscriptions.factories import followed, published, revised, saved
from tests.taxonomy.factories import approved

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
    single = notice_of(Notification.objects.get(user=other.user, kind="alert_raised"))
    assert [label for label, _ in single.more] == ["暂停", "删除"]
    mine = Notification.objects.get(user=person, kind="alert_raised")
    notice = notice_of(mine)
    assert notice.more == ()
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


def told(person, kind="alert_raised"):
    return Notification.objects.filter(user=person, kind=kind).count()


def test_what_it_showed_when_it_was_made_is_not_told_and_what_newly_fits_is():
    person = UserFactory()
    old = open_demand(title="泵站联动控制")
    missed = open_demand(title="港口调度")
    saved("泵站", by=person, shown=[old.pk])
    published()
    revised(old, summary="改了一个字。")
    assert told(person) == 0
    revised(missed, summary="并联动泵站。")
    assert told(person) == 1
    revised(missed, summary="并联动两座泵站。")
    assert told(person) == 1


def test_a_filter_that_the_clock_decides_tells_when_its_time_has_come():
    person = UserFactory()
    saved("泵站", by=person, filters={"state": ["open"]})
    closing = UserFactory()
    saved(by=closing, filters={"deadline": ["week"]})
    now = clock.now()
    later = with_lifecycle(
        open_demand(title="泵站联动"),
        opens_at=now + timedelta(hours=1),
        closes_at=now + timedelta(days=8),
    )
    published(later)
    alerting.tell_what_time_changed()
    assert told(person) == told(closing) == 0
    clock.shift(timedelta(hours=2))
    alerting.tell_what_time_changed()
    assert (told_after_journal(person), told(closing)) == (1, 0)
    clock.shift(timedelta(days=2))
    alerting.tell_what_time_changed()
    alerting.tell_what_time_changed()
    assert (told_after_journal(person), told(closing)) == (1, 1)


def told_after_journal(person):
    follow_journal()
    return told(person)


def test_nobody_hears_of_their_own_and_nothing_while_paused():
    demand = open_demand(title="泵站联动")
    officer = person_of(demand.lifecycle.owner)
    saved("泵站", by=officer)
    paused = saved("泵站")
    pause_subscription(paused, by=paused.user)
    published(demand)
    assert told(officer) == told(paused.user) == 0
    assert Alert.objects.get().outcome == "passed"
    resume_subscription(paused, by=paused.user)
    revised(demand, summary="改了一个字。")
    assert told(paused.user) == 0


def test_synonyms_widen_what_is_saved_also_later():
    saved("停车诱导", by=(person := UserFactory()))
    published(open_demand(title="港口调度"))
    approved("停车诱导", "泊位引导")
    demand = open_demand(title="泊位引导系统")
    builds.rebuild()
    tell("demand_published", demand)
    follow_journal()
    assert told(person) == 1
    assert "泊位引导" in notice_of(Notification.objects.get(user=person)).text


def test_what_fits_an_own_listing_is_told_with_what_they_share():
    capability = forecast()
    bidder = person_of(capability.lifecycle.owner)
    followed(capability, by=bidder)
    demand = flood_demand()
    demand.qualifications.clear()
    demand.save()
    refused = flood_demand(title="老城区积水预报，要求认证")
    published(demand, refused)
    alert = Alert.objects.get()
    assert alert.demand == demand
    assert alert.reason["points"]
    notice = Notification.objects.get(user=bidder, kind="alert_raised")
    assert notice.organisation_key == capability.lifecycle.owner_id
    assert "共同要点" in notice_of(notice).text
    bidder.memberships.all().delete()
    other = flood_demand(title="易涝点积水预报二期")
    other.qualifications.clear()
    other.save()
    published(other)
    assert Alert.objects.count() == 1


def test_a_new_capability_is_told_to_those_who_follow_their_demand():
    demand = flood_demand()
    demand.qualifications.clear()
    demand.save()
    officer = person_of(demand.lifecycle.owner, "editor")
    followed(demand, by=officer)
    published(forecast(), demand)
    assert Alert.objects.get().capability is not None
    assert told(officer) == 1


def test_it_waits_for_the_index_and_a_kill_in_between_loses_and_doubles_nothing(monkeypatch):
    person = UserFactory()
    saved("泵站", by=person)
    demand = open_demand(title="泵站联动")
    published()
    with pytest.raises(OutageError):
        alerting.alert_for(demand, position=10_000)

    class KilledError(BaseException):
        pass

    whole = raise_alerts

    def killed_after(*args, **options):
        whole(*args, **options)
        raise KilledError

    tell("demand_published", demand)
    with monkeypatch.context() as patched:
        patched.setattr(alerting, "raise_alerts", killed_after)
        with pytest.raises(KilledError):
            follow_journal()
    assert Alert.objects.count() == 1
    follow_journal()
    assert told(person) == 1


def _subscribed(text, filters, *, by):
    try:
        return saved(text, filters=filters, by=by)
    except AlreadySubscribed as refusal:
        return refusal.subscription


def test_alerts_are_just_what_the_lists_show():
    draw = random.Random(3)
    words = ["泵站", "积水", "停车", "巡检", "港口", "调度", "平台", "AI"]
    domains = [DomainFactory(slug=slug) for slug in ("parking", "security", "marine")]
    builds.rebuild()
    searches, person = {}, UserFactory()
    for _ in range(30):
        text = " ".join(draw.sample(words, draw.randint(0, 2)))
        text += draw.choice(("", "", f" -{draw.choice(words)}"))
        filters = draw.choice(({}, {"domain": [draw.choice(domains).slug]}, {"state": ["open"]}))
        subscription = _subscribed(text.strip(), filters, by=person)
        searches[subscription.pk] = subscription.search
    listings = []
    for _ in range(8):
        demand = open_demand(
            title="".join(draw.sample(words, 3)), summary="".join(draw.sample(words, 2))
        )
        demand.domains.set(draw.sample(domains, 1))
        demand.save()
        listings.append(demand)
        tell("demand_published", demand)
    follow_journal()
    terms = read_vocabulary()
    for pk, search in searches.items():
        data = QueryDict(search.query)
        filters = filters_of(search.list_key, data, vocabulary=terms, now=clock.now())
        shown = {*find(search.list_key, filters, page=1).pks}
        assert set(Alert.objects.filter(subscription=pk).values_list("demand", flat=True)) == shown
    assert Alert.objects.count() > 25
