"""The clients of other services than storage that a profile describes."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from codomyrmex.cloud.common.credentials import configuration_errors
from codomyrmex.cloud.common.errors import NotSupportedError
from codomyrmex.cloud.connection.fields import given, text

if TYPE_CHECKING:
    from codomyrmex.cloud.infomaniak.auth import InfomaniakCredentials
    from codomyrmex.config_management import EmbeddedProfile, Profile


def service_for(profile: Profile | EmbeddedProfile, capability: str) -> Any:
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
        resolved = cast("Profile", profile).with_secrets()
    return client(_openstack_credentials(resolved, user=client.needs_user))


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
_SERVICES: dict[str, dict[str, tuple[str, str]]] = {"infomaniak": _OPENSTACK, "swift": _OPENSTACK}
