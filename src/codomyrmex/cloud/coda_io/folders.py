"""Folders."""

from __future__ import annotations

from codomyrmex.cloud.coda_io import models
from codomyrmex.cloud.coda_io.links import Ref
from codomyrmex.cloud.coda_io.models.base import ItemPage
from codomyrmex.cloud.coda_io.service import CodaList, CodaService, given
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.protocols.rest import path_of


class Folders(CodaService):
    """Folders of docs: list, make, change, delete."""

    @operation("list_folders")
    def list_folders(
        self,
        *,
        workspace_id: str | None = None,
        is_starred: bool | None = None,
        limit: int | None = None,
        page_token: str | None = None,
    ) -> CodaList[models.Folder]:
        """The folders that the user can see.

        Args:
            workspace_id: only those of a workspace.
            is_starred: only those that the user starred, or only the others.
            limit: the most folders on a page; Coda decides if not given.
            page_token: where to begin, from an earlier page.

        Raises:
            CodaAPIError: what Coda refuses.

        https://coda.io/developers/apis/v1#operation/listFolders
        """
        query = given(workspace_id=workspace_id, is_starred=is_starred, limit=limit)
        return self._list(ItemPage[models.Folder], "/folders", query=query, page_token=page_token)

    @operation("create_folder")
    def create_folder(self, name: str, workspace_id: str, *, description: str | None = None) -> models.Folder:
        """Make a folder.

        Args:
            name: its name.
            workspace_id: the workspace to make it in.
            description: what it is for.

        Raises:
            CodaForbiddenError: the user may make none there.

        https://coda.io/developers/apis/v1#operation/createFolder
        """
        body = given(name=name, workspace_id=workspace_id, description=description)
        return self._ask(models.Folder, "POST", "/folders", body=body)

    @operation("get_folder")
    def get_folder(self, folder: Ref) -> models.Folder:
        """One folder.

        Args:
            folder: its id or itself.

        Raises:
            CodaNotFoundError: it is not there.

        https://coda.io/developers/apis/v1#operation/getFolder
        """
        return self._ask(models.Folder, "GET", self._folder_path(folder))

    @operation("update_folder")
    def update_folder(
        self, folder: Ref, *, name: str | None = None, description: str | None = None
    ) -> models.Folder:
        """Change the name or the description of a folder.

        Args:
            folder: its id or itself.
            name: the new name.
            description: the new description.

        Returns:
            The folder as it is now.

        Raises:
            CodaNotFoundError: it is not there.
            CodaForbiddenError: the user may not change it.

        https://coda.io/developers/apis/v1#operation/updateFolder
        """
        body = given(name=name, description=description)
        return self._ask(models.Folder, "PATCH", self._folder_path(folder), body=body, repeatable=True)

    @operation("delete_folder")
    def delete_folder(self, folder: Ref) -> models.DeleteFolderResult:
        """Delete an empty folder.

        Args:
            folder: its id or itself.

        Raises:
            CodaNotFoundError: it is not there.
            CodaValidationError: there are docs in it.

        https://coda.io/developers/apis/v1#operation/deleteFolder
        """
        return self._ask(models.DeleteFolderResult, "DELETE", self._folder_path(folder))

    def _folder_path(self, folder: Ref) -> str:
        return path_of("folders", self._links.id_of(folder, "folders"))
