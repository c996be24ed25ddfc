"""A profile: one service, by the name that is the scheme of its addresses."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from functools import partial
from pathlib import Path
from typing import Any, Literal, NoReturn, Self, get_args

from codomyrmex.config_management import values
from codomyrmex.config_management.errors import FieldError, SettingsError
from codomyrmex.config_management.references import SecretReference
from codomyrmex.config_management.secret import Secret
from codomyrmex.validation import check_endpoint_url

ProviderName = Literal[
    "aws", "gcp", "azure", "minio", "infomaniak", "swift", "coda", "newsletter", "local", "memory", "s3"
]

SECRET_FIELDS = (
    "access_key",
    "secret_key",
    "session_token",
    "account_key",
    "sas_token",
    "connection_string",
    "application_credential_secret",
    "password",
    "temp_url_key",
    "token",
    "proxy",
)

_FIELDS_OF_SOME: dict[str, tuple[ProviderName, ...]] = {
    **dict.fromkeys(("account", "account_key", "sas_token", "connection_string"), ("azure",)),
    **dict.fromkeys(("credentials_file", "impersonate", "parallel_uploads"), ("gcp",)),
    **dict.fromkeys(("application_credential_id", "application_credential_secret"), ("swift", "infomaniak")),
    **dict.fromkeys(("username", "password", "user_domain", "project_domain"), ("swift", "infomaniak")),
    **dict.fromkeys(("cloud", "project_id"), ("swift", "infomaniak")),
    **dict.fromkeys(("storage_url", "temp_url_key"), ("swift",)),
    "auth_url": ("infomaniak",),
    "token": ("coda", "newsletter"),
    "domain": ("newsletter",),
    "project": ("gcp", "swift", "infomaniak"),
    "aws_profile": ("aws",),
}
"""Fields that only some providers know."""

# Without these a provider cannot be called at all. AWS is not here: its SDK also finds credentials
# in files, in single sign-on and on the machine.
_REQUIRED: dict[str, tuple[str, ...]] = {
    "s3": ("endpoint_url", "access_key", "secret_key"),
    "minio": ("endpoint_url", "access_key", "secret_key"),
    "infomaniak": ("access_key", "secret_key"),
    "coda": ("token",),
    "newsletter": ("token", "domain"),
}


def _scheme(value: object) -> str:
    # One letter would be a Windows drive, and file:// is the local file system.
    name = values.text(value)
    if not re.fullmatch(r"[a-z][a-z0-9+.-]+", name) or name == "file":
        raise ValueError(
            "a profile is named like a URL scheme: two or more of a-z, 0-9, '+', '-' and '.', "
            "a letter first, and not 'file'"
        )
    return name


def _endpoint_url(value: object) -> str:
    url = values.text(value)
    check_endpoint_url(url)
    return url.rstrip("/")


_READERS: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(SECRET_FIELDS, values.secret),
    **dict.fromkeys(("credentials_file", "root", "ca_bundle", "source"), values.path),
    **dict.fromkeys(("parallel_uploads", "anonymous", "requester_pays"), values.truth),
    **dict.fromkeys(("budget", "connect_timeout", "stall_timeout"), values.seconds),
    "name": _scheme,
    "provider": partial(values.one_of, known=get_args(ProviderName)),
    "endpoint_url": _endpoint_url,
    "addressing": partial(values.one_of, known=("auto", "path", "virtual")),
    "capabilities": values.truths,
}
"""What reads a field; text is read by :func:`values.text`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How to reach one service, and as whom.

    Secrets are held as references until :meth:`resolve`, and never shown or pickled.

    Attributes:
        name: the scheme of its addresses: ``archive`` for ``archive://bucket/key``.
        provider: who runs it; ``s3`` for any other server that speaks S3.
        endpoint_url: the address of the service, where the provider has no fixed one.
        region: the region to sign for and to create in.
        access_key: the name of the key pair.
        secret_key: its secret.
        session_token: the token that goes with temporary keys.
        account: the name of an Azure storage account.
        account_key: one of its keys.
        sas_token: a shared access signature for it.
        connection_string: account, address and key of it in one line.
        project: the project of Google Cloud whose buckets are listed and made, or that of an OpenStack
            user.
        project_id: the id of an OpenStack project, in place of its name.
        cloud: who calls OpenStack, by the name of a cloud in ``clouds.yaml``.
        auth_url: the address of Keystone, beside that of Infomaniak's S3 service.
        credentials_file: a credential file of Google Cloud; by default Application Default Credentials.
        impersonate: the service account of Google Cloud as which to act.
        parallel_uploads: whether large objects go to Google Cloud in parallel components; by default where
            the bucket lets these go without a trace.
        application_credential_id: the id of an application credential of OpenStack.
        application_credential_secret: its secret.
        username: a user of OpenStack, or of version 1 of Swift's authentication where there is no project.
        password: the user's password.
        user_domain: the name of the user's domain.
        project_domain: the name of the project's domain.
        storage_url: the address of a Swift account, where it is not to be asked for.
        temp_url_key: the key that signs URLs to a Swift account.
        token: the API token of Coda or of Infomaniak's newsletter.
        domain: the id of a newsletter's domain.
        aws_profile: a profile of the AWS configuration files, for single sign-on and roles too.
        anonymous: send requests unsigned.
        requester_pays: accept the cost of requests to buckets that ask for it.
        addressing: the bucket in the path, in the host name, or what suits the endpoint.
        root: the folder that holds the buckets, for ``local``.
        proxy: the URL of an HTTP proxy, which may carry a user and password.
        ca_bundle: a file of certificate authorities to trust in place of the system's.
        capabilities: what this endpoint can do, over what is known of its kind.
        budget: seconds that one call may take with all its retries.
        connect_timeout: seconds to wait for a connection.
        stall_timeout: seconds without a byte after which a request is given up.
        source: the file it was read from; ``None`` for the environment and for code.

    Raises:
        FieldError: a field holds what it cannot hold, or goes with another that is set.
    """

    name: str
    provider: ProviderName
    endpoint_url: str | None = None
    region: str | None = None
    access_key: Secret | SecretReference | None = None
    secret_key: Secret | SecretReference | None = None
    session_token: Secret | SecretReference | None = None
    account: str | None = None
    account_key: Secret | SecretReference | None = None
    sas_token: Secret | SecretReference | None = None
    connection_string: Secret | SecretReference | None = None
    project: str | None = None
    project_id: str | None = None
    cloud: str | None = None
    auth_url: str | None = None
    credentials_file: Path | None = None
    impersonate: str | None = None
    parallel_uploads: bool | None = None
    application_credential_id: str | None = None
    application_credential_secret: Secret | SecretReference | None = None
    username: str | None = None
    password: Secret | SecretReference | None = None
    user_domain: str | None = None
    project_domain: str | None = None
    storage_url: str | None = None
    temp_url_key: Secret | SecretReference | None = None
    token: Secret | SecretReference | None = None
    domain: str | None = None
    aws_profile: str | None = None
    anonymous: bool = False
    requester_pays: bool = False
    addressing: Literal["auto", "path", "virtual"] = "auto"
    root: Path | None = None
    proxy: Secret | SecretReference | None = None
    ca_bundle: Path | None = None
    capabilities: dict[str, bool] = field(default_factory=dict)
    budget: float | None = None
    connect_timeout: float | None = None
    stall_timeout: float | None = None
    source: Path | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        problems = [problem for one in fields(self) if (problem := self._take(one.name, one.default))]
        if problems:
            raise FieldError("; ".join(problems))
        self._check_identity()

    def _take(self, name: str, default: object) -> str | None:
        """Keep a field as its reader gives it; tells what is wrong with it."""
        value = getattr(self, name)
        if value is None and default is None:
            return None
        try:
            object.__setattr__(self, name, _READERS.get(name, values.text)(value))
        except ValueError as error:
            return f"{name}: {error}"
        return None

    def _check_identity(self) -> None:
        keys = self.access_key is not None or self.secret_key is not None
        if self.anonymous and (keys or self.aws_profile or self.credentials_file or self.impersonate):
            raise FieldError("anonymous and credentials exclude each other")
        if self.aws_profile and keys:
            raise FieldError("aws_profile and access_key exclude each other")
        for name, providers in _FIELDS_OF_SOME.items():
            if getattr(self, name) is not None and self.provider not in providers:
                alone = (
                    f"the provider {providers[0]} alone" if len(providers) == 1 else " and ".join(providers)
                )
                raise FieldError(f"{name} is for {alone}")

    def with_fields(self, **changes: Any) -> Profile:
        """The same profile with some fields replaced.

        Raises:
            FieldError: there is no such field, or as for a new profile.
        """
        unknown = [name for name in changes if name not in FIELDS]
        if unknown:
            raise FieldError(f"a profile has no {' and no '.join(unknown)}")
        return replace(self, **changes)

    def missing(self) -> tuple[str, ...]:
        """The fields that have to be set before the service can be called."""
        required = set(_REQUIRED.get(self.provider, ()))
        if self.anonymous:
            required &= {"endpoint_url"}
        if self.access_key or self.secret_key or self.session_token:
            required |= {"access_key", "secret_key"}
        return tuple(one.name for one in fields(self) if one.name in required and not getattr(self, one.name))

    def resolve(self) -> Profile:
        """The same profile with every secret read from where its reference points.

        Raises:
            SettingsError: a field is missing, or a reference leads to nothing.
        """
        missing = self.missing()
        if missing:
            from codomyrmex.config_management.environment import variable_names

            names = ", ".join(missing if self.source else variable_names(self.provider, missing))
            raise SettingsError(f"the profile {self.name!r} is not complete: set {names}")
        return self.with_secrets()

    def with_secrets(self) -> Profile:
        """The same profile with every secret read, be it complete or not: what is missing for object storage
        may not be for another service.

        Raises:
            SettingsError: a reference leads to nothing.
        """
        secrets = {name: getattr(self, name) for name in SECRET_FIELDS}
        found = {
            name: Secret(self._read(name, value))
            for name, value in secrets.items()
            if isinstance(value, SecretReference)
        }
        return self.with_fields(**found)

    def _read(self, name: str, reference: SecretReference) -> str:
        try:
            return reference.read()
        except SettingsError as error:
            raise SettingsError(f"the profile {self.name!r} has no {name}: {error}") from None

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, _memo: object) -> Self:
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError("a profile can hold secrets and is not pickled; pass its name and load it there")


FIELDS = tuple(one.name for one in fields(Profile))
