"""Who wrote a text that must be neutral is pointed at, and ordinary words are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from marketplace.bids.identities import identity_of, traces_in
from marketplace.bids.neutrality import Identity, cores_of, hits_in
from tests.claims.factories import person_of
from tests.factories import OrganisationFactory

PARTIES = Identity(
    names=("厦门鹭岛感知科技有限公司", "Ludao Sensing Ltd", "嘉禾海洋大学"),
    short_names=("鹭感",),
    codes=("91350200MA2XKQ0001",),
    domains=("ludao-sense.example",),
    people=("林海燕",),
)
JUDGED = [
    line.split("\t") for line in (Path(__file__).parent / "neutral.tsv").read_text().splitlines()
]


@pytest.mark.parametrize(("expected", "text"), JUDGED)
def test_a_text_is_judged_as_people_judged_it(expected, text):
    found = sorted({str(one.trace.value) for one in hits_in({"team": text}, PARTIES)})
    assert " ".join(found) == expected.replace("-", "")


def test_a_name_of_two_signs_is_no_short_name_by_itself():
    assert cores_of("厦门海洋科技有限公司") == {"厦门海洋科技", "海洋科技"}


@pytest.mark.django_db
def test_parties_are_the_bidder_and_the_partners_that_the_draft_names():
    firm = OrganisationFactory(website="https://www.firm.example/about")
    partner = OrganisationFactory(name="嘉禾试验船服务有限公司")
    person = person_of(firm)
    identity = identity_of([firm])
    assert firm.name in identity.names
    assert "firm.example" in identity.domains
    texts = {
        "approach": "试验船由嘉禾试验船服务提供。",
        "partners": f"{partner.name} 试验船",
        "team": f"来信 {person.email}",
    }
    found = {(one.field, one.trace.value) for one in traces_in(texts, firm=firm)}
    assert ("approach", "name") in found
    assert ("team", "email") in found
    assert not [one for one in found if one[0] == "partners"]
