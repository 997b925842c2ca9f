"""What a challenge's timeline tells of its panel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from marketplace.reviews.models import Draw, Panel, Ranking, ReviewRound, Seat, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from marketplace.challenges.models import Challenge

WORDS: Final = {
    "draw_promised": _("a draw of the panel was announced"),
    "draw_dropped": _("an announced draw was dropped"),
    "draw_held": _("a draw was held"),
    "seat_called": _("an expert was called"),
    "seat_declared": _("an expert declared to be free"),
    "seat_recused": _("an expert stepped back"),
    "declaration_missed": _("an expert did not declare in time"),
    "panel_seated": _("the panel is complete"),
    "panel_vacated": _("a place of the panel became vacant"),
    "panel_dismissed": _("the panel was dismissed after an objection"),
    "panel_ended": _("the panel ended"),
    "scoring_opened": _("the panel begins to score"),
    "sheet_signed": _("an expert signed a score sheet"),
    "ranking_frozen": _("the ranking was frozen"),
    "scoring_replaced": _("the ranking was replaced after an objection"),
    "scoring_dropped": _("scoring ended without a ranking"),
}


def subjects(challenge: Challenge) -> Iterator[QuerySet[Any]]:
    """Yield panel, draws, seats, rounds of scoring, signed sheets and rankings."""
    yield Panel.objects.filter(challenge=challenge)
    for model in (Draw, Seat, ReviewRound):
        yield model._default_manager.filter(panel__challenge=challenge)
    for signed in (Sheet, Ranking):
        yield signed._default_manager.filter(round__panel__challenge=challenge)
