"""The pages of a challenge's result, and of who is named next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.awards.permissions import may_object
from marketplace.awards.succession_permissions import may_read
from marketplace.awards.vacancies import vacancy_of
from marketplace.challenges.permissions import may_run
from marketplace.challenges.places import Place
from marketplace.core import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from marketplace.challenges.models import Challenge


def places_of_result(user: Any, challenge: Challenge) -> Iterator[Place]:
    """Yield the notice of the result once it was on show, the objection, and who is next.

    A bidder that was asked finds where it answers.
    """
    notice = challenge.result_notices.public().for_rows().order_by("-shown_at").first()
    if notice is None:
        return
    number = challenge.demand.lifecycle.number
    yield Place(_("Notice of the result"), reverse("awards:notice", args=[number]))
    if not may_run(user, challenge) and may_object(user, notice, at=clock.now()):
        yield Place(_("Object to the result"), reverse("awards:object", args=[number]))
    if challenge.successions.of_firms_of(user).exists():
        yield Place(
            _("Whether you stand by your bid"), reverse("awards:succession_answer", args=[number])
        )
    if may_read(user, challenge) and has_page(challenge):
        yield Place(_("The next in the ranking"), reverse("awards:succession", args=[number]))


def has_page(challenge: Challenge) -> bool:
    """Return whether there is something to read of who is named next."""
    return challenge.successions.exists() or vacancy_of(challenge) is not None
