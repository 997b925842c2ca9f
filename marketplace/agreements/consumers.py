"""What follows an award, an agreement with each firm, and what follows an offer, its paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.agreements.generating import draft_agreement
from marketplace.agreements.models import AgreementVersion
from marketplace.agreements.rendering import start_pdf
from marketplace.awards.models import ResultNotice
from marketplace.journal.consumers import consumer

if TYPE_CHECKING:
    from marketplace.journal.models import Entry


@consumer("agreements_of_awards", {"result_notice_settled"})
def agreements_of_awards(entry: Entry) -> None:
    """Draft an agreement for each proposed candidate; one that has its own already keeps it."""
    notice = ResultNotice.objects.for_rows().filter(pk=entry.subject_key).first()
    if notice is None or notice.state != ResultNotice.State.SETTLED:
        return
    for candidate in notice.candidates.select_related("bid__firm").filter(is_proposed=True):
        candidate.notice = notice
        draft_agreement(candidate)


@consumer("papers_of_agreements", {"agreement_offered", "agreement_agreed", "agreement_amended"})
def papers_of_agreements(entry: Entry) -> None:
    """Let the PDF of what was offered, agreed or amended be made, where this machine can."""
    rows = AgreementVersion.objects.filter(agreement=int(entry.subject_key))
    version = rows.filter(number=entry.data["version"]).first()
    if version is not None:
        start_pdf(version)
