"""Staff edit the clauses of a programme and the labels of the reasons; nothing is deleted."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from marketplace.agreements.models import EndReason, Terms
from marketplace.journal.models import Entry
from tests.agreements.factories import SigningTable
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(UserFactory(staff=True))
    return client


def address(model, view, *args):
    return reverse(f"wagtailsnippets_agreements_{model}:{view}", args=args)


def test_a_programmes_clauses_stand_in_every_new_agreement_and_in_no_older(admin):
    older = SigningTable().drafted()
    terms = Terms.objects.get()
    url = address("terms", "edit", terms.pk)
    assert admin.get(url).status_code == 200
    clauses = list(terms.clauses.order_by("sort_order"))
    plan = list(terms.plan.order_by("sort_order", "pk"))
    posted = {
        "programme": terms.programme_id,
        "act_workdays": 8,
        "sign_workdays": 22,
        "signing_percent": 20,
        "plan-TOTAL_FORMS": len(plan),
        "plan-INITIAL_FORMS": len(plan),
        "plan-MIN_NUM_FORMS": 0,
        "plan-MAX_NUM_FORMS": 1000,
        "clauses-TOTAL_FORMS": len(clauses),
        "clauses-INITIAL_FORMS": len(clauses),
        "clauses-MIN_NUM_FORMS": 0,
        "clauses-MAX_NUM_FORMS": 1000,
    }
    for place, one in enumerate(clauses):
        row = {"id": one.pk, "title": one.title, "text": one.text, "ORDER": place + 1}
        posted |= {f"clauses-{place}-{name}": value for name, value in row.items()}
    for place, step in enumerate(plan):
        columns = ("title", "at_percent", "paid_percent")
        shown = {name: getattr(step, name) for name in columns}
        row = {
            "id": step.pk,
            "ORDER": place + 1,
            **shown,
            **({"is_staged": "on"} if step.is_staged else {}),
        }
        posted |= {f"plan-{place}-{name}": value for name, value in row.items()}
    first = next(place for place, step in enumerate(plan) if not step.is_staged)
    posted |= {f"plan-{first}-title": "样机考核", f"plan-{first}-at_percent": 25}
    posted["clauses-0-text"] = "专项另有规定的从其规定。"
    assert admin.post(url, posted).status_code == 302
    terms.refresh_from_db()
    assert terms.act_workdays == 8
    assert Entry.objects.filter(kind="terms_saved", subject_key=terms.pk).count() == 1
    younger = SigningTable().drafted()
    titles = [one.milestones.order_by("position")[0].title for one in (older, younger)]
    assert titles == ["中期检查", "样机考核"]
    paid = [one.installments.order_by("position")[0].amount for one in (older, younger)]
    assert paid == [Decimal(360_000), Decimal(240_000)]
    texts = [one.clauses.order_by("position")[0].text for one in (older, younger)]
    assert texts[0] != texts[1] == "专项另有规定的从其规定。"


def test_a_label_is_changed_and_its_code_stays_and_none_is_deleted(admin):
    reason = EndReason.objects.get(code="no_consent")
    url = address("endreason", "edit", reason.pk)
    assert admin.get(url).status_code == 200
    admin.post(url, {"label": "协商不成", "is_active": "on", "code": "other"})
    reason.refresh_from_db()
    assert (reason.label, reason.code) == ("协商不成", "no_consent")
    assert admin.get(address("endreason", "add")).status_code != 200
    assert admin.get(address("terms", "delete", Terms.objects.get().pk)).status_code != 200
