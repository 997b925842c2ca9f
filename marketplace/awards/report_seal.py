"""What a report says, sealed: author, words, files and the answer, under a key outside the rows."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from marketplace.awards.models import Report, ReportEvidence
from marketplace.core.canonical import canonical_json
from marketplace.sealing.keepers import keeper
from marketplace.sealing.padding import padded, unpadded
from marketplace.sealing.suites import new_key, seal, unseal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from marketplace.accounts.models import User
    from marketplace.files.store import Taken

_LENGTH: Final = 8


@dataclass(frozen=True, slots=True)
class Said:
    """A report in clear: its author's key, whether the name may be passed on, and what it says."""

    author: int
    is_confidential: bool
    concern: str
    text: str
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class File:
    """A file of a report in clear."""

    name: str
    media_type: str
    content: bytes


def author_digest(user: Any) -> str:
    """Return the keyed digest by which a person's reports are found; it names nobody."""
    return keeper().digest("report", str(user.pk))


def sealed_report(report: Report, said: Said) -> Report:
    """Put what is said into a new report, under a data key that the portal's keeper wraps."""
    key = new_key()
    report.wrapped_key = keeper().wrap(key, context=_context(report, "key"))
    report.said = _sealed(report, asdict(said), part="said", key=key)
    return report


def sealed_evidence(report: Report, files: Sequence[Taken]) -> list[ReportEvidence]:
    """Return the files as rows of the report: name, type and content in one sealed piece."""
    key = _key_of(report)
    return [
        ReportEvidence(
            report=report, place=place, content=_sealed_file(report, one, place=place, key=key)
        )
        for place, one in enumerate(files)
    ]


def sealed_answer(report: Report, words: str) -> bytes:
    """Return the supervisor's words as the report keeps them."""
    return _sealed(report, words, part="answer", key=_key_of(report))


def said_in(report: Report) -> Said:
    """Return what a report says; for its author and the supervisor alone."""
    plain = json.loads(_opened(report, report.said, part="said"))
    return Said(**{**plain, "files": tuple(plain["files"])})


def answer_in(report: Report) -> str:
    """Return the supervisor's words, nothing where there are none yet."""
    if not report.answer:
        return ""
    return str(json.loads(_opened(report, report.answer, part="answer")))


def file_in(evidence: ReportEvidence) -> File:
    """Return a file of a report."""
    plain = _opened(evidence.report, evidence.content, part=f"file {evidence.place}")
    length = int.from_bytes(plain[:_LENGTH], "big")
    facts = json.loads(plain[_LENGTH : _LENGTH + length])
    return File(**facts, content=plain[_LENGTH + length :])


def is_author(user: User, report: Report) -> bool:
    """Return whether a person wrote a report."""
    return report.author == author_digest(user)


def _sealed_file(report: Report, file: Taken, *, place: int, key: bytes) -> bytes:
    facts = canonical_json({"name": file.name, "media_type": file.media_type}).encode()
    plain = len(facts).to_bytes(_LENGTH, "big") + facts + file.content
    return seal(key, padded(plain), context=_context(report, f"file {place}"))


def _sealed(report: Report, plain: object, *, part: str, key: bytes) -> bytes:
    return seal(key, padded(canonical_json(plain).encode()), context=_context(report, part))


def _opened(report: Report, sealed: bytes | memoryview, *, part: str) -> bytes:
    return unpadded(unseal(_key_of(report), bytes(sealed), context=_context(report, part)))


def _key_of(report: Report) -> bytes:
    return keeper().unwrap(bytes(report.wrapped_key), context=_context(report, "key"))


def _context(report: Report, part: str) -> tuple[str, ...]:
    return ("report", report.receipt, part)
