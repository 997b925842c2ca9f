"""The first save of a form, sent more than once: one draft, and nothing typed is lost."""

import re

import pytest

from marketplace.listings.models import Demand
from tests.listings.factories import Office
from tests.listings.test_author_pages import NEW, edit_url, posted

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def author(client):
    client.force_login(Office().editor)
    return client


def key_on(page):
    """Return the key that a page's form was drawn with."""
    (key,) = re.findall(r'name="idempotency_key" value="([^"]+)"', page)
    return key


def test_a_first_save_sent_twice_makes_one_draft(author):
    form = posted(idempotency_key=key_on(author.get(NEW).text))
    first, second = author.post(NEW, form), author.post(NEW, form)
    assert first.url == second.url == edit_url(Demand.objects.get())


def test_two_forms_make_two_drafts(author):
    for _form in range(2):
        author.post(NEW, posted(idempotency_key=key_on(author.get(NEW).text)))
    assert Demand.objects.count() == 2


def test_a_form_keeps_its_key_while_it_is_corrected(author):
    assert key_on(author.post(NEW, posted(title="", idempotency_key="k1")).text) == "k1"


@pytest.mark.parametrize("change", [{"title": "改过的标题"}, {"contact_phone": "0592-2123456"}])
def test_a_first_save_sent_again_with_other_words_compares_and_loses_nothing(author, change):
    author.post(NEW, posted(idempotency_key="k1"))
    response = author.post(NEW, posted(idempotency_key="k1", **change))
    assert response.status_code == 409
    assert all(value in response.text for value in change.values())
    demand = Demand.objects.get()
    assert demand.title == "易涝点积水预警"
    assert f'action="{edit_url(demand)}"' in response.text
    again = posted(base_revision=demand.latest_revision_id, **change)
    assert author.post(edit_url(demand), again).status_code == 302


@pytest.mark.parametrize("key", ["k" * 500, "k\0"])
def test_a_damaged_key_is_refused_and_nothing_typed_is_lost(author, key):
    response = author.post(NEW, posted(idempotency_key=key))
    assert response.status_code == 422
    assert "易涝点积水预警" in response.text
    assert not Demand.objects.exists()
