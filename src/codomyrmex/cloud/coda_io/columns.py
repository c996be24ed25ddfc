"""Columns."""

from __future__ import annotations

from codomyrmex.cloud.coda_io import models
from codomyrmex.cloud.coda_io.links import Ref
from codomyrmex.cloud.coda_io.models.base import ItemPage
from codomyrmex.cloud.coda_io.service import CodaList, CodaService, given
from codomyrmex.cloud.common.telemetry import operation


class Columns(CodaService):
    """Columns: list, look at."""

    @operation("list_columns")
    def list_columns(
        self,
        doc: Ref,
        table: Ref,
        *,
        visible_only: bool | None = None,
        limit: int | None = None,
        page_token: str | None = None,
        latest: bool = False,
    ) -> CodaList[models.Column]:
        """The columns of a table.

        Args:
            doc: the doc's id, its browser link or itself.
            table: the table's id, its name, its browser link or itself.
            visible_only: only those that are shown; a view has no others.
            limit: the most columns on a page, up to 100; Coda decides if not given.
            page_token: where to begin, from an earlier page.
            latest: refuse to answer from a snapshot that is behind the doc.

        Raises:
            CodaNotFoundError: the table is not there.

        https://coda.io/developers/apis/v1#operation/listColumns
        """
        return self._list(
            ItemPage[models.Column],
            self._doc_path(doc, "tables", table, "columns"),
            query=given(visible_only=visible_only, limit=limit),
            page_token=page_token,
            latest=latest,
        )

    @operation("get_column")
    def get_column(self, doc: Ref, table: Ref, column: Ref, *, latest: bool = False) -> models.ColumnDetail:
        """One column.

        Args:
            doc: the doc's id, its browser link or itself.
            table: the table's id, its name, its browser link or itself.
            column: the column's id, its name, its browser link or itself.
            latest: refuse to answer from a snapshot that is behind the doc.

        Raises:
            CodaNotFoundError: it is not there.

        https://coda.io/developers/apis/v1#operation/getColumn
        """
        path = self._doc_path(doc, "tables", table, "columns", column)
        return self._ask(models.ColumnDetail, "GET", path, latest=latest)
