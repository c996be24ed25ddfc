"""Who may use a Pack."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from codomyrmex.cloud.coda_io.models.base import CodaModel
from codomyrmex.cloud.coda_io.models.permissions import UserSummary
from codomyrmex.cloud.coda_io.models.union import Tagged


class PackPrincipal(Tagged):
    """Who is allowed something.

    Attributes:
        type: the kind: ``user``, ``workspace``, ``worldwide``, …
    """

    type: str


class PackUserPrincipal(PackPrincipal):
    """A user.

    Attributes:
        type: ``user``.
        email: the user's email address.
    """

    type: Literal["user"] = "user"
    email: str


class PackWorkspacePrincipal(PackPrincipal):
    """All of a workspace.

    Attributes:
        type: ``workspace``.
        workspace_id: the workspace.
    """

    type: Literal["workspace"] = "workspace"
    workspace_id: str


class PackGlobalPrincipal(PackPrincipal):
    """Everyone.

    Attributes:
        type: ``worldwide``.
    """

    type: Literal["worldwide"] = "worldwide"


class PackNomosOrganizationPrincipal(PackPrincipal):
    """All of an organization.

    Attributes:
        type: ``nomosOrganization``.
        nomos_organization_id: the organization.
    """

    type: Literal["nomosOrganization"] = "nomosOrganization"
    nomos_organization_id: str


class PackGroupPrincipal(PackPrincipal):
    """All of a group.

    Attributes:
        type: ``group``.
        group_id: the group.
        group_name: its name.
    """

    type: Literal["group"] = "group"
    group_id: str
    group_name: str | None = None


class PackGrammarlyInstitutionPrincipal(PackPrincipal):
    """All of an institution of Grammarly's.

    Attributes:
        type: ``grammarlyInstitution``.
        grammarly_institution_id: the institution.
    """

    type: Literal["grammarlyInstitution"] = "grammarlyInstitution"
    grammarly_institution_id: int


AnyPackPrincipal: TypeAlias = Annotated[
    PackUserPrincipal
    | PackWorkspacePrincipal
    | PackGlobalPrincipal
    | PackNomosOrganizationPrincipal
    | PackGroupPrincipal
    | PackGrammarlyInstitutionPrincipal
    | PackPrincipal,
    Field(union_mode="left_to_right"),
]
"""Any kind of principal; one that this version does not know is a plain `PackPrincipal`."""


class PackPermission(CodaModel):
    """What somebody may do with a Pack.

    Attributes:
        id: its id.
        principal: who.
        access: ``view``, ``test``, ``edit``, ``admin`` or ``none``.
    """

    id: str
    principal: AnyPackPrincipal
    access: str


class PackPermissionList(CodaModel):
    """All that somebody may do with a Pack.

    Attributes:
        items: who may do what.
        permission_users: the users among them.
    """

    items: list[PackPermission]
    permission_users: list[UserSummary]


class AddPackPermissionResponse(CodaModel):
    """A permission was given.

    Attributes:
        permission_id: its id.
    """

    permission_id: str
