"""The feed of the open calls: what everybody may read, and no draft."""

from __future__ import annotations

import pytest
from django.urls import reverse

from marketplace.calls import calling as steps
from marketplace.calls import opencalls
from tests.calls.factories import Calling, call_text

pytestmark = pytest.mark.django_db


def test_it_holds_what_is_open_and_what_was_and_no_draft(client):
    calling = Calling(title="公开的 <征集> & 建议")
    ended = Calling(title="已经结束的征集")
    steps.close_call(ended.call, by=ended.officer)
    opencalls.draft_call(call_text(calling.department, title="草稿中的征集"), by=calling.officer)
    answer = client.get(reverse("portal:calls_feed"))
    text = answer.content.decode()
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert "公开的 &lt;征集&gt; &amp; 建议" in text
    assert "已经结束的征集" in text
    assert "草稿中的征集" not in text
    again = client.get(reverse("portal:calls_feed"), headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304


def test_it_is_there_before_the_first_call(client):
    assert client.get(reverse("portal:calls_feed")).status_code == 200
