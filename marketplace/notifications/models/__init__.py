"""What people are told, how they want to be told, and what leaves the portal."""

from marketplace.notifications.models.addresses import Address, Proof
from marketplace.notifications.models.notification import Counter, Notification, TopicVersion
from marketplace.notifications.models.outbox import (
    Bounce,
    Delivery,
    DeliveryState,
    Item,
    Outage,
    Outcome,
)
from marketplace.notifications.models.preferences import Mute, Preference, Wish

__all__ = [
    "Address",
    "Bounce",
    "Counter",
    "Delivery",
    "DeliveryState",
    "Item",
    "Mute",
    "Notification",
    "Outage",
    "Outcome",
    "Preference",
    "Proof",
    "TopicVersion",
    "Wish",
]
