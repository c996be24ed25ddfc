"""Publishing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from codomyrmex.cloud.coda_io import models
from codomyrmex.cloud.coda_io.links import Ref
from codomyrmex.cloud.coda_io.models.base import ItemPage
from codomyrmex.cloud.coda_io.mutation import Mutation
from codomyrmex.cloud.coda_io.service import CodaList, CodaService, given
from codomyrmex.cloud.common.telemetry import operation


class Publishing(CodaService):
    """Docs that the world can see."""

    @operation("list_categories")
    def list_categories(self) -> CodaList[models.DocCategory]:
        """What a published doc can be about.

        Raises:
            CodaAPIError: what Coda refuses.

        https://coda.io/developers/apis/v1#operation/listCategories
        """
        return self._list(ItemPage[models.DocCategory], "/categories")

    @operation("publish_doc")
    def publish_doc(
        self,
        doc: Ref,
        *,
        slug: str | None = None,
        discoverable: bool | None = None,
        earn_credit: bool | None = None,
        category_names: Iterable[str] | None = None,
        mode: Literal["view", "play", "edit"] | None = None,
    ) -> Mutation[models.PublishResult]:
        """Publish a doc, or change how it is published.

        Args:
            doc: its id, its browser link or itself.
            slug: the last part of its public address.
            discoverable: whether it is found by searching.
            earn_credit: whether those who sign up through it earn its owner credit.
            category_names: what it is about; `list_categories` has the names.
            mode: what its visitors may do.

        Raises:
            CodaForbiddenError: the user may not publish it.

        https://coda.io/developers/apis/v1#operation/publishDoc
        """
        body = given(
            slug=slug,
            discoverable=discoverable,
            earn_credit=earn_credit,
            category_names=None if category_names is None else list(category_names),
            mode=mode,
        )
        path = self._doc_path(doc, "publish")
        return self._change(models.PublishResult, "PUT", path, body=body, kind="write", repeatable=True)

    @operation("unpublish_doc")
    def unpublish_doc(self, doc: Ref) -> models.UnpublishResult:
        """Publish a doc no more.

        Args:
            doc: its id, its browser link or itself.

        Raises:
            CodaForbiddenError: it is another's.

        https://coda.io/developers/apis/v1#operation/unpublishDoc
        """
        return self._ask(models.UnpublishResult, "DELETE", self._doc_path(doc, "publish"))
