"""Whether every promised indicator has an answer and evidence, and what a hand-in says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from marketplace.deliveries.measures import keeps, keeps_promise

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from marketplace.agreements.models import Promise
    from marketplace.core.refusals import Message
    from marketplace.deliveries.models import Answer

    Pairs = Sequence[tuple[Promise, Answer | None]]

_NEEDED: Final[dict[str, Message]] = {
    "reached": _("Give the value that was reached."),
    "method": _("Say how it was measured."),
}


def problems_of(answers: Pairs) -> dict[str, list[Any]]:
    """Return what is missing, by `promise-field`: each indicator needs answer and evidence."""
    found: dict[str, list[Any]] = {}
    for promise, answer in answers:
        for name, text in _missing(answer):
            found.setdefault(f"{promise.pk}-{name}", []).append(text)
    return found


def content_of(answers: Pairs) -> list[dict[str, Any]]:
    """Return answers that are complete, as plain values that stand for themselves."""
    return [_row(promise, answer) for promise, answer in answers if answer is not None]


def _missing(answer: Answer | None) -> Iterable[tuple[str, Message]]:
    for name, text in _NEEDED.items():
        if answer is None or not getattr(answer, name):
            yield name, text
    has_evidence = answer is not None and (answer.words or answer.link or answer.files.exists())
    if not has_evidence:
        yield "words", _("Evidence is needed: words, a link or a file.")


def _row(promise: Promise, answer: Answer) -> dict[str, Any]:
    indicator = promise.indicator
    files = [{"name": str(one.blob), "sha256": one.blob.sha256} for one in answer.files.all()]
    return {
        "promise": promise.pk,
        "asked": promise.asked,
        "promised": promise.value,
        "accepted_by": promise.method,
        "is_main": indicator.is_main,
        "reached": answer.reached,
        "unit": answer.unit,
        "method": answer.method,
        "words": answer.words,
        "link": answer.link,
        "files": files,
        "keeps": keeps(indicator.comparison, indicator.value, reached=answer.reached),
        "keeps_promise": keeps_promise(indicator.comparison, promise.value, reached=answer.reached),
    }
