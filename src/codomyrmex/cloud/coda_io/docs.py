"""Docs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codomyrmex.cloud.coda_io import models
from codomyrmex.cloud.coda_io.links import Ref
from codomyrmex.cloud.coda_io.models.base import ItemPage
from codomyrmex.cloud.coda_io.service import CodaList, CodaService, given
from codomyrmex.cloud.common.telemetry import operation


class Docs(CodaService):
    """Docs: list, make, change, delete."""

    @operation("list_docs")
    def list_docs(
        self,
        *,
        is_owner: bool | None = None,
        is_published: bool | None = None,
        query: str | None = None,
        source_doc: Ref | None = None,
        is_starred: bool | None = None,
        in_gallery: bool | None = None,
        workspace_id: str | None = None,
        folder_id: str | None = None,
        limit: int | None = None,
        page_token: str | None = None,
    ) -> CodaList[models.Doc]:
        """The docs that the user can open, those changed last first.

        Args:
            is_owner: only those that the user owns.
            is_published: only published ones.
            query: words to search for.
            source_doc: only copies of this doc.
            is_starred: only those that the user starred, or only the others.
            in_gallery: only those in the gallery.
            workspace_id: only those of a workspace.
            folder_id: only those of a folder.
            limit: the most docs on a page; Coda decides if not given.
            page_token: where to begin, from an earlier page.

        Raises:
            CodaAPIError: what Coda refuses.

        https://coda.io/developers/apis/v1#operation/listDocs
        """
        source = None if source_doc is None else self._links.id_of(source_doc, "docs")
        return self._list(
            ItemPage[models.Doc],
            "/docs",
            query=given(
                is_owner=is_owner,
                is_published=is_published,
                query=query,
                source_doc=source,
                is_starred=is_starred,
                in_gallery=in_gallery,
                workspace_id=workspace_id,
                folder_id=folder_id,
                limit=limit,
            ),
            page_token=page_token,
            kind="docs",
        )

    @operation("create_doc")
    def create_doc(
        self,
        title: str | None = None,
        *,
        source_doc: Ref | None = None,
        timezone: str | None = None,
        folder_id: str | None = None,
        initial_page: models.PageCreate | Mapping[str, Any] | None = None,
    ) -> models.DocumentCreationResult:
        """Make a doc, empty or as a copy of another.

        Args:
            title: its title; ``Untitled`` if not given.
            source_doc: what to copy.
            timezone: its time zone, as ``Europe/Zurich``.
            folder_id: where to make it; the user's own folder if not given.
            initial_page: its first page.

        Raises:
            CodaForbiddenError: the user may make no docs there.

        https://coda.io/developers/apis/v1#operation/createDoc
        """
        source = None if source_doc is None else self._links.id_of(source_doc, "docs")
        body = given(
            title=title,
            source_doc=source,
            timezone=timezone,
            folder_id=folder_id,
            initial_page=initial_page,
        )
        return self._ask(models.DocumentCreationResult, "POST", "/docs", body=body)

    @operation("get_doc")
    def get_doc(self, doc: Ref) -> models.Doc:
        """One doc.

        Args:
            doc: its id, its browser link or itself.

        Raises:
            CodaNotFoundError: it is not there.

        https://coda.io/developers/apis/v1#operation/getDoc
        """
        return self._ask(models.Doc, "GET", self._doc_path(doc))

    @operation("update_doc")
    def update_doc(
        self, doc: Ref, *, title: str | None = None, icon_name: str | None = None
    ) -> models.DocUpdateResult:
        """Change the title or the icon of a doc.

        Args:
            doc: its id, its browser link or itself.
            title: the new title.
            icon_name: the name of the new icon.

        Raises:
            CodaNotFoundError: it is not there.
            CodaForbiddenError: it is another's.

        https://coda.io/developers/apis/v1#operation/updateDoc
        """
        body = given(title=title, icon_name=icon_name)
        return self._ask(models.DocUpdateResult, "PATCH", self._doc_path(doc), body=body, repeatable=True)

    @operation("delete_doc")
    def delete_doc(self, doc: Ref) -> models.DocDelete:
        """Delete a doc. It is gone within seconds.

        Args:
            doc: its id, its browser link or itself.

        Raises:
            CodaNotFoundError: it is not there.
            CodaForbiddenError: it is another's.

        https://coda.io/developers/apis/v1#operation/deleteDoc
        """
        return self._ask(models.DocDelete, "DELETE", self._doc_path(doc))
