"""Invitations to Packs."""

from __future__ import annotations

from codomyrmex.cloud.coda_io.models import packs as models
from codomyrmex.cloud.coda_io.models.base import ItemPage
from codomyrmex.cloud.coda_io.models.confirmation import Confirmation
from codomyrmex.cloud.coda_io.packs.service import PackService
from codomyrmex.cloud.coda_io.service import CodaList, given
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.protocols.rest import path_of


class PackInvitations(PackService):
    """Invitations to a Pack: made, changed, taken back, answered."""

    @operation("list_user_pack_invitations")
    def list_user_pack_invitations(
        self, *, limit: int | None = None, page_token: str | None = None
    ) -> CodaList[models.invitations.PackInvitationWithPack]:
        """The invitations that the user has not answered.

        Args:
            limit: the most of them on a page; Coda decides if not given.
            page_token: where to begin, from an earlier page.

        Raises:
            CodaAPIError: what Coda refuses.

        https://coda.io/developers/apis/v1#operation/listUserPackInvitations
        """
        return self._list(
            ItemPage[models.invitations.PackInvitationWithPack],
            "/packs/invitations",
            query=given(limit=limit),
            page_token=page_token,
        )

    @operation("list_pack_invitations")
    def list_pack_invitations(
        self,
        pack_id: int,
        *,
        limit: int | None = None,
        page_token: str | None = None,
    ) -> CodaList[models.invitations.PackInvitation]:
        """The invitations to a Pack that are not answered.

        Args:
            pack_id: the Pack.
            limit: the most of them on a page; Coda decides if not given.
            page_token: where to begin, from an earlier page.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/listPackInvitations
        """
        return self._list(
            ItemPage[models.invitations.PackInvitation],
            self._pack_path(pack_id, "invitations"),
            query=given(limit=limit),
            page_token=page_token,
        )

    @operation("create_pack_invitation")
    def create_pack_invitation(
        self, pack_id: int, *, email: str, access: str
    ) -> models.invitations.CreatePackInvitationResponse:
        """Invite somebody to a Pack.

        Args:
            pack_id: the Pack.
            email: the email address.
            access: ``view``, ``test``, ``edit`` or ``admin``.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/createPackInvitation
        """
        return self._ask(
            models.invitations.CreatePackInvitationResponse,
            "POST",
            self._pack_path(pack_id, "invitations"),
            body=given(email=email, access=access),
        )

    @operation("update_pack_invitation")
    def update_pack_invitation(self, pack_id: int, invitation_id: str, *, access: str) -> Confirmation:
        """Change what an invitation lets somebody do.

        Args:
            pack_id: the Pack.
            invitation_id: the invitation.
            access: ``view``, ``test``, ``edit`` or ``admin``.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/updatePackInvitation
        """
        return self._ask(
            Confirmation,
            "PUT",
            self._pack_path(pack_id, "invitations", invitation_id),
            body=given(access=access),
            repeatable=True,
        )

    @operation("delete_pack_invitation")
    def delete_pack_invitation(self, pack_id: int, invitation_id: str) -> Confirmation:
        """Take an invitation back.

        Args:
            pack_id: the Pack.
            invitation_id: the invitation.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/deletePackInvitation
        """
        return self._ask(Confirmation, "DELETE", self._pack_path(pack_id, "invitations", invitation_id))

    @operation("reply_to_pack_invitation")
    def reply_to_pack_invitation(
        self, invitation_id: str, *, accept: bool
    ) -> models.invitations.HandlePackInvitationResponse:
        """Answer an invitation. Only who is invited can.

        Args:
            invitation_id: the invitation.
            accept: whether to accept it.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/replyToPackInvitation
        """
        return self._ask(
            models.invitations.HandlePackInvitationResponse,
            "POST",
            path_of("packs", "invitations", invitation_id, "reply"),
            body=given(accept=accept),
        )
