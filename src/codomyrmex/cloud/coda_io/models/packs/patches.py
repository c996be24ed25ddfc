"""Changes to what Packs connect with; what is not given stays as it is."""

from __future__ import annotations

from typing import Literal, TypeAlias

from codomyrmex.cloud.coda_io.models.packs.credentials import Secret, SecretParameter, Secrets
from codomyrmex.cloud.coda_io.models.union import Tagged


class PackConnectionHeaderPatch(Tagged, Secrets):
    """A token in a header.

    Attributes:
        type: ``header``.
        token: the token.
    """

    type: Literal["header"] = "header"
    token: Secret | None = None


class PackConnectionMultiHeaderPatch(Tagged, Secrets):
    """Tokens in headers.

    Attributes:
        type: ``multiHeader``.
        tokens_to_patch: the tokens to set, each by its header.
    """

    type: Literal["multiHeader"] = "multiHeader"
    tokens_to_patch: list[SecretParameter] | None = None


class PackConnectionUrlParamPatch(Tagged, Secrets):
    """Secrets in the parameters of addresses.

    Attributes:
        type: ``urlParam``.
        params_to_patch: the parameters to set.
    """

    type: Literal["urlParam"] = "urlParam"
    params_to_patch: list[SecretParameter] | None = None


class PackConnectionHttpBasicPatch(Tagged, Secrets):
    """A user and a password.

    Attributes:
        type: ``httpBasic``.
        username: the user.
        password: the password.
    """

    type: Literal["httpBasic"] = "httpBasic"
    username: Secret | None = None
    password: Secret | None = None


class PackConnectionCustomPatch(Tagged, Secrets):
    """Secrets wherever the Pack's code puts them.

    Attributes:
        type: ``custom``.
        params_to_patch: the parameters to set.
    """

    type: Literal["custom"] = "custom"
    params_to_patch: list[SecretParameter] | None = None


class PackConnectionOauth2ClientCredentialsPatch(Tagged, Secrets):
    """An OAuth client that acts for itself.

    Attributes:
        type: ``oauth2ClientCredentials``.
        client_id: its id.
        client_secret: its secret.
    """

    type: Literal["oauth2ClientCredentials"] = "oauth2ClientCredentials"
    client_id: str | None = None
    client_secret: Secret | None = None


class PackConnectionGoogleServiceAccountPatch(Tagged, Secrets):
    """A service account of Google.

    Attributes:
        type: ``googleServiceAccount``.
        service_account_key: its key, as JSON.
    """

    type: Literal["googleServiceAccount"] = "googleServiceAccount"
    service_account_key: Secret | None = None


class PackConnectionAwsAssumeRolePatch(Tagged, Secrets):
    """A role in AWS.

    Attributes:
        type: ``awsAssumeRole``.
        role_arn: the role.
        external_id: the id that the role asks for.
    """

    type: Literal["awsAssumeRole"] = "awsAssumeRole"
    role_arn: str | None = None
    external_id: Secret | None = None


class PackConnectionAwsAccessKeyPatch(Tagged, Secrets):
    """An access key of AWS.

    Attributes:
        type: ``awsAccessKey``.
        access_key_id: its id.
        secret_access_key: its secret.
    """

    type: Literal["awsAccessKey"] = "awsAccessKey"
    access_key_id: str | None = None
    secret_access_key: Secret | None = None


AnyPackPatch: TypeAlias = (
    PackConnectionHeaderPatch
    | PackConnectionMultiHeaderPatch
    | PackConnectionUrlParamPatch
    | PackConnectionHttpBasicPatch
    | PackConnectionCustomPatch
    | PackConnectionOauth2ClientCredentialsPatch
    | PackConnectionGoogleServiceAccountPatch
    | PackConnectionAwsAssumeRolePatch
    | PackConnectionAwsAccessKeyPatch
)
"""A change to what a Pack connects with."""
