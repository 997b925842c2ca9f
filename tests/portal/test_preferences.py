"""Light or dark, standard or large: remembered by a cookie, with and without script."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("posted", "attribute"),
    [
        ({"theme": "dark"}, 'data-bs-theme="dark" data-mode="standard"'),
        ({"mode": "elder"}, 'data-bs-theme="light" data-mode="elder"'),
    ],
)
def test_a_posted_preference_holds_on_the_next_page(
    client: Client, posted: dict[str, str], attribute: str
):
    response = client.post("/preferences/", {**posted, "next": "/about/"})
    assert (response.status_code, response["Location"]) == (302, "/about/")
    assert attribute in client.get("/about/").content.decode()


def test_the_switch_offers_the_other_choice(client: Client):
    client.cookies["theme"] = "dark"
    assert 'name="theme" value="light"' in client.get("/about/").content.decode()


def test_an_unknown_value_changes_nothing(client: Client):
    response = client.post("/preferences/", {"theme": "pink", "mode": "<b>"})
    assert not response.cookies
    client.cookies["theme"] = '"><script>'
    assert 'data-bs-theme="light"' in client.get("/about/").content.decode()


@pytest.mark.parametrize("target", ["https://example.test/", "//example.test", "javascript:1", ""])
def test_the_way_back_never_leaves_the_portal(client: Client, target: str):
    assert client.post("/preferences/", {"theme": "dark", "next": target})["Location"] == "/"


def test_a_preference_is_set_by_post_only(client: Client):
    assert client.get("/preferences/?theme=dark").status_code == 405


def test_a_preference_needs_no_token_of_a_form():
    client = Client(enforce_csrf_checks=True)
    assert client.post("/preferences/", {"theme": "dark"}).status_code == 302
