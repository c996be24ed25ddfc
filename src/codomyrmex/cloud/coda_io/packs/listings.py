"""Packs as they are offered."""

from __future__ import annotations

from collections.abc import Sequence

from codomyrmex.cloud.coda_io.links import Ref
from codomyrmex.cloud.coda_io.models import packs as models
from codomyrmex.cloud.coda_io.models.base import ItemPage
from codomyrmex.cloud.coda_io.models.confirmation import Confirmation
from codomyrmex.cloud.coda_io.packs.service import PackService
from codomyrmex.cloud.coda_io.service import CodaList, given, listed
from codomyrmex.cloud.common.telemetry import operation


class PackListings(PackService):
    """Packs as users find them, and the docs that show what they can do."""

    @operation("list_pack_listings")
    def list_pack_listings(
        self,
        *,
        pack_access_types: Sequence[str] | None = None,
        pack_ids: Sequence[int] | None = None,
        only_workspace_id: str | None = None,
        parent_workspace_ids: Sequence[str] | None = None,
        exclude_public_packs: bool | None = None,
        pack_entrypoint: str | None = None,
        certified_agents_only: bool | None = None,
        pack_categories: Sequence[str] | None = None,
        sort_by: str | None = None,
        direction: str | None = None,
        install_context: str | None = None,
        limit: int | None = None,
        page_token: str | None = None,
    ) -> CodaList[models.listings.PackListing]:
        """The Packs that everyone can use, and those of the user.

        Args:
            pack_access_types: only those with such access: ``view``, ``test``, ``edit``, ``admin``.
            pack_ids: only these Packs.
            only_workspace_id: count only what this workspace shares as access.
            parent_workspace_ids: only Packs that belong to these workspaces.
            exclude_public_packs: not those that everyone can use.
            pack_entrypoint: only those that can be used there: ``go`` or ``docs``.
            certified_agents_only: only those that are certified as agents.
            pack_categories: only those of these kinds: ``connector``, ``agent``, ``customAgent``.
            sort_by: ``packId``, ``name``, ``packVersion``, ``packVersionModifiedAt`` or
                ``agentDirectorySort``.
            direction: ``ascending`` or ``descending``.
            install_context: where they would be used: ``workspace`` or ``doc``.
            limit: the most of them on a page; Coda decides if not given.
            page_token: where to begin, from an earlier page.

        Raises:
            CodaAPIError: what Coda refuses.

        https://coda.io/developers/apis/v1#operation/listPackListings
        """
        return self._list(
            ItemPage[models.listings.PackListing],
            "/packs/listings",
            query=given(
                pack_access_types=listed(pack_access_types),
                pack_ids=listed(pack_ids),
                only_workspace_id=only_workspace_id,
                parent_workspace_ids=listed(parent_workspace_ids),
                exclude_public_packs=exclude_public_packs,
                pack_entrypoint=pack_entrypoint,
                certified_agents_only=certified_agents_only,
                pack_categories=listed(pack_categories),
                sort_by=sort_by,
                direction=direction,
                install_context=install_context,
                limit=limit,
            ),
            page_token=page_token,
        )

    @operation("get_pack_listing")
    def get_pack_listing(
        self,
        pack_id: int,
        *,
        workspace_id: str | None = None,
        doc_id: Ref | None = None,
        ingestion_id: str | None = None,
        install_context: str | None = None,
        release_channel: str | None = None,
    ) -> models.listings.PackListingDetail:
        """One Pack as it is offered, with what the user may do with it.

        Args:
            pack_id: the Pack.
            workspace_id: the workspace where it would be used.
            doc_id: the doc, its id or its browser link, where it would be used.
            ingestion_id: the ingestion where it would be used.
            install_context: where they would be used: ``workspace`` or ``doc``.
            release_channel: ``LIVE`` for the released version, ``LATEST`` for the newest.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/getPackListing
        """
        doc = None if doc_id is None else self._links.id_of(doc_id, "docs")
        return self._ask(
            models.listings.PackListingDetail,
            "GET",
            self._pack_path(pack_id, "listing"),
            query=given(
                workspace_id=workspace_id,
                doc_id=doc,
                ingestion_id=ingestion_id,
                install_context=install_context,
                release_channel=release_channel,
            ),
        )

    @operation("list_pack_featured_docs")
    def list_pack_featured_docs(self, pack_id: int) -> CodaList[models.featured.PackFeaturedDoc]:
        """The docs that show what a Pack can do.

        Args:
            pack_id: the Pack.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/listPackFeaturedDocs
        """
        return self._list(ItemPage[models.featured.PackFeaturedDoc], self._pack_path(pack_id, "featuredDocs"))

    @operation("update_pack_featured_docs")
    def update_pack_featured_docs(
        self, pack_id: int, *, items: Sequence[models.featured.FeaturedDoc]
    ) -> Confirmation:
        """Set the docs that show what a Pack can do, in place of those that did.

        Args:
            pack_id: the Pack.
            items: the docs.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/updatePackFeaturedDocs
        """
        return self._ask(
            Confirmation,
            "PUT",
            self._pack_path(pack_id, "featuredDocs"),
            body=given(items=items),
            repeatable=True,
        )
