"""What followers are told of: each entry in one line, and nothing that they cannot read."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.claims.models import Claim
from marketplace.core import clock
from marketplace.journal.models import Cursor, Entry
from marketplace.listings import questions
from marketplace.listings.actions import assign_batch
from marketplace.listings.addenda import Statement
from marketplace.listings.models import Batch
from marketplace.notifications import dispatcher, kinds
from marketplace.notifications.kinds import Kind
from marketplace.notifications.models import Notification
from marketplace.notifications.rendering import notice_of
from marketplace.organisations.models import Role
from marketplace.portal import alerting
from marketplace.subscriptions.following import follow, unfollow
from marketplace.subscriptions.models import Alert, Frequency
from search import builds
from tests.claims.factories import capability_of, claim_for, open_demand, person_of, with_lifecycle
from tests.factories import DomainFactory, OrganisationFactory, UserFactory
from tests.listings.factories import Office
from tests.notifications.dispatching import notify_on_entry
from tests.search.indexing import follow_journal, tell
from tests.subscriptions.factories import published, saved

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def lines(person) -> list[str]:
    """Return what a person was told, the oldest first."""
    rows = Notification.objects.of(person.pk).reverse()
    return [f"{notice.title}｜{notice.text}" for notice in map(notice_of, rows)]


def dispatched(entry: Entry) -> Entry:
    """Write the notifications of an entry, all batches."""
    after = ""
    while (after := notify_on_entry(entry, after) or "") != "":
        pass
    return entry


def told(kind: str, subject, **data) -> Entry:
    """Record an entry and write its notifications."""
    return dispatched(tell(kind, subject, **data))


def answered(demand, office: Office) -> None:
    """Let somebody ask about a demand, and its office answer in public."""
    asker = person_of(OrganisationFactory(), Role.VIEWER)
    question = questions.ask_question(demand, by=asker, text="能否夜间进场？")
    question = questions.draft_answer(question, by=office.editor, answer="可以，须提前报备。")
    questions.publish_answer(question, by=office.approver, version=question.version)


def tell_all_since(position: int) -> None:
    """Write the notifications of every entry after one."""
    for entry in Entry.objects.filter(pk__gt=position).order_by("pk"):
        dispatched(entry)


def test_a_demand_s_followers_hear_what_becomes_of_it_and_of_each_change_once():
    office = Office()
    person, demand = UserFactory(), office.published(title="夜间渣土车识别")
    follow(demand, by=person)
    number = demand.lifecycle.number
    last = Entry.objects.latest("pk").pk
    wording = Statement(is_material=False, why="改正文字。")
    office.changed(demand, statement=wording, content="演示时间改为十月。")
    office.changed(demand, content="演示时间改为十一月。")
    answered(demand, office)
    tell_all_since(last)
    told("demand_closing", demand, hours=24, closes_at="2026-12-18T17:00:00+08:00")
    told("demand_closed", demand)
    text = f"｜{number} 夜间渣土车识别"
    assert lines(person) == [
        f"您关注的需求有变更{text}",
        f"您关注的需求有实质性变更{text}",
        f"您关注的需求有新的答疑{text}",
        f"您关注的需求将在 24 小时内截止{text}，截止时间 2026-12-18 星期五 17:00 北京时间",
        f"您关注的需求已截止{text}",
    ]


def test_the_answers_to_the_questions_of_a_demand_are_one_line():
    office = Office()
    person, demand = UserFactory(), office.published()
    follow(demand, by=person)
    last = Entry.objects.latest("pk").pk
    for _time in range(3):
        answered(demand, office)
    tell_all_since(last)
    assert [row.others for row in Notification.objects.of(person.pk).lines().with_line()] == [2]


def test_a_demand_that_is_listed_again_is_told_by_its_new_number_once_that_is_public():
    person, ancestor = UserFactory(), open_demand(title="第一次")
    follow(ancestor, by=person)
    with_lifecycle(ancestor, state="withdrawn")
    successor = with_lifecycle(open_demand(title="第二次"), state="unpublished")
    told("demand_relisted", ancestor, successor=successor.pk)
    assert lines(person) == []
    with_lifecycle(successor, state="live")
    told("demand_relisted", ancestor, successor=successor.pk)
    assert lines(person) == [f"您关注的需求重新发布｜{successor.lifecycle.number} 第二次"]


def test_of_a_withdrawn_demand_the_title_is_kept_back():
    person, demand = UserFactory(), open_demand(title="不再公开的题目")
    follow(demand, by=person)
    gone = with_lifecycle(demand, state="withdrawn")
    told("demand_withdrawn", gone)
    told("demand_closed", gone)
    assert lines(person) == [
        f"您关注或曾准备参与的需求已撤回｜{gone.lifecycle.number} {gone.lifecycle.owner}"
    ]


def test_a_publication_is_told_in_one_line_however_it_is_followed():
    domain, batch = (
        DomainFactory(name="智慧停车"),
        Batch.objects.create(name="第九批", year=2026, order=9),
    )
    shown = with_lifecycle(open_demand(), batch=batch)
    owner = shown.lifecycle.owner
    by_all, by_batch, by_domain = UserFactory(), UserFactory(), UserFactory()
    for target in (owner, batch, domain):
        follow(target, by=by_all)
    for target in (batch, domain):
        follow(target, by=by_batch)
    follow(domain, by=by_domain)
    demand = with_lifecycle(open_demand(owner, title="泵站联动"), batch=batch)
    demand.domains.set([domain])
    demand.save()
    told("demand_published", demand)
    text = f"｜{owner}：泵站联动"
    assert lines(by_all) == [f"您关注的{owner}有新发布{text}"]
    assert lines(by_batch) == [f"您关注的第九批有新发布{text}"]
    assert lines(by_domain) == [f"您关注的领域有新发布（智慧停车）{text}"]
    firm = OrganisationFactory()
    follow(firm, by=by_domain)
    told("capability_published", capability_of(firm, title="渣土车识别"))
    assert lines(by_domain)[1:] == [f"您关注的{firm}有新发布｜{firm}：渣土车识别"]


def test_who_is_put_into_a_followed_batch_later_is_told_to_its_followers():
    batch = Batch.objects.create(name="第九批", year=2026, order=9)
    with_lifecycle(open_demand(), batch=batch)
    person, staff = UserFactory(), UserFactory(staff=True)
    follow(batch, by=person)
    assign_batch(open_demand(title="泵站联动"), batch, by=staff)
    notify_on_entry(Entry.objects.get(kind="demand_batched"), "")
    assert len(lines(person)) == 1
    assign_batch(with_lifecycle(open_demand(), state="unpublished"), batch, by=staff)
    notify_on_entry(Entry.objects.filter(kind="demand_batched").latest("pk"), "")
    assert len(lines(person)) == 1


def test_who_is_told_otherwise_acted_or_came_later_is_not_told_as_a_follower():
    demand = open_demand()
    writer = person_of(demand.lifecycle.owner, Role.EDITOR)
    gone, late, inactive = UserFactory(), UserFactory(), UserFactory()
    for person in (writer, gone, inactive):
        follow(demand, by=person)
    unfollow(demand, by=gone)
    inactive.is_active = False
    inactive.save()
    entry = tell("demand_closed", demand)
    clock.shift(timedelta(seconds=1))
    follow(demand, by=late)
    notify_on_entry(entry, "")
    assert Notification.objects.values_list("user", "kind").get() == (writer.pk, "demand_closed")


def test_an_applicant_who_follows_gets_the_applicant_s_line():
    demand = open_demand()
    claim = claim_for(demand)
    follow(demand, by=claim.submitted_by)

    def applicants(_entry):
        return [one.submitted_by for one in Claim.objects.filter(demand=demand)]

    kinds.register(
        Kind(
            name="for_applicants",
            entry_kind="demand_closed",
            recipients=applicants,
            title=lambda _: "致申请人",
            text=lambda _: "",
            url=lambda _: "/",
        )
    )
    try:
        told("demand_closed", demand)
    finally:
        kinds.unregister("for_applicants")
    assert [row.kind for row in Notification.objects.of(claim.submitted_by.pk)] == [
        "for_applicants"
    ]


def test_a_fan_out_goes_in_batches_and_reaches_everybody_once(monkeypatch):
    monkeypatch.setattr(dispatcher, "BATCH", 2)
    demand = open_demand()
    people = [UserFactory() for _ in range(5)]
    for person in people:
        follow(demand, by=person)
    entry = told("demand_closed", demand)
    notify_on_entry(entry, "")
    assert [len(lines(person)) for person in people] == [1] * 5


@pytest.mark.parametrize("frequency", Frequency.values)
def test_who_follows_and_has_a_search_that_fits_is_told_once(index, frequency):
    follower, other = UserFactory(), UserFactory()
    owner = open_demand().lifecycle.owner
    follow(owner, by=follower)
    wishes = {"frequency": frequency, "by_mail": True}
    for person in (follower, other):
        saved("泵站", by=person, **wishes)
    published(open_demand(owner, title="泵站联动"))
    assert lines(follower) == [f"您关注的{owner}有新发布｜{owner}：泵站联动"]
    assert len(lines(other)) == (frequency == Frequency.INSTANT)
    outcomes = dict(Alert.objects.values_list("subscription__user", "outcome"))
    told_or_not = "told" if frequency == Frequency.INSTANT else "waiting"
    assert outcomes == {follower.pk: "followed", other.pk: told_or_not}
    Cursor.objects.filter(name="subscriptions").update(position=0)
    follow_journal()
    assert len(lines(follower)) == 1


def test_a_revision_that_newly_fits_is_told_to_who_follows_the_owner_and_once_to_the_demand_s(
    index,
):
    of_owner, of_demand = UserFactory(), UserFactory()
    office = Office()
    demand = office.published(title="港口调度")
    builds.rebuild()
    follow_journal()
    follow(demand.lifecycle.owner, by=of_owner)
    follow(demand, by=of_demand)
    for person in (of_owner, of_demand):
        saved("泵站", by=person)
    office.changed(demand, title="泵站联动")
    follow_journal()
    assert [row.kind for row in Notification.objects.of(of_owner.pk)] == ["alert_raised"]
    assert [row.kind for row in Notification.objects.of(of_demand.pk)] == [
        "followed_addendum_published"
    ]


def test_what_the_clock_opens_is_told_to_a_follower_too(index):
    follower = UserFactory()
    owner = open_demand().lifecycle.owner
    follow(owner, by=follower)
    saved("泵站", by=follower, filters={"state": ["open"]})
    later = clock.now() + timedelta(hours=1)
    published(with_lifecycle(open_demand(owner, title="泵站联动"), opens_at=later))
    alerting.tell_what_time_changed()
    clock.shift(timedelta(hours=2))
    alerting.tell_what_time_changed()
    follow_journal()
    kinds_told = [row.kind for row in Notification.objects.of(follower.pk).reverse()]
    assert kinds_told == ["followed_organisation_demand_published", "alert_raised"]
