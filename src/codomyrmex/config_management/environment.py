"""Environment variables, one class per provider: none reads a variable of another."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from codomyrmex.config_management.errors import SettingsError
from codomyrmex.config_management.home import from_home
from codomyrmex.config_management.secret import Secret
from codomyrmex.config_management.values import switch


class _Variable(NamedTuple):
    names: tuple[str, ...]
    read: Callable[[str], Any]
    default: Any

    def value(self) -> Any:
        for name in self.names:
            if text := os.environ.get(name):
                try:
                    return self.read(text)
                except ValueError as error:
                    raise SettingsError(f"environment variable {name}: {error}") from None
        return self.default


def variable(*names: str, read: Callable[[str], Any] = str, default: Any = None) -> Any:
    """What the first of these variables that is set gives through ``read``; an empty one is not set."""
    return _Variable(names, read, default)


class ProviderEnvironment:
    """Variables by their exact names, as they are when it is made.

    Raises:
        SettingsError: a variable holds what it cannot hold; the message names it.
    """

    def __init__(self) -> None:
        for name, found in vars(type(self)).items():
            if isinstance(found, _Variable):
                setattr(self, name, found.value())


class AwsEnvironment(ProviderEnvironment):
    """What boto3 reads, in its order.

    https://boto3.amazonaws.com/v1/documentation/api/latest/guide/configuration.html
    """

    access_key: Secret | None = variable("AWS_ACCESS_KEY_ID", read=Secret)
    secret_key: Secret | None = variable("AWS_SECRET_ACCESS_KEY", read=Secret)
    session_token: Secret | None = variable("AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN", read=Secret)
    profile: str | None = variable("AWS_DEFAULT_PROFILE", "AWS_PROFILE")
    region: str | None = variable("AWS_DEFAULT_REGION", "AWS_REGION")
    endpoint_url: str | None = variable("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")
    ignore_endpoint_urls: bool = variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", read=switch, default=False)
    ca_bundle: Path | None = variable("AWS_CA_BUNDLE", read=Path)
    credentials_file: Path = variable(
        "AWS_SHARED_CREDENTIALS_FILE", read=Path, default=Path("~/.aws/credentials")
    )
    config_file: Path = variable("AWS_CONFIG_FILE", read=Path, default=Path("~/.aws/config"))
    web_identity_token_file: Path | None = variable("AWS_WEB_IDENTITY_TOKEN_FILE", read=Path)
    container_credentials: Secret | None = variable(
        "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", read=Secret
    )

    @property
    def has_credentials(self) -> bool:
        """Whether boto3 would find credentials without asking the machine it runs on."""
        files = (self.credentials_file, self.config_file)
        return bool(
            self.access_key
            or self.profile
            or self.web_identity_token_file
            or self.container_credentials
            or any(from_home(file).is_file() for file in files)
        )


EMULATED_PROJECT = "emulator"
"""The project at an emulator where none is named; emulators ask for one and do not look at it."""


class GcpEnvironment(ProviderEnvironment):
    """What Application Default Credentials and Google's storage clients read."""

    credentials_file: Path | None = variable("GOOGLE_APPLICATION_CREDENTIALS", read=Path)
    sdk_folder: Path = variable("CLOUDSDK_CONFIG", read=Path, default=Path("~/.config/gcloud"))
    project: str | None = variable("GOOGLE_CLOUD_PROJECT")
    emulator_host: str | None = variable("STORAGE_EMULATOR_HOST")

    @property
    def emulator_url(self) -> str | None:
        """The address of an emulator, which the variable may have with or without a scheme."""
        host = self.emulator_host
        return host if host is None or "://" in host else f"http://{host}"

    @property
    def has_credentials(self) -> bool:
        """Whether a credential file is named, or was left by ``gcloud auth application-default login``."""
        left = from_home(self.sdk_folder) / "application_default_credentials.json"
        return self.credentials_file is not None or left.is_file()


class AzureEnvironment(ProviderEnvironment):
    """What the Azure command line reads for storage.

    https://learn.microsoft.com/cli/azure/storage/blob#az-storage-blob-list
    """

    account: str | None = variable("AZURE_STORAGE_ACCOUNT")
    account_key: Secret | None = variable("AZURE_STORAGE_KEY", read=Secret)
    sas_token: Secret | None = variable("AZURE_STORAGE_SAS_TOKEN", read=Secret)
    connection_string: Secret | None = variable("AZURE_STORAGE_CONNECTION_STRING", read=Secret)


class MinioEnvironment(ProviderEnvironment):
    """What MinIO's clients and server read; a user and its own password, never a mix of the two pairs."""

    endpoint_url: str | None = variable("MINIO_ENDPOINT")
    region: str | None = variable("MINIO_REGION")
    access_key: Secret | None = variable("MINIO_ACCESS_KEY", read=Secret)
    secret_key: Secret | None = variable("MINIO_SECRET_KEY", read=Secret)
    root_user: Secret | None = variable("MINIO_ROOT_USER", read=Secret)
    root_password: Secret | None = variable("MINIO_ROOT_PASSWORD", read=Secret)

    @property
    def key_pair(self) -> tuple[Secret | None, Secret | None]:
        """The access key and its secret; the root user's where no other is set."""
        if self.access_key or self.secret_key:
            return self.access_key, self.secret_key
        return self.root_user, self.root_password


class InfomaniakEnvironment(ProviderEnvironment):
    """The S3 service of Infomaniak's Public Cloud; keys from ``openstack ec2 credentials create``."""

    endpoint_url: str | None = variable("INFOMANIAK_S3_ENDPOINT")
    region: str | None = variable("INFOMANIAK_S3_REGION")
    access_key: Secret | None = variable("INFOMANIAK_S3_ACCESS_KEY", read=Secret)
    secret_key: Secret | None = variable("INFOMANIAK_S3_SECRET_KEY", read=Secret)


class InfomaniakAccountEnvironment(ProviderEnvironment):
    """Who calls the OpenStack of Infomaniak's Public Cloud, and in which region."""

    auth_url: str | None = variable("INFOMANIAK_AUTH_URL")
    region: str | None = variable("INFOMANIAK_REGION")
    application_credential_id: str | None = variable("INFOMANIAK_APP_CREDENTIAL_ID")
    application_credential_secret: Secret | None = variable("INFOMANIAK_APP_CREDENTIAL_SECRET", read=Secret)
    username: str | None = variable("INFOMANIAK_USERNAME")
    password: Secret | None = variable("INFOMANIAK_PASSWORD", read=Secret)
    project: str | None = variable("INFOMANIAK_PROJECT_NAME")
    project_id: str | None = variable("INFOMANIAK_PROJECT_ID")
    user_domain: str = variable("INFOMANIAK_USER_DOMAIN_NAME", default="Default")
    project_domain: str = variable("INFOMANIAK_PROJECT_DOMAIN_NAME", default="Default")

    @property
    def has_credentials(self) -> bool:
        """Whether Keystone can be asked for a token."""
        return bool(self.application_credential_id or self.username)


class OpenStackEnvironment(ProviderEnvironment):
    """What OpenStack's clients read.

    https://docs.openstack.org/python-openstackclient/latest/cli/man/openstack.html#environment-variables
    """

    cloud: str | None = variable("OS_CLOUD")
    auth_url: str | None = variable("OS_AUTH_URL")
    region: str | None = variable("OS_REGION_NAME")
    storage_url: str | None = variable("OS_STORAGE_URL")
    application_credential_id: str | None = variable("OS_APPLICATION_CREDENTIAL_ID")
    application_credential_secret: Secret | None = variable("OS_APPLICATION_CREDENTIAL_SECRET", read=Secret)
    username: str | None = variable("OS_USERNAME")
    password: Secret | None = variable("OS_PASSWORD", read=Secret)
    project: str | None = variable("OS_PROJECT_NAME")
    project_id: str | None = variable("OS_PROJECT_ID")
    user_domain: str = variable("OS_USER_DOMAIN_NAME", default="Default")
    project_domain: str = variable("OS_PROJECT_DOMAIN_NAME", default="Default")
    v1_auth_url: str | None = variable("ST_AUTH")
    v1_user: str | None = variable("ST_USER")
    v1_key: Secret | None = variable("ST_KEY", read=Secret)

    @property
    def has_credentials(self) -> bool:
        """Whether Keystone, or version 1 of Swift's authentication, can be asked for a token."""
        return bool(self.cloud or self.application_credential_id or self.username or self.v1_user)


class CodaEnvironment(ProviderEnvironment):
    """Who calls Coda."""

    token: Secret | None = variable("CODA_API_TOKEN", read=Secret)
    base_url: str | None = variable("CODA_BASE_URL")


class NewsletterEnvironment(ProviderEnvironment):
    """Who calls Infomaniak's newsletter, and for which of its domains."""

    token: Secret | None = variable("INFOMANIAK_NEWSLETTER_TOKEN", read=Secret)
    domain: str | None = variable("INFOMANIAK_NEWSLETTER_ID")
    base_url: str | None = variable("INFOMANIAK_NEWSLETTER_URL")


def openstack_environment() -> InfomaniakAccountEnvironment | OpenStackEnvironment:
    """The variables of Infomaniak's account where they say who calls, else those of any OpenStack.

    Never some of each: a credential is sent to the cloud that it was set for, and to no other.

    Raises:
        SettingsError: a variable holds what it cannot hold; the message names it.
    """
    account = InfomaniakAccountEnvironment()
    return account if account.has_credentials else OpenStackEnvironment()


_OF_PROVIDERS: dict[str, type[ProviderEnvironment]] = {
    "aws": AwsEnvironment,
    "minio": MinioEnvironment,
    "infomaniak": InfomaniakEnvironment,
    "coda": CodaEnvironment,
    "newsletter": NewsletterEnvironment,
}
"""Those that a profile may be incomplete without."""


def variable_names(provider: str, fields: Iterable[str]) -> tuple[str, ...]:
    """The variables that set these fields of a profile; the field's own name where there is none."""
    known = vars(_OF_PROVIDERS.get(provider, ProviderEnvironment))
    return tuple(known[field].names[0] if field in known else field for field in fields)
