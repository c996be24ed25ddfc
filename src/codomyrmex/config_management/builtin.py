"""The profiles that are there without any file: one per provider, from its own environment."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from codomyrmex.config_management.data_folder import local_root
from codomyrmex.config_management.environment import (
    EMULATED_PROJECT,
    AwsEnvironment,
    AzureEnvironment,
    CodaEnvironment,
    GcpEnvironment,
    InfomaniakEnvironment,
    MinioEnvironment,
    NewsletterEnvironment,
    OpenStackEnvironment,
    openstack_environment,
)
from codomyrmex.config_management.errors import FieldError, SettingsError
from codomyrmex.config_management.profile import Profile, ProviderName

BUILTIN_PROVIDERS: dict[str, ProviderName] = {
    "s3": "aws",
    "aws": "aws",
    "minio": "minio",
    "infomaniak": "infomaniak",
    "swift": "swift",
    "gs": "gcp",
    "gcp": "gcp",
    "az": "azure",
    "azure": "azure",
    "coda": "coda",
    "newsletter": "newsletter",
    "local": "local",
    "memory": "memory",
}
"""The name of each built-in profile, which is the scheme of its addresses, and its provider."""


def builtin_profile(name: str) -> Profile:
    """The built-in profile of this name, read from the environment now.

    Raises:
        KeyError: there is none of this name.
        SettingsError: a variable of its provider holds what it cannot hold.
    """
    provider = BUILTIN_PROVIDERS[name]
    build = _BUILDERS.get(provider)
    try:
        return build(name) if build else Profile(name=name, provider=provider)
    except FieldError as error:
        raise SettingsError(f"the environment of {provider} is wrong: {error}") from None


def _aws(name: str) -> Profile:
    variables = AwsEnvironment()
    has_keys = variables.access_key or variables.secret_key
    return Profile(
        name=name,
        provider="aws",
        endpoint_url=None if variables.ignore_endpoint_urls else variables.endpoint_url,
        region=variables.region,
        access_key=variables.access_key,
        secret_key=variables.secret_key,
        session_token=variables.session_token if has_keys else None,
        # Keys in the environment win over a profile that the environment names, as in boto3.
        aws_profile=None if has_keys else variables.profile,
        ca_bundle=variables.ca_bundle,
    )


def _minio(name: str) -> Profile:
    variables = MinioEnvironment()
    access_key, secret_key = variables.key_pair
    return Profile(
        name=name,
        provider="minio",
        endpoint_url=variables.endpoint_url,
        region=variables.region,
        access_key=access_key,
        secret_key=secret_key,
    )


def _infomaniak(name: str) -> Profile:
    variables = InfomaniakEnvironment()
    return Profile(
        name=name,
        provider="infomaniak",
        endpoint_url=variables.endpoint_url,
        region=variables.region,
        access_key=variables.access_key,
        secret_key=variables.secret_key,
        addressing="path",
    )


def _swift(name: str) -> Profile:
    account = openstack_environment()
    build = partial(Profile, name=name, provider="swift", region=account.region)
    if isinstance(account, OpenStackEnvironment):
        build = partial(build, storage_url=account.storage_url)
        if account.cloud:
            return build(cloud=account.cloud)
        if account.v1_user and not (account.username or account.application_credential_id):
            return build(endpoint_url=account.v1_auth_url, username=account.v1_user, password=account.v1_key)
    if account.application_credential_id:
        return build(
            endpoint_url=account.auth_url,
            application_credential_id=account.application_credential_id,
            application_credential_secret=account.application_credential_secret,
        )
    return build(
        endpoint_url=account.auth_url,
        username=account.username,
        password=account.password,
        project=account.project,
        project_id=account.project_id,
        user_domain=account.user_domain,
        project_domain=account.project_domain,
    )


def _azure(name: str) -> Profile:
    variables = AzureEnvironment()
    if variables.connection_string:
        return Profile(name=name, provider="azure", connection_string=variables.connection_string)
    return Profile(
        name=name,
        provider="azure",
        account=variables.account,
        account_key=variables.account_key,
        # A key in the environment wins over a signature, as in the Azure command line.
        sas_token=None if variables.account_key else variables.sas_token,
    )


def _gcp(name: str) -> Profile:
    # Who calls is left to Application Default Credentials, which read their file themselves.
    variables = GcpEnvironment()
    emulator = variables.emulator_url
    return Profile(
        name=name,
        provider="gcp",
        project=variables.project or (EMULATED_PROJECT if emulator else None),
        endpoint_url=emulator,
        anonymous=emulator is not None,
    )


def _coda(name: str) -> Profile:
    variables = CodaEnvironment()
    return Profile(name=name, provider="coda", endpoint_url=variables.base_url, token=variables.token)


def _newsletter(name: str) -> Profile:
    variables = NewsletterEnvironment()
    return Profile(
        name=name,
        provider="newsletter",
        endpoint_url=variables.base_url,
        token=variables.token,
        domain=variables.domain,
    )


def _local(name: str) -> Profile:
    return Profile(name=name, provider="local", root=local_root())


_BUILDERS: dict[ProviderName, Callable[[str], Profile]] = {
    "aws": _aws,
    "minio": _minio,
    "infomaniak": _infomaniak,
    "swift": _swift,
    "azure": _azure,
    "gcp": _gcp,
    "coda": _coda,
    "newsletter": _newsletter,
    "local": _local,
}
