"""Invitations to Packs."""

from __future__ import annotations

from datetime import datetime

from codomyrmex.cloud.coda_io.models.base import CodaModel
from codomyrmex.cloud.coda_io.models.packs.makers import Maker
from codomyrmex.cloud.coda_io.models.packs.packs import PackSummary


class PackInvitation(CodaModel):
    """An invitation to a Pack.

    Attributes:
        invitation_id: its id.
        pack_id: the Pack.
        invitee_email: who is invited.
        inviter_user_id: who invites.
        access: what the invited may do: ``view``, ``test``, ``edit`` or ``admin``.
        created_at: when it was made.
        expires_at: when it ends.
    """

    invitation_id: str
    pack_id: int
    invitee_email: str
    inviter_user_id: int
    access: str
    created_at: datetime
    expires_at: datetime


class PackInvitationWithPack(CodaModel):
    """An invitation, and what it invites to.

    Attributes:
        invitation: the invitation.
        pack: the Pack.
        makers: who makes it.
        network_domains: what it connects to.
    """

    invitation: PackInvitation
    pack: PackSummary
    makers: list[Maker]
    network_domains: list[str]


class CreatePackInvitationResponse(CodaModel):
    """An invitation was made.

    Attributes:
        invitation_id: its id.
    """

    invitation_id: str


class HandlePackInvitationResponse(CodaModel):
    """An invitation was answered.

    Attributes:
        permission_id: the permission that came of it, where it was accepted.
    """

    permission_id: str | None = None
