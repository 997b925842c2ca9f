"""A certificate stands once it was issued, whatever code speaks to the database."""

from __future__ import annotations

import pytest

from marketplace.cooperations import actions
from tests.factories import OrganisationFactory
from tests.kept import stands

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_what_a_certificate_says_is_kept_and_the_rest_goes_on(pair):
    pair.until("accepted")
    actions.issue_certificate(pair.cooperation, by=pair.provider)
    stands(
        pair.cooperation,
        certificate="",
        number="X",
        certified_at=None,
        accepted_at=pair.cooperation.opened_at,
        agreed_on=None,
        provider=OrganisationFactory(),
    )
    pair.until("rated")
    assert pair.cooperation.state == "rated"


def test_before_the_certificate_a_cooperation_moves_and_is_never_deleted(pair):
    stands(pair.cooperation)
    pair.until("agreed")
    assert pair.cooperation.agreed_on is not None
