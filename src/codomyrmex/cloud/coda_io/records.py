"""Whole tables, as plain dictionaries."""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter
from typing import Any

# Of typing_extensions until Python 3.12: pydantic asks for it.
from typing_extensions import TypedDict

from codomyrmex.cloud.coda_io.links import Ref
from codomyrmex.cloud.coda_io.models.base import ItemPage
from codomyrmex.cloud.coda_io.rows import PAGE, RowsSortBy, ValueFormat
from codomyrmex.cloud.coda_io.service import CodaService, given
from codomyrmex.cloud.common.telemetry import operation


class _Row(TypedDict):
    """What is read of a row: less than half of it, and no model, which is why this is fast."""

    values: dict[str, Any]


class TableRecords(CodaService):
    """Reads whole tables."""

    @operation("table_records")
    def table_records(
        self,
        doc: Ref,
        table: Ref,
        *,
        value_format: ValueFormat | None = None,
        use_column_names: bool = True,
        query: str | None = None,
        sort_by: RowsSortBy | None = None,
        visible_only: bool | None = None,
        limit: int = PAGE,
        latest: bool = False,
    ) -> Iterator[dict[str, Any]]:
        """The values of all rows of a table or view, a page in memory at a time.

        Args:
            doc: the doc's id, its browser link or itself.
            table: the table's id, its name, its browser link or itself.
            value_format: how the values are answered; rich ones are dictionaries here.
            use_column_names: give the values by the columns' names, and not by their ids.
            query: only rows with this value: ``c-abc:123``, ``"Name":"Jane"``.
            sort_by: their order; the oldest first if not given.
            visible_only: only rows and columns that are shown.
            limit: the most rows on a page.
            latest: refuse to answer from a snapshot that is behind the doc.

        Returns:
            One dictionary for each row. The first page is fetched now, others when they are reached.

        Raises:
            CodaNotFoundError: the table is not there.
            CodaValidationError: the query is not as Coda wants it.

        https://coda.io/developers/apis/v1#operation/listRows
        """
        rows = self._list(
            ItemPage[_Row],
            self._doc_path(doc, "tables", table, "rows"),
            query=given(
                value_format=value_format,
                use_column_names=use_column_names,
                query=query,
                sort_by=sort_by,
                visible_only=visible_only,
                limit=limit,
            ),
            latest=latest,
        )
        return map(itemgetter("values"), rows)
