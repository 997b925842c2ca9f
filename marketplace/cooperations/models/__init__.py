"""Co-operations, their agreements' documents, ratings, and requests for opened resources."""

from marketplace.cooperations.models.cooperation import (
    AGREED_STATES,
    ENDABLE_STATES,
    REASON_LENGTH,
    Cooperation,
    CooperationState,
    Side,
)
from marketplace.cooperations.models.document import AgreementDocument
from marketplace.cooperations.models.rating import RATING_DAYS, Rating
from marketplace.cooperations.models.resource_request import (
    ResourceRequest,
    ResourceRequestState,
)

__all__ = [
    "AGREED_STATES",
    "ENDABLE_STATES",
    "RATING_DAYS",
    "REASON_LENGTH",
    "AgreementDocument",
    "Cooperation",
    "CooperationState",
    "Rating",
    "ResourceRequest",
    "ResourceRequestState",
    "Side",
]
