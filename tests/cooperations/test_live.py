"""The page of a co-operation follows what the other side does, for its readers alone."""

from __future__ import annotations

import pytest
from django.test import Client

from marketplace.cooperations import actions
from marketplace.cooperations.resources import grant_resource, request_resource
from marketplace.journal.catching_up import run_until_caught_up
from marketplace.notifications.topics import followed
from tests.claims.factories import person_of
from tests.cooperations.factories import SIGNED, opens_data
from tests.factories import OrganisationFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


def live(pair):
    run_until_caught_up()
    return followed("cooperation", pair.cooperation.number)


def part(pair, person):
    client = Client()
    client.force_login(person)
    answer = client.get(live(pair).url)
    return answer.content.decode() if answer.status_code == 200 else answer.status_code


def test_each_step_gives_the_page_its_next_version_and_parts_that_say_it(pair):
    assert live(pair).version == 0
    actions.confirm_contact(pair.cooperation, by=pair.provider)
    assert live(pair).version == 1
    drawn = part(pair, pair.officer)
    assert drawn.count("data-part") == 3
    assert "未确认" in drawn
    actions.confirm_contact(pair.cooperation, by=pair.officer)
    before = live(pair).version
    actions.begin_talks(pair.cooperation, by=pair.officer)
    actions.sign_agreement(pair.cooperation, by=pair.officer, agreed_on=SIGNED)
    assert live(pair).version == before + 2
    assert SIGNED.isoformat() in part(pair, pair.provider)


def test_requests_and_their_answers_move_it(pair):
    kind = opens_data(pair.demand)
    pair.until("talking")
    before = live(pair).version
    asked = request_resource(pair.cooperation, by=pair.provider, kind=kind, purpose="做回算。")
    assert live(pair).version == before + 1
    grant_resource(asked, by=pair.officer, reason="域内使用。")
    assert live(pair).version == before + 2
    assert "域内使用。" in part(pair, pair.provider)


def test_nobody_else_follows_or_fetches_it(pair):
    stranger = person_of(OrganisationFactory())
    assert part(pair, stranger) == 404
    client = Client()
    client.force_login(stranger)
    name = live(pair).name
    assert client.get("/live/versions/", {"topic": name}).json() == {"topics": {}}
    assert Client().get(live(pair).url).status_code == 404


def test_a_page_that_shows_what_was_typed_follows_nothing(pair, client):
    pair.until("talking")
    client.force_login(pair.officer)
    here = f"/cooperations/{pair.cooperation.number}/"
    assert b'data-live="cooperation:' in client.get(here).content
    refused = client.post(f"{here}agree/", {"agreed_on": "2999-01-01"})
    assert refused.status_code == 422
    assert b"data-live" not in refused.content
