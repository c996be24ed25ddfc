"""Logs of Packs in docs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from codomyrmex.cloud.coda_io.links import Ref
from codomyrmex.cloud.coda_io.models import packs as models
from codomyrmex.cloud.coda_io.models.base import ItemPage
from codomyrmex.cloud.coda_io.packs.service import PackService
from codomyrmex.cloud.coda_io.service import CodaList, given, listed
from codomyrmex.cloud.common.listing import Listing
from codomyrmex.cloud.common.telemetry import operation


class PackLogs(PackService):
    """What a Pack has logged in a doc."""

    @operation("list_pack_logs")
    def list_pack_logs(
        self,
        pack_id: int,
        doc: Ref,
        *,
        log_types: Sequence[str] | None = None,
        before_timestamp: datetime | str | None = None,
        after_timestamp: datetime | str | None = None,
        order: str | None = None,
        q: str | None = None,
        request_ids: Sequence[str] | None = None,
        limit: int | None = None,
        page_token: str | None = None,
    ) -> CodaList[models.logs.AnyPackLog]:
        """What a Pack has logged in a doc.

        Args:
            pack_id: the Pack.
            doc: the doc: its id, its browser link or itself.
            log_types: only those of these kinds: ``custom``, ``fetcher``, ``invocation``, …
            before_timestamp: only what is older, without this moment; a time with its zone.
            after_timestamp: only what is younger, without this moment; a time with its zone.
            order: ``asc`` or ``desc`` by time; ``desc`` if not given.
            q: what to search for, in the syntax of Lucene.
            request_ids: only those of these calls.
            limit: the most of them on a page; Coda decides if not given.
            page_token: where to begin, from an earlier page.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/listPackLogs
        """
        return self._list(
            ItemPage[models.logs.AnyPackLog],
            self._pack_path(pack_id, "docs", self._links.id_of(doc, "docs"), "logs"),
            query=given(
                log_types=listed(log_types),
                before_timestamp=before_timestamp,
                after_timestamp=after_timestamp,
                order=order,
                q=q,
                request_ids=listed(request_ids),
                limit=limit,
            ),
            page_token=page_token,
        )

    @operation("list_grouped_pack_logs")
    def list_grouped_pack_logs(
        self,
        pack_id: int,
        doc: Ref,
        *,
        before_timestamp: datetime | str | None = None,
        after_timestamp: datetime | str | None = None,
        order: str | None = None,
        q: str | None = None,
        limit: int | None = None,
        page_token: str | None = None,
    ) -> Listing[models.grouped_logs.AnyGroupedPackLog, models.grouped_logs.GroupedPackLogPage]:
        """What a Pack has logged in a doc, each call with all that belongs to it.

        Args:
            pack_id: the Pack.
            doc: the doc: its id, its browser link or itself.
            before_timestamp: only what is older, without this moment; a time with its zone.
            after_timestamp: only what is younger, without this moment; a time with its zone.
            order: ``asc`` or ``desc`` by time; ``desc`` if not given.
            q: what to search for, in the syntax of Lucene.
            limit: the most of them on a page; Coda decides if not given.
            page_token: where to begin, from an earlier page.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/listGroupedPackLogs
        """
        return self._list(
            models.grouped_logs.GroupedPackLogPage,
            self._pack_path(pack_id, "docs", self._links.id_of(doc, "docs"), "groupedLogs"),
            query=given(
                before_timestamp=before_timestamp,
                after_timestamp=after_timestamp,
                order=order,
                q=q,
                limit=limit,
            ),
            page_token=page_token,
        )
