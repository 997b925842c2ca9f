"""Pages of sheets, findings and rankings, through the doors that people use."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from marketplace.organisations.models import Role
from marketplace.reviews.labels import labelled_bids
from marketplace.reviews.models import Mark, Ranking, Sheet
from marketplace.reviews.rounds import mark_shown
from marketplace.reviews.seating import recuse
from tests.claims.factories import person_of
from tests.experts.factories import keeper
from tests.factories import PASSWORD, UserFactory
from tests.reviews.factories import who
from tests.reviews.judging import Judging

pytestmark = pytest.mark.django_db


@pytest.fixture
def judging():
    return Judging()


def text_of(response):
    """Return a page without what each drawing makes anew: its instant and its tokens."""
    anew = r'name="(?:server-now|csrfmiddlewaretoken)" (?:content|value)="[^"]*"'
    return re.sub(anew, "", response.content.decode())


def address(name, seat, bid=None):
    if bid is None:
        return reverse(f"reviews:{name}", args=[seat.code])
    key = next(one.key for one in labelled_bids(seat) if one.bid == bid)
    return reverse(f"reviews:{name}", args=[seat.code, key])


def scored(judging, first="80", second="70"):
    one, two = judging.criteria
    return {f"score-{one}": first, f"comment-{one}": "路线可行", f"score-{two}": second}


def test_a_member_scores_every_bid_reads_the_sheet_and_signs(client, judging):
    seat = judging.members()[0]
    client.force_login(who(seat))
    assert address("sheet", seat) in text_of(client.get(address("seat", seat)))
    for bid in judging.bids:
        assert client.get(address("score", seat, bid)).status_code == 200
        assert client.post(address("score", seat, bid), scored(judging)).status_code == 302
    sheet = address("sheet", seat)
    assert '<td class="num" data-l="技术路线">80<' in text_of(client.get(sheet))
    assert "路线可行" in text_of(client.get(sheet))
    wrong = client.post(sheet, {"password": "not mine"})
    assert (wrong.status_code, Sheet.objects.count()) == (422, 0)
    assert client.post(sheet, {"password": PASSWORD}).status_code == 302
    assert Sheet.objects.get().digest in text_of(client.get(sheet))


def test_a_bad_score_is_told_beside_its_field_and_the_rest_is_saved(client, judging):
    seat, bid = judging.members()[0], judging.bids[0]
    client.force_login(who(seat))
    for bad in ("101", "-1", "abc", "70.55"):
        answer = client.post(address("score", seat, bid), scored(judging, first=bad))
        assert answer.status_code == 422
        assert f'value="{bad}"' in text_of(answer)
        assert "invalid-msg" in text_of(answer)
    kept = Mark.objects.get(criterion=judging.criteria[0])
    assert (kept.score, kept.comment) == (None, "路线可行")
    assert Mark.objects.get(criterion=judging.criteria[1]).score == 70


def test_the_page_saves_itself_field_by_field(client, judging):
    seat, bid = judging.members()[0], judging.bids[0]
    client.force_login(who(seat))
    first, _second = judging.criteria
    save = address("save", seat, bid)
    client.post(save, {f"score-{first}": "80", f"base-score-{first}": ""})
    client.post(save, {f"comment-{first}": "可行", f"base-comment-{first}": ""})
    state = client.get(save).json()
    assert state["fields"][f"score-{first}"]["text"] == "80"
    assert state["fields"][f"comment-{first}"]["text"] == "可行"
    answer = client.post(save, {f"score-{first}": "500"}).json()
    assert list(answer["faults"]) == [f"score-{first}"]
    assert Mark.objects.get().score == 80


def test_what_was_typed_when_the_session_had_ended_stands_in_the_fields_again(client, judging):
    seat, bid = judging.members()[0], judging.bids[0]
    page, first = address("score", seat, bid), judging.criteria[0]
    assert client.get(address("save", seat, bid)).status_code == 401
    answer = client.post(page, {f"comment-{first}": "写了很多", f"base-comment-{first}": ""})
    assert answer.status_code == 302
    client.login(email=who(seat).email, password=PASSWORD)
    assert "写了很多" in text_of(client.get(page))


def test_what_was_typed_too_late_stays_in_the_fields_and_is_told(client, judging):
    judging.ranked()
    chair, bid = judging.members()[0], judging.bids[0]
    client.force_login(who(chair))
    for door, field in (("score", "comment"), ("findings", "note")):
        typed = {f"{field}-{judging.criteria[0]}": "晚到的文字"}
        answer = client.post(address(door, chair, bid), typed)
        assert answer.status_code == 422
        assert "晚到的文字" in text_of(answer)
        assert 'role="alert"' in text_of(answer)


def test_signing_is_refused_while_something_is_missing(client, judging):
    seat = judging.members()[0]
    client.force_login(who(seat))
    assert client.post(address("sheet", seat), {"password": PASSWORD}).status_code == 422
    assert not Sheet.objects.exists()


def test_a_member_who_has_not_signed_reads_the_same_in_both_worlds(client, judging):
    """Two worlds: in one the others have signed, in the other nobody has."""
    seat, *others = judging.members()
    client.force_login(who(seat))
    judging.mark(seat, (60, 60), (50, 50))
    doors = [address("seat", seat), address("sheet", seat), reverse("reviews:mine")]
    for bid in judging.bids:
        doors += [address(name, seat, bid) for name in ("score", "save")]
    # The chair's own pages: before everybody has signed they say only how many are missing.
    read = [text_of(client.get(door)) for door in doors]
    for other in others:
        judging.sign(other, (99, 98), (97, 96))
    assert [text_of(client.get(door)) for door in doors] == read
    for bid in judging.bids:
        page = text_of(client.get(address("findings", seat, bid)))
        assert not [score for score in ("99", "98", "97", "96") if f">{score}<" in page]
    judging.sign(seat, (60, 60), (50, 50))
    assert all(f">{score}<" in text_of(client.get(doors[1])) for score in ("99", "96"))


def test_the_chair_writes_findings_and_freezes_and_members_read_the_ranking(client, judging):
    judging.signed((((90, 80), (70, 60))), (((90, 80), (70, 60))), (((50, 80), (70, 60))))
    chair, other = judging.members()[:2]
    client.force_login(who(chair))
    flagged = text_of(client.get(address("findings", chair, judging.bids[0])))
    assert flagged.count("tag-warn") == 1
    for bid in judging.bids:
        notes = {f"note-{key}": "意见一致" for key in judging.criteria}
        assert client.post(address("findings", chair, bid), notes).status_code == 302
    page = address("freeze", chair)
    assert "86" in text_of(client.get(page)) or "78" in text_of(client.get(page))
    assert client.post(page, {"password": "x"}).status_code == 422
    assert client.post(page, {"password": PASSWORD}).status_code == 302
    client.force_login(who(other))
    ranking = Ranking.objects.get()
    read = text_of(client.get(address("freeze", other)))
    assert ranking.digest in read
    hidden = [name for bid in judging.bids for name in (bid.firm.name, bid.receipt)]
    assert not [one for one in hidden if one in read]


def test_equal_bids_are_ordered_on_the_page(client, judging):
    same = ((80, 70), (80, 70))
    judging.signed(same, same, same).noted()
    chair = judging.members()[0]
    client.force_login(who(chair))
    page = address("freeze", chair)
    keys = {one.bid.pk: one.key for one in labelled_bids(chair)}
    first, second = (f"order-{keys[bid.pk]}" for bid in judging.bids)
    typed = {"password": PASSWORD, first: "2", second: "2", "reason": "现场答辩更完整"}
    kept = client.post(page, typed)
    assert kept.status_code == 422
    assert "现场答辩更完整" in text_of(kept)
    assert client.post(page, typed | {second: "1"}).status_code == 302
    assert Ranking.objects.get().ranks()[judging.bids[1].receipt] == 1


def test_nobody_but_the_chair_opens_the_findings(client, judging):
    judging.signed()
    chair, other = judging.members()[:2]
    for person, seat in ((who(other), other), (who(other), chair), (UserFactory(), chair)):
        client.force_login(person)
        for door in (address("findings", seat, judging.bids[0]), address("freeze", seat)):
            assert client.get(door).status_code == 404
            assert client.post(door, {"password": PASSWORD}).status_code == 404


def test_bids_of_other_letters_are_not_found(client, judging):
    seat, other = judging.members()[:2]
    client.force_login(who(seat))
    key = labelled_bids(other)[0].key
    assert client.get(reverse("reviews:score", args=[seat.code, key])).status_code == 404
    assert client.get(reverse("reviews:score", args=[other.code, key])).status_code == 404


def test_who_oversees_reads_rankings_at_once_and_sheets_once_on_show(client, judging):
    ranking = judging.ranked()
    page = reverse("reviews:rankings", args=[judging.challenge.demand.lifecycle.number])
    codes = [seat.expert.code for seat in judging.members()]
    names = [seat.expert.name for seat in judging.members()]
    supervisor = person_of(judging.office.organisation, Role.SUPERVISOR)
    for person in (judging.office.editor, supervisor):
        client.force_login(person)
        read = text_of(client.get(page))
        assert ranking.digest in read
        assert judging.bids[0].firm.name in read
        assert not [one for one in codes if one in read]
    mark_shown(judging.round, by=judging.office.approver)
    for person, sees_names in (
        (judging.office.editor, False),
        (supervisor, False),
        (keeper(), True),
    ):
        client.force_login(person)
        read = text_of(client.get(page))
        assert all(one in read for one in codes)
        assert any(one in read for one in names) is sees_names
    for person in (judging.bids[0].submitted_by, who(judging.members()[1]), UserFactory()):
        client.force_login(person)
        assert client.get(page).status_code == 404


def test_a_bidder_reads_the_own_result_once_it_is_on_show_and_nothing_of_others(client, judging):
    judging.ranked()
    first, second = judging.bids
    own = reverse("reviews:outcome", args=[second.receipt])
    client.force_login(second.submitted_by)
    assert client.get(own).status_code == 404
    mark_shown(judging.round, by=judging.office.approver)
    read = text_of(client.get(own))
    # 89 x 60 % + 79 x 40 %
    assert "85" in read
    assert "意见一致。" in read
    hidden = [first.firm.name, first.receipt, *(one.expert.code for one in judging.members())]
    assert not [one for one in hidden if one in read]
    assert client.get(reverse("reviews:outcome", args=[first.receipt])).status_code == 404


def test_who_stepped_back_finds_no_page_of_the_sheet_any_more(client, judging):
    judging.signed()
    chair = judging.members()[0]
    bid = judging.bids[0]
    doors = [address(name, chair) for name in ("sheet", "freeze")]
    doors += [address(name, chair, bid) for name in ("score", "save", "findings", "save_findings")]
    client.force_login(who(chair))
    assert {client.get(door).status_code for door in doors} == {200}
    recuse(chair, by=keeper(), words="核实有利害关系")
    for door in doors:
        assert client.get(door).status_code == 404
        assert client.post(door, {"password": PASSWORD}).status_code == 404


def test_staff_read_how_many_have_signed_and_no_score(client, judging):
    judging.sign(judging.members()[0], (93.7, 80), (70, 60))
    client.force_login(keeper())
    number = judging.challenge.demand.lifecycle.number
    page = client.get(reverse("reviews:panel", args=[number]))
    (row,) = page.context["rounds"]
    assert (row["signed"], row["members"]) == (1, 3)
    assert "93.7" not in text_of(page)


def test_the_page_of_a_challenge_says_that_it_is_under_review(client, judging):
    number = judging.challenge.demand.lifecycle.number
    assert "评审中" in text_of(client.get(reverse("portal:demand", args=[number])))
