"""The deliveries app."""

from django.apps import AppConfig


class DeliveriesConfig(AppConfig):
    """Delivery, acceptance and results of what was agreed."""

    name = "marketplace.deliveries"

    def ready(self) -> None:
        """Register entries, notices, the clock's job, what stands for ever, who reads files."""
        from marketplace.awards import vacancies
        from marketplace.bids import outcomes
        from marketplace.challenges import dues, places
        from marketplace.deliveries import consumers, due, live  # noqa: F401 - importing registers
        from marketplace.deliveries.entry_kinds import ENTRY_KINDS
        from marketplace.deliveries.models import (
            AnswerFile,
            Appraisal,
            Check,
            HandIn,
            HandInFile,
            Opinion,
            Prompt,
            Submission,
            SubmissionFile,
            Verdict,
        )
        from marketplace.deliveries.notices import KINDS
        from marketplace.deliveries.outcomes import own_deliveries
        from marketplace.deliveries.places import places_of_deliveries
        from marketplace.deliveries.reading import may_read_file
        from marketplace.deliveries.steps_due import steps_due
        from marketplace.deliveries.vacant import places_lost
        from marketplace.files import access
        from marketplace.journal import kinds as entries
        from marketplace.journal import triggers
        from marketplace.notifications import kinds as notices

        entries.register(*ENTRY_KINDS)
        notices.register(*KINDS)
        live.register()
        outcomes.register(own_deliveries)
        dues.register(steps_due)
        vacancies.register(places_lost)
        places.register(places_of_deliveries)
        triggers.keep_rows(
            Submission,
            SubmissionFile,
            Check,
            Prompt,
            HandIn,
            HandInFile,
            Appraisal,
            Verdict,
            Opinion,
        )
        for model in (SubmissionFile, AnswerFile, HandInFile):
            access.register(model, may_read_file)
