"""One table, to read and write as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from codomyrmex.cloud.coda_io.links import Ref

if TYPE_CHECKING:
    import pyarrow as pa

    from codomyrmex.cloud.coda_io.cells import Cells
    from codomyrmex.cloud.coda_io.client import CodaClient
    from codomyrmex.cloud.coda_io.models.columns import Column
    from codomyrmex.cloud.coda_io.models.rows import Row, RowPage
    from codomyrmex.cloud.coda_io.rows import RowsSortBy, ValueFormat
    from codomyrmex.cloud.coda_io.service import CodaList
    from codomyrmex.cloud.coda_io.upsert import Upsert, UpsertReport
    from codomyrmex.cloud.common.listing import Listing


class ReadOptions(TypedDict, total=False):
    """Which rows are read, and how; see `CodaClient.table_records`."""

    value_format: ValueFormat | None
    use_column_names: bool
    query: str | None
    sort_by: RowsSortBy | None
    visible_only: bool | None
    limit: int
    latest: bool


class UpsertOptions(TypedDict, total=False):
    """How rows are sent; see `CodaClient.upsert_rows`."""

    disable_parsing: bool | None
    batch_rows: int
    batch_bytes: int
    progress: Callable[[int], object] | None
    resume: UpsertReport | None


class TableHandle:
    """A table of a doc. Making one makes no request.

    Args:
        client: what asks.
        doc: the doc's id, its browser link or itself.
        table: the table's id, its name, its browser link or itself.
    """

    def __init__(self, client: CodaClient, doc: Ref, table: Ref) -> None:
        self._client = client
        self._doc = doc
        self._table = table

    def columns(self) -> CodaList[Column]:
        """The columns.

        Raises:
            CodaNotFoundError: the table is not there.

        https://coda.io/developers/apis/v1#operation/listColumns
        """
        return self._client.list_columns(self._doc, self._table, limit=100)

    def rows(self, **options: Unpack[ReadOptions]) -> Listing[Row, RowPage]:
        """The rows, with their ids, links and times.

        Args:
            options: which rows, and how; see `CodaClient.list_rows`.

        Raises:
            CodaNotFoundError: the table is not there.

        https://coda.io/developers/apis/v1#operation/listRows
        """
        return self._client.list_rows(self._doc, self._table, **options)

    def to_records(self, **options: Unpack[ReadOptions]) -> list[dict[str, Any]]:
        """The values of all rows, one dictionary for each; `CodaClient.table_records` has a page at a time.

        Args:
            options: which rows, and how; see `CodaClient.table_records`.

        Raises:
            CodaNotFoundError: the table is not there.

        https://coda.io/developers/apis/v1#operation/listRows
        """
        return list(self._client.table_records(self._doc, self._table, **options))

    def to_arrow(self, **options: Unpack[ReadOptions]) -> pa.Table:
        """The values of all rows as an Arrow table, whose columns have the types of what is in the cells.

        A column with values of several kinds is text; empty cells of a column without text are null.

        Args:
            options: which rows, and how; see `CodaClient.table_records`.

        Raises:
            MissingDependencyError: pyarrow is not installed; the extra ``arrow`` has it.
            CodaNotFoundError: the table is not there.

        https://coda.io/developers/apis/v1#operation/listRows
        """
        from codomyrmex.cloud.coda_io.arrow import table_of

        def names() -> Iterable[str]:
            by_name = options.get("use_column_names", True)
            return [column.name if by_name else column.id for column in self.columns()]

        return table_of(self._client.table_records(self._doc, self._table, **options), names)

    def upsert(
        self, rows: Iterable[Cells], *, key_columns: Iterable[Ref] = (), **options: Unpack[UpsertOptions]
    ) -> Upsert:
        """Add any number of rows, or change those that are there.

        Args:
            rows: `RowEdit` values, or plain values by the ids or names of the columns.
            key_columns: the columns that tell whether a row is there.
            options: how they are sent; see `CodaClient.upsert_rows`.

        Raises:
            CodaValidationError: a cell is not as Coda wants it, or the table is a view.
            CloudError: any other failure; its ``report`` has the rows that were accepted.

        https://coda.io/developers/apis/v1#operation/upsertRows
        """
        return self._client.upsert_rows(self._doc, self._table, rows, key_columns=key_columns, **options)

    def __repr__(self) -> str:
        return f"TableHandle(doc={_shown(self._doc)!r}, table={_shown(self._table)!r})"


def _shown(ref: Ref) -> str:
    return ref if isinstance(ref, str) else ref.id
