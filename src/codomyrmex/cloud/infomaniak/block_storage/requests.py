"""Requests to Cinder, and what its refusals mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codomyrmex.cloud.common.errors import CloudError, ConflictError, NotFoundError, NotSupportedError
from codomyrmex.cloud.infomaniak.errors import error_of
from codomyrmex.cloud.infomaniak.service import OpenStackClient

# Cinder and Nova answer 400 for a state that does not allow the call, and say so by these words alone.
_STATES = ("Invalid volume:", "Invalid snapshot:", "Invalid backup:", "Invalid status:")
_NO_IMAGE = "Invalid image identifier"
_NO_BACKUPS = "Service cinder-backup could not be found"

NO_BACKUPS = "This cloud runs no cinder-backup, the service that makes backups of volumes; use snapshots."
"""Why there are no backups, where there are none."""


class CinderRequests(OpenStackClient):
    """What all parts of the client of block storage share."""

    @property
    def _cinder(self) -> Any:
        """Cinder's proxy of openstacksdk."""
        try:
            return self.native.block_storage
        except ValueError as error:
            # So keystoneauth1 fails where the catalogue has Cinder by two names, in other regions alone.
            raise NotSupportedError(
                f"The service is not in the catalogue of this cloud and region: block-storage, {self.region}."
            ) from error

    def _ask(self, method: str, *path: str, **options: Any) -> Any:
        """One request to Cinder; the arguments are those of `ask`."""
        return self._request(self._cinder, method, *path, **options)

    def _act(
        self,
        volume_id: str,
        action: str,
        body: Mapping[str, Any] | None = None,
        microversion: str | None = None,
    ) -> Any:
        """One action on a volume: ``os-extend``."""
        path = ("volumes", volume_id, "action")
        return self._ask("POST", *path, json={action: body or {}}, microversion=microversion)

    def _error_of(self, error: Exception) -> CloudError | None:
        found = error_of(error)
        return None if found is None else meaning_of(found)


def meaning_of(error: CloudError) -> CloudError:
    """The same error, of the kind that its words say, where Cinder's and Nova's status says another."""
    kind, message = type(error), error.message
    if error.status == 400 and message.startswith(_STATES):
        kind = ConflictError
    elif error.status == 400 and message.startswith(_NO_IMAGE):
        kind = NotFoundError
    elif error.status == 404 and message.startswith(_NO_BACKUPS):
        kind, message = NotSupportedError, NO_BACKUPS
    if kind is type(error):
        return error
    return kind(message, status=error.status, request_id=error.request_id)
