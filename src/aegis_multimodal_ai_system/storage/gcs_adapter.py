"""A bucket on Google Cloud Storage."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Self

from aegis_multimodal_ai_system.storage.cloud_adapter import CloudStorageAdapter
from aegis_multimodal_ai_system.storage.secret import reveal
from codomyrmex.cloud.common.errors import ConfigurationError
from codomyrmex.cloud.gcp.storage import GCSClient

if TYPE_CHECKING:
    from aegis_multimodal_ai_system.config.settings import Settings
    from aegis_multimodal_ai_system.storage.secret import Secret


class GCSStorageAdapter(CloudStorageAdapter):
    """One bucket of Google Cloud Storage.

    Args:
        bucket: the bucket's name.
        credentials_json: what is in a credential file, as text.
        credentials: a credential file, what is in one, or credentials of google-auth, in place of that.
            With neither, Application Default Credentials are asked for at the first request, with workload
            identity.
        endpoint_url: the address, where it is not ``https://storage.googleapis.com``.

    Raises:
        ConfigurationError: the address is wrong, or ``credentials_json`` is no credential file.
    """

    def __init__(
        self,
        bucket: str,
        *,
        credentials_json: Secret | None = None,
        credentials: Any = None,
        endpoint_url: str | None = None,
    ) -> None:
        text = reveal(credentials_json)
        given = credentials if text is None else _parsed(text)
        super().__init__(GCSClient(credentials=given, endpoint_url=endpoint_url), bucket)

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        return cls(
            settings.OBJECT_STORE_BUCKET,
            credentials_json=settings.OBJECT_STORE_SECRET_KEY,
            endpoint_url=settings.OBJECT_STORE_ENDPOINT,
        )


def _parsed(text: str) -> dict[str, Any]:
    try:
        content = json.loads(text)
    except ValueError:
        content = None
    # What the parser says of it may quote it.
    if not isinstance(content, dict):
        raise ConfigurationError(
            "The secret for Google Cloud Storage must be what is in a credential file, as JSON."
        )
    return content
