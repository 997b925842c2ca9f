"""The bids app."""

from django.apps import AppConfig


class BidsConfig(AppConfig):
    """Sealed bids for challenges, and their opening."""

    name = "marketplace.bids"

    def ready(self) -> None:
        """Register entries, notices, and what follows the clock and the journal."""
        from marketplace.bids import (  # noqa: F401 - importing registers
            beats,
            clearing,
            live,
            story,
            sweeping,
        )
        from marketplace.bids.amiss import lost_bids
        from marketplace.bids.entry_kinds import ENTRY_KINDS
        from marketplace.bids.formal_due import checks_due
        from marketplace.bids.formal_notices import KINDS as FORMAL_KINDS
        from marketplace.bids.formal_permissions import may_read_cure
        from marketplace.bids.models import CureFile
        from marketplace.bids.notices import KINDS
        from marketplace.bids.opener_notices import KINDS as OPENER_KINDS
        from marketplace.bids.people import drafters_of
        from marketplace.bids.places import places_of_bids
        from marketplace.bids.readiness import problems_of_openers
        from marketplace.bids.steps_due import steps_due
        from marketplace.bids.unopenable import unopenable
        from marketplace.bids.validity import too_few
        from marketplace.challenges import dues, endings, places, timeline
        from marketplace.files import access
        from marketplace.journal import kinds as entries
        from marketplace.journal import remarks
        from marketplace.listings import publication_checks
        from marketplace.notifications import kinds as notices
        from marketplace.subscriptions import followers

        entries.register(*ENTRY_KINDS)
        live.register()
        notices.register(*KINDS, *FORMAL_KINDS, *OPENER_KINDS)
        access.register(CureFile, may_read_cure)
        dues.register(steps_due)
        places.register(places_of_bids)
        timeline.register(story.subjects, story.WORDS)
        dues.register(checks_due)
        endings.register(unopenable)
        endings.register(too_few)
        followers.tell_too(drafters_of)
        remarks.register(lost_bids)
        publication_checks.register(problems_of_openers)
