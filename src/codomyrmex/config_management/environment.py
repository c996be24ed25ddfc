"""Environment variables, one class per provider: none reads a variable of another."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, SecretStr, ValidationError

from codomyrmex.config_management.errors import SettingsError
from codomyrmex.config_management.home import from_home
from codomyrmex.config_management.profile import reason_of


class ProviderEnvironment(BaseModel):
    """Variables by their exact names; an empty one counts as not set."""

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        # A run reads the variables of one provider or two; the other classes need no validator.
        defer_build=True,
    )


class AwsEnvironment(ProviderEnvironment):
    """What boto3 reads, in its order.

    https://boto3.amazonaws.com/v1/documentation/api/latest/guide/configuration.html
    """

    access_key: SecretStr | None = Field(None, validation_alias="AWS_ACCESS_KEY_ID")
    secret_key: SecretStr | None = Field(None, validation_alias="AWS_SECRET_ACCESS_KEY")
    session_token: SecretStr | None = Field(
        None, validation_alias=AliasChoices("AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN")
    )
    profile: str | None = Field(None, validation_alias=AliasChoices("AWS_DEFAULT_PROFILE", "AWS_PROFILE"))
    region: str | None = Field(None, validation_alias=AliasChoices("AWS_DEFAULT_REGION", "AWS_REGION"))
    endpoint_url: str | None = Field(
        None, validation_alias=AliasChoices("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")
    )
    ignore_endpoint_urls: bool = Field(False, validation_alias="AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")
    ca_bundle: Path | None = Field(None, validation_alias="AWS_CA_BUNDLE")
    credentials_file: Path = Field(Path("~/.aws/credentials"), validation_alias="AWS_SHARED_CREDENTIALS_FILE")
    config_file: Path = Field(Path("~/.aws/config"), validation_alias="AWS_CONFIG_FILE")
    web_identity_token_file: Path | None = Field(None, validation_alias="AWS_WEB_IDENTITY_TOKEN_FILE")
    container_credentials: SecretStr | None = Field(
        None,
        validation_alias=AliasChoices(
            "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
        ),
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

    credentials_file: Path | None = Field(None, validation_alias="GOOGLE_APPLICATION_CREDENTIALS")
    sdk_folder: Path = Field(Path("~/.config/gcloud"), validation_alias="CLOUDSDK_CONFIG")
    project: str | None = Field(None, validation_alias="GOOGLE_CLOUD_PROJECT")
    emulator_host: str | None = Field(None, validation_alias="STORAGE_EMULATOR_HOST")

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

    account: str | None = Field(None, validation_alias="AZURE_STORAGE_ACCOUNT")
    account_key: SecretStr | None = Field(None, validation_alias="AZURE_STORAGE_KEY")
    sas_token: SecretStr | None = Field(None, validation_alias="AZURE_STORAGE_SAS_TOKEN")
    connection_string: SecretStr | None = Field(None, validation_alias="AZURE_STORAGE_CONNECTION_STRING")


class MinioEnvironment(ProviderEnvironment):
    """What MinIO's clients and server read; a user and its own password, never a mix of the two pairs."""

    endpoint_url: str | None = Field(None, validation_alias="MINIO_ENDPOINT")
    region: str | None = Field(None, validation_alias="MINIO_REGION")
    access_key: SecretStr | None = Field(None, validation_alias="MINIO_ACCESS_KEY")
    secret_key: SecretStr | None = Field(None, validation_alias="MINIO_SECRET_KEY")
    root_user: SecretStr | None = Field(None, validation_alias="MINIO_ROOT_USER")
    root_password: SecretStr | None = Field(None, validation_alias="MINIO_ROOT_PASSWORD")

    @property
    def key_pair(self) -> tuple[SecretStr | None, SecretStr | None]:
        """The access key and its secret; the root user's where no other is set."""
        if self.access_key or self.secret_key:
            return self.access_key, self.secret_key
        return self.root_user, self.root_password


class InfomaniakEnvironment(ProviderEnvironment):
    """The S3 service of Infomaniak's Public Cloud; keys from ``openstack ec2 credentials create``."""

    endpoint_url: str | None = Field(None, validation_alias="INFOMANIAK_S3_ENDPOINT")
    region: str | None = Field(None, validation_alias="INFOMANIAK_S3_REGION")
    access_key: SecretStr | None = Field(None, validation_alias="INFOMANIAK_S3_ACCESS_KEY")
    secret_key: SecretStr | None = Field(None, validation_alias="INFOMANIAK_S3_SECRET_KEY")


class InfomaniakAccountEnvironment(ProviderEnvironment):
    """Who calls the OpenStack of Infomaniak's Public Cloud, and in which region."""

    auth_url: str | None = Field(None, validation_alias="INFOMANIAK_AUTH_URL")
    region: str | None = Field(None, validation_alias="INFOMANIAK_REGION")
    application_credential_id: str | None = Field(None, validation_alias="INFOMANIAK_APP_CREDENTIAL_ID")
    application_credential_secret: SecretStr | None = Field(
        None, validation_alias="INFOMANIAK_APP_CREDENTIAL_SECRET"
    )
    username: str | None = Field(None, validation_alias="INFOMANIAK_USERNAME")
    password: SecretStr | None = Field(None, validation_alias="INFOMANIAK_PASSWORD")
    project: str | None = Field(None, validation_alias="INFOMANIAK_PROJECT_NAME")
    project_id: str | None = Field(None, validation_alias="INFOMANIAK_PROJECT_ID")
    user_domain: str = Field("Default", validation_alias="INFOMANIAK_USER_DOMAIN_NAME")
    project_domain: str = Field("Default", validation_alias="INFOMANIAK_PROJECT_DOMAIN_NAME")

    @property
    def has_credentials(self) -> bool:
        """Whether Keystone can be asked for a token."""
        return bool(self.application_credential_id or self.username)


class OpenStackEnvironment(ProviderEnvironment):
    """What OpenStack's clients read.

    https://docs.openstack.org/python-openstackclient/latest/cli/man/openstack.html#environment-variables
    """

    cloud: str | None = Field(None, validation_alias="OS_CLOUD")
    auth_url: str | None = Field(None, validation_alias="OS_AUTH_URL")
    region: str | None = Field(None, validation_alias="OS_REGION_NAME")
    storage_url: str | None = Field(None, validation_alias="OS_STORAGE_URL")
    application_credential_id: str | None = Field(None, validation_alias="OS_APPLICATION_CREDENTIAL_ID")
    application_credential_secret: SecretStr | None = Field(
        None, validation_alias="OS_APPLICATION_CREDENTIAL_SECRET"
    )
    username: str | None = Field(None, validation_alias="OS_USERNAME")
    password: SecretStr | None = Field(None, validation_alias="OS_PASSWORD")
    project: str | None = Field(None, validation_alias="OS_PROJECT_NAME")
    project_id: str | None = Field(None, validation_alias="OS_PROJECT_ID")
    user_domain: str = Field("Default", validation_alias="OS_USER_DOMAIN_NAME")
    project_domain: str = Field("Default", validation_alias="OS_PROJECT_DOMAIN_NAME")
    v1_auth_url: str | None = Field(None, validation_alias="ST_AUTH")
    v1_user: str | None = Field(None, validation_alias="ST_USER")
    v1_key: SecretStr | None = Field(None, validation_alias="ST_KEY")

    @property
    def has_credentials(self) -> bool:
        """Whether Keystone, or version 1 of Swift's authentication, can be asked for a token."""
        return bool(self.cloud or self.application_credential_id or self.username or self.v1_user)


class CodaEnvironment(ProviderEnvironment):
    """Who calls Coda."""

    api_token: SecretStr | None = Field(None, validation_alias="CODA_API_TOKEN")
    base_url: str | None = Field(None, validation_alias="CODA_BASE_URL")


class NewsletterEnvironment(ProviderEnvironment):
    """Who calls Infomaniak's newsletter, and for which of its domains."""

    token: SecretStr | None = Field(None, validation_alias="INFOMANIAK_NEWSLETTER_TOKEN")
    domain: str | None = Field(None, validation_alias="INFOMANIAK_NEWSLETTER_ID")
    base_url: str | None = Field(None, validation_alias="INFOMANIAK_NEWSLETTER_URL")


E = TypeVar("E", bound=ProviderEnvironment)


def read_environment(kind: type[E]) -> E:
    """The variables of one provider.

    Raises:
        SettingsError: a variable holds what it cannot hold; the message names it.
    """
    try:
        return kind.model_validate({name: value for name, value in os.environ.items() if value})
    except ValidationError as error:
        raise SettingsError(f"environment variable {reason_of(error)}") from None


def openstack_environment() -> InfomaniakAccountEnvironment | OpenStackEnvironment:
    """The variables of Infomaniak's account where they say who calls, else those of any OpenStack.

    Never some of each: a credential is sent to the cloud that it was set for, and to no other.

    Raises:
        SettingsError: a variable holds what it cannot hold; the message names it.
    """
    account = read_environment(InfomaniakAccountEnvironment)
    return account if account.has_credentials else read_environment(OpenStackEnvironment)


_VARIABLES = {
    "aws": {"access_key": "AWS_ACCESS_KEY_ID", "secret_key": "AWS_SECRET_ACCESS_KEY"},
    "minio": {
        "endpoint_url": "MINIO_ENDPOINT",
        "access_key": "MINIO_ACCESS_KEY",
        "secret_key": "MINIO_SECRET_KEY",
    },
    "infomaniak": {"access_key": "INFOMANIAK_S3_ACCESS_KEY", "secret_key": "INFOMANIAK_S3_SECRET_KEY"},
    "coda": {"token": "CODA_API_TOKEN"},
    "newsletter": {"token": "INFOMANIAK_NEWSLETTER_TOKEN", "domain": "INFOMANIAK_NEWSLETTER_ID"},
}


def variable_names(provider: str, fields: Iterable[str]) -> tuple[str, ...]:
    """The variables that set these fields of a profile; the field's own name where there is none."""
    names = _VARIABLES.get(provider, {})
    return tuple(names.get(field, field) for field in fields)
