"""Controls."""

from __future__ import annotations

from typing import Literal

from codomyrmex.cloud.coda_io import models
from codomyrmex.cloud.coda_io.links import Ref
from codomyrmex.cloud.coda_io.models.base import ItemPage
from codomyrmex.cloud.coda_io.service import CodaList, CodaService, given
from codomyrmex.cloud.common.telemetry import operation


class Controls(CodaService):
    """Controls: list, look at."""

    @operation("list_controls")
    def list_controls(
        self,
        doc: Ref,
        *,
        sort_by: Literal["name"] | None = None,
        limit: int | None = None,
        page_token: str | None = None,
        latest: bool = False,
    ) -> CodaList[models.ControlReference]:
        """The controls of a doc.

        Args:
            doc: its id, its browser link or itself.
            sort_by: their order.
            limit: the most controls on a page; Coda decides if not given.
            page_token: where to begin, from an earlier page.
            latest: refuse to answer from a snapshot that is behind the doc.

        Raises:
            CodaNotFoundError: the doc is not there.

        https://coda.io/developers/apis/v1#operation/listControls
        """
        return self._list(
            ItemPage[models.ControlReference],
            self._doc_path(doc, "controls"),
            query=given(sort_by=sort_by, limit=limit),
            page_token=page_token,
            latest=latest,
        )

    @operation("get_control")
    def get_control(self, doc: Ref, control: Ref, *, latest: bool = False) -> models.Control:
        """One control, with its value.

        Args:
            doc: the doc's id, its browser link or itself.
            control: the control's id, its name or itself.
            latest: refuse to answer from a snapshot that is behind the doc.

        Raises:
            CodaNotFoundError: it is not there.

        https://coda.io/developers/apis/v1#operation/getControl
        """
        return self._ask(models.Control, "GET", self._doc_path(doc, "controls", control), latest=latest)
