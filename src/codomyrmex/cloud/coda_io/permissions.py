"""Permissions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from codomyrmex.cloud.coda_io import models
from codomyrmex.cloud.coda_io.links import Ref
from codomyrmex.cloud.coda_io.models.base import ItemPage
from codomyrmex.cloud.coda_io.service import CodaList, CodaService, given
from codomyrmex.cloud.common.telemetry import operation


class Permissions(CodaService):
    """Who may do what with a doc."""

    @operation("get_sharing_metadata")
    def get_sharing_metadata(self, doc: Ref) -> models.AclMetadata:
        """What the user may do about a doc's sharing.

        Args:
            doc: its id, its browser link or itself.

        Raises:
            CodaNotFoundError: it is not there.

        https://coda.io/developers/apis/v1#operation/getSharingMetadata
        """
        return self._ask(models.AclMetadata, "GET", self._doc_path(doc, "acl", "metadata"))

    @operation("get_permissions")
    def get_permissions(
        self, doc: Ref, *, limit: int | None = None, page_token: str | None = None
    ) -> CodaList[models.Permission]:
        """Who may do what with a doc.

        Args:
            doc: its id, its browser link or itself.
            limit: the most permissions on a page; Coda decides if not given.
            page_token: where to begin, from an earlier page.

        Raises:
            CodaNotFoundError: the doc is not there.

        https://coda.io/developers/apis/v1#operation/getPermissions
        """
        path = self._doc_path(doc, "acl", "permissions")
        return self._list(ItemPage[models.Permission], path, query=given(limit=limit), page_token=page_token)

    @operation("add_permission")
    def add_permission(
        self,
        doc: Ref,
        principal: models.AddedPrincipal | Mapping[str, Any],
        access: Literal["readonly", "write", "comment"],
        *,
        suppress_email: bool | None = None,
    ) -> models.AddPermissionResult:
        """Share a doc.

        Args:
            doc: its id, its browser link or itself.
            principal: with whom.
            access: what they may do.
            suppress_email: do not tell them by email.

        Raises:
            CodaForbiddenError: the user may not share it so.

        https://coda.io/developers/apis/v1#operation/addPermission
        """
        body = given(access=access, principal=principal, suppress_email=suppress_email)
        path = self._doc_path(doc, "acl", "permissions")
        return self._ask(models.AddPermissionResult, "POST", path, body=body)

    @operation("delete_permission")
    def delete_permission(self, doc: Ref, permission: Ref) -> models.DeletePermissionResult:
        """Take a permission back.

        Args:
            doc: the doc's id, its browser link or itself.
            permission: the permission's id or itself.

        Raises:
            CodaNotFoundError: there is no such permission.
            CodaForbiddenError: the user may not take it back.

        https://coda.io/developers/apis/v1#operation/deletePermission
        """
        permission_id = self._links.id_of(permission, "permissions")
        path = self._doc_path(doc, "acl", "permissions", permission_id)
        return self._ask(models.DeletePermissionResult, "DELETE", path)

    @operation("search_principals")
    def search_principals(self, doc: Ref, query: str | None = None) -> models.SearchPrincipalsResponse:
        """Whom a doc can be shared with.

        Args:
            doc: its id, its browser link or itself.
            query: words to search for; nobody is found without any.

        Raises:
            CodaNotFoundError: the doc is not there.

        https://coda.io/developers/apis/v1#operation/searchPrincipals
        """
        path = self._doc_path(doc, "acl", "principals", "search")
        return self._ask(models.SearchPrincipalsResponse, "GET", path, query=given(query=query))

    @operation("get_acl_settings")
    def get_acl_settings(self, doc: Ref) -> models.AclSettings:
        """What those that a doc is shared with may do about its sharing.

        Args:
            doc: its id, its browser link or itself.

        Raises:
            CodaNotFoundError: it is not there.

        https://coda.io/developers/apis/v1#operation/getAclSettings
        """
        return self._ask(models.AclSettings, "GET", self._doc_path(doc, "acl", "settings"))

    @operation("update_acl_settings")
    def update_acl_settings(
        self,
        doc: Ref,
        *,
        allow_editors_to_change_permissions: bool | None = None,
        allow_copying: bool | None = None,
        allow_viewers_to_request_editing: bool | None = None,
    ) -> models.AclSettings:
        """Change what those that a doc is shared with may do; what is not given stays as it is.

        Args:
            doc: its id, its browser link or itself.
            allow_editors_to_change_permissions: editors, and not the owner alone, may share it.
            allow_copying: viewers may copy it.
            allow_viewers_to_request_editing: viewers may ask to become editors.

        Returns:
            The settings as they are now.

        Raises:
            CodaForbiddenError: the user may not change them.

        https://coda.io/developers/apis/v1#operation/updateAclSettings
        """
        body = given(
            allow_editors_to_change_permissions=allow_editors_to_change_permissions,
            allow_copying=allow_copying,
            allow_viewers_to_request_editing=allow_viewers_to_request_editing,
        )
        path = self._doc_path(doc, "acl", "settings")
        return self._ask(models.AclSettings, "PATCH", path, body=body, repeatable=True)
