"""A ceremony is rehearsed before its challenge is listed, on a page of its openers' own."""

from __future__ import annotations

from functools import partial

import pytest
from django.urls import reverse

from marketplace.bids import ceremony, permissions
from marketplace.bids.beats import begin_vault
from marketplace.bids.models import Opener
from marketplace.bids.places import places_of_bids
from marketplace.bids.readiness import lacking, problems_of_openers
from marketplace.bids.waiting import steps_waiting_for
from marketplace.challenges.models import Challenge
from marketplace.core import clock
from marketplace.listings import actions
from marketplace.listings.models import DemandLifecycle
from marketplace.listings.publication_checks import Elsewhere
from marketplace.organisations.models import Role
from tests.bids.factories import sealed
from tests.bids.refusing import refused
from tests.bids.test_opener_notices import told
from tests.challenges.factories import ChallengeOffice, follow, fresh
from tests.claims.factories import person_of
from tests.factories import OrganisationFactory, UserFactory
from tests.listings.factories import step_of
from tests.racing import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]

CEREMONY = {"seal_mode": "ceremony"}
PASSPHRASE = "很长的一句口令 heron"


@pytest.fixture
def office():
    return ChallengeOffice()


@pytest.fixture
def people():
    return [UserFactory() for _number in range(3)]


def unlisted(office, *, mode="ceremony", state="argued"):
    """Return a challenge found fit as its rows alone."""
    challenge = office.as_listed(rules={"seal_mode": mode})
    DemandLifecycle.objects.filter(demand=challenge.demand_id).update(
        published_at=None, number=None, state="draft"
    )
    Challenge.objects.filter(pk=challenge.pk).update(state=state)
    return fresh(challenge)


def name(challenge, people, *, rehearsed=False):
    """Let three people be openers as rows, who have rehearsed or have not."""
    now = clock.now() if rehearsed else None
    for number, user in enumerate(people, start=1):
        Opener.objects.create(
            challenge=challenge, number=number, user=user, public=b"x", rehearsed_at=now
        )


def problems(challenge):
    return [
        f"{said}" for _field, said in problems_of_openers(challenge.demand, lifecycle(challenge))
    ]


def lifecycle(challenge):
    return fresh(challenge).demand.lifecycle


def test_it_is_listed_once_all_three_have_rehearsed_and_takes_bids_at_once(office, people):
    challenge = office.argued(rules=CEREMONY)
    refusal = refused("problems", office.submit, challenge.demand)
    [said] = refusal.fields["mode"]
    assert isinstance(said, Elsewhere)
    assert said.url == reverse("bids:openers", args=[challenge.demand_id])
    ceremony.name_openers(challenge, users=people, by=office.editor)
    for one in people:
        refused("problems", office.submit, challenge.demand)
        ceremony.choose_passphrase(challenge, by=one, passphrase=PASSPHRASE)
    for one in people:
        refused("problems", office.submit, challenge.demand)
        ceremony.rehearse(challenge, by=one, passphrase=PASSPHRASE)
    office.submit(challenge.demand)
    office.approve(challenge.demand)
    follow(challenge)
    begin_vault(fresh(challenge))
    assert sealed(fresh(challenge)).version == 1
    others = [UserFactory() for _number in range(3)]
    refused("wrong_state", ceremony.name_openers, challenge, users=others, by=office.editor)


def test_an_opener_is_replaced_before_the_listing(office, people):
    challenge = unlisted(office)
    ceremony.name_openers(challenge, users=people, by=office.editor)
    for one in people:
        ceremony.choose_passphrase(challenge, by=one, passphrase=PASSPHRASE)
    people[1].is_active = False
    people[1].save()
    for one in (people[0], people[2]):
        ceremony.rehearse(challenge, by=one, passphrase=PASSPHRASE)
    assert len(problems(challenge)) == 1
    newcomer, lost = UserFactory(), Opener.objects.get(number=2)
    passphrases = {1: PASSPHRASE, 2: "新的二号口令 tide", 3: PASSPHRASE}
    by = people[0]
    ceremony.replace_opener(challenge, lost=lost, user=newcomer, by=by, passphrases=passphrases)
    assert problems(challenge) == []


@pytest.mark.django_db
def test_what_is_lacking_is_named_person_by_person(office, people):
    challenge = unlisted(office)
    assert problems(challenge) == ["尚未指定三位开启人。"]
    name(challenge, people)
    assert len(problems(challenge)) == 3
    Opener.objects.filter(number__lte=2).update(rehearsed_at=clock.now())
    assert problems(challenge) == [f"开启人{people[2]}尚未完成演练。"]
    Opener.objects.update(public=None)
    assert f"开启人{people[0]}尚未选定口令。" in problems(challenge)
    people[0].is_active = False
    people[0].save()
    assert f"开启人{people[0]}已停用，须先更换。" in problems(challenge)


@pytest.mark.django_db
def test_neither_the_time_lock_nor_what_was_listed_before_waits_for_openers(office):
    assert problems(unlisted(office, mode="time_lock")) == []
    listed = office.as_listed(rules=CEREMONY)
    assert problems(listed) == []
    assert lacking(listed) != []


def test_what_was_approved_is_not_published_once_its_openers_are_named_anew(office, people):
    challenge = office.argued(rules=CEREMONY)
    name(challenge, people, rehearsed=True)
    office.submit(challenge.demand)
    office.approve(challenge.demand, times=2)
    others = [UserFactory() for _number in range(3)]
    step = step_of(challenge.demand)
    publish = partial(actions.decide_step, step, by=office.reviewer, approve=True, comment="同意")
    rename = partial(ceremony.name_openers, challenge, users=others, by=office.editor)
    answers = at_once(publish, rename)
    assert answers in (["done", "problems"], ["done", "wrong_state"])
    is_listed = lifecycle(challenge).published_at is not None
    holders = {one.user for one in fresh(challenge).openers.all()}
    assert holders == set(people if is_listed else others)


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["withdrawn", "argued_down", "terminated", "failed"])
def test_nobody_is_named_for_what_has_ended(office, people, state):
    challenge = unlisted(office)
    challenge.state = state
    refusal = permissions.may_name_openers(office.editor, challenge)
    assert refusal.code == "wrong_state"
    assert not permissions.may_prepare(office.editor, challenge)


@pytest.mark.django_db
def test_people_of_firms_open_nothing_and_stand_beside_their_field(office, people):
    challenge = unlisted(office)
    people[1] = person_of(OrganisationFactory())
    call = partial(ceremony.name_openers, challenge, users=people, by=office.editor)
    assert set(refused("mistakes", call).fields) == {"opener2"}
    assert not Opener.objects.exists()


def test_openers_and_officers_enter_the_page_before_the_list_and_nobody_else_does(
    client, office, people
):
    challenge = unlisted(office)
    page = reverse("bids:openers", args=[challenge.demand_id])
    client.force_login(office.editor)
    named = {f"opener{number}": one.email for number, one in enumerate(people, start=1)}
    missing = {**named, "opener3": "nobody@example.invalid"}
    refused_page = client.post(f"{page}name/", missing)
    assert refused_page.status_code == 422
    assert people[0].email in refused_page.content.decode()
    assert client.post(f"{page}name/", named).headers["Location"] == page
    assert told("openers_named", "opener_named") == set(people)
    [waits] = steps_waiting_for(people[0])
    assert (waits.title, waits.url) == ("选定开启人口令", page)
    client.force_login(people[0])
    assert client.post(f"{page}choose/", {"passphrase": "short"}).status_code == 422
    assert client.post(f"{page}choose/", {"passphrase": PASSPHRASE}).status_code == 302
    assert challenge.demand.title in client.get(page).content.decode()
    for stranger in (UserFactory(), person_of(office.organisation, Role.SUPERVISOR)):
        client.force_login(stranger)
        assert client.get(page).status_code == 404
        assert client.post(f"{page}name/", named).status_code == 404


@pytest.mark.django_db
def test_the_page_leads_to_the_opening_once_it_is_listed(client, office, people):
    challenge = office.as_listed(rules=CEREMONY)
    name(challenge, people)
    client.force_login(people[0])
    page = reverse("bids:openers", args=[challenge.demand_id])
    number = challenge.demand.lifecycle.number
    assert client.get(page).headers["Location"] == reverse("bids:opening", args=[number])
    assert client.post(f"{page}choose/", {"passphrase": PASSPHRASE}).status_code == 404
    client.force_login(UserFactory())
    assert client.get(page).status_code == 404


@pytest.mark.django_db
def test_the_desk_of_a_challenge_links_to_its_openers(office):
    challenge = unlisted(office)
    urls = {one.url for one in places_of_bids(office.editor, challenge)}
    assert urls == {reverse("bids:openers", args=[challenge.demand_id])}
    assert list(places_of_bids(office.editor, unlisted(office, mode="time_lock"))) == []
