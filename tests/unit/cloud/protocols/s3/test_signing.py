"""Signature Version 4, against Amazon's published examples and against botocore's signatures."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, quote

import pytest
from botocore.auth import S3SigV4Auth, S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as BotocoreCredentials

from codomyrmex.cloud.protocols.s3.signing import (
    Credentials,
    outlives,
    presigned_query,
    sign_headers,
    timestamp,
)
from codomyrmex.cloud.wire.target import encode_path, encode_query

EXAMPLE = Credentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
HOST = "examplebucket.s3.amazonaws.com"
STAMP = "20130524T000000Z"
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

# https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
EXAMPLES: dict[str, tuple[str, str, str, dict[str, str], str, str, str]] = {
    "get object": (
        "GET",
        "/test.txt",
        "",
        {"range": "bytes=0-9"},
        EMPTY,
        "host;range;x-amz-content-sha256;x-amz-date",
        "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
    ),
    "put object": (
        "PUT",
        "/test%24file.text",
        "",
        {"date": "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY"},
        "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072",
        "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
        "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
    ),
    "get bucket lifecycle": (
        "GET",
        "/",
        encode_query([("lifecycle", "")]),
        {},
        EMPTY,
        "host;x-amz-content-sha256;x-amz-date",
        "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
    ),
    "get bucket": (
        "GET",
        "/",
        encode_query([("prefix", "J"), ("max-keys", "2")]),
        {},
        EMPTY,
        "host;x-amz-content-sha256;x-amz-date",
        "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
    ),
}


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_the_published_examples(
    example: tuple[str, str, str, dict[str, str], str, str, str],
) -> None:
    method, path, query, headers, payload, signed, signature = example
    lines = sign_headers(
        EXAMPLE, method, HOST, path, query, headers, payload, region="us-east-1", stamp=STAMP
    )
    assert lines[-1] == (
        "Authorization: AWS4-HMAC-SHA256 "
        "Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, "
        f"SignedHeaders={signed}, Signature={signature}"
    )
    assert set(lines[:-1]) == {
        *(f"{name}: {value}" for name, value in headers.items()),
        f"x-amz-content-sha256: {payload}",
        f"x-amz-date: {STAMP}",
    }


def test_the_published_presigned_example() -> None:
    # https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
    query = presigned_query(
        EXAMPLE, "GET", HOST, "/test.txt", region="us-east-1", stamp=STAMP, expires_in=86400
    )
    assert query == (
        "X-Amz-Algorithm=AWS4-HMAC-SHA256"
        "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
        "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
        "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
    )


ODD = " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~\t\x01\x7fé日本😀%2F%20aA0"


class Table:
    """Random requests, the same in every run."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def text(self, longest: int, letters: str = ODD) -> str:
        return "".join(self._random.choices(letters, k=self._random.randint(1, longest)))

    def key(self) -> str:
        return self._random.choice(["", "/", "./", "../", "a//"]) + self.text(20)

    def query(self) -> list[tuple[str, str]]:
        names = [
            "prefix",
            "prefix-2",
            "uploadId",
            "partNumber",
            "a",
            "a-b",
            "a%",
            "versionId",
            "list-type",
            "é",
        ]
        chosen = self._random.sample(names, self._random.randint(0, 5))
        return [(name, self._random.choice(["", self.text(10)])) for name in chosen]

    def headers(self) -> dict[str, str]:
        names = [
            "content-type",
            "range",
            "x-amz-meta-a",
            "x-amz-meta-a-b",
            "x-amz-acl",
            "if-match",
            "content-md5",
        ]
        printable = "".join(map(chr, range(0x20, 0x7F)))
        chosen = self._random.sample(names, self._random.randint(0, 4))
        return {name: self.text(15, printable) for name in chosen}

    def credentials(self) -> tuple[Credentials, BotocoreCredentials]:
        access, secret = self.text(20, "ABCDEF0123"), self.text(40, "abc/+XYZ=")
        token = self._random.choice([None, self.text(60, "abcXYZ/+=")])
        return Credentials(access, secret, token), BotocoreCredentials(access, secret, token)

    def region(self) -> str:
        return self._random.choice(["us-east-1", "eu-central-2", "cn-north-1", "dc3-a"])

    def method(self) -> str:
        return self._random.choice(["GET", "PUT", "POST", "DELETE", "HEAD"])


def botocore_request(method: str, path: str, query: str, headers: Mapping[str, str]) -> AWSRequest:
    url = f"https://bucket.example.org:9000{path}"
    request = AWSRequest(method, f"{url}?{query}" if query else url, headers=dict(headers))
    request.context["payload_signing_enabled"] = False
    return request


@pytest.mark.parametrize("seed", range(300))
def test_headers_are_signed_as_botocore_signs_them(seed: int) -> None:
    table = Table(seed)
    ours, theirs = table.credentials()
    method, region, headers = table.method(), table.region(), table.headers()
    path, query = encode_path(f"/{table.key()}"), encode_query(table.query())
    request = botocore_request(method, path, query, headers)
    FixedTime(theirs, "s3", region).sign(request, STAMP)
    lines = sign_headers(
        ours,
        method,
        "bucket.example.org:9000",
        path,
        query,
        headers,
        request.headers["X-Amz-Content-SHA256"],
        region=region,
        stamp=STAMP,
    )
    assert lines[-1] == f"Authorization: {request.headers['Authorization']}"


class FixedTime(S3SigV4Auth):  # type: ignore[misc]
    """botocore's signer at a moment that is given."""

    def sign(self, request: AWSRequest, stamp: str) -> None:
        request.context["timestamp"] = stamp
        self._modify_request_before_signing(request)
        canonical = self.canonical_request(request)
        signature = self.signature(self.string_to_sign(request, canonical), request)
        self._inject_signature_to_request(request, signature)


class FixedTimeQuery(S3SigV4QueryAuth):  # type: ignore[misc]
    """botocore's signer of URLs at a moment that is given."""

    def sign(self, request: AWSRequest, stamp: str) -> None:
        request.context["timestamp"] = stamp
        self._modify_request_before_signing(request)
        canonical = self.canonical_request(request)
        signature = self.signature(self.string_to_sign(request, canonical), request)
        self._inject_signature_to_request(request, signature)


@pytest.mark.parametrize("seed", range(200))
def test_urls_are_signed_as_botocore_signs_them(seed: int) -> None:
    table = Table(seed)
    ours, theirs = table.credentials()
    method, region = table.method(), table.region()
    path, parameters = encode_path(f"/{table.key()}"), table.query()
    query = presigned_query(
        ours,
        method,
        "bucket.example.org:9000",
        path,
        region=region,
        stamp=STAMP,
        expires_in=600,
        parameters=parameters,
    )
    request = botocore_request(method, path, encode_query(parameters), {})
    FixedTimeQuery(theirs, region_name=region, service_name="s3", expires=600).sign(request, STAMP)
    their_query = re.sub(r"^[^?]*\?", "", request.url)
    assert sorted(parse_qsl(query, True)) == sorted(parse_qsl(their_query, True))


@pytest.mark.parametrize("seed", range(50))
def test_paths_are_encoded_as_the_standard_library_does(seed: int) -> None:
    path = Table(seed).key()
    assert encode_path(path) == quote(path, safe="/~-._")


def test_queries_are_sorted_by_name_and_then_by_value() -> None:
    assert (
        encode_query([("b", "1"), ("a-b", "1"), ("a", "2"), ("a", "1"), ("A", "")]) == "A=&a=1&a=2&a-b=1&b=1"
    )


def test_spaces_in_headers_count_once_in_the_signature_and_go_out_as_they_are() -> None:
    one, many = (
        sign_headers(EXAMPLE, "GET", HOST, "/", "", {"x-amz-meta-a": value}, EMPTY, region="r", stamp=STAMP)
        for value in ("a b", "  a   b ")
    )
    assert one[-1] == many[-1]
    assert many[0] == "x-amz-meta-a:   a   b "


def test_an_empty_header_is_sent_and_signed() -> None:
    lines = sign_headers(EXAMPLE, "PUT", HOST, "/", "", {"x-amz-meta-a": ""}, EMPTY, region="r", stamp=STAMP)
    assert lines[0] == "x-amz-meta-a;"
    assert "SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-meta-a," in lines[-1]


def test_a_timestamp_is_in_utc() -> None:
    assert timestamp(0) == "19700101T000000Z"
    assert timestamp(1369353600) == STAMP


@pytest.mark.parametrize(
    ("left", "expires_in", "too_long"), [(None, 604800, False), (100, 50, False), (100, 150, True)]
)
def test_what_outlives_its_credentials(left: int | None, expires_in: int, too_long: bool) -> None:
    ends = None if left is None else datetime.now(UTC) + timedelta(seconds=left)
    assert outlives(Credentials("a", "b", expires_at=ends), expires_in) is too_long
