"""Template documents: offered with the rules, fixed with them, read by who reads the challenge."""

from __future__ import annotations

import pytest
from django.urls import reverse

from marketplace.challenges.models import Challenge, TemplateDocument
from marketplace.challenges.templates import add_template, copy_templates, remove_template
from marketplace.files.access import readable
from tests.bids.refusing import refused
from tests.challenges.factories import ChallengeOffice, fresh
from tests.claims.factories import pdf
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return ChallengeOffice()


def test_an_author_adds_and_removes_templates_while_the_rules_are_written(client, office):
    challenge = office.drafted()
    client.force_login(office.editor)
    add = reverse("challenges:template_add", args=[challenge.demand_id])
    bad = client.post(add, {"title": "方案模板", "upload": pdf("模板.exe")})
    assert bad.status_code == 422
    assert 'value="方案模板"' in bad.content.decode()
    client.post(add, {"title": "方案模板", "upload": pdf("模板.pdf")})
    work = reverse("challenges:work", args=[challenge.demand_id])
    assert "模板.pdf" in client.get(work).content.decode()
    said = {"by": office.editor, "title": "方案模板", "upload": pdf()}
    assert list(refused("mistakes", add_template, challenge, **said).fields) == ["title"]
    key = TemplateDocument.objects.get().pk
    refused("not_member", remove_template, challenge, by=UserFactory(), key=key)
    client.post(reverse("challenges:template_remove", args=[challenge.demand_id, key]))
    assert not TemplateDocument.objects.exists()


def test_no_more_than_ten_are_taken(office):
    challenge = office.drafted()
    for number in range(10):
        add_template(challenge, by=office.editor, title=f"模板{number}", upload=pdf())
    said = {"by": office.editor, "title": "多一份", "upload": pdf()}
    assert list(refused("mistakes", add_template, challenge, **said).fields) == ["upload"]


def test_templates_stand_with_the_rules_and_are_read_once_it_is_listed(office):
    challenge = office.drafted()
    template = add_template(challenge, by=office.editor, title="方案模板", upload=pdf())
    label, stranger = "challenges.templatedocument", UserFactory()
    assert readable(office.editor, label, key=template.pk)
    assert not readable(stranger, label, key=template.pk)
    before = challenge.journal_state()
    challenge = office.hand_in(challenge)
    assert challenge.journal_state() != before
    assert challenge.journal_state()["rules"]["templates"][0][0] == "方案模板"
    said = {"by": office.editor, "title": "再加一份", "upload": pdf()}
    refused("wrong_state", add_template, challenge, **said)
    refused("wrong_state", remove_template, challenge, by=office.editor, key=template.pk)


def test_everybody_reads_the_templates_of_a_listed_challenge_and_a_new_listing_offers_them(
    client, office
):
    challenge = office.as_listed()
    source = office.drafted()
    add_template(source, by=office.editor, title="方案模板", upload=pdf())
    Challenge.objects.filter(pk=challenge.pk).update(state=Challenge.State.DRAFTED)
    copy_templates(source, to=challenge)
    Challenge.objects.filter(pk=challenge.pk).update(state=Challenge.State.PUBLISHED)
    template = TemplateDocument.objects.get(challenge=challenge)
    assert readable(UserFactory(), "challenges.templatedocument", key=template.pk)
    page = client.get(reverse("portal:demand", args=[fresh(challenge).demand.lifecycle.number]))
    assert "方案模板" in page.content.decode()
