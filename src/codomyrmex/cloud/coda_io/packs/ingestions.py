"""Ingestions: runs that read what Packs offer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from codomyrmex.cloud.coda_io.models import packs as models
from codomyrmex.cloud.coda_io.models.base import ItemPage
from codomyrmex.cloud.coda_io.packs.service import PackService
from codomyrmex.cloud.coda_io.service import CodaList, given, listed
from codomyrmex.cloud.common.listing import Listing
from codomyrmex.cloud.common.telemetry import operation


class PackIngestions(PackService):
    """Ingestions of a Pack: their runs, and what they have logged."""

    @operation("list_ingestion_logs")
    def list_ingestion_logs(
        self,
        pack_id: int,
        tenant_id: str,
        root_ingestion_id: str,
        *,
        log_types: Sequence[str] | None = None,
        ingestion_execution_id: str | None = None,
        before_timestamp: datetime | str | None = None,
        after_timestamp: datetime | str | None = None,
        ingestion_status: str | None = None,
        only_execution_completions: bool | None = None,
        order: str | None = None,
        q: str | None = None,
        request_ids: Sequence[str] | None = None,
        limit: int | None = None,
        page_token: str | None = None,
    ) -> CodaList[models.logs.AnyPackLog]:
        """What an ingestion has logged.

        Args:
            pack_id: the Pack.
            tenant_id: the tenant.
            root_ingestion_id: the ingestion that all others are part of.
            log_types: only those of these kinds: ``custom``, ``fetcher``, ``invocation``, …
            ingestion_execution_id: the run.
            before_timestamp: only what is older, without this moment; a time with its zone.
            after_timestamp: only what is younger, without this moment; a time with its zone.
            ingestion_status: only ends of parts in this state, together with ``only_execution_completions``.
            only_execution_completions: only ends of parts of runs.
            order: ``asc`` or ``desc`` by time; ``desc`` if not given.
            q: what to search for, in the syntax of Lucene.
            request_ids: only those of these calls.
            limit: the most of them on a page; Coda decides if not given.
            page_token: where to begin, from an earlier page.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/listIngestionLogs
        """
        return self._list(
            ItemPage[models.logs.AnyPackLog],
            self._pack_path(pack_id, "tenantId", tenant_id, "rootIngestionId", root_ingestion_id, "logs"),
            query=given(
                log_types=listed(log_types),
                ingestion_execution_id=ingestion_execution_id,
                before_timestamp=before_timestamp,
                after_timestamp=after_timestamp,
                ingestion_status=ingestion_status,
                only_execution_completions=only_execution_completions,
                order=order,
                q=q,
                request_ids=listed(request_ids),
                limit=limit,
            ),
            page_token=page_token,
        )

    @operation("list_grouped_ingestion_logs")
    def list_grouped_ingestion_logs(
        self,
        pack_id: int,
        tenant_id: str,
        root_ingestion_id: str,
        *,
        ingestion_execution_id: str | None = None,
        before_timestamp: datetime | str | None = None,
        after_timestamp: datetime | str | None = None,
        order: str | None = None,
        q: str | None = None,
        limit: int | None = None,
        page_token: str | None = None,
    ) -> Listing[models.grouped_logs.AnyGroupedPackLog, models.grouped_logs.GroupedPackLogPage]:
        """What an ingestion has logged, each call with all that belongs to it.

        Args:
            pack_id: the Pack.
            tenant_id: the tenant.
            root_ingestion_id: the ingestion that all others are part of.
            ingestion_execution_id: the run.
            before_timestamp: only what is older, without this moment; a time with its zone.
            after_timestamp: only what is younger, without this moment; a time with its zone.
            order: ``asc`` or ``desc`` by time; ``desc`` if not given.
            q: what to search for, in the syntax of Lucene.
            limit: the most of them on a page; Coda decides if not given.
            page_token: where to begin, from an earlier page.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/listGroupedIngestionLogs
        """
        return self._list(
            models.grouped_logs.GroupedPackLogPage,
            self._pack_path(
                pack_id, "tenantId", tenant_id, "rootIngestionId", root_ingestion_id, "groupedLogs"
            ),
            query=given(
                ingestion_execution_id=ingestion_execution_id,
                before_timestamp=before_timestamp,
                after_timestamp=after_timestamp,
                order=order,
                q=q,
                limit=limit,
            ),
            page_token=page_token,
        )

    @operation("list_ingestion_batch_executions")
    def list_ingestion_batch_executions(
        self,
        pack_id: int,
        tenant_id: str,
        root_ingestion_id: str,
        *,
        datasource: str | None = None,
        execution_type: str | None = None,
        include_deleted_ingestions: bool | None = None,
        ingestion_execution_id: str | None = None,
        ingestion_id: str | None = None,
        ingestion_status: str | None = None,
        limit: int | None = None,
        page_token: str | None = None,
    ) -> CodaList[models.ingestions.IngestionBatchExecution]:
        """The runs of an ingestion.

        Args:
            pack_id: the Pack.
            tenant_id: the tenant.
            root_ingestion_id: the ingestion that all others are part of.
            datasource: only those of this sync table.
            execution_type: ``FULL`` or ``INCREMENTAL``.
            include_deleted_ingestions: those of deleted ingestions as well.
            ingestion_execution_id: the run.
            ingestion_id: only those of the ingestion of one sync table.
            ingestion_status: only those in this state.
            limit: the most of them on a page; Coda decides if not given.
            page_token: where to begin, from an earlier page.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/listIngestionBatchExecutions
        """
        return self._list(
            ItemPage[models.ingestions.IngestionBatchExecution],
            self._pack_path(
                pack_id,
                "tenantId",
                tenant_id,
                "rootIngestionId",
                root_ingestion_id,
                "ingestionBatchExecutions",
            ),
            query=given(
                datasource=datasource,
                execution_type=execution_type,
                include_deleted_ingestions=include_deleted_ingestions,
                ingestion_execution_id=ingestion_execution_id,
                ingestion_id=ingestion_id,
                ingestion_status=ingestion_status,
                limit=limit,
            ),
            page_token=page_token,
        )

    @operation("list_ingestion_parent_items")
    def list_ingestion_parent_items(
        self,
        pack_id: int,
        tenant_id: str,
        root_ingestion_id: str,
        ingestion_execution_id: str,
        *,
        ingestion_id: str,
        ingestion_status: str | None = None,
        limit: int | None = None,
        page_token: str | None = None,
    ) -> CodaList[models.ingestions.IngestionParentItem]:
        """The items that a run of an ingestion reads.

        Args:
            pack_id: the Pack.
            tenant_id: the tenant.
            root_ingestion_id: the ingestion that all others are part of.
            ingestion_execution_id: the run.
            ingestion_id: the ingestion of the sync table.
            ingestion_status: only those in this state.
            limit: the most of them on a page; Coda decides if not given.
            page_token: where to begin, from an earlier page.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/listIngestionParentItems
        """
        return self._list(
            ItemPage[models.ingestions.IngestionParentItem],
            self._pack_path(
                pack_id,
                "tenantId",
                tenant_id,
                "rootIngestionId",
                root_ingestion_id,
                "ingestionBatchExecutions",
                ingestion_execution_id,
                "parentItems",
            ),
            query=given(ingestion_id=ingestion_id, ingestion_status=ingestion_status, limit=limit),
            page_token=page_token,
        )

    @operation("get_pack_log_details")
    def get_pack_log_details(
        self,
        pack_id: int,
        tenant_id: str,
        root_ingestion_id: str,
        log_id: str,
        *,
        details_key: str,
    ) -> models.log_details.AnyPackLogDetails:
        """The details of what an ingestion has logged.

        Args:
            pack_id: the Pack.
            tenant_id: the tenant.
            root_ingestion_id: the ingestion that all others are part of.
            log_id: the ``log_id`` of the log.
            details_key: the ``details_key`` of the log.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/getPackLogDetails
        """
        path = self._pack_path(
            pack_id, "tenantId", tenant_id, "rootIngestionId", root_ingestion_id, "logs", log_id
        )
        return self._log_details(path, details_key)
