"""The clients of other services than storage that a profile describes."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from codomyrmex.cloud.common.credentials import configuration_errors
from codomyrmex.cloud.common.errors import NotSupportedError
from codomyrmex.cloud.connection.fields import given, text, way

if TYPE_CHECKING:
    from codomyrmex.cloud.infomaniak.auth import InfomaniakCredentials
    from codomyrmex.config_management import Profile


def service_for(profile: Profile, capability: str) -> Any:
    """The client of another service than storage, by the name of what it does. Nothing is sent.

    Raises:
        ConfigurationError: the profile is not complete, or a secret is not where it points.
        NotSupportedError: there is no such client for this provider.
    """
    found = _SERVICES.get(profile.provider, {}).get(capability)
    if found is None:
        raise NotSupportedError(
            f"There is no client of {capability} for {profile.provider}.", provider=profile.provider
        )
    module, name = found
    client = getattr(import_module(f"codomyrmex.cloud.{module}"), name)
    with configuration_errors(profile.provider):
        if profile.provider in _BY_TOKEN:
            return client(**_by_token(profile.resolve()))
        resolved = profile.with_secrets()
    return client(_openstack_credentials(resolved, user=client.needs_user))


class OnlyClient(NamedTuple):
    """The client of a provider that has one service.

    Attributes:
        capability: what it does, which is the name of the attribute of a `Cloud`.
        client: the name of its class.
    """

    capability: str
    client: str


def only_client(provider: str) -> OnlyClient | None:
    """The client of a provider that has one service; ``None`` of others, which have storage at least."""
    if provider not in _BY_TOKEN:
        return None
    ((capability, (_module, name)),) = _SERVICES[provider].items()
    return OnlyClient(capability, name)


def _by_token(profile: Profile) -> dict[str, Any]:
    return given(
        **{_BY_TOKEN[profile.provider]: text(profile.token)},
        domain=profile.domain,
        base_url=profile.endpoint_url,
        **way(profile),
    )


def _openstack_credentials(profile: Any, *, user: bool) -> InfomaniakCredentials:
    from codomyrmex.cloud.infomaniak.auth import InfomaniakCredentials

    named = profile.cloud or profile.application_credential_id or profile.username
    if profile.source is None and not named:
        # A built-in profile, whose variables have S3 keys: Keystone's are others.
        return InfomaniakCredentials.from_env(user=user)
    auth_url = profile.auth_url if profile.provider == "infomaniak" else profile.endpoint_url
    keystone = ("application_credential_id", "username", "project", "project_id", "cloud", "region")
    return InfomaniakCredentials(
        **given(
            auth_url=auth_url,
            application_credential_secret=text(profile.application_credential_secret),
            password=text(profile.password),
            user_domain=profile.user_domain,
            project_domain=profile.project_domain,
            **{name: getattr(profile, name) for name in keystone},
        )
    )


_OPENSTACK = {
    "block_storage": ("infomaniak.block_storage", "InfomaniakVolumeClient"),
    "compute": ("infomaniak.compute", "InfomaniakComputeClient"),
    "metering": ("infomaniak.metering", "InfomaniakMeteringClient"),
    "orchestration": ("infomaniak.orchestration", "InfomaniakHeatClient"),
    "identity": ("infomaniak.identity", "InfomaniakIdentityClient"),
    "dns": ("infomaniak.dns", "InfomaniakDNSClient"),
    "network": ("infomaniak.network", "InfomaniakNetworkClient"),
    "object_storage": ("infomaniak.object_storage.containers", "ContainerClient"),
}
# The module and class of each other service's client, by what it does.
_SERVICES: dict[str, dict[str, tuple[str, str]]] = {
    "infomaniak": _OPENSTACK,
    "swift": _OPENSTACK,
    "coda": {"documents": ("coda_io", "CodaClient")},
    "newsletter": {"newsletter": ("infomaniak.newsletter", "InfomaniakNewsletterClient")},
}
# The services that are called by a token alone, and what their clients call it.
_BY_TOKEN = {"coda": "api_token", "newsletter": "token"}
