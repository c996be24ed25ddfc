"""Rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from codomyrmex.cloud.coda_io import models
from codomyrmex.cloud.coda_io.cells import Cells, encode_row
from codomyrmex.cloud.coda_io.links import Ref
from codomyrmex.cloud.coda_io.mutation import Mutation
from codomyrmex.cloud.coda_io.service import CodaService, given
from codomyrmex.cloud.common.listing import Listing
from codomyrmex.cloud.common.telemetry import operation

ValueFormat: TypeAlias = Literal["simple", "simpleWithArrays", "rich"]
"""How values are answered: plain, lists joined to text; plain, with lists; or with all that Coda knows."""

RowsSortBy: TypeAlias = Literal["createdAt", "natural", "updatedAt"]
"""The order of rows; ``natural`` is the one that the table shows, and has only the rows that it shows."""

PAGE = 500
"""Rows on a page, the most that Coda answers: each page is a request of those that are allowed."""


class Rows(CodaService):
    """Rows: list, look at, change, delete, push their buttons. `Upserting` adds them."""

    @operation("list_rows")
    def list_rows(
        self,
        doc: Ref,
        table: Ref,
        *,
        query: str | None = None,
        sort_by: RowsSortBy | None = None,
        use_column_names: bool | None = None,
        value_format: ValueFormat | None = None,
        visible_only: bool | None = None,
        limit: int | None = PAGE,
        page_token: str | None = None,
        sync_token: str | None = None,
        latest: bool = False,
    ) -> Listing[models.Row, models.RowPage]:
        """The rows of a table or view; `table_records` is faster where only the values are wanted.

        Args:
            doc: the doc's id, its browser link or itself.
            table: the table's id, its name, its browser link or itself.
            query: only rows with this value: ``c-abc:123``, ``"Name":"Jane"``.
            sort_by: their order; the oldest first if not given.
            use_column_names: give the values by the columns' names, and not by their ids.
            value_format: how the values are answered.
            visible_only: only rows and columns that are shown.
            limit: the most rows on a page. Coda answers fewer where that is more than it allows, and 25 for
                ``None``.
            page_token: where to begin, from an earlier page.
            sync_token: only what has changed since, from the last page of an earlier list.
            latest: refuse to answer from a snapshot that is behind the doc.

        Raises:
            CodaNotFoundError: the table is not there.
            CodaValidationError: the query is not as Coda wants it.

        https://coda.io/developers/apis/v1#operation/listRows
        """
        return self._list(
            models.RowPage,
            self._doc_path(doc, "tables", table, "rows"),
            query=given(
                query=query,
                sort_by=sort_by,
                use_column_names=use_column_names,
                value_format=value_format,
                visible_only=visible_only,
                limit=limit,
                sync_token=sync_token,
            ),
            page_token=page_token,
            latest=latest,
        )

    @operation("delete_rows")
    def delete_rows(self, doc: Ref, table: Ref, row_ids: Iterable[Ref]) -> Mutation[models.RowsDeleteResult]:
        """Delete rows.

        Args:
            doc: the doc's id, its browser link or itself.
            table: the table's id, its name, its browser link or itself.
            row_ids: the rows, by their ids, their browser links or themselves.

        Raises:
            CodaNotFoundError: the table is not there.

        https://coda.io/developers/apis/v1#operation/deleteRows
        """
        body = {"rowIds": self._ids_of(row_ids, "rows")}
        path = self._doc_path(doc, "tables", table, "rows")
        return self._change(models.RowsDeleteResult, "DELETE", path, body=body, repeatable=True)

    @operation("get_row")
    def get_row(
        self,
        doc: Ref,
        table: Ref,
        row: Ref,
        *,
        use_column_names: bool | None = None,
        value_format: ValueFormat | None = None,
        latest: bool = False,
    ) -> models.RowDetail:
        """One row.

        Args:
            doc: the doc's id, its browser link or itself.
            table: the table's id, its name, its browser link or itself.
            row: the row's id, its name, its browser link or itself; of several with a name Coda takes one.
            use_column_names: give the values by the columns' names, and not by their ids.
            value_format: how the values are answered.
            latest: refuse to answer from a snapshot that is behind the doc.

        Raises:
            CodaNotFoundError: it is not there.

        https://coda.io/developers/apis/v1#operation/getRow
        """
        path = self._doc_path(doc, "tables", table, "rows", row)
        query = given(use_column_names=use_column_names, value_format=value_format)
        return self._ask(models.RowDetail, "GET", path, query=query, latest=latest)

    @operation("update_row")
    def update_row(
        self, doc: Ref, table: Ref, row: Ref, cells: Cells, *, disable_parsing: bool | None = None
    ) -> Mutation[models.RowUpdateResult]:
        """Change some of a row's cells.

        Args:
            doc: the doc's id, its browser link or itself.
            table: the table's id, its name, its browser link or itself.
            row: the row's id, its name, its browser link or itself; of several with a name Coda takes one.
            cells: the new values: a `RowEdit`, or plain values by the ids or names of the columns.
            disable_parsing: take text as text, also where it looks like a date or a number.

        Raises:
            CodaNotFoundError: it is not there.
            CodaValidationError: a value is not as Coda wants it.

        https://coda.io/developers/apis/v1#operation/updateRow
        """
        row_id = self._links.id_of(row, "rows")
        return self._change(
            models.RowUpdateResult,
            "PUT",
            self._doc_path(doc, "tables", table, "rows", row_id),
            query=given(disable_parsing=disable_parsing),
            body=b'{"row":' + encode_row(cells) + b"}",
            repeatable=_is_id(row_id),
        )

    @operation("delete_row")
    def delete_row(self, doc: Ref, table: Ref, row: Ref) -> Mutation[models.RowDeleteResult]:
        """Delete a row.

        Args:
            doc: the doc's id, its browser link or itself.
            table: the table's id, its name, its browser link or itself.
            row: the row's id, its name, its browser link or itself; of several with a name Coda takes one.

        Raises:
            CodaNotFoundError: it is not there.

        https://coda.io/developers/apis/v1#operation/deleteRow
        """
        row_id = self._links.id_of(row, "rows")
        path = self._doc_path(doc, "tables", table, "rows", row_id)
        return self._change(models.RowDeleteResult, "DELETE", path, repeatable=_is_id(row_id))

    @operation("push_button")
    def push_button(self, doc: Ref, table: Ref, row: Ref, column: Ref) -> Mutation[models.PushButtonResult]:
        """Push a button of a row. It does whatever the doc's maker had it do.

        Args:
            doc: the doc's id, its browser link or itself.
            table: the table's id, its name, its browser link or itself.
            row: the row's id, its name, its browser link or itself; of several with a name Coda takes one.
            column: the column that the button is in, by its id, its name, its browser link or itself.

        Raises:
            CodaNotFoundError: there is no such row or column.
            CodaValidationError: there is no button.

        https://coda.io/developers/apis/v1#operation/pushButton
        """
        column_id = self._links.id_of(column, "columns")
        path = self._doc_path(doc, "tables", table, "rows", row, "buttons", column_id)
        return self._change(models.PushButtonResult, "POST", path)


def _is_id(row: str) -> bool:
    # By its name another row may be found the second time.
    return row.startswith("i-")
