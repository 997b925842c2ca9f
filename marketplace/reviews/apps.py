"""The reviews app."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """Panels of challenges."""

    name = "marketplace.reviews"

    def ready(self) -> None:
        """Register entries, notices, what ends panels, and what holds an expert."""
        from marketplace.challenges import dues, places, timeline
        from marketplace.experts import obligations, stints
        from marketplace.journal import kinds as entries
        from marketplace.journal import triggers
        from marketplace.notifications import kinds as notices
        from marketplace.reviews import consumers, declaring, story  # noqa: F401 - importing registers
        from marketplace.reviews.models import Ranking, Sheet
        from marketplace.reviews.notices import KINDS
        from marketplace.reviews.places import places_of_review
        from marketplace.reviews.steps_due import steps_due
        from marketplace.reviews.stints import stints_of

        entries.register(
            "panel_promised",
            "panel_drawn",
            "panel_seated",
            "panel_vacated",
            "panel_ended",
            "panel_dismissed",
            "draw_promised",
            "draw_dropped",
            "draw_held",
            "seat_called",
            "seat_reserved",
            "seat_declared",
            "seat_recused",
            "seat_released",
            "declaration_due_today",
            "declaration_missed",
            "scoring_opened",
            "scoring_ranked",
            "scoring_shown",
            "scoring_replaced",
            "scoring_dropped",
            "sheet_signed",
            "ranking_frozen",
        )
        notices.register(*KINDS)
        triggers.keep_rows(Ranking, Sheet)
        dues.register(steps_due)
        places.register(places_of_review)
        timeline.register(story.subjects, story.WORDS)
        stints.register(stints_of)
        obligations.register(consumers.may_leave_panels)
