"""Following and no longer: who may, once, and what a merge moves."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from marketplace.accounts.system import system_user
from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.journal.models import Entry
from marketplace.listings.models import Batch
from marketplace.organisations.merging import merge_placeholder
from marketplace.subscriptions import permissions
from marketplace.subscriptions.following import follow, followable_by, unfollow
from marketplace.subscriptions.models import Follow
from tests.claims.factories import open_demand, with_lifecycle
from tests.factories import DomainFactory, OrganisationFactory, UserFactory
from tests.racing import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def a_batch(order: int = 1) -> Batch:
    return Batch.objects.create(name=f"测试第{order}批", year=2026, order=order)


def test_each_kind_of_thing_is_followed_once_and_forgotten():
    person = UserFactory()
    batch = a_batch()
    demand = with_lifecycle(open_demand(), batch=batch)
    for target in (demand, demand.lifecycle.owner, DomainFactory(), batch):
        first = follow(target, by=person)
        assert follow(target, by=person) == first
        assert first.target == target
    assert Follow.objects.visible_to(person).count() == 4
    unfollow(demand, by=person)
    unfollow(demand, by=person)
    assert Follow.objects.visible_to(person).count() == 3
    kinds = list(Entry.objects.filter(subject_type="subscriptions.follow").order_by("pk"))
    assert [entry.kind for entry in kinds] == [*["follow_begun"] * 4, "follow_ended"]
    assert all(entry.data == {} for entry in kinds)


def test_what_is_not_public_cannot_be_followed():
    person = UserFactory()
    withdrawn = with_lifecycle(open_demand(), state="withdrawn")
    planned = a_batch()
    with_lifecycle(open_demand(), batch=planned, state="unpublished")
    for target in (
        withdrawn,
        planned,
        OrganisationFactory(unverified=True),
        DomainFactory(retired=True),
    ):
        with pytest.raises(Refusal) as refused:
            follow(target, by=person)
        assert refused.value.code == "not_followable"
    assert not Follow.objects.exists()
    assert not followable_by(person, "batch").exists()


def test_an_account_without_a_person_and_one_thing_too_many_are_refused(monkeypatch):
    with pytest.raises(Refusal) as refused:
        follow(DomainFactory(), by=system_user())
    assert refused.value.code == "not_a_person"
    monkeypatch.setattr(permissions, "MOST_FOLLOWED", 1)
    person = UserFactory()
    follow(DomainFactory(), by=person)
    with pytest.raises(Refusal) as refused:
        follow(DomainFactory(), by=person)
    assert (refused.value.code, refused.value.status) == ("too_many", 403)


def test_the_table_holds_one_target_a_row_and_a_target_once_a_person():
    person, domain = UserFactory(), DomainFactory()
    batch = a_batch()
    follow(domain, by=person)
    for given in ({}, {"domain": DomainFactory(), "batch": batch}, {"domain": domain}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Follow.objects.create(user=person, since=clock.now(), **given)


def test_a_merge_moves_followers_and_doubles_nobody():
    placeholder, firm = OrganisationFactory(placeholder=True), OrganisationFactory()
    one, both = UserFactory(), UserFactory()
    follow(placeholder, by=one)
    follow(placeholder, by=both)
    follow(firm, by=both)
    merge_placeholder(placeholder, into=firm, by=UserFactory(staff=True))
    rows = Follow.objects.order_by("user").values_list("user", "organisation")
    assert list(rows) == [(one.pk, firm.pk), (both.pk, firm.pk)]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_clicks_at_once_follow_once_and_keep_the_limit(monkeypatch):
    monkeypatch.setattr(permissions, "MOST_FOLLOWED", 1)
    person = UserFactory()
    first, second = DomainFactory(), DomainFactory()
    assert at_once(*[lambda: follow(first, by=person)] * 4) == ["done"] * 4
    unfollow(first, by=person)
    results = at_once(lambda: follow(first, by=person), lambda: follow(second, by=person))
    assert results == ["done", "too_many"]
    assert Follow.objects.count() == 1
