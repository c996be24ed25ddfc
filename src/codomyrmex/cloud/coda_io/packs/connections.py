"""How Packs connect to what they work with."""

from __future__ import annotations

from typing import Any

from pydantic import SecretStr

from codomyrmex.cloud.coda_io.models import packs as models
from codomyrmex.cloud.coda_io.packs.service import PackService
from codomyrmex.cloud.coda_io.service import given
from codomyrmex.cloud.common.telemetry import operation


class PackConnections(PackService):
    """The credentials of a Pack. They are sent, and come back masked."""

    @operation("set_pack_oauth_config")
    def set_pack_oauth_config(
        self,
        pack_id: int,
        *,
        client_id: str | None = None,
        client_secret: str | SecretStr | None = None,
        redirect_uri: str | None = None,
    ) -> models.connections.PackOauthConfigMetadata:
        """Set the OAuth client of a Pack.

        Args:
            pack_id: the Pack.
            client_id: its id.
            client_secret: its secret.
            redirect_uri: where users come back to.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/setPackOauthConfig
        """
        return self._ask(
            models.connections.PackOauthConfigMetadata,
            "PUT",
            self._pack_path(pack_id, "oauthConfig"),
            body=models.credentials.SetPackOauthConfigRequest.model_validate(
                given(client_id=client_id, client_secret=client_secret, redirect_uri=redirect_uri)
            ),
            repeatable=True,
        )

    @operation("get_pack_oauth_config")
    def get_pack_oauth_config(self, pack_id: int) -> models.connections.PackOauthConfigMetadata:
        """The OAuth client of a Pack, masked.

        Args:
            pack_id: the Pack.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/getPackOauthConfig
        """
        return self._ask(
            models.connections.PackOauthConfigMetadata, "GET", self._pack_path(pack_id, "oauthConfig")
        )

    @operation("set_pack_system_connection")
    def set_pack_system_connection(
        self, pack_id: int, *, credentials: models.credentials.AnyPackCredentials
    ) -> models.connections.AnySystemConnection:
        """Set what a Pack connects with for all of its users.

        Args:
            pack_id: the Pack.
            credentials: the credentials, of the kind that the Pack's code asks for.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/setPackSystemConnection
        """
        return self._connection("PUT", pack_id, given(credentials=credentials))

    @operation("patch_pack_system_connection")
    def patch_pack_system_connection(
        self, pack_id: int, patch: models.patches.AnyPackPatch
    ) -> models.connections.AnySystemConnection:
        """Change some of what a Pack connects with.

        Args:
            pack_id: the Pack.
            patch: what to change.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/patchPackSystemConnection
        """
        return self._connection("PATCH", pack_id, patch)

    @operation("get_pack_system_connection")
    def get_pack_system_connection(self, pack_id: int) -> models.connections.AnySystemConnection:
        """What a Pack connects with, masked.

        Args:
            pack_id: the Pack.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/getPackSystemConnection
        """
        return self._connection("GET", pack_id)

    def _connection(
        self, method: str, pack_id: int, body: Any = None
    ) -> models.connections.AnySystemConnection:
        kind: Any = models.connections.AnySystemConnection
        path = self._pack_path(pack_id, "systemConnection")
        connection: models.connections.AnySystemConnection = self._ask(
            kind, method, path, body=body, repeatable=True
        )
        return connection
