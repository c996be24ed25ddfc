"""Named formulas."""

from __future__ import annotations

from typing import Literal

from codomyrmex.cloud.coda_io import models
from codomyrmex.cloud.coda_io.links import Ref
from codomyrmex.cloud.coda_io.models.base import ItemPage
from codomyrmex.cloud.coda_io.service import CodaList, CodaService, given
from codomyrmex.cloud.common.telemetry import operation


class Formulas(CodaService):
    """Named formulas: list, look at."""

    @operation("list_formulas")
    def list_formulas(
        self,
        doc: Ref,
        *,
        sort_by: Literal["name"] | None = None,
        limit: int | None = None,
        page_token: str | None = None,
        latest: bool = False,
    ) -> CodaList[models.FormulaReference]:
        """The named formulas of a doc.

        Args:
            doc: its id, its browser link or itself.
            sort_by: their order.
            limit: the most formulas on a page; Coda decides if not given.
            page_token: where to begin, from an earlier page.
            latest: refuse to answer from a snapshot that is behind the doc.

        Raises:
            CodaNotFoundError: the doc is not there.

        https://coda.io/developers/apis/v1#operation/listFormulas
        """
        return self._list(
            ItemPage[models.FormulaReference],
            self._doc_path(doc, "formulas"),
            query=given(sort_by=sort_by, limit=limit),
            page_token=page_token,
            latest=latest,
        )

    @operation("get_formula")
    def get_formula(self, doc: Ref, formula: Ref, *, latest: bool = False) -> models.Formula:
        """One named formula, with its value.

        Args:
            doc: the doc's id, its browser link or itself.
            formula: the formula's id, its name or itself.
            latest: refuse to answer from a snapshot that is behind the doc.

        Raises:
            CodaNotFoundError: it is not there.

        https://coda.io/developers/apis/v1#operation/getFormula
        """
        return self._ask(models.Formula, "GET", self._doc_path(doc, "formulas", formula), latest=latest)
