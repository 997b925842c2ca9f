"""What authors write (listings) and how it is run (lifecycles)."""

from marketplace.listings.models.addendum import Addendum
from marketplace.listings.models.approvals import (
    PortalReviewTask,
    SecrecyReview,
    SecrecyReviewTask,
    SupervisingApprovalTask,
    UnitApprovalTask,
    WorkflowAssignment,
)
from marketplace.listings.models.batch import Batch
from marketplace.listings.models.capability import (
    Capability,
    CapabilityAttachment,
    CapabilityLifecycle,
    Case,
)
from marketplace.listings.models.closing import ClosingReminder
from marketplace.listings.models.demand import (
    Demand,
    DemandAttachment,
    DemandLifecycle,
    DemandParty,
    Indicator,
    OpenedResource,
)
from marketplace.listings.models.listing import Lifecycle, Listing
from marketplace.listings.models.question import Question
from marketplace.listings.models.sheet import StampedSheet

__all__ = [
    "Addendum",
    "Batch",
    "Capability",
    "CapabilityAttachment",
    "CapabilityLifecycle",
    "Case",
    "ClosingReminder",
    "Demand",
    "DemandAttachment",
    "DemandLifecycle",
    "DemandParty",
    "Indicator",
    "Lifecycle",
    "Listing",
    "OpenedResource",
    "PortalReviewTask",
    "Question",
    "SecrecyReview",
    "SecrecyReviewTask",
    "StampedSheet",
    "SupervisingApprovalTask",
    "UnitApprovalTask",
    "WorkflowAssignment",
]
