"""The awards app."""

from django.apps import AppConfig


class AwardsConfig(AppConfig):
    """Notices of results, objections and awards."""

    name = "marketplace.awards"

    def ready(self) -> None:
        """Register entries, notifications, the clock's job, and who reads evidence."""
        from marketplace.awards import (
            consumers,  # noqa: F401 - importing registers
            due,  # noqa: F401 - importing registers
            live,
            report_due,  # noqa: F401 - importing registers
            report_notices,
            story,
            succession_due,  # noqa: F401 - importing registers
            succession_notices,
        )
        from marketplace.awards.entry_kinds import ENTRY_KINDS
        from marketplace.awards.models import Evidence, Report, ReportEvidence
        from marketplace.awards.notices import KINDS
        from marketplace.awards.outcomes import own_places, own_turns
        from marketplace.awards.permissions import may_read_evidence
        from marketplace.awards.places import places_of_result
        from marketplace.awards.steps_due import steps_due
        from marketplace.awards.succession_steps import succession_steps
        from marketplace.bids import outcomes
        from marketplace.challenges import dues, places, timeline
        from marketplace.files import access
        from marketplace.journal import kinds as entries
        from marketplace.journal import triggers
        from marketplace.notifications import kinds as notices

        entries.register(*ENTRY_KINDS)
        notices.register(*KINDS, *report_notices.KINDS, *succession_notices.KINDS)
        live.register()
        outcomes.register(own_places)
        outcomes.register(own_turns)
        dues.register(steps_due)
        dues.register(succession_steps)
        places.register(places_of_result)
        timeline.register(story.subjects, story.WORDS)
        triggers.keep_rows(ReportEvidence)
        triggers.keep_fields(Report, "receipt", "author", "wrapped_key", "said", "filed_at")
        access.register(Evidence, may_read_evidence)
