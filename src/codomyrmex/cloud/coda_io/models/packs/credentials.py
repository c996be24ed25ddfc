"""What Packs connect with. Each is secret: no text of these shows it, only the request carries it."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import ConfigDict, PlainSerializer, SecretStr

from codomyrmex.cloud.coda_io.models.base import CodaModel
from codomyrmex.cloud.coda_io.models.union import Tagged

Secret: TypeAlias = Annotated[
    SecretStr, PlainSerializer(SecretStr.get_secret_value, return_type=str, when_used="json-unless-none")
]
"""Text that is in the body of a request, and in no other form of the value."""


class Secrets(CodaModel):
    """Secrets that are on their way to Coda. They are not pickled."""

    # A field of a wrong name would be kept, and shown, as it is.
    model_config = ConfigDict(extra="forbid")

    def __reduce__(self) -> Any:
        raise TypeError("Credentials are not pickled; make them anew in the other process.")


class SecretParameter(Secrets):
    """A parameter, or a header, with a secret.

    Attributes:
        key: its name.
        value: the secret.
    """

    key: str
    value: Secret


class SetPackOauthConfigRequest(Secrets):
    """The OAuth client of a Pack.

    Attributes:
        client_id: its id.
        client_secret: its secret.
        redirect_uri: where users come back to.
    """

    client_id: str | None = None
    client_secret: Secret | None = None
    redirect_uri: str | None = None


class PackConnectionHeaderCredentials(Tagged, Secrets):
    """A token in a header.

    Attributes:
        type: ``header``.
        token: the token.
    """

    type: Literal["header"] = "header"
    token: Secret


class PackConnectionMultiHeaderCredentials(Tagged, Secrets):
    """Tokens in headers.

    Attributes:
        type: ``multiHeader``.
        tokens: the token of each header.
    """

    type: Literal["multiHeader"] = "multiHeader"
    tokens: list[SecretParameter]


class PackConnectionUrlParamCredentials(Tagged, Secrets):
    """Secrets in the parameters of addresses.

    Attributes:
        type: ``urlParam``.
        params: the parameters.
    """

    type: Literal["urlParam"] = "urlParam"
    params: list[SecretParameter]


class PackConnectionHttpBasicCredentials(Tagged, Secrets):
    """A user and a password.

    Attributes:
        type: ``httpBasic``.
        username: the user.
        password: the password, where there is one.
    """

    type: Literal["httpBasic"] = "httpBasic"
    username: Secret
    password: Secret | None = None


class PackConnectionCustomCredentials(Tagged, Secrets):
    """Secrets wherever the Pack's code puts them.

    Attributes:
        type: ``custom``.
        params: the parameters.
    """

    type: Literal["custom"] = "custom"
    params: list[SecretParameter]


class PackConnectionOauth2ClientCredentials(Tagged, Secrets):
    """An OAuth client that acts for itself.

    Attributes:
        type: ``oauth2ClientCredentials``.
        client_id: its id.
        client_secret: its secret.
    """

    type: Literal["oauth2ClientCredentials"] = "oauth2ClientCredentials"
    client_id: str
    client_secret: Secret


class PackConnectionGoogleServiceAccountCredentials(Tagged, Secrets):
    """A service account of Google.

    Attributes:
        type: ``googleServiceAccount``.
        service_account_key: its key, as JSON.
    """

    type: Literal["googleServiceAccount"] = "googleServiceAccount"
    service_account_key: Secret


class PackConnectionAwsAssumeRoleCredentials(Tagged, Secrets):
    """A role in AWS.

    Attributes:
        type: ``awsAssumeRole``.
        role_arn: the role.
        external_id: the id that the role asks for.
    """

    type: Literal["awsAssumeRole"] = "awsAssumeRole"
    role_arn: str
    external_id: Secret


class PackConnectionAwsAccessKeyCredentials(Tagged, Secrets):
    """An access key of AWS.

    Attributes:
        type: ``awsAccessKey``.
        access_key_id: its id.
        secret_access_key: its secret.
    """

    type: Literal["awsAccessKey"] = "awsAccessKey"
    access_key_id: str
    secret_access_key: Secret


AnyPackCredentials: TypeAlias = (
    PackConnectionHeaderCredentials
    | PackConnectionMultiHeaderCredentials
    | PackConnectionUrlParamCredentials
    | PackConnectionHttpBasicCredentials
    | PackConnectionCustomCredentials
    | PackConnectionOauth2ClientCredentials
    | PackConnectionGoogleServiceAccountCredentials
    | PackConnectionAwsAssumeRoleCredentials
    | PackConnectionAwsAccessKeyCredentials
)
"""What a Pack can connect with."""
