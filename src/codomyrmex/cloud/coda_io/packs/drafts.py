"""Drafts of listings."""

from __future__ import annotations

from codomyrmex.cloud.coda_io.models import packs as models
from codomyrmex.cloud.coda_io.models.confirmation import Confirmation
from codomyrmex.cloud.coda_io.packs.service import PackService
from codomyrmex.cloud.coda_io.service import given
from codomyrmex.cloud.common.telemetry import operation


class PackListingDrafts(PackService):
    """What the listing of a Pack will say once it is reviewed."""

    @operation("get_pack_listing_draft")
    def get_pack_listing_draft(self, pack_id: int) -> models.drafts.GetPackListingDraftResponse:
        """The draft of a Pack's listing.

        Args:
            pack_id: the Pack.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/getPackListingDraft
        """
        return self._ask(
            models.drafts.GetPackListingDraftResponse, "GET", self._pack_path(pack_id, "listingDraft")
        )

    @operation("upsert_pack_listing_draft")
    def upsert_pack_listing_draft(
        self, pack_id: int, *, listing_data: models.drafts.PackListingDraftData
    ) -> models.drafts.UpsertPackListingDraftResponse:
        """Make or change the draft of a Pack's listing.

        Args:
            pack_id: the Pack.
            listing_data: what it says; what is not set is left out.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/upsertPackListingDraft
        """
        return self._ask(
            models.drafts.UpsertPackListingDraftResponse,
            "PUT",
            self._pack_path(pack_id, "listingDraft"),
            body=given(listing_data=listing_data),
            repeatable=True,
        )

    @operation("delete_pack_listing_draft")
    def delete_pack_listing_draft(self, pack_id: int) -> Confirmation:
        """Throw the draft of a Pack's listing away.

        Args:
            pack_id: the Pack.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/deletePackListingDraft
        """
        return self._ask(Confirmation, "DELETE", self._pack_path(pack_id, "listingDraft"))
