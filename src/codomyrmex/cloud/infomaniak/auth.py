"""Who calls Infomaniak's Public Cloud, and any other OpenStack.

https://docs.openstack.org/keystoneauth/latest/plugin-options.html
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from codomyrmex.cloud.common.credentials import configuration_errors
from codomyrmex.cloud.common.errors import ConfigurationError, MissingDependencyError

if TYPE_CHECKING:
    from codomyrmex.config_management import Secret

AUTH_URL = "https://api.pub1.infomaniak.cloud/identity/v3"
"""Keystone of Infomaniak's Public Cloud, where no region says otherwise."""

_AUTH_URLS = {"dc3-a": AUTH_URL, "dc4-a": "https://api.pub2.infomaniak.cloud/identity/v3"}

_INSTALL = "Install it with: pip install 'codomyrmex-cloud[infomaniak]'"


@dataclass(frozen=True, kw_only=True)
class InfomaniakCredentials:
    """Who asks Keystone for tokens: an application credential, a user with a password and a project, or a
    cloud of ``clouds.yaml``.

    Attributes:
        auth_url: Keystone's address, with its version; by default that of the region.
        region: the region whose services to use (``dc3-a``, ``dc4-a``); ``None`` takes the only one.
        application_credential_id: the id of an application credential.
        application_credential_secret: its secret.
        username: the user's name.
        password: the user's password.
        project: the project's name.
        project_id: its id, in place of the name.
        user_domain: the name of the user's domain.
        project_domain: the name of the project's domain.
        cloud: the name of a cloud in ``clouds.yaml``, in place of all others but the region.

    Raises:
        ConfigurationError: none of the three is complete, or there is more than one.
    """

    auth_url: str | None = None
    region: str | None = None
    application_credential_id: str | None = None
    application_credential_secret: str | None = field(default=None, repr=False)
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    project: str | None = None
    project_id: str | None = None
    user_domain: str = "Default"
    project_domain: str = "Default"
    cloud: str | None = None

    def __post_init__(self) -> None:
        credential = (self.application_credential_id, self.application_credential_secret)
        user = (self.username, self.password)
        if self.cloud is not None:
            if any((*credential, *user, self.auth_url)):
                raise ConfigurationError("clouds.yaml says who calls; give cloud, or credentials, not both.")
            return
        if any(credential) and any((*user, self.project)):
            raise ConfigurationError("An application credential has its own user and project; give only one.")
        if not all(credential) and not all((*user, self.project or self.project_id)):
            raise ConfigurationError(
                "Keystone wants application_credential_id and application_credential_secret, or username, "
                "password and project."
            )

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("Credentials are not pickled; make the client anew in the other process.")

    @classmethod
    def from_env(cls, *, user: bool = False) -> Self:
        """Those of the environment: ``INFOMANIAK_APP_CREDENTIAL_ID`` and ``_SECRET``, or
        ``INFOMANIAK_USERNAME``, ``INFOMANIAK_PASSWORD`` and ``INFOMANIAK_PROJECT_ID``, with
        ``INFOMANIAK_AUTH_URL`` and ``INFOMANIAK_REGION``; without them OpenStack's own, ``OS_CLOUD`` first.

        Args:
            user: take the user with a password where both are there, for calls that refuse an application
                credential.

        Raises:
            ConfigurationError: none of them is set, or only in part.
        """
        from codomyrmex.config_management.environment import OpenStackEnvironment, openstack_environment

        with configuration_errors("infomaniak"):
            found = openstack_environment()
        if isinstance(found, OpenStackEnvironment) and found.cloud:
            return cls(cloud=found.cloud, region=found.region)
        if found.application_credential_id and not (user and found.username):
            return cls(
                auth_url=found.auth_url,
                region=found.region,
                application_credential_id=found.application_credential_id,
                application_credential_secret=_text(found.application_credential_secret),
            )
        if found.username is None:
            raise ConfigurationError(
                "Nobody is named to Keystone: set INFOMANIAK_APP_CREDENTIAL_ID and "
                "INFOMANIAK_APP_CREDENTIAL_SECRET, or INFOMANIAK_USERNAME, INFOMANIAK_PASSWORD and "
                "INFOMANIAK_PROJECT_ID, or OS_CLOUD.",
                provider="infomaniak",
            )
        return cls(
            auth_url=found.auth_url,
            region=found.region,
            username=found.username,
            password=_text(found.password),
            project=None if found.project_id else found.project,
            project_id=found.project_id,
            user_domain=found.user_domain,
            project_domain=found.project_domain,
        )

    @property
    def address(self) -> str:
        """Keystone's address: the given one, else that of the region."""
        return self.auth_url or _AUTH_URLS.get(self.region or "", AUTH_URL)

    def plugin(self) -> Any:
        """The plugin of keystoneauth1 that gets tokens with these credentials.

        Raises:
            MissingDependencyError: keystoneauth1 is not installed.
            ConfigurationError: ``clouds.yaml`` has no such cloud.
        """
        if self.cloud is not None:
            from codomyrmex.cloud.infomaniak.clouds import read_cloud

            return read_cloud(self.cloud).plugin
        try:
            from keystoneauth1.identity import v3
        except ModuleNotFoundError as error:
            raise MissingDependencyError(f"OpenStack needs keystoneauth1. {_INSTALL}") from error
        if self.application_credential_id:
            return v3.ApplicationCredential(
                auth_url=self.address,
                application_credential_id=self.application_credential_id,
                application_credential_secret=self.application_credential_secret or "",
            )
        return v3.Password(
            auth_url=self.address,
            username=self.username,
            password=self.password or "",
            user_domain_name=self.user_domain,
            project_id=self.project_id,
            project_name=None if self.project_id else self.project,
            project_domain_name=None if self.project_id else self.project_domain,
        )


def _text(secret: Secret | None) -> str | None:
    return None if secret is None else secret.get_secret_value()
