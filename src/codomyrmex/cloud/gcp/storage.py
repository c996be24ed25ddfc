"""Google Cloud Storage."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Any, Self

from codomyrmex.cloud.common.environment import from_environment
from codomyrmex.cloud.common.errors import ConfigurationError, MissingDependencyError
from codomyrmex.cloud.common.providers import CloudProvider
from codomyrmex.cloud.gcp.session import GoogleSession
from codomyrmex.cloud.protocols.gcs.authorization import Anonymous, Authorization, BearerToken
from codomyrmex.cloud.protocols.gcs.capabilities import capabilities_of
from codomyrmex.cloud.protocols.gcs.endpoint import Endpoint
from codomyrmex.cloud.protocols.gcs.service import GCSService
from codomyrmex.cloud.protocols.gcs.store import GCSStorage
from codomyrmex.cloud.wire import ConnectionOptions, RetryPolicy, Transport


class GCSClient(GCSStorage):
    """Google Cloud Storage.

    Args:
        project: whose buckets are listed and made; by default the one that the credentials name.
        credentials: a credential file, what is in one, or credentials of google-auth; by default Application
            Default Credentials.
        impersonate: the service account as which to act.
        endpoint_url: the address, where it is not ``https://storage.googleapis.com``.
        anonymous: send no credentials.
        requester_pays: agree that the project pays for requests on other people's buckets.
        credentials_expire_at: when the account's key is to be rotated, so that no signed URL outlives it.
        parallel_uploads: whether large objects are uploaded in parallel components: by default where the
            bucket lets these go without a trace, ``True`` also where it keeps and charges for what was
            deleted, ``False`` nowhere.
        capabilities: what the endpoint is known to have or lack, by the names of `Capability`.
        retry: how patient to be.
        connection: trust, proxy and timeouts.

    Raises:
        ConfigurationError: the address is wrong, or there are credentials for an anonymous client.
    """

    provider = CloudProvider.GCP

    def __init__(
        self,
        project: str | None = None,
        *,
        credentials: Any = None,
        impersonate: str | None = None,
        endpoint_url: str | None = None,
        anonymous: bool = False,
        requester_pays: bool = False,
        credentials_expire_at: datetime | None = None,
        parallel_uploads: bool | None = None,
        capabilities: Mapping[str, bool] | None = None,
        retry: RetryPolicy | None = None,
        connection: ConnectionOptions | None = None,
    ) -> None:
        if anonymous and (credentials is not None or impersonate is not None):
            raise ConfigurationError("credentials and impersonate exclude anonymous; give one of them.")
        if credentials_expire_at is not None and credentials_expire_at.tzinfo is None:
            raise ConfigurationError("credentials_expire_at must carry its time zone.")
        if anonymous and requester_pays:
            raise ConfigurationError("Only who is known can pay; give requester_pays or anonymous.")
        self._project = project
        transport = Transport(connection, retry)
        self._session = (
            None if anonymous else GoogleSession(transport, credentials, impersonate, credentials_expire_at)
        )
        authorization: Authorization = Anonymous() if self._session is None else BearerToken(self._session)
        service = GCSService(
            Endpoint(endpoint_url),
            authorization,
            transport,
            self._billed_project,
            requester_pays=requester_pays,
        )
        signer = self._session.signer if self._session is not None else None
        super().__init__(service, capabilities_of(capabilities), signer)
        self.parallel_uploads = parallel_uploads

    @classmethod
    def from_env(cls) -> Self:
        """The client of Application Default Credentials, with the project of ``GOOGLE_CLOUD_PROJECT``; an
        anonymous one of the emulator that ``STORAGE_EMULATOR_HOST`` names."""
        from codomyrmex.config_management.environment import EMULATED_PROJECT, GcpEnvironment

        environment = from_environment(GcpEnvironment)
        emulator = environment.emulator_url
        if emulator is not None:
            return cls(environment.project or EMULATED_PROJECT, endpoint_url=emulator, anonymous=True)
        return cls(environment.project)

    upload_blob = GCSStorage.upload_file
    download_blob = GCSStorage.download_file
    list_blobs = GCSStorage.list_objects

    @cached_property
    def native(self) -> Any:
        """google-cloud-storage's ``Client`` with the same address and credentials."""
        try:
            from google.cloud import storage
        except ModuleNotFoundError as error:
            raise MissingDependencyError(
                "The SDK's own client needs google-cloud-storage. "
                "Install it with: pip install google-cloud-storage"
            ) from error
        options = {"api_endpoint": self.service.endpoint.url}
        if self._session is None:
            from google.auth.credentials import AnonymousCredentials

            return storage.Client(
                project=self._project, credentials=AnonymousCredentials(), client_options=options
            )
        return storage.Client(
            project=self._billed_project(), credentials=self._session.credentials, client_options=options
        )

    def _billed_project(self) -> str:
        project = self._project or (self._session.project if self._session is not None else None)
        if project is None:
            raise ConfigurationError(
                "Buckets belong to a project; name it in project or GOOGLE_CLOUD_PROJECT."
            )
        return project
