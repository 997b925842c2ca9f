"""The reviews app."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """Panels of challenges."""

    name = "marketplace.reviews"

    def ready(self) -> None:
        """Register entries, notices, what ends panels, and what holds an expert."""
        from marketplace.bids import outcomes
        from marketplace.challenges import dues, endings, places, timeline
        from marketplace.experts import obligations, stints
        from marketplace.journal import kinds as entries
        from marketplace.journal import triggers
        from marketplace.notifications import kinds as notices
        from marketplace.reviews import consumers, declaring, live, story  # noqa: F401 - importing registers
        from marketplace.reviews.endings import none_ranked
        from marketplace.reviews.entry_kinds import ENTRY_KINDS
        from marketplace.reviews.models import Ranking, Sheet
        from marketplace.reviews.notices import KINDS
        from marketplace.reviews.outcomes import own_ranks
        from marketplace.reviews.places import places_of_review
        from marketplace.reviews.steps_due import steps_due
        from marketplace.reviews.stints import stints_of

        entries.register(*ENTRY_KINDS)
        notices.register(*KINDS)
        live.register()
        triggers.keep_rows(Ranking, Sheet)
        outcomes.register(own_ranks)
        dues.register(steps_due)
        endings.register(none_ranked)
        places.register(places_of_review)
        timeline.register(story.subjects, story.WORDS)
        stints.register(stints_of)
        obligations.register(consumers.may_leave_panels)
