"""The frame of a demo says that it is one."""

import pytest
from wagtail.models import Site

from cms.models import SiteSettings
from marketplace.demo.frame import name_portal


@pytest.mark.django_db
def test_the_demo_says_what_it_is_and_leaves_the_words_of_staff_alone():
    settings = SiteSettings.for_site(Site.objects.get())
    settings.organiser = "市发展改革部门"
    settings.save()
    name_portal()
    name_portal()
    settings = SiteSettings.objects.get()
    assert "示例" in settings.strip_note
    assert settings.organiser == "市发展改革部门"
