"""The page tree that a portal starts with, its frame, and what editors may do to it."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Page, Site

from cms.blocks import TableBlock
from cms.models import (
    CapabilityListPage,
    DemandListPage,
    HomePage,
    NewsIndexPage,
    NewsPage,
    SiteSettings,
    StandardPage,
)
from tests.cms.lists import read
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

PLACES = {
    "/": HomePage,
    "/demands/": DemandListPage,
    "/enterprise-demands/": DemandListPage,
    "/capabilities/": CapabilityListPage,
    "/news/": NewsIndexPage,
    "/about/": StandardPage,
    "/help/": StandardPage,
    "/help/publish/": StandardPage,
    "/help/apply/": StandardPage,
    "/help/match/": StandardPage,
    "/help/privacy/": StandardPage,
    "/help/accessibility/": StandardPage,
}


@pytest.mark.parametrize(("address", "kind"), PLACES.items())
def test_a_new_portal_has_its_pages(client: Client, index: None, address: str, kind: type[Page]):
    response = client.get(address)
    assert response.status_code == 200
    assert isinstance(response.context["page"], kind)


def test_the_tree_is_sound():
    assert Page.find_problems() == ([], [], [], [], [])
    assert Site.objects.get(is_default_site=True).root_page.specific_class is HomePage


def test_a_list_moves_with_its_page(client: Client, index: None):
    page = DemandListPage.objects.get(slug="demands")
    page.slug = "needs"
    page.save_revision().publish()
    assert client.get("/demands/").status_code == 404
    assert 'href="/needs/" aria-current="page"' in read(client, "/needs/")


def test_the_menu_shows_what_the_tree_shows(client: Client, index: None):
    page = StandardPage.objects.get(slug="about")
    assert ">关于</a>" in read(client, "/help/")
    page.show_in_menus = False
    page.save_revision().publish()
    assert ">关于</a>" not in read(client, "/help/")


def test_challenges_stand_behind_the_lists_in_menu_and_footer(client: Client, index: None):
    page = read(client, "/challenges/")
    menu = re.findall(r'href="([^"]+)"', _between(page, 'class="site-nav"', "</nav>"))
    at = menu.index("/challenges/")
    assert menu[at - 1] == "/capabilities/"
    assert menu[at + 1] == "/news/"
    assert 'href="/challenges/"' in _between(page, 'class="foot-grid"', "</footer>")
    assert re.search(r'href="/challenges/" aria-current="page"', page)


def test_the_frame_says_who_runs_the_portal(client: Client, index: None):
    settings = SiteSettings.for_site(Site.objects.get())
    settings.organiser, settings.phone = "市级主管单位", "0592-5550000"
    settings.save()
    text = read(client, "/about/")
    assert "主办：市级主管单位" in text
    assert "0592-5550000" in text


def test_pages_stand_where_they_make_sense():
    assert not NewsPage.can_create_at(HomePage.objects.get())
    assert not HomePage.can_create_at(HomePage.objects.get())
    assert not StandardPage.can_create_at(DemandListPage.objects.first())
    assert NewsPage.can_create_at(NewsIndexPage.objects.get())
    assert DemandListPage.can_create_at(HomePage.objects.get())


@pytest.mark.parametrize("address", [*PLACES, "/nowhere/", "/accounts/login/"])
def test_no_public_page_carries_script_or_style_of_its_own(
    client: Client, index: None, address: str
):
    text = client.get(address).content.decode()
    assert "<style" not in text
    assert " style=" not in text
    assert "onclick=" not in text
    assert not re.search(r"<script(?![^>]* src=)", text)


@pytest.mark.parametrize("model", ["homepage", "demandlistpage", "capabilitylistpage", "newspage"])
def test_an_editor_can_open_the_form_of_a_page(client: Client, index: None, model: str):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    root = Page.objects.get(depth=1)
    parent = {
        "homepage": root,
        "newspage": NewsIndexPage.objects.get(),
    }.get(model, HomePage.objects.get())
    page = parent.get_children().first()
    assert client.get(f"/admin/pages/{page.pk if page else parent.pk}/edit/").status_code == 200


def test_a_news_index_pages_through_its_items(client: Client, index: None):
    parent = NewsIndexPage.objects.get()
    for number in range(21):
        parent.add_child(instance=NewsPage(title=f"新闻 {number}", slug=f"n{number}"))
    assert read(client, "/news/").count("<li><a") >= 20
    assert client.get("/news/?page=1000000000").context["news"].number == 2
    assert client.get("/news/?page=x").status_code == 200


def test_a_table_is_written_as_text(client: Client, index: None):
    block = TableBlock()
    value = block.to_python({"caption": "表", "rows": "栏目|谁来写\n需求|部门\n\n能力|企业"})
    html = block.render(value)
    assert '<th scope="col">谁来写</th>' in html
    assert html.count("<tr>") == 3


def test_a_table_refuses_rows_of_unequal_length():
    block = TableBlock()
    with pytest.raises(ValidationError):
        block.clean(block.to_python({"caption": "表", "rows": "一|二\n三"}))


def _between(text: str, start: str, end: str) -> str:
    return text.split(start, 1)[1].split(end, 1)[0]
