"""The calls app."""

from django.apps import AppConfig


class CallsConfig(AppConfig):
    """Rounds among public bodies, open calls, and proposals."""

    name = "marketplace.calls"

    def ready(self) -> None:
        """Register entries, notifications, live pages and the clock's jobs."""
        from marketplace.calls import due, live  # noqa: F401 - importing registers
        from marketplace.calls.notices import KINDS
        from marketplace.calls.prefilling import rules_collected
        from marketplace.challenges import prefilling
        from marketplace.journal import kinds as entries
        from marketplace.notifications import kinds as notices

        entries.register(
            "round_opened",
            "round_extended",
            "round_closed",
            "round_discarded",
            "round_due_soon",
            "reply_asked",
            "reply_answered",
            "reply_none_said",
            "reply_taken_back",
            "reply_overdue",
            "opencall_opened",
            "opencall_extended",
            "opencall_closed",
            "opencall_discarded",
            "proposal_submitted",
            "proposal_passed_on",
            "proposal_adopted",
            "proposal_declined",
            "proposal_withdrawn",
            "proposal_due_today",
            "proposal_overdue",
        )
        notices.register(*KINDS)
        live.register()
        prefilling.register(rules_collected)
