"""Reviews of Packs."""

from __future__ import annotations

from datetime import datetime

from codomyrmex.cloud.coda_io.models.base import CodaModel
from codomyrmex.cloud.coda_io.models.packs.packs import PackAdditionalInformation


class PackReview(CodaModel):
    """A review that was asked for.

    Attributes:
        pack_review_id: its id.
        pack_id: the Pack.
        pack_review_status: ``pending``, ``approved``, ``denied``, ``canceled`` or ``superseded``.
        submitted_by_user_id: who asked for it.
        submission_timestamp: when it was asked for.
        pack_version: the version to review.
        includes_listing_review: whether the listing is reviewed as well.
        additional_information: what the maker says of privacy.
    """

    pack_review_id: str
    pack_id: int
    pack_review_status: str
    submitted_by_user_id: int
    submission_timestamp: datetime
    pack_version: str | None = None
    includes_listing_review: bool | None = None
    additional_information: PackAdditionalInformation | None = None


class CreatePackReviewResponse(CodaModel):
    """A review was asked for.

    Attributes:
        pack_review_id: its id.
    """

    pack_review_id: str
