"""Tables and views."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from codomyrmex.cloud.coda_io import models
from codomyrmex.cloud.coda_io.links import Ref
from codomyrmex.cloud.coda_io.models.base import ItemPage
from codomyrmex.cloud.coda_io.service import CodaList, CodaService, given
from codomyrmex.cloud.common.telemetry import operation


class Tables(CodaService):
    """Tables and views: list, look at."""

    @operation("list_tables")
    def list_tables(
        self,
        doc: Ref,
        *,
        table_types: Iterable[Literal["table", "view"]] | None = None,
        sort_by: Literal["name"] | None = None,
        limit: int | None = None,
        page_token: str | None = None,
        latest: bool = False,
    ) -> CodaList[models.TableReference]:
        """The tables and views of a doc.

        Args:
            doc: its id, its browser link or itself.
            table_types: only tables or only views.
            sort_by: their order.
            limit: the most tables on a page; Coda decides if not given.
            page_token: where to begin, from an earlier page.
            latest: refuse to answer from a snapshot that is behind the doc.

        Raises:
            CodaNotFoundError: the doc is not there.

        https://coda.io/developers/apis/v1#operation/listTables
        """
        types = None if table_types is None else ",".join(table_types)
        return self._list(
            ItemPage[models.TableReference],
            self._doc_path(doc, "tables"),
            query=given(table_types=types, sort_by=sort_by, limit=limit),
            page_token=page_token,
            latest=latest,
        )

    @operation("get_table")
    def get_table(
        self, doc: Ref, table: Ref, *, use_updated_table_layouts: bool | None = None, latest: bool = False
    ) -> models.Table:
        """One table or view.

        Args:
            doc: the doc's id, its browser link or itself.
            table: the table's id, its name, its browser link or itself.
            use_updated_table_layouts: say ``detail`` or ``form`` for a layout, not ``masterDetail`` for both.
            latest: refuse to answer from a snapshot that is behind the doc.

        Raises:
            CodaNotFoundError: it is not there.

        https://coda.io/developers/apis/v1#operation/getTable
        """
        query = given(use_updated_table_layouts=use_updated_table_layouts)
        return self._ask(
            models.Table, "GET", self._doc_path(doc, "tables", table), query=query, latest=latest
        )
