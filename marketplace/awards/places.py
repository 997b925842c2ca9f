"""The pages of a challenge's result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.awards.permissions import may_object
from marketplace.challenges.permissions import may_run
from marketplace.challenges.places import Place
from marketplace.core import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from marketplace.challenges.models import Challenge


def places_of_result(user: Any, challenge: Challenge) -> Iterator[Place]:
    """Yield the notice of the result once it was on show, and the objection to whom it is open."""
    notice = challenge.result_notices.public().for_rows().order_by("-shown_at").first()
    if notice is None:
        return
    number = challenge.demand.lifecycle.number
    yield Place(_("Notice of the result"), reverse("awards:notice", args=[number]))
    if not may_run(user, challenge) and may_object(user, notice, at=clock.now()):
        yield Place(_("Object to the result"), reverse("awards:object", args=[number]))
