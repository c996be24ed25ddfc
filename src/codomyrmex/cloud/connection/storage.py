"""The storage client that a profile describes."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from codomyrmex.cloud.common.credentials import configuration_errors
from codomyrmex.cloud.common.errors import ConfigurationError, NotSupportedError
from codomyrmex.cloud.connection.fields import given, text, way

if TYPE_CHECKING:
    from codomyrmex.cloud.common.storage import StorageClient
    from codomyrmex.config_management import Profile


def storage_class(provider: str) -> type[StorageClient]:
    """The storage client of a provider.

    Raises:
        MissingDependencyError: the provider's extra is not installed.
        NotSupportedError: there is no storage client for this provider.
    """
    found = _STORAGE.get(provider)
    if found is None:
        raise NotSupportedError(f"There is no storage client for {provider} yet.", provider=provider)
    module, name, _arguments = found
    return cast("type[StorageClient]", getattr(import_module(f"codomyrmex.cloud.{module}"), name))


def storage_for(profile: Profile) -> StorageClient:
    """The storage client that a profile describes. Nothing is sent.

    Raises:
        ConfigurationError: the profile is not complete, or a secret is not where it points.
        MissingDependencyError: the provider's extra is not installed.
        NotSupportedError: there is no storage client for this provider.
    """
    client = storage_class(profile.provider)
    _module, _name, arguments = _STORAGE[profile.provider]
    with configuration_errors(profile.provider):
        resolved = profile.resolve()
    return client(**given(**arguments(resolved)))


def _local(profile: Profile) -> dict[str, Any]:
    return {"root": profile.root, "capabilities": profile.capabilities}


def _memory(profile: Profile) -> dict[str, Any]:
    return {"capabilities": profile.capabilities}


def _aws(profile: Profile) -> dict[str, Any]:
    return {"profile": profile.aws_profile, **_s3(profile)}


def _s3(profile: Profile) -> dict[str, Any]:
    return {"anonymous": profile.anonymous, "requester_pays": profile.requester_pays, **_signed_s3(profile)}


def _azure(profile: Profile) -> dict[str, Any]:
    return {
        "account": profile.account,
        "account_url": profile.endpoint_url,
        "account_key": text(profile.account_key),
        "sas_token": text(profile.sas_token),
        "connection_string": text(profile.connection_string),
        "anonymous": profile.anonymous,
        "capabilities": profile.capabilities,
        **way(profile),
    }


def _gcp(profile: Profile) -> dict[str, Any]:
    return {
        "project": profile.project,
        "credentials": profile.credentials_file,
        "impersonate": profile.impersonate,
        "parallel_uploads": profile.parallel_uploads,
        "endpoint_url": profile.endpoint_url,
        "anonymous": profile.anonymous,
        "requester_pays": profile.requester_pays,
        "capabilities": profile.capabilities,
        **way(profile),
    }


def _swift(profile: Profile) -> dict[str, Any]:
    common = {
        "auth_url": profile.endpoint_url,
        "storage_url": profile.storage_url,
        "anonymous": profile.anonymous,
        "temp_url_key": text(profile.temp_url_key),
        "capabilities": profile.capabilities,
        **way(profile),
    }
    if profile.username and not (profile.project or profile.project_id):
        return {"user": profile.username, "key": text(profile.password), **common}
    return {
        "cloud": profile.cloud,
        "application_credential_id": profile.application_credential_id,
        "application_credential_secret": text(profile.application_credential_secret),
        "username": profile.username,
        "password": text(profile.password),
        "project": profile.project,
        "project_id": profile.project_id,
        "user_domain": profile.user_domain,
        "project_domain": profile.project_domain,
        "region": profile.region,
        **common,
    }


def _infomaniak(profile: Profile) -> dict[str, Any]:
    for name in ("anonymous", "requester_pays"):
        if getattr(profile, name):
            raise ConfigurationError(
                f"The profile {profile.name!r} says {name}, which the client of infomaniak does not have."
            )
    return _signed_s3(profile)


def _signed_s3(profile: Profile) -> dict[str, Any]:
    return {
        "region": profile.region,
        "endpoint_url": profile.endpoint_url,
        "access_key": text(profile.access_key),
        "secret_key": text(profile.secret_key),
        "session_token": text(profile.session_token),
        "addressing": profile.addressing,
        "capabilities": profile.capabilities,
        **way(profile),
    }


# The module and class of each provider's client, and what makes its arguments of a profile. Other servers
# that speak S3 get MinIO's, which needs no SDK and does not read the environment of AWS.
_STORAGE: dict[str, tuple[str, str, Callable[[Any], dict[str, Any]]]] = {
    "aws": ("aws.storage", "S3Client", _aws),
    "s3": ("minio.storage", "MinIOClient", _s3),
    "minio": ("minio.storage", "MinIOClient", _s3),
    "infomaniak": ("infomaniak.object_storage", "InfomaniakS3Client", _infomaniak),
    "swift": ("infomaniak.object_storage", "InfomaniakObjectStorageClient", _swift),
    "azure": ("azure.storage", "AzureBlobClient", _azure),
    "gcp": ("gcp.storage", "GCSClient", _gcp),
    "local": ("local.storage", "LocalStorageClient", _local),
    "memory": ("local.memory", "MemoryStorageClient", _memory),
}
