"""How a Pack connects to what it works with; what is secret is masked."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from codomyrmex.cloud.coda_io.models.base import CodaModel


class PackOauthConfigMetadata(CodaModel):
    """The OAuth client of a Pack.

    Attributes:
        masked_client_id: its id, masked; empty where there is none.
        masked_client_secret: its secret, masked; empty where there is none.
        authorization_url: where users allow it.
        token_url: where tokens come from.
        redirect_uri: where users come back to.
        token_prefix: the word before the token in a request.
        scopes: what it asks for.
        use_dynamic_client_registration: whether it registers itself.
    """

    masked_client_id: str
    masked_client_secret: str
    authorization_url: str
    token_url: str
    redirect_uri: str
    token_prefix: str | None = None
    scopes: str | None = None
    use_dynamic_client_registration: bool | None = None


class PackSystemConnectionMetadata(CodaModel):
    """A connection that a Pack makes for all of its users.

    Attributes:
        type: its kind.
    """

    type: str


class PackConnectionHeaderMetadata(PackSystemConnectionMetadata):
    """A token in a header.

    Attributes:
        type: ``header``.
        header_name: the header.
        token_prefix: the word before the token.
        masked_token: the token, masked.
    """

    type: Literal["header"]
    header_name: str
    token_prefix: str
    masked_token: str | None = None


class MaskedHeader(CodaModel):
    """A header with a token.

    Attributes:
        header_name: the header.
        masked_token: the token, masked.
        token_prefix: the word before the token.
    """

    header_name: str
    masked_token: str
    token_prefix: str | None = None


class PresetHeader(CodaModel):
    """A header that the Pack's code asks for.

    Attributes:
        header_name: the header.
        token_prefix: the word before the token.
    """

    header_name: str
    token_prefix: str | None = None


class PackConnectionMultiHeaderMetadata(PackSystemConnectionMetadata):
    """Tokens in headers.

    Attributes:
        type: ``multiHeader``.
        headers: those that are set.
        presets: those that the Pack's code asks for.
    """

    type: Literal["multiHeader"]
    headers: list[MaskedHeader]
    presets: list[PresetHeader]


class MaskedParameter(CodaModel):
    """A parameter with a secret.

    Attributes:
        key: its name.
        masked_value: its value, masked.
    """

    key: str
    masked_value: str


class PackConnectionUrlParamMetadata(PackSystemConnectionMetadata):
    """Secrets in the parameters of addresses.

    Attributes:
        type: ``urlParam``.
        params: those that are set.
        domain: where they are sent.
        preset_keys: those that the Pack's code asks for.
    """

    type: Literal["urlParam"]
    params: list[MaskedParameter]
    domain: str
    preset_keys: list[str]


class PackConnectionHttpBasicMetadata(PackSystemConnectionMetadata):
    """A user and a password.

    Attributes:
        type: ``httpBasic``.
        masked_username: the user, masked.
        masked_password: the password, masked.
    """

    type: Literal["httpBasic"]
    masked_username: str | None = None
    masked_password: str | None = None


class PackConnectionCustomMetadata(PackSystemConnectionMetadata):
    """Secrets wherever the Pack's code puts them.

    Attributes:
        type: ``custom``.
        params: those that are set.
        domain: where they are sent.
        preset_keys: those that the Pack's code asks for.
    """

    type: Literal["custom"]
    params: list[MaskedParameter]
    domain: str
    preset_keys: list[str]


class PackConnectionOauth2ClientCredentialsMetadata(PackSystemConnectionMetadata):
    """An OAuth client that acts for itself.

    Attributes:
        type: ``oauth2ClientCredentials``.
        location: where its credentials are in a request: ``automatic``, ``body`` or ``header``.
        masked_client_id: its id, masked.
        masked_client_secret: its secret, masked.
    """

    type: Literal["oauth2ClientCredentials"]
    location: str
    masked_client_id: str
    masked_client_secret: str


class PackConnectionGoogleServiceAccountMetadata(PackSystemConnectionMetadata):
    """A service account of Google.

    Attributes:
        type: ``googleServiceAccount``.
        masked_service_account_key: its key, masked.
    """

    type: Literal["googleServiceAccount"]
    masked_service_account_key: str


class PackConnectionAwsAssumeRoleMetadata(PackSystemConnectionMetadata):
    """A role in AWS.

    Attributes:
        type: ``awsAssumeRole``.
        service: the service of AWS.
        role_arn: the role.
        external_id: the id that the role asks for.
    """

    type: Literal["awsAssumeRole"]
    service: str
    role_arn: str
    external_id: str


class PackConnectionAwsAccessKeyMetadata(PackSystemConnectionMetadata):
    """An access key of AWS.

    Attributes:
        type: ``awsAccessKey``.
        service: the service of AWS.
        masked_access_key_id: its id, masked.
        masked_secret_access_key: its secret, masked.
    """

    type: Literal["awsAccessKey"]
    service: str
    masked_access_key_id: str
    masked_secret_access_key: str


AnySystemConnection: TypeAlias = Annotated[
    PackConnectionHeaderMetadata
    | PackConnectionMultiHeaderMetadata
    | PackConnectionUrlParamMetadata
    | PackConnectionHttpBasicMetadata
    | PackConnectionCustomMetadata
    | PackConnectionOauth2ClientCredentialsMetadata
    | PackConnectionGoogleServiceAccountMetadata
    | PackConnectionAwsAssumeRoleMetadata
    | PackConnectionAwsAccessKeyMetadata
    | PackSystemConnectionMetadata,
    Field(union_mode="left_to_right"),
]
"""A connection of any kind; one that this version does not know is a plain `PackSystemConnectionMetadata`."""
