"""What is configured and what is missing, without asking any service."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from codomyrmex.config_management.environment import (
    AwsEnvironment,
    GcpEnvironment,
    variable_names,
)
from codomyrmex.config_management.profile import SECRET_FIELDS, Profile
from codomyrmex.config_management.references import SecretReference


@dataclass(frozen=True, slots=True)
class ProfileStatus:
    """Whether a profile can be used.

    Attributes:
        name: the profile.
        provider: its provider.
        source: the file it is from; ``None`` for the environment.
        missing: the variables, keys or files that have to be there and are not.
    """

    name: str
    provider: str
    source: Path | None
    missing: tuple[str, ...]

    @property
    def configured(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


def describe(profile: Profile) -> ProfileStatus:
    """What a profile still needs.

    Credentials that only the machine itself can give, such as the role of an EC2 instance, are not
    looked for: that takes a request.

    Raises:
        SettingsError: a variable of the provider holds what it cannot hold.
    """
    fields = profile.missing()
    missing = list(fields if profile.source else variable_names(profile.provider, fields))
    references = (getattr(profile, name) for name in SECRET_FIELDS)
    missing += [
        lacking for value in references if isinstance(value, SecretReference) and (lacking := value.missing())
    ]
    if not missing:
        missing += _missing_credentials(profile)
    return ProfileStatus(profile.name, profile.provider, profile.source, tuple(missing))


def _missing_credentials(profile: Profile) -> list[str]:
    if profile.anonymous or profile.access_key or profile.aws_profile or profile.credentials_file:
        return []
    if profile.provider == "aws" and not AwsEnvironment().has_credentials:
        return ["AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE"]
    if profile.provider == "gcp" and not GcpEnvironment().has_credentials:
        return ["GOOGLE_APPLICATION_CREDENTIALS"]
    if profile.provider == "azure" and not (
        profile.account or profile.endpoint_url or profile.connection_string
    ):
        return ["AZURE_STORAGE_ACCOUNT or AZURE_STORAGE_CONNECTION_STRING"]
    if profile.provider == "swift" and not (
        profile.cloud or profile.application_credential_id or profile.username
    ):
        return ["OS_CLOUD, OS_APPLICATION_CREDENTIAL_ID and OS_APPLICATION_CREDENTIAL_SECRET, or OS_USERNAME"]
    return []
