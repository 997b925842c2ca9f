"""Everything that changes an organisation, its people and what is known of it."""

from marketplace.organisations.actions.facts import (
    add_qualification,
    change_qualification,
    record_credit_fact,
    remove_qualification,
)
from marketplace.organisations.actions.people import (
    add_member,
    add_unit,
    change_role,
    remove_member,
    retire_unit,
)
from marketplace.organisations.actions.registration import (
    Profile,
    change_organisation,
    enter_organisation,
    placeholder_named,
    register_organisation,
)
from marketplace.organisations.actions.takeovers import (
    ask_takeover,
    confirm_takeover,
    decline_takeover,
    withdraw_takeover,
)
from marketplace.organisations.actions.verification import (
    refuse_verification,
    verify_organisation,
    withdraw_verification,
)

__all__ = [
    "Profile",
    "add_member",
    "add_qualification",
    "add_unit",
    "ask_takeover",
    "change_organisation",
    "change_qualification",
    "change_role",
    "confirm_takeover",
    "decline_takeover",
    "enter_organisation",
    "placeholder_named",
    "record_credit_fact",
    "refuse_verification",
    "register_organisation",
    "remove_member",
    "remove_qualification",
    "retire_unit",
    "verify_organisation",
    "withdraw_takeover",
    "withdraw_verification",
]
