"""How docs, pages and Packs are used."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from codomyrmex.cloud.coda_io import models
from codomyrmex.cloud.coda_io.links import Ref
from codomyrmex.cloud.coda_io.models.base import ItemPage
from codomyrmex.cloud.coda_io.service import CodaList, CodaService, given, listed
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.protocols.rest import path_of


class Analytics(CodaService):
    """Analytics of docs, pages and Packs. A day's figures come once a day, hours late."""

    @operation("list_doc_analytics")
    def list_doc_analytics(
        self,
        *,
        doc_ids: Sequence[Ref] | None = None,
        workspace_id: str | None = None,
        query: str | None = None,
        is_published: bool | None = None,
        since_date: date | str | None = None,
        until_date: date | str | None = None,
        scale: str | None = None,
        order_by: str | None = None,
        direction: str | None = None,
        limit: int | None = None,
        page_token: str | None = None,
    ) -> CodaList[models.DocAnalyticsItem]:
        """How docs were used, by day.

        Args:
            doc_ids: only these docs, by their ids or browser links.
            workspace_id: only those of a workspace.
            query: words to search for.
            is_published: only published ones.
            since_date: from this day on.
            until_date: until this day.
            scale: ``daily``, or ``cumulative`` for all until each day.
            order_by: what to sort by: a field of the answer, in Coda's spelling.
            direction: ``ascending`` or ``descending``.
            limit: the most of them on a page; Coda decides if not given.
            page_token: where to begin, from an earlier page.

        Raises:
            CodaAPIError: what Coda refuses.

        https://coda.io/developers/apis/v1#operation/listDocAnalytics
        """
        return self._list(
            ItemPage[models.DocAnalyticsItem],
            "/analytics/docs",
            query=given(
                doc_ids=listed(None if doc_ids is None else self._ids_of(doc_ids, "docs")),
                workspace_id=workspace_id,
                query=query,
                is_published=is_published,
                since_date=since_date,
                until_date=until_date,
                scale=scale,
                order_by=order_by,
                direction=direction,
                limit=limit,
            ),
            page_token=page_token,
            kind="analytics",
        )

    @operation("list_page_analytics")
    def list_page_analytics(
        self,
        doc: Ref,
        *,
        since_date: date | str | None = None,
        until_date: date | str | None = None,
        limit: int | None = None,
        page_token: str | None = None,
    ) -> CodaList[models.PageAnalyticsItem]:
        """How the pages of a doc were used, by day; for workspaces of the Enterprise plan.

        Args:
            doc: the doc: its id, its browser link or itself.
            since_date: from this day on.
            until_date: until this day.
            limit: the most of them on a page; Coda decides if not given.
            page_token: where to begin, from an earlier page.

        Raises:
            CodaAuthenticationError: the doc is in a workspace of another plan.

        https://coda.io/developers/apis/v1#operation/listPageAnalytics
        """
        return self._list(
            ItemPage[models.PageAnalyticsItem],
            path_of("analytics", "docs", self._links.id_of(doc, "docs"), "pages"),
            query=given(since_date=since_date, until_date=until_date, limit=limit),
            page_token=page_token,
            kind="analytics",
        )

    @operation("list_doc_analytics_summary")
    def list_doc_analytics_summary(
        self,
        *,
        is_published: bool | None = None,
        since_date: date | str | None = None,
        until_date: date | str | None = None,
        workspace_id: str | None = None,
    ) -> models.DocAnalyticsSummary:
        """How docs were used, all together.

        Args:
            is_published: only published ones.
            since_date: from this day on.
            until_date: until this day.
            workspace_id: only those of a workspace.

        Raises:
            CodaAPIError: what Coda refuses.

        https://coda.io/developers/apis/v1#operation/listDocAnalyticsSummary
        """
        return self._ask(
            models.DocAnalyticsSummary,
            "GET",
            "/analytics/docs/summary",
            query=given(
                is_published=is_published,
                since_date=since_date,
                until_date=until_date,
                workspace_id=workspace_id,
            ),
            kind="analytics",
        )

    @operation("list_pack_analytics")
    def list_pack_analytics(
        self,
        *,
        pack_ids: Sequence[int] | None = None,
        workspace_id: str | None = None,
        query: str | None = None,
        since_date: date | str | None = None,
        until_date: date | str | None = None,
        scale: str | None = None,
        order_by: str | None = None,
        direction: str | None = None,
        is_published: bool | None = None,
        limit: int | None = None,
        page_token: str | None = None,
    ) -> CodaList[models.PackAnalyticsItem]:
        """How the Packs that the user can edit were used, by day.

        Args:
            pack_ids: only these Packs.
            workspace_id: only those of a workspace.
            query: words to search for.
            since_date: from this day on.
            until_date: until this day.
            scale: ``daily``, or ``cumulative`` for all until each day.
            order_by: what to sort by: a field of the answer, in Coda's spelling.
            direction: ``ascending`` or ``descending``.
            is_published: only published ones.
            limit: the most of them on a page; Coda decides if not given.
            page_token: where to begin, from an earlier page.

        Raises:
            CodaAPIError: what Coda refuses.

        https://coda.io/developers/apis/v1#operation/listPackAnalytics
        """
        return self._list(
            ItemPage[models.PackAnalyticsItem],
            "/analytics/packs",
            query=given(
                pack_ids=listed(pack_ids),
                workspace_id=workspace_id,
                query=query,
                since_date=since_date,
                until_date=until_date,
                scale=scale,
                order_by=order_by,
                direction=direction,
                is_published=is_published,
                limit=limit,
            ),
            page_token=page_token,
            kind="analytics",
        )

    @operation("list_pack_analytics_summary")
    def list_pack_analytics_summary(
        self,
        *,
        pack_ids: Sequence[int] | None = None,
        workspace_id: str | None = None,
        is_published: bool | None = None,
        since_date: date | str | None = None,
        until_date: date | str | None = None,
    ) -> models.PackAnalyticsSummary:
        """How the Packs that the user can edit were used, all together.

        Args:
            pack_ids: only these Packs.
            workspace_id: only those of a workspace.
            is_published: only published ones.
            since_date: from this day on.
            until_date: until this day.

        Raises:
            CodaAPIError: what Coda refuses.

        https://coda.io/developers/apis/v1#operation/listPackAnalyticsSummary
        """
        return self._ask(
            models.PackAnalyticsSummary,
            "GET",
            "/analytics/packs/summary",
            query=given(
                pack_ids=listed(pack_ids),
                workspace_id=workspace_id,
                is_published=is_published,
                since_date=since_date,
                until_date=until_date,
            ),
            kind="analytics",
        )

    @operation("list_pack_formula_analytics")
    def list_pack_formula_analytics(
        self,
        pack_id: int,
        *,
        pack_formula_names: Sequence[str] | None = None,
        pack_formula_types: Sequence[str] | None = None,
        since_date: date | str | None = None,
        until_date: date | str | None = None,
        scale: str | None = None,
        order_by: str | None = None,
        direction: str | None = None,
        limit: int | None = None,
        page_token: str | None = None,
    ) -> CodaList[models.PackFormulaAnalyticsItem]:
        """How the formulas of a Pack were used, by day.

        Args:
            pack_id: the Pack.
            pack_formula_names: only these formulas; upper and lower case differ.
            pack_formula_types: the type of each of those: ``action``, ``formula``, ``sync`` or ``metadata``.
            since_date: from this day on.
            until_date: until this day.
            scale: ``daily``, or ``cumulative`` for all until each day.
            order_by: what to sort by: a field of the answer, in Coda's spelling.
            direction: ``ascending`` or ``descending``.
            limit: the most of them on a page; Coda decides if not given.
            page_token: where to begin, from an earlier page.

        Raises:
            CodaAPIError: what Coda refuses.

        https://coda.io/developers/apis/v1#operation/listPackFormulaAnalytics
        """
        return self._list(
            ItemPage[models.PackFormulaAnalyticsItem],
            path_of("analytics", "packs", str(pack_id), "formulas"),
            query=given(
                pack_formula_names=listed(pack_formula_names),
                pack_formula_types=listed(pack_formula_types),
                since_date=since_date,
                until_date=until_date,
                scale=scale,
                order_by=order_by,
                direction=direction,
                limit=limit,
            ),
            page_token=page_token,
            kind="analytics",
        )

    @operation("get_analytics_last_updated")
    def get_analytics_last_updated(self) -> models.AnalyticsLastUpdatedResponse:
        """Until when analytics are known.

        Raises:
            CodaAPIError: what Coda refuses.

        https://coda.io/developers/apis/v1#operation/getAnalyticsLastUpdated
        """
        return self._ask(models.AnalyticsLastUpdatedResponse, "GET", "/analytics/updated", kind="analytics")
