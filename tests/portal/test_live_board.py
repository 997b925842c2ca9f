"""A command board changes in place for those who run the challenge, and tells of no bid."""

from __future__ import annotations

import pytest
from django.test import Client

from marketplace.challenges.actions import fail_challenge
from marketplace.challenges.models import Challenge
from marketplace.journal import kinds
from marketplace.journal.catching_up import run_until_caught_up
from marketplace.notifications import topics
from marketplace.notifications.models import TopicVersion
from marketplace.notifications.topics import followed, may_follow
from marketplace.organisations.models import Role
from marketplace.portal import live_board
from tests.awards.factories import Court
from tests.bids.factories import close, open_challenge, sealed
from tests.challenges.factories import ChallengeOffice, fresh, reason_for
from tests.claims.factories import person_of
from tests.factories import OrganisationFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def version(person) -> int:
    run_until_caught_up()
    return followed("board", str(person.pk)).version


@pytest.mark.both
def test_an_objection_moves_the_boards_of_those_who_run_the_challenge_alone():
    court, elsewhere = Court(), ChallengeOffice()
    elsewhere.as_listed()
    notice = court.shown()
    staff = UserFactory(staff=True)
    before = {one: version(one) for one in (court.officer, staff, elsewhere.editor)}
    court.objection(notice)
    assert version(court.officer) == before[court.officer] + 1
    assert version(staff) == before[staff] + 1
    assert version(elsewhere.editor) == before[elsewhere.editor]
    assert not TopicVersion.objects.filter(name=f"board:{court.bidders[0].pk}").exists()


def test_a_board_is_followed_by_its_own_reader_and_drawn_as_the_page_was_asked():
    court = Court()
    court.shown()
    listed = court.office.as_listed()
    name = f"board:{court.officer.pk}"
    others = (court.approver, court.stranger, UserFactory(staff=True))
    assert may_follow(court.officer, name)
    assert not any(may_follow(one, name) for one in others)
    assert not may_follow(court.stranger, f"board:{court.stranger.pk}")
    client = Client()
    client.force_login(court.officer)
    page = client.get("/workbench/challenges/?step=4")
    assert f"/live/board/{court.officer.pk}/?step=4" in page.content.decode()
    part = client.get(f"/live/board/{court.officer.pk}/?step=4")
    assert [row.challenge.pk for row in part.context["page"]] == [listed.pk]
    client.force_login(court.stranger)
    assert client.get(f"/live/board/{court.officer.pk}/").status_code == 404


@pytest.mark.slow
def test_boards_and_pages_of_bids_move_alike_with_bids_and_without():
    def moved(*, bids: int) -> list[object]:
        office = ChallengeOffice()
        challenge = open_challenge(office)
        run_until_caught_up()
        TopicVersion.objects.all().delete()
        for _number in range(bids):
            firm = OrganisationFactory()
            sealed(challenge, firm, person_of(firm))
        run_until_caught_up()
        told = sorts()
        close(challenge)
        fail_challenge(fresh(challenge), by=office.editor, reason=reason_for("failed"))
        run_until_caught_up()
        return [*told, version(office.editor), *sorts()]

    def sorts() -> list[str]:
        names = TopicVersion.objects.values_list("name", flat=True)
        return sorted({name.partition(":")[0] for name in names})

    assert moved(bids=0) == moved(bids=2)


def test_every_entry_that_moves_a_live_part_is_known_to_the_journal():
    assert topics.entry_kinds() - kinds.every() == set()


def test_a_board_moves_for_those_alone_on_whose_board_the_challenge_stands():
    office = ChallengeOffice()
    challenge = office.as_listed()
    lifecycle = challenge.demand.lifecycle
    own, other = (UnitFactory(organisation=office.organisation) for _one in range(2))
    lifecycle.unit = own
    lifecycle.save(update_fields=["unit"])
    people = [
        *(person_of(office.organisation, role, own) for role in Role.values),
        *(person_of(office.organisation, Role.EDITOR, unit) for unit in (other, None)),
    ]
    found = live_board.people_who_run(challenge)
    for one in people:
        stands = Challenge.objects.run_by(one).filter(pk=challenge.pk).exists()
        assert (one.pk in found) == stands
    assert {people[-1].pk, office.editor.pk} <= found
