"""Reviews of Packs."""

from __future__ import annotations

from codomyrmex.cloud.coda_io.models import packs as models
from codomyrmex.cloud.coda_io.models.base import ItemPage
from codomyrmex.cloud.coda_io.models.confirmation import Confirmation
from codomyrmex.cloud.coda_io.packs.service import PackService
from codomyrmex.cloud.coda_io.service import CodaList, given
from codomyrmex.cloud.common.telemetry import operation


class PackReviews(PackService):
    """Reviews that a Pack needs before everyone gets it."""

    @operation("list_pack_reviews")
    def list_pack_reviews(
        self,
        pack_id: int,
        *,
        status: str | None = None,
        limit: int | None = None,
        page_token: str | None = None,
    ) -> CodaList[models.reviews.PackReview]:
        """The reviews of a Pack.

        Args:
            pack_id: the Pack.
            status: only those that are ``pending``, ``approved``, ``denied``, ``canceled`` or ``superseded``.
            limit: the most of them on a page; Coda decides if not given.
            page_token: where to begin, from an earlier page.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/listPackReviews
        """
        return self._list(
            ItemPage[models.reviews.PackReview],
            self._pack_path(pack_id, "reviews"),
            query=given(status=status, limit=limit),
            page_token=page_token,
        )

    @operation("create_pack_review")
    def create_pack_review(
        self,
        pack_id: int,
        *,
        pack_version: str | None = None,
        release_notes: str | None = None,
    ) -> models.reviews.CreatePackReviewResponse:
        """Ask for a review of a Pack.

        Args:
            pack_id: the Pack.
            pack_version: the version to review, where its code is to be reviewed.
            release_notes: what to tell the users once it is approved and released.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/createPackReview
        """
        return self._ask(
            models.reviews.CreatePackReviewResponse,
            "POST",
            self._pack_path(pack_id, "reviews"),
            body=given(pack_version=pack_version, release_notes=release_notes),
        )

    @operation("cancel_pack_review")
    def cancel_pack_review(self, pack_id: int) -> Confirmation:
        """Take back the review that is asked for. Everyone who can edit the Pack may.

        Args:
            pack_id: the Pack.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/cancelPackReview
        """
        return self._ask(Confirmation, "POST", self._pack_path(pack_id, "reviews", "pending", "cancel"))
