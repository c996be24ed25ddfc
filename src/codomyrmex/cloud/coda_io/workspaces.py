"""The users of a workspace, and their roles."""

from __future__ import annotations

from collections.abc import Sequence

from codomyrmex.cloud.coda_io import models
from codomyrmex.cloud.coda_io.models.base import ItemPage
from codomyrmex.cloud.coda_io.service import CodaList, CodaService, given, listed
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.protocols.rest import path_of


class Workspaces(CodaService):
    """Workspaces: who is in them, as what."""

    @operation("list_workspace_members")
    def list_workspace_members(
        self,
        workspace_id: str,
        *,
        included_roles: Sequence[str] | None = None,
        page_token: str | None = None,
    ) -> CodaList[models.WorkspaceUser]:
        """The users of a workspace: the caller first, then by their roles.

        Args:
            workspace_id: the workspace.
            included_roles: only those with one of these roles: ``Admin``, ``DocMaker``, ``Editor``.
            page_token: where to begin, from an earlier page.

        Raises:
            CodaForbiddenError: the caller is no admin of the workspace.

        https://coda.io/developers/apis/v1#operation/listWorkspaceMembers
        """
        return self._list(
            ItemPage[models.WorkspaceUser],
            path_of("workspaces", workspace_id, "users"),
            query=given(included_roles=listed(included_roles)),
            page_token=page_token,
        )

    @operation("change_user_role")
    def change_user_role(self, workspace_id: str, *, email: str, new_role: str) -> models.ChangeRoleResult:
        """Give a user of a workspace another role. Only admins can.

        Args:
            workspace_id: the workspace.
            email: the user's email address.
            new_role: ``Admin``, ``DocMaker`` or ``Editor``.

        Raises:
            CodaForbiddenError: the caller is no admin of the workspace.

        https://coda.io/developers/apis/v1#operation/changeUserRole
        """
        return self._ask(
            models.ChangeRoleResult,
            "POST",
            path_of("workspaces", workspace_id, "users", "role"),
            body=given(email=email, new_role=new_role),
            repeatable=True,
        )

    @operation("list_workspace_role_activity")
    def list_workspace_role_activity(self, workspace_id: str) -> CodaList[models.WorkspaceRoleActivity]:
        """How many users of a workspace had which role, by month.

        Args:
            workspace_id: the workspace.

        Raises:
            CodaForbiddenError: the caller is no admin of the workspace.

        https://coda.io/developers/apis/v1#operation/listWorkspaceRoleActivity
        """
        return self._list(
            ItemPage[models.WorkspaceRoleActivity], path_of("workspaces", workspace_id, "roles")
        )
