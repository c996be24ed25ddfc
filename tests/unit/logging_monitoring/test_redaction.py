"""No secret is shown, and what is no secret stays readable."""

from __future__ import annotations

from time import process_time

import pytest
from pydantic import SecretStr

from codomyrmex.logging_monitoring import redact
from codomyrmex.logging_monitoring.redaction import is_secret_name, redact_fields


@pytest.mark.parametrize(
    "text",
    [
        "https://h/b/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=hush",
        "https://h/b/k?X-Amz-Credential=hush%2F20260101&X-Amz-Date=1",
        "https://h/b/k?x-amz-security-token=hush&y=1",
        "https://h/b/k?X-Goog-Signature=hush",
        "https://a.blob.core.windows.net/c/k?sv=2024&sig=hush%3D&se=2026",
        "https://h/b/k?AWSAccessKeyId=hush&Signature=hush&Expires=1",
        "https://h/b/k?temp_url_sig=hush",
        "source=https%3A%2F%2Fh%2Fk%3FX-Amz-Signature%3Dhush",
        "https://user:hush@host/path",
        "http://hush@host",
        "proxy http://user:hush@127.0.0.1:3128 failed",
        "Authorization: AWS4-HMAC-SHA256 Credential=AK/hush, SignedHeaders=host, Signature=hush",
        "authorization: Bearer hush",
        "{'Authorization': 'Basic hush'}",
        "Bearer hush.hush.hush.hush-hush",
        "x-amz-security-token: hush",
        "X-Auth-Token: hush",
        "Set-Cookie: session=1; X-Cookie: hush",
        "secret_key=hush",
        "aws_secret_access_key = x, secret_access_key=hush",
        "password='hush'",
        '{"secretAccessKey": "hush", "a": 1}',
        '{"token": "hu\\"hush"}',
        "{'client_secret': 'hush'}",
        "<SecretAccessKey>hush</SecretAccessKey>",
        "<SessionToken>hush</SessionToken>",
    ],
)
def test_secrets_are_masked_wherever_they_stand(text: str) -> None:
    assert "hush" not in redact(text)
    assert "***" in redact(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "the token has expired: sign in again",
        "basic authentication is required",
        "bucket=photos key=2026/a.jpg size=3",
        "https://host:9000/bucket/key?list-type=2&prefix=a&max-keys=5",
        "mail me@example.org",
        "s3://bucket/key",
        "SignatureDoesNotMatch",
        "<Key>a</Key><Size>3</Size>",
    ],
)
def test_what_is_no_secret_stays_as_it_is(text: str) -> None:
    assert redact(text) == text


def test_the_rest_of_a_presigned_url_stays_readable() -> None:
    url = "https://h/b/k?X-Amz-Date=1&X-Amz-Signature=hush&x-id=GetObject"
    assert redact(url) == "https://h/b/k?X-Amz-Date=1&X-Amz-Signature=***&x-id=GetObject"


def test_fields_are_masked_by_name_by_type_and_by_content() -> None:
    fields = {
        "bucket": "photos",
        "size": 3,
        "ratio": 0.5,
        "ok": True,
        "none": None,
        "secret_key": "hush",
        "Authorization": b"hush",
        "anything": SecretStr("hush"),
        "url": "https://h/?sig=hush",
        "body": b"hush",
        "headers": {"X-Auth-Token": "hush", "nested": [{"password": "hush"}, SecretStr("hush")]},
        "error": ValueError("secret_key=hush"),
        "token_present": False,
    }
    shown = redact_fields(fields)
    assert "hush" not in repr(shown)
    assert shown["bucket"] == "photos"
    assert (shown["size"], shown["ratio"], shown["ok"], shown["none"]) == (3, 0.5, True, None)
    assert shown["headers"]["nested"][0] == {"password": "***"}
    assert shown["body"] == "<4 bytes>"
    assert shown["token_present"] is False


def test_a_value_that_holds_itself_ends() -> None:
    endless: dict[str, object] = {}
    endless["again"] = endless
    assert "…" in repr(redact_fields({"value": endless}))


def test_time_is_linear_in_the_length() -> None:
    started = process_time()
    redact("a" * 1_000_000 + "<" * 1_000)
    assert process_time() - started < 5


@pytest.mark.parametrize(
    ("name", "secret"),
    [
        ("secret_key", True),
        ("accessKeyId", True),
        ("X-Amz-Security-Token", True),
        ("PASSWORD", True),
        ("api-key", True),
        ("sig", True),
        ("key", False),
        ("bucket", False),
        ("design", False),
        ("name", False),
    ],
)
def test_names_of_secrets_are_known(name: str, secret: bool) -> None:
    assert is_secret_name(name) is secret
