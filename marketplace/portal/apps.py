"""The portal app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Pages where domain and search meet."""

    name = "marketplace.portal"

    def ready(self) -> None:
        """Let matches and subscriptions follow the journal and the clock, and pages a demand.

        Who judges a challenge sees what the matcher finds for it, who proposes what is near.
        """
        from marketplace.challenges import duplicates, supply, timeline
        from marketplace.portal import (
            alerting,  # noqa: F401 - importing registers
            live,
            live_board,
            live_supervision,
            recording,  # noqa: F401 - importing registers
            recording_anew,  # noqa: F401 - importing registers
            stories,
        )
        from marketplace.portal.duplicates import near_demands, near_texts
        from marketplace.portal.supply import existing_supply

        live.register()
        live_board.register()
        live_supervision.register()
        supply.register(existing_supply)
        duplicates.register(near_demands)
        duplicates.register_texts(near_texts)
        timeline.register(stories.subjects, stories.WORDS)
