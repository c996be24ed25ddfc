"""A key in AWS KMS: https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_public_key

from aegis_multimodal_ai_system.model_registry.errors import (
    SigningDeniedError,
    SigningError,
    SigningKeyKindError,
    SigningKeyNotFoundError,
    SigningUnavailableError,
)
from aegis_multimodal_ai_system.model_registry.requirements import require
from aegis_multimodal_ai_system.model_registry.signatures.public_key import PublicKey
from aegis_multimodal_ai_system.model_registry.signatures.signer import Signer
from codomyrmex.cloud.common.errors import ConfigurationError

_ARN = re.compile(r"arn:[\w-]+:kms:(?P<region>[\w-]+):\d*:(?:key|alias)/.+")
_ALGORITHM = "ECDSA_SHA_256"
_SECONDS = 30

# https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html, and those of the two calls.
_DENIED = {
    "AccessDeniedException",
    "ExpiredTokenException",
    "IncompleteSignature",
    "InvalidClientTokenId",
    "InvalidSignatureException",
    "MissingAuthenticationToken",
    "NotAuthorized",
    "OptInRequired",
    "SignatureDoesNotMatch",
    "UnrecognizedClientException",
}
_KIND = {"InvalidKeyUsageException", "UnsupportedOperationException"}
_UNAVAILABLE = {
    "DependencyTimeoutException",
    "InternalFailure",
    "KMSInternalException",
    "KeyUnavailableException",
    "LimitExceededException",
    "ServiceUnavailable",
    "ThrottlingException",
}


class AWSKMSSigner(Signer):
    """Signs with a key of the spec ``ECC_NIST_P256`` and the usage ``SIGN_VERIFY``.

    Who signs must be allowed ``kms:GetPublicKey`` and ``kms:Sign``. Credentials are found by the SDK's chain.

    Args:
        key_id: its ARN, its id, or ``alias/NAME``.
        region: by default that of the ARN, else the SDK's.
        endpoint_url: of the service; by default AWS's.

    Raises:
        SigningKeyNotFoundError: there is no such key.
        SigningKeyKindError: it is of another kind.
        SigningDeniedError: the credentials are missing, wrong, or not allowed to do it.
        SigningUnavailableError: the service does not answer.
        ConfigurationError: there is no region.
        MissingDependencyError: the extra ``aws`` is not installed.
    """

    def __init__(self, key_id: str, *, region: str | None = None, endpoint_url: str | None = None) -> None:
        require("boto3", extra="aws")
        import boto3
        from botocore.config import Config

        arn = _ARN.fullmatch(key_id)
        self._key_id = key_id
        with self._translated("read"):
            self._client = boto3.Session(region_name=region or (arn and arn["region"])).client(
                "kms",
                endpoint_url=endpoint_url,
                config=Config(connect_timeout=_SECONDS, read_timeout=_SECONDS, retries={"mode": "standard"}),
            )
            answer = self._client.get_public_key(KeyId=key_id)
        self._public_key = self._read(answer["PublicKey"], answer.get("SigningAlgorithms") or [])
        # What an alias leads to may change.
        self._key_id = answer["KeyId"]

    @property
    def public_key(self) -> PublicKey:
        return self._public_key

    def sign_digest(self, digest: bytes) -> bytes:
        with self._translated("sign with"):
            answer = self._client.sign(
                KeyId=self._key_id, Message=digest, MessageType="DIGEST", SigningAlgorithm=_ALGORITHM
            )
        value: bytes = answer["Signature"]
        return value

    def _read(self, der: bytes, algorithms: list[str]) -> PublicKey:
        reason = "is not for signing with ECDSA"
        try:
            key = load_der_public_key(der)
            if isinstance(key, ec.EllipticCurvePublicKey) and _ALGORITHM in algorithms:
                return PublicKey(key)
        except (ValueError, UnsupportedAlgorithm) as error:
            reason = str(error)
        raise SigningKeyKindError(f"The key {self._key_id} of AWS KMS {reason}.")

    @contextmanager
    def _translated(self, doing: str) -> Iterator[None]:
        from botocore import exceptions

        key = f"the key {self._key_id}"
        try:
            yield
        except exceptions.ClientError as error:
            code = error.response.get("Error", {}).get("Code", "")
            status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 400)
            raise self._refused(code, status, doing) from error
        except exceptions.NoRegionError:
            raise ConfigurationError(f"Signing with {key} of AWS KMS needs a region.") from None
        except (
            exceptions.NoCredentialsError,
            exceptions.PartialCredentialsError,
            exceptions.CredentialRetrievalError,
            exceptions.TokenRetrievalError,
            exceptions.SSOError,
        ) as error:
            raise SigningDeniedError(f"There are no AWS credentials to {doing} {key} of AWS KMS.") from error
        except (exceptions.HTTPClientError, exceptions.ConnectionError) as error:
            raise SigningUnavailableError(f"AWS KMS does not answer for {key}.") from error
        except (exceptions.BotoCoreError, ValueError) as error:
            raise SigningError(f"AWS KMS cannot be asked to {doing} {key}: {error}.") from error

    def _refused(self, code: str, status: int, doing: str) -> SigningError:
        key = f"the key {self._key_id}"
        if code == "NotFoundException":
            return SigningKeyNotFoundError(f"AWS KMS has no key {self._key_id}.")
        if code in _KIND:
            return SigningKeyKindError(f"The key {self._key_id} of AWS KMS is not for signing with ECDSA.")
        if code in _DENIED or status in (401, 403):
            return SigningDeniedError(f"AWS KMS does not let this caller {doing} {key}: {code}.")
        if code in _UNAVAILABLE or status >= 500:
            return SigningUnavailableError(f"AWS KMS cannot {doing} {key} now: {code}.")
        return SigningError(f"AWS KMS refuses to {doing} {key}: {code}.")
