"""Pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from codomyrmex.cloud.coda_io import models
from codomyrmex.cloud.coda_io.links import Ref
from codomyrmex.cloud.coda_io.models.base import ItemPage
from codomyrmex.cloud.coda_io.mutation import Mutation
from codomyrmex.cloud.coda_io.service import CodaList, CodaService, given
from codomyrmex.cloud.common.errors import InvalidRequestError
from codomyrmex.cloud.common.telemetry import operation


class Pages(CodaService):
    """Pages: list, make, change, delete; what is on them, and its export."""

    @operation("list_pages")
    def list_pages(
        self, doc: Ref, *, limit: int | None = None, page_token: str | None = None, latest: bool = False
    ) -> CodaList[models.Page]:
        """The pages of a doc.

        Args:
            doc: its id, its browser link or itself.
            limit: the most pages of the doc on a page of the list; Coda decides if not given.
            page_token: where to begin, from an earlier page of the list.
            latest: refuse to answer from a snapshot that is behind the doc.

        Raises:
            CodaNotFoundError: the doc is not there.

        https://coda.io/developers/apis/v1#operation/listPages
        """
        return self._list(
            ItemPage[models.Page],
            self._doc_path(doc, "pages"),
            query=given(limit=limit),
            page_token=page_token,
            latest=latest,
        )

    @operation("create_page")
    def create_page(
        self,
        doc: Ref,
        name: str | None = None,
        *,
        subtitle: str | None = None,
        icon_name: str | None = None,
        image_url: str | None = None,
        parent_page_id: Ref | None = None,
        page_content: models.PageCreateContent | Mapping[str, Any] | None = None,
    ) -> Mutation[models.PageCreateResult]:
        """Make a page.

        Args:
            doc: where, by its id, its browser link or itself.
            name: its name.
            subtitle: its subtitle.
            icon_name: the name of its icon.
            image_url: where the picture of its cover is.
            parent_page_id: the page to make it below, by its id, its browser link or itself.
            page_content: what it shows; nothing if not given.

        Raises:
            CodaForbiddenError: the user may make no pages there.
            CodaValidationError: the content is not as Coda wants it.

        https://coda.io/developers/apis/v1#operation/createPage
        """
        parent = None if parent_page_id is None else self._links.id_of(parent_page_id, "pages")
        body = given(
            name=name,
            subtitle=subtitle,
            icon_name=icon_name,
            image_url=image_url,
            parent_page_id=parent,
            page_content=page_content,
        )
        return self._change(models.PageCreateResult, "POST", self._doc_path(doc, "pages"), body=body)

    @operation("get_page")
    def get_page(self, doc: Ref, page: Ref, *, latest: bool = False) -> models.Page:
        """One page.

        Args:
            doc: the doc's id, its browser link or itself.
            page: the page's id, its name, its browser link or itself.
            latest: refuse to answer from a snapshot that is behind the doc.

        Raises:
            CodaNotFoundError: it is not there.
            CodaGoneError: it was deleted.

        https://coda.io/developers/apis/v1#operation/getPage
        """
        return self._ask(models.Page, "GET", self._doc_path(doc, "pages", page), latest=latest)

    @operation("update_page")
    def update_page(
        self,
        doc: Ref,
        page: Ref,
        *,
        name: str | None = None,
        subtitle: str | None = None,
        icon_name: str | None = None,
        image_url: str | None = None,
        is_hidden: bool | None = None,
        content_update: models.PageContentUpdate | Mapping[str, Any] | None = None,
    ) -> Mutation[models.PageUpdateResult]:
        """Change a page.

        Args:
            doc: the doc's id, its browser link or itself.
            page: the page's id, its name, its browser link or itself.
            name: the new name.
            subtitle: the new subtitle.
            icon_name: the name of the new icon.
            image_url: where the picture of the new cover is.
            is_hidden: whether it is hidden.
            content_update: text to put on it.

        Raises:
            CodaNotFoundError: it is not there.
            CodaForbiddenError: the user may not change it.

        https://coda.io/developers/apis/v1#operation/updatePage
        """
        body = given(
            name=name,
            subtitle=subtitle,
            icon_name=icon_name,
            image_url=image_url,
            is_hidden=is_hidden,
            content_update=content_update,
        )
        path = self._doc_path(doc, "pages", page)
        # Text that is appended twice is there twice.
        return self._change(
            models.PageUpdateResult, "PUT", path, body=body, repeatable=content_update is None
        )

    @operation("delete_page")
    def delete_page(self, doc: Ref, page: Ref) -> Mutation[models.PageDeleteResult]:
        """Delete a page.

        Args:
            doc: the doc's id, its browser link or itself.
            page: the page's id, its name, its browser link or itself.

        Raises:
            CodaNotFoundError: it is not there.

        https://coda.io/developers/apis/v1#operation/deletePage
        """
        return self._change(models.PageDeleteResult, "DELETE", self._doc_path(doc, "pages", page))

    @operation("list_page_content")
    def list_page_content(
        self,
        doc: Ref,
        page: Ref,
        *,
        content_format: Literal["plainText"] | None = None,
        limit: int | None = None,
        page_token: str | None = None,
        latest: bool = False,
    ) -> CodaList[models.PageContentItem]:
        """The elements of a page: its paragraphs, headings, items of lists.

        Args:
            doc: the doc's id, its browser link or itself.
            page: the page's id, its name, its browser link or itself.
            content_format: how their text is written.
            limit: the most elements on a page of the list, up to 500; Coda decides if not given.
            page_token: where to begin, from an earlier page of the list.
            latest: refuse to answer from a snapshot that is behind the doc.

        Raises:
            CodaNotFoundError: the page is not there.
            CodaGoneError: the page was deleted.

        https://coda.io/developers/apis/v1#operation/listPageContent
        """
        return self._list(
            ItemPage[models.PageContentItem],
            self._doc_path(doc, "pages", page, "content"),
            query=given(content_format=content_format, limit=limit),
            page_token=page_token,
            latest=latest,
        )

    @operation("delete_page_content")
    def delete_page_content(
        self, doc: Ref, page: Ref, *, element_ids: Iterable[Ref] | None = None
    ) -> Mutation[models.PageContentDeleteResult]:
        """Delete what is on a page, all of it or some.

        Args:
            doc: the doc's id, its browser link or itself.
            page: the page's id, its name, its browser link or itself.
            element_ids: what to delete, by the ids of the elements or themselves; all if not given.

        Raises:
            CodaNotFoundError: the page is not there.
            InvalidRequestError: no element is named: Coda would delete them all.

        https://coda.io/developers/apis/v1#operation/deletePageContent
        """
        ids = None if element_ids is None else self._ids_of(element_ids, "content")
        if ids is not None and not ids:
            raise InvalidRequestError("No element is named; to delete all of them, leave element_ids out.")
        path = self._doc_path(doc, "pages", page, "content")
        return self._change(models.PageContentDeleteResult, "DELETE", path, body=given(element_ids=ids))

    @operation("begin_page_content_export")
    def begin_page_content_export(
        self, doc: Ref, page: Ref, *, output_format: Literal["html", "markdown"] = "markdown"
    ) -> models.BeginPageContentExportResponse:
        """Begin to export what is on a page; `export_page` also waits for it and saves it.

        Args:
            doc: the doc's id, its browser link or itself.
            page: the page's id, its name, its browser link or itself.
            output_format: how the file is written.

        Raises:
            CodaNotFoundError: the page is not there.
            CodaGoneError: the page was deleted.

        https://coda.io/developers/apis/v1#operation/beginPageContentExport
        """
        return self._ask(
            models.BeginPageContentExportResponse,
            "POST",
            self._doc_path(doc, "pages", page, "export"),
            body=given(output_format=output_format),
            kind="content",
            repeatable=True,
        )

    @operation("get_page_content_export_status")
    def get_page_content_export_status(
        self, doc: Ref, page: Ref, request_id: Ref
    ) -> models.PageContentExportStatusResponse:
        """How far an export is.

        Args:
            doc: the doc's id, its browser link or itself.
            page: the page's id, its name, its browser link or itself.
            request_id: what `begin_page_content_export` answered, or its id.

        Raises:
            CodaNotFoundError: there is no such export.

        https://coda.io/developers/apis/v1#operation/getPageContentExportStatus
        """
        path = self._doc_path(doc, "pages", page, "export", request_id)
        return self._ask(models.PageContentExportStatusResponse, "GET", path)
