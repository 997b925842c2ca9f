"""Reads a draft: what is answered, what is missing or mistaken, and what would be sent."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from marketplace.claims.draft_permissions import may_be_partner, may_have_partners
from marketplace.claims.models import Claim, ClaimDraft, ClaimPartner, DraftFile
from marketplace.claims.questions import Question, Step, may_name_price, questions_of
from marketplace.claims.versions import application_of
from marketplace.claims.writing import Application, mistakes_in, offered_by, write
from marketplace.core import clock
from marketplace.core.canonical import canonical_json, digest
from marketplace.listings.addenda import last_number
from marketplace.listings.facts import held_rows
from marketplace.listings.forms.fields import WanField
from marketplace.listings.models import Capability, Case

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from marketplace.accounts.models import User
    from marketplace.organisations.models import Organisation

    Content = dict[str, Any]

_MAIN: Final = ("pitch", "contact_phone", "contact_name", "capability")


@dataclass(frozen=True, slots=True)
class Said:
    """A question with what the draft says to it."""

    question: Question
    text: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What keeps a draft from being sent, and on which page it is put right."""

    step: Step
    label: Any
    message: Any
    name: str


class Drafted:
    """A draft as it was read once: everything that is asked of it agrees."""

    def __init__(self, draft: ClaimDraft, *, by: User) -> None:
        """Read the draft's answers, files and partners for a person who may send it."""
        self.draft, self.by = draft, by
        self.questions = questions_of(draft.demand)
        self.rows = {row.name: row for row in draft.answers.select_related("saved_by")}
        self.files: list[DraftFile] = list(draft.files.select_related("blob", "added_by"))
        partners = draft.partners.filter(state__in=ClaimPartner.STANDING)
        self.partners: list[ClaimPartner] = list(
            partners.select_related("organisation").prefetch_related(
                Prefetch("organisation__qualifications", held_rows()), "organisation__credit_facts"
            )
        )

    def text(self, name: str) -> str:
        """Return the answer to a question without the space around it; empty where none is."""
        row = self.rows.get(name)
        return row.text.strip() if row else ""

    @property
    def said(self) -> list[Said]:
        """Return all questions with their answers, in the order of the form."""
        return [Said(one, self.text(one.name)) for one in self.questions]

    @property
    def written(self) -> list[tuple[Question, str]]:
        """Return the answered questions with who wrote them, where somebody fills in."""
        if self.draft.helper_id is None:
            return []
        answered = (one for one in self.questions if self.text(one.name))
        return [(one, self.rows[one.name].writer) for one in answered]

    @property
    def missing(self) -> list[Question]:
        """Return the questions without an answer, those about resources aside: one may need none.

        A firm without published capabilities or cases is not asked for them.
        """
        return [
            one
            for one in self.questions
            if not self.text(one.name) and not one.group and self._can_answer(one)
        ]

    @cached_property
    def capability(self) -> Capability | None:
        """Return the capability that was chosen, where the firm still publishes it."""
        key = self.text("capability")
        rows = offered_by(self.draft.firm).select_related("lifecycle")
        return rows.filter(pk=key).first() if key.isdecimal() else None

    @cached_property
    def cases(self) -> dict[str, Case]:
        """Return the cases that were chosen, by key."""
        chosen = set(self.text("cases").split(","))
        return {key: case for key, case in cases_of(self.draft.firm).items() if key in chosen}

    @cached_property
    def claim(self) -> Claim:
        """Return an unsaved claim with what the draft says."""
        claim = Claim(demand=self.draft.demand, firm=self.draft.firm)
        write(claim, self.main, by=self.by)
        return claim

    @property
    def main(self) -> Application:
        """Return what every application says."""
        return {
            "pitch": self.text("pitch"),
            "contact_name": self.text("contact_name"),
            "contact_phone": self.text("contact_phone"),
            "capability": self.capability,
        }

    @cached_property
    def faults(self) -> list[Fault]:
        """Return everything that keeps the draft from being sent."""
        by_name = {one.name: one for one in self.questions}
        found = {name: messages[0] for name, messages in mistakes_in(self.claim).items()}
        if self._price()[1]:
            found["price"] = self._price()[1]
        faults = [
            Fault(by_name[name].step, by_name[name].label, message, name)
            for name, message in found.items()
        ]
        faults.extend(
            Fault(Step.MATERIAL, one.organisation, message, "partners")
            for one, message in self.partner_rows
            if message
        )
        enough = may_have_partners(self.draft.demand, len(self.partners))
        if not enough:
            faults.append(Fault(Step.MATERIAL, _("Partners"), enough.reason, "partners"))
        return faults

    @cached_property
    def partner_rows(self) -> list[tuple[ClaimPartner, Any]]:
        """Return the partners, each with what keeps it from being sent with the draft, if anything.

        All that the invitation asked is asked again: a partner may have changed since.
        """
        now = clock.now()
        return [(one, self._partner_fault(one, at=now)) for one in self.partners]

    @cached_property
    def application(self) -> Content:
        """Return what would be sent, as plain values; what was left empty is left out."""
        more = {
            "approach": self.text("approach"),
            "indicators": self._about("indicator-"),
            "resources": self._resources(),
            "schedule": self.text("schedule"),
            "team": self.text("team"),
            "cases": [_case(case) for case in self.cases.values()],
            "price": self._price()[0],
            "files": [_file(one) for one in self.files],
            "partners": [_partner(one) for one in self.partners],
        }
        kept = {name: value for name, value in more.items() if value not in ("", [], None)}
        return application_of(self.claim, more=kept)

    @property
    def plain(self) -> Content:
        """Return what would be sent as it reads back from canonical JSON."""
        plain: Content = json.loads(canonical_json(self.application))
        return plain

    @property
    def mark(self) -> str:
        """Return a digest of what would be sent for which demand: the review page hands it back.

        An addendum changes it too, since sending stands by the demand as it reads then.
        """
        return digest({"application": self.application, "addendum": self.addendum})

    @cached_property
    def addendum(self) -> int:
        """Return the number of the demand's newest addendum; zero where it has none."""
        return last_number(self.draft.demand)

    def _partner_fault(self, partner: ClaimPartner, *, at: datetime) -> Any:
        fit = may_be_partner(self.draft, partner.organisation, at=at)
        if not fit:
            return fit.reason
        return "" if partner.state == ClaimPartner.State.JOINED else partner.get_state_display()

    def _can_answer(self, question: Question) -> bool:
        if question.look == "capability":
            return offered_by(self.draft.firm).exists()
        return question.look != "cases" or bool(cases_of(self.draft.firm))

    def _about(self, prefix: str) -> list[Content]:
        return [
            {"asked": one.question.about, "answer": one.text}
            for one in self.said
            if one.text and one.question.name.startswith(prefix)
        ]

    def _resources(self) -> list[Content]:
        asked = [one for one in self.questions if one.name.startswith("purpose-")]
        rows = [
            {
                "what": one.about,
                "kind": one.detail,
                "purpose": self.text(one.name),
                "terms": self.text(one.name.replace("purpose-", "terms-")),
            }
            for one in asked
        ]
        return [row for row in rows if row["purpose"] or row["terms"]]

    def _price(self) -> tuple[Decimal | None, str]:
        """Return the price in yuan and what is wrong with it; a path without prices has none."""
        text = self.text("price")
        if not text or not may_name_price(self.draft.demand):
            return None, ""
        try:
            return WanField(required=False).clean(text), ""
        except ValidationError as error:
            return None, error.messages[0]


def cases_of(firm: Organisation) -> dict[str, Case]:
    """Return the cases of a firm's published capabilities; keys come from what they say."""
    rows = Case.objects.filter(capability__in=offered_by(firm)).select_related("capability")
    return {
        digest([one.capability_id, one.customer, one.place, one.year])[:12]: one
        for one in rows.order_by("capability_id", "sort_order", "pk")
    }


def faults_as_fields(faults: list[Fault]) -> dict[str, list[Any]]:
    """Return messages by field, as a Refusal carries them."""
    fields: dict[str, list[Any]] = {}
    for fault in faults:
        fields.setdefault(fault.name, []).append(
            _("%(label)s: %(message)s") % {"label": fault.label, "message": fault.message}
        )
    return fields


def _case(case: Case) -> Content:
    told = {"customer": case.customer, "place": case.place, "year": case.year}
    return {**told, "result": case.result, "capability": case.capability.title}


def _file(one: DraftFile) -> Content:
    blob = one.blob
    return {"name": blob.original_name, "sha256": blob.sha256, "size": blob.size}


def _partner(one: ClaimPartner) -> Content:
    organisation = one.organisation
    return {"name": organisation.name, "credit_code": organisation.credit_code, "part": one.part}
