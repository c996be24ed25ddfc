"""Permissions of Packs."""

from __future__ import annotations

from codomyrmex.cloud.coda_io.models import packs as models
from codomyrmex.cloud.coda_io.models.confirmation import Confirmation
from codomyrmex.cloud.coda_io.packs.service import PackService
from codomyrmex.cloud.coda_io.service import given
from codomyrmex.cloud.common.telemetry import operation


class PackPermissions(PackService):
    """Who may use, test or edit a Pack."""

    @operation("get_pack_permissions")
    def get_pack_permissions(self, pack_id: int) -> models.permissions.PackPermissionList:
        """Who may do what with a Pack.

        Args:
            pack_id: the Pack.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/getPackPermissions
        """
        return self._ask(
            models.permissions.PackPermissionList, "GET", self._pack_path(pack_id, "permissions")
        )

    @operation("add_pack_permission")
    def add_pack_permission(
        self,
        pack_id: int,
        *,
        principal: models.permissions.AnyPackPrincipal,
        access: str,
    ) -> models.permissions.AddPackPermissionResponse:
        """Let somebody use, test or edit a Pack, or change what they may.

        Args:
            pack_id: the Pack.
            principal: who: a user, a workspace, an organization, a group, or everyone.
            access: ``view``, ``test``, ``edit`` or ``admin``; ``none`` takes it away.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/addPackPermission
        """
        return self._ask(
            models.permissions.AddPackPermissionResponse,
            "POST",
            self._pack_path(pack_id, "permissions"),
            body=given(principal=principal, access=access),
            repeatable=True,
        )

    @operation("delete_user_pack_permission")
    def delete_user_pack_permission(self, pack_id: int) -> Confirmation:
        """Give up what the user may do with a Pack.

        Args:
            pack_id: the Pack.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/deleteUserPackPermission
        """
        return self._ask(Confirmation, "DELETE", self._pack_path(pack_id, "permissions"))

    @operation("delete_pack_permission")
    def delete_pack_permission(self, pack_id: int, permission_id: str) -> Confirmation:
        """Take away what somebody may do with a Pack.

        Args:
            pack_id: the Pack.
            permission_id: from `get_pack_permissions`.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/deletePackPermission
        """
        return self._ask(Confirmation, "DELETE", self._pack_path(pack_id, "permissions", permission_id))
