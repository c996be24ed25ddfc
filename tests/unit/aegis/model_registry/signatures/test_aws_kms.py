"""Signing with a key in AWS KMS."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from aegis_multimodal_ai_system.model_registry import errors, open_signer
from aegis_multimodal_ai_system.model_registry.signatures import AWSKMSSigner, sign_file, verify
from aegis_multimodal_ai_system.model_registry.signatures.digest import file_digest
from codomyrmex.cloud import ConfigurationError, InvalidRequestError
from tests.servers.listener import Listener
from tests.servers.s3_server import S3Server

REGION = "eu-central-2"
SIGNING = {"KeySpec": "ECC_NIST_P256", "KeyUsage": "SIGN_VERIFY"}


@pytest.fixture
def kms(moto_server: S3Server, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The service, for who makes keys; the environment of the test is that of who signs."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "signer")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hush")
    monkeypatch.setenv("AWS_ENDPOINT_URL", moto_server.endpoint)
    return boto3.client("kms", region_name=REGION)


@pytest.fixture
def arn(kms: Any) -> str:
    """A key that signs."""
    found: str = kms.create_key(**SIGNING)["KeyMetadata"]["Arn"]
    return found


def test_a_key_of_the_service_signs(arn: str, model: Path) -> None:
    signer = open_signer(f"awskms:///{arn}")  # the ARN has the region
    assert verify(sign_file(model, signer), file_digest(model), {"kms": signer.public_key}, "model") == "kms"
    assert repr(signer) == f"AWSKMSSigner({signer.public_key.hint!r})"


def test_an_alias_that_leads_elsewhere_meanwhile(kms: Any, arn: str, model: Path) -> None:
    kms.create_alias(AliasName="alias/models", TargetKeyId=arn)
    signer = AWSKMSSigner("alias/models", region=REGION)
    kms.update_alias(AliasName="alias/models", TargetKeyId=kms.create_key(**SIGNING)["KeyMetadata"]["KeyId"])
    assert signer.public_key.verifies(sign_file(model, signer).value, file_digest(model))
    assert AWSKMSSigner("alias/models", region=REGION).public_key != signer.public_key


@pytest.mark.parametrize(
    ("spec", "use", "reason"),
    [
        ("ECC_NIST_P384", "SIGN_VERIFY", "is not for signing with ECDSA"),
        ("ECC_SECG_P256K1", "SIGN_VERIFY", "is on the curve secp256k1, and only P-256 counts"),
        ("RSA_2048", "SIGN_VERIFY", "is not for signing with ECDSA"),
        ("RSA_2048", "ENCRYPT_DECRYPT", "is not for signing with ECDSA"),
    ],
)
def test_a_key_of_another_kind(kms: Any, spec: str, use: str, reason: str) -> None:
    key = kms.create_key(KeySpec=spec, KeyUsage=use)["KeyMetadata"]["Arn"]
    with pytest.raises(errors.SigningKeyKindError, match=reason):
        open_signer(f"awskms:///{key}")


@pytest.mark.usefixtures("kms")
def test_a_key_that_is_not_there() -> None:
    with pytest.raises(errors.SigningKeyNotFoundError, match="AWS KMS has no key alias/none"):
        AWSKMSSigner("alias/none", region=REGION)


@pytest.fixture
def permissions(moto_server: S3Server) -> Iterator[Callable[[], None]]:
    """Lets the server check them until the end of the test."""

    def check_after(requests: str) -> None:
        # https://docs.getmoto.org/en/latest/docs/iam.html
        url = f"{moto_server.endpoint}/moto-api/reset-auth"
        plain = {"Content-Type": "text/plain"}
        request = urllib.request.Request(url, requests.encode(), plain, method="POST")
        urllib.request.urlopen(request).close()

    yield lambda: check_after("0")
    check_after("inf")


def test_who_may_not_sign(
    arn: str, model: Path, permissions: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    iam = boto3.client("iam", region_name=REGION)
    iam.create_user(UserName="reader")
    allowed = {"Effect": "Allow", "Action": "kms:GetPublicKey", "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
    iam.put_user_policy(UserName="reader", PolicyName="read", PolicyDocument=policy)
    pair = iam.create_access_key(UserName="reader")["AccessKey"]
    permissions()
    with pytest.raises(errors.SigningDeniedError, match="does not let this caller read the key"):
        open_signer(f"awskms:///{arn}")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", pair["AccessKeyId"])
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", pair["SecretAccessKey"])
    signer = open_signer(f"awskms:///{arn}")
    with pytest.raises(errors.SigningDeniedError, match="not let this caller sign with the key"):
        sign_file(model, signer)


def test_what_is_not_set(arn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigurationError, match="needs a region"):
        open_signer("awskms:///alias/models")
    with pytest.raises(InvalidRequestError, match="names no key; it is awskms:///KEY, with three slashes"):
        open_signer("awskms://models")
    with pytest.raises(InvalidRequestError, match="There is no signing with gcpkms://"):
        open_signer("gcpkms://projects/p")
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(errors.SigningDeniedError, match="There are no AWS credentials"):
        open_signer(f"awskms:///{arn}")


def test_a_service_that_is_down(arn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    with Listener() as nobody, nobody.refusing(), pytest.raises(errors.SigningUnavailableError) as caught:
        AWSKMSSigner(arn, endpoint_url=nobody.endpoint)
    assert caught.value.retryable
