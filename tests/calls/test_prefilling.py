"""What a body chose of its need in a round stands in the rules of its challenge."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.calls.factories import Collecting

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("chosen", ["new", "renewed", ""])
def test_the_class_of_infrastructure_is_filled_in_and_the_author_may_change_it(client, chosen):
    collecting = Collecting()
    need = collecting.need(mode="challenge", infrastructure=chosen)
    client.force_login(collecting.editors[0])
    page = client.get(reverse("challenges:work", args=[need.demand_id]))
    assert (page.context["rules_form"]["infrastructure"].value() or "") == chosen
