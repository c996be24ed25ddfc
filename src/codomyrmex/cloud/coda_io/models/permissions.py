"""Who may do what with a doc."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Discriminator, Tag

from codomyrmex.cloud.coda_io.models.base import CodaModel
from codomyrmex.cloud.coda_io.models.union import OTHER, Tagged, tag_by


class AclMetadata(CodaModel):
    """What the user may do about a doc's sharing.

    Attributes:
        can_share: share it with people.
        can_share_with_workspace: share it with the workspace.
        can_share_with_org: share it with the organization.
        can_copy: copy it.
    """

    can_share: bool
    can_share_with_workspace: bool
    can_share_with_org: bool
    can_copy: bool


class OtherPrincipal(CodaModel):
    """One that may do something, of a kind that this version does not know.

    Attributes:
        type: what it is.
    """

    type: str


class EmailPrincipal(OtherPrincipal):
    """Somebody.

    Attributes:
        email: the email address.
    """

    email: str


class GroupPrincipal(OtherPrincipal):
    """A group of people.

    Attributes:
        group_id: its id.
        group_name: its name.
    """

    group_id: str
    group_name: str | None = None


class DomainPrincipal(OtherPrincipal):
    """All whose email addresses are of a domain.

    Attributes:
        domain: the domain.
    """

    domain: str


class WorkspacePrincipal(OtherPrincipal):
    """All of a workspace.

    Attributes:
        workspace_id: the workspace's id.
    """

    workspace_id: str


class AnyonePrincipal(OtherPrincipal):
    """Everyone with the link."""


class InternalAccessPrincipal(OtherPrincipal):
    """Coda's own people.

    Attributes:
        internal_access_type: which of them: ``support``.
    """

    internal_access_type: str | None = None


_TAGS = ("email", "group", "domain", "workspace", "anyone", "internalAccess")

Principal: TypeAlias = Annotated[
    Annotated[EmailPrincipal, Tag("email")]
    | Annotated[GroupPrincipal, Tag("group")]
    | Annotated[DomainPrincipal, Tag("domain")]
    | Annotated[WorkspacePrincipal, Tag("workspace")]
    | Annotated[AnyonePrincipal, Tag("anyone")]
    | Annotated[InternalAccessPrincipal, Tag("internalAccess")]
    | Annotated[OtherPrincipal, Tag(OTHER)],
    Discriminator(tag_by("type", {tag: tag for tag in _TAGS})),
]
"""One that may do something, by its ``type``."""


class Permission(CodaModel):
    """What one may do with a doc.

    Attributes:
        id: the permission's id.
        principal: who.
        access: ``readonly``, ``write``, ``comment`` or ``none``.
    """

    id: str
    principal: Principal
    access: str


class AddedEmailPrincipal(Tagged):
    """Somebody to share a doc with.

    Attributes:
        type: ``email``.
        email: the email address.
    """

    type: Literal["email"] = "email"
    email: str


class AddedGroupPrincipal(Tagged):
    """A group to share a doc with.

    Attributes:
        type: ``group``.
        group_id: its id.
    """

    type: Literal["group"] = "group"
    group_id: str


class AddedDomainPrincipal(Tagged):
    """All of an email domain, to share a doc with.

    Attributes:
        type: ``domain``.
        domain: the domain.
    """

    type: Literal["domain"] = "domain"
    domain: str


class AddedWorkspacePrincipal(Tagged):
    """All of a workspace, to share a doc with.

    Attributes:
        type: ``workspace``.
        workspace_id: the workspace's id.
    """

    type: Literal["workspace"] = "workspace"
    workspace_id: str


class AddedAnyonePrincipal(Tagged):
    """Everyone with the link, to share a doc with.

    Attributes:
        type: ``anyone``.
    """

    type: Literal["anyone"] = "anyone"


AddedPrincipal: TypeAlias = (
    AddedEmailPrincipal
    | AddedGroupPrincipal
    | AddedDomainPrincipal
    | AddedWorkspacePrincipal
    | AddedAnyonePrincipal
)
"""Whom to share a doc with."""


class AddPermissionResult(CodaModel):
    """A doc was shared; there is no more to say."""


class DeletePermissionResult(CodaModel):
    """A permission was taken back; there is no more to say."""


class UserSummary(CodaModel):
    """Somebody that a doc can be shared with.

    Attributes:
        name: the name.
        login_id: the email address.
        type: ``user``.
        picture_link: where the picture is.
    """

    name: str
    login_id: str
    type: str | None = None
    picture_link: str | None = None


class SearchPrincipalsResponse(CodaModel):
    """Whom a doc can be shared with, at most twenty of each.

    Attributes:
        users: people.
        groups: groups.
    """

    users: list[UserSummary]
    groups: list[GroupPrincipal]


class AclSettings(CodaModel):
    """What those that a doc is shared with may do about its sharing.

    Attributes:
        allow_editors_to_change_permissions: editors, and not the owner alone, may share it.
        allow_copying: viewers may copy it.
        allow_viewers_to_request_editing: viewers may ask to become editors.
    """

    allow_editors_to_change_permissions: bool
    allow_copying: bool
    allow_viewers_to_request_editing: bool
