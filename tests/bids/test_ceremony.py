"""Two of three openers, after the close and not before; who left is replaced by the others."""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations

import pytest

from marketplace.bids import ceremony
from marketplace.bids.drafting import save_draft
from marketplace.bids.models import Bid, Opener, OpeningAttempt
from marketplace.bids.opening import open_bids
from marketplace.core import clock
from marketplace.sealing.keepers import keeper
from marketplace.sealing.suites import BrokenSealError
from tests.bids.factories import close, open_challenge, sealed, sealed_of
from tests.bids.refusing import refused
from tests.challenges.factories import fresh
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]

PASSPHRASES = {1: "一号口令 egret", 2: "二号口令 harbour", 3: "三号口令 lighthouse"}


@pytest.fixture
def challenge():
    return open_challenge(rules={"seal_mode": "ceremony", "minimum_bids": 1})


@pytest.fixture
def people(challenge, officer):
    people = [UserFactory() for _number in range(3)]
    ceremony.name_openers(challenge, users=people, by=officer)
    return people


@pytest.fixture
def ready(challenge, people):
    for number, person in enumerate(people, start=1):
        ceremony.choose_passphrase(challenge, by=person, passphrase=PASSPHRASES[number])
    for number, person in enumerate(people, start=1):
        ceremony.rehearse(challenge, by=person, passphrase=PASSPHRASES[number])
    return fresh(challenge)


def give(challenge, person, number):
    return ceremony.give_passphrase(challenge, by=person, passphrase=PASSPHRASES[number])


def test_no_bid_is_taken_before_all_three_have_rehearsed(challenge, people, firm, bidder):
    for number, person in enumerate(people, start=1):
        refused("not_ready", save_draft, challenge, firm=firm, by=bidder, texts={})
        ceremony.choose_passphrase(challenge, by=person, passphrase=PASSPHRASES[number])
    for number, person in enumerate(people, start=1):
        refused("not_ready", save_draft, challenge, firm=firm, by=bidder, texts={})
        ceremony.rehearse(challenge, by=person, passphrase=PASSPHRASES[number])
    assert sealed(challenge, firm, bidder).version == 1


@pytest.mark.parametrize("pair", list(combinations((1, 2, 3), 2)), ids=str)
def test_any_two_passphrases_open_after_the_close(ready, people, pair):
    sealed(ready)
    close(ready)
    first, second = pair
    give(fresh(ready), people[first - 1], first)
    refused("shares_missing", open_bids, fresh(ready), by=people[first - 1])
    give(fresh(ready), people[second - 1], second)
    assert open_bids(fresh(ready), by=people[second - 1]).total == 1
    assert Bid.objects.get().is_committed
    assert not Opener.objects.filter(handed__isnull=False).exists()


def test_before_the_close_no_passphrase_is_taken(ready, people, officer):
    sealed(ready)
    refused("too_early", give, ready, people[0], 1)
    assert not Opener.objects.filter(handed__isnull=False).exists()
    close(ready)
    refused("not_opener", open_bids, fresh(ready), by=officer)


def test_the_portals_key_alone_opens_nothing(ready, firm, bidder):
    sealed(ready, firm, bidder)
    bid = sealed_of(ready, firm)
    with pytest.raises(BrokenSealError):
        keeper().unwrap(bytes.fromhex(bid.locked), context=("time lock", f"challenge:{ready.pk}"))


def test_five_wrong_passphrases_bar_that_opener_for_a_while(ready, people):
    for _time in range(5):
        refused(
            "wrong_passphrase",
            ceremony.rehearse,
            ready,
            by=people[0],
            passphrase="一号口令 heron",
        )
    refused("barred", ceremony.rehearse, ready, by=people[0], passphrase=PASSPHRASES[1])
    assert OpeningAttempt.objects.filter(by=people[0], answer="wrong_passphrase").count() == 5
    ceremony.rehearse(ready, by=people[1], passphrase=PASSPHRASES[2])
    clock.shift(timedelta(minutes=31))
    ceremony.rehearse(ready, by=people[0], passphrase=PASSPHRASES[1])
    assert Opener.objects.get(user=people[0]).failures == 0


def test_an_opener_who_left_is_replaced_by_the_other_two(ready, people):
    sealed(ready)
    lost, newcomer = Opener.objects.get(number=2), UserFactory()
    passphrases = {**PASSPHRASES, 2: "新的二号口令 tide"}
    ceremony.replace_opener(ready, lost=lost, user=newcomer, by=people[0], passphrases=passphrases)
    refused("not_opener", ceremony.rehearse, ready, by=people[1], passphrase=PASSPHRASES[2])
    close(ready)
    ceremony.give_passphrase(fresh(ready), by=newcomer, passphrase=passphrases[2])
    give(fresh(ready), people[2], 3)
    assert open_bids(fresh(ready), by=newcomer).total == 1


def replaced(ready, people):
    lost, newcomer = Opener.objects.get(number=2), UserFactory()
    passphrases = {**PASSPHRASES, 2: "新的二号口令 tide"}
    ceremony.replace_opener(ready, lost=lost, user=newcomer, by=people[0], passphrases=passphrases)
    return newcomer


def test_bids_are_taken_and_opened_after_an_opener_was_replaced(
    ready, people, firm, bidder, officer
):
    sealed(ready, firm, bidder)
    newcomer = replaced(ready, people)
    assert sealed(ready, firm, bidder).version == 2
    others = [UserFactory() for _number in range(3)]
    refused("wrong_state", ceremony.name_openers, ready, users=others, by=officer)
    close(ready)
    give(fresh(ready), people[0], 1)
    ceremony.give_passphrase(fresh(ready), by=newcomer, passphrase="新的二号口令 tide")
    assert open_bids(fresh(ready), by=newcomer).total == 1
    assert Bid.objects.get().is_committed


def test_who_was_replaced_meanwhile_is_not_replaced_once_more(ready, people):
    lost = Opener.objects.get(number=2)
    replaced(ready, people)
    passphrases = {**PASSPHRASES, 2: "又一个二号口令 dune"}
    again = {"lost": lost, "user": UserFactory(), "by": people[0], "passphrases": passphrases}
    refused("changed_meanwhile", ceremony.replace_opener, ready, **again)


def test_openers_are_not_named_anew_even_where_a_rehearsal_is_missing_again(ready, people, officer):
    Opener.objects.filter(challenge=ready).update(rehearsed_at=None)
    key = bytes(ready.ceremony_key.public)
    refused("wrong_state", ceremony.name_openers, ready, users=people, by=officer)
    assert bytes(fresh(ready).ceremony_key.public) == key


def test_one_opener_replaces_nobody(ready, people):
    lost = Opener.objects.get(number=2)
    passphrases = {1: PASSPHRASES[1], 2: "新的二号口令 tide", 3: "猜的三号口令 xx"}
    refused(
        "wrong_passphrase",
        ceremony.replace_opener,
        ready,
        lost=lost,
        user=UserFactory(),
        by=people[0],
        passphrases=passphrases,
    )
    assert Opener.objects.get(number=2).user == people[1]


@pytest.mark.parametrize(
    ("number", "typed"), [(1, "猜的一号口令 xx"), (3, "猜的三号口令 xx"), (2, "短")], ids=str
)
def test_a_passphrase_that_is_refused_stands_beside_its_openers_field(
    client, ready, people, number, typed
):
    newcomer, door = UserFactory(), doors(ready)[-1]
    passphrases = {**PASSPHRASES, 2: "新的二号口令 tide", number: typed}
    answer = replace(client, door, by=people[0], newcomer=newcomer, passphrases=passphrases)
    form = answer.context["replace_form"]
    assert answer.status_code == 422
    assert list(form.errors) == [f"passphrase{number}"]
    assert (form["lost"].value(), form["email"].value()) == ("2", newcomer.email)
    assert typed not in answer.content.decode()
    assert Opener.objects.get(number=2).user == people[1]


def test_who_has_left_is_chosen_and_not_the_first_of_three_by_default(client, ready, people):
    client.force_login(people[0])
    answer = client.post(doors(ready)[-1], {"lost": "", "email": "typed@example.com"})
    form = answer.context["replace_form"]
    assert "lost" in form.errors
    assert form["email"].value() == "typed@example.com"


def test_of_two_wrong_passphrases_both_are_named_and_counted(client, ready, people):
    door = doors(ready)[-1]
    passphrases = {1: "猜的一号口令 xx", 2: "新的二号口令 tide", 3: "猜的三号口令 xx"}
    for _time in range(5):
        answer = replace(
            client, door, by=people[0], newcomer=UserFactory(), passphrases=passphrases
        )
        assert set(answer.context["replace_form"].errors) == {"passphrase1", "passphrase3"}
    assert {one.failures for one in Opener.objects.exclude(number=2)} == {5}
    right = {**PASSPHRASES, 2: "新的二号口令 tide"}
    barred = replace(client, door, by=people[0], newcomer=UserFactory(), passphrases=right)
    assert set(barred.context["replace_form"].errors) == {"passphrase1", "passphrase3"}


def test_nobody_but_an_opener_can_use_up_the_attempts_of_openers(client, ready, people, bidder):
    passphrases = dict.fromkeys(PASSPHRASES, "猜的口令 xxxxxxxx")
    for door in doors(ready):
        replace(client, door, by=bidder, newcomer=UserFactory(), passphrases=passphrases)
    lost = Opener.objects.get(number=2)
    refused(
        "not_opener",
        ceremony.replace_opener,
        ready,
        lost=lost,
        user=UserFactory(),
        by=bidder,
        passphrases=passphrases,
    )
    assert not Opener.objects.filter(failures__gt=0).exists()
    assert not OpeningAttempt.objects.exists()


def doors(challenge):
    """Return the addresses of the step before the list and after it."""
    number = challenge.demand.lifecycle.number
    return [
        f"/workbench/openers/{challenge.demand_id}/replace/",
        f"/demands/{number}/opening/replace/",
    ]


def replace(client, door, *, by, newcomer, passphrases):
    client.force_login(by)
    typed = {f"passphrase{number}": one for number, one in passphrases.items()}
    return client.post(door, {"lost": "2", "email": newcomer.email, **typed})


def test_the_openers_stand_once_bids_are_taken(ready, people, officer):
    refused("wrong_state", ceremony.name_openers, ready, users=people, by=officer)


def test_three_different_people_are_named_by_who_runs_the_challenge(challenge, officer, bidder):
    one = UserFactory()
    refused("mistakes", ceremony.name_openers, challenge, users=[one] * 3, by=officer)
    people = [UserFactory() for _number in range(3)]
    refused("not_officer", ceremony.name_openers, challenge, users=people, by=bidder)


def test_a_share_cannot_be_moved_to_another_openers_row(ready, people):
    first, second = Opener.objects.filter(number__lte=2)
    Opener.objects.filter(pk=second.pk).update(share=first.share, share_digest=first.share_digest)
    refused("wrong_passphrase", ceremony.rehearse, ready, by=people[1], passphrase=PASSPHRASES[2])
