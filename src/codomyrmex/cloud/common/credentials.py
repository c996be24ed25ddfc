"""Who calls, and where: credentials and the configuration of a client."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, NoReturn, Self

from codomyrmex.cloud.common.errors import ConfigurationError
from codomyrmex.config_management.errors import SettingsError

if TYPE_CHECKING:
    from codomyrmex.config_management import Profile


@dataclass(frozen=True, slots=True)
class CloudCredentials:
    """What proves who the caller is.

    The ``repr`` shows the provider and the expiry alone. Pickling is refused: a secret would then lie in
    whatever file or queue holds the pickle. Another process loads the same profile by its name.

    Attributes:
        provider: the provider's name.
        access_key: the name of the key pair, or of the account.
        secret_key: its secret.
        session_token: the token that goes with temporary keys.
        expires_at: when they end, with a time zone; ``None`` if they do not.
        extra: what else the provider needs, treated as secret.
    """

    provider: str
    access_key: str | None = field(default=None, repr=False)
    secret_key: str | None = field(default=None, repr=False)
    session_token: str | None = field(default=None, repr=False)
    expires_at: datetime | None = None
    extra: Mapping[str, str] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        if (self.access_key is None) != (self.secret_key is None):
            raise ConfigurationError(
                "an access key and its secret key go together; one of them is missing", provider=self.provider
            )
        if self.expires_at is not None and self.expires_at.tzinfo is None:
            raise ConfigurationError("the expiry of credentials needs a time zone", provider=self.provider)

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("credentials are not pickled; load the same profile by name in the other process")


@dataclass(frozen=True, slots=True)
class CloudConfig:
    """Everything a client is built from; no client looks at the environment itself.

    Attributes:
        provider: the provider's name, a :class:`~codomyrmex.cloud.common.providers.CloudProvider` where
            it is one of them.
        region: the region to sign for and to create in.
        endpoint_url: the address of the service, where the provider has no fixed one.
        credentials: who calls; ``None`` for anonymous calls, and where the provider's own SDK finds
            them (single sign-on, roles, workload identity).
        profile: the profile it was made from, with everything else that can be set; its secrets resolved.
    """

    provider: str
    region: str | None = None
    endpoint_url: str | None = None
    credentials: CloudCredentials | None = None
    profile: Profile | None = field(default=None, repr=False)

    @classmethod
    def from_env(cls, provider: str = "aws") -> Self:
        """The configuration that the provider's own environment variables make.

        Args:
            provider: the name of a built-in profile: ``aws``, ``minio``, ``infomaniak``, ``local``, …

        Raises:
            ConfigurationError: there is no such provider, or a variable is missing or wrong.
        """
        with configuration_errors(provider):
            from codomyrmex.config_management.builtin import BUILTIN_PROVIDERS, builtin_profile

            if provider not in BUILTIN_PROVIDERS:
                raise SettingsError(
                    f"no provider {str(provider)!r}; known are {', '.join(BUILTIN_PROVIDERS)}"
                )
            return cls._of(builtin_profile(str(provider)).resolve())

    @classmethod
    def from_profile(cls, name: str) -> Self:
        """The configuration of a profile, from the file or built in.

        Raises:
            ConfigurationError: there is no such profile, it is incomplete, or a secret is not where its
                reference points.
        """
        with configuration_errors():
            from codomyrmex.config_management import get_profile

            return cls._of(get_profile(name).resolve())

    @classmethod
    def _of(cls, profile: Profile) -> Self:
        access_key, secret_key = _reveal(profile.access_key), _reveal(profile.secret_key)
        credentials = None
        if access_key and secret_key:
            credentials = CloudCredentials(
                profile.provider, access_key, secret_key, session_token=_reveal(profile.session_token)
            )
        return cls(profile.provider, profile.region, profile.endpoint_url, credentials, profile)


@contextmanager
def configuration_errors(provider: str | None = None) -> Iterator[None]:
    """Turn a wrong setting into a :class:`ConfigurationError` of the given provider."""
    try:
        yield
    except SettingsError as error:
        raise ConfigurationError(str(error), provider=provider and str(provider)) from error


def _reveal(secret: Any) -> str | None:
    # A resolved profile holds what was read alone; an unset field is None.
    return None if secret is None else str(secret.get_secret_value())
