"""Where a bucket and a key are."""

from __future__ import annotations

import pytest

from codomyrmex.cloud.common.errors import ConfigurationError
from codomyrmex.cloud.protocols.s3.endpoint import Addressing, Endpoint

CASES: dict[str, tuple[str | None, str, Addressing, str | None, str, str]] = {
    "aws": (None, "eu-west-1", "auto", "data", "a b", "https://data.s3.eu-west-1.amazonaws.com/a%20b"),
    "aws bucket": (None, "eu-west-1", "auto", "data", "", "https://data.s3.eu-west-1.amazonaws.com/"),
    "aws service": (None, "eu-west-1", "auto", None, "", "https://s3.eu-west-1.amazonaws.com/"),
    "aws path": (None, "us-east-1", "path", "data", "k", "https://s3.us-east-1.amazonaws.com/data/k"),
    "aws dots": (None, "us-east-1", "auto", "my.data", "k", "https://s3.us-east-1.amazonaws.com/my.data/k"),
    "aws dots virtual": (None, "us-east-1", "virtual", "my.data", "k", "https://my.data.s3.us-east-1.amazonaws.com/k"),
    "aws upper case": (None, "us-east-1", "auto", "OldName", "k", "https://s3.us-east-1.amazonaws.com/OldName/k"),
    "china": (None, "cn-north-1", "auto", "data", "k", "https://data.s3.cn-north-1.amazonaws.com.cn/k"),
    "aws by url": ("https://s3.eu-west-1.amazonaws.com", "eu-west-1", "auto", "data", "k", "https://data.s3.eu-west-1.amazonaws.com/k"),
    "china by url": ("https://s3.cn-north-1.amazonaws.com.cn", "cn-north-1", "auto", "data", "k", "https://data.s3.cn-north-1.amazonaws.com.cn/k"),
    "not aws": ("https://s3.amazonaws.com.example.org", "r", "auto", "data", "k", "https://s3.amazonaws.com.example.org/data/k"),
    "server": ("http://127.0.0.1:9000", "r", "auto", "data", "k", "http://127.0.0.1:9000/data/k"),
    "server bucket": ("http://127.0.0.1:9000/", "r", "auto", "data", "", "http://127.0.0.1:9000/data"),
    "server service": ("http://127.0.0.1:9000", "r", "auto", None, "", "http://127.0.0.1:9000/"),
    "server virtual": ("http://s3.local:9000", "r", "virtual", "data", "k", "http://data.s3.local:9000/k"),
    "default port": ("https://Example.org:443", "r", "auto", "data", "k", "https://example.org/data/k"),
    "default plain port": ("http://example.org:80", "r", "auto", "data", "k", "http://example.org/data/k"),
    "other's default port": ("http://example.org:443", "r", "auto", "data", "k", "http://example.org:443/data/k"),
    "prefix": ("https://example.org/s3/", "r", "auto", "data", "k", "https://example.org/s3/data/k"),
    "prefix service": ("https://example.org/s3", "r", "auto", None, "", "https://example.org/s3/"),
    "ipv6": ("http://[::1]:9000", "r", "auto", "data", "k", "http://[::1]:9000/data/k"),
    "ipv6 default port": ("http://[::1]:80", "r", "auto", "data", "k", "http://[::1]/data/k"),
    "key with slashes": ("http://h", "r", "auto", "data", "/a//b/", "http://h/data//a//b/"),
    "key with dots": ("http://h", "r", "auto", "data", "../x", "http://h/data/../x"),
    "no host name": ("http://h", "r", "virtual", "example.org?", "k", "http://h/example.org%3F/k"),
    "no host name on aws": (None, "us-east-1", "auto", "localhost#", "k", "https://s3.us-east-1.amazonaws.com/localhost%23/k"),
    "a user": (None, "us-east-1", "auto", "me@localhost", "k", "https://s3.us-east-1.amazonaws.com/me%40localhost/k"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_addresses(case: tuple[str | None, str, Addressing, str | None, str, str]) -> None:
    url, region, addressing, bucket, key, expected = case
    address = Endpoint(url, region, addressing).address(bucket, key)
    assert address.origin + address.path == expected
    assert address.origin.endswith(f"://{address.host}")


@pytest.mark.parametrize("url", ["ftp://h", "h:9000", "http://user:hidden@h", "http://h?x", "http://"])
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Endpoint(url, "r")
    assert "hidden" not in str(caught.value)


def test_a_bucket_in_another_region() -> None:
    endpoint = Endpoint(None, "us-east-1")
    endpoint.address("data", "k")
    assert endpoint.learn_region("data", "eu-west-1")
    assert not endpoint.learn_region("data", "eu-west-1")
    assert not endpoint.learn_region("other", "us-east-1")
    assert endpoint.address("data", "k").host == "data.s3.eu-west-1.amazonaws.com"
    assert endpoint.address("other", "k").host == "other.s3.us-east-1.amazonaws.com"
    assert (endpoint.region_of("data"), endpoint.region_of("other")) == ("eu-west-1", "us-east-1")
    assert endpoint.region_of(None) == "us-east-1"


@pytest.mark.parametrize(("url", "encrypted"), [(None, True), ("https://h", True), ("http://h", False)])
def test_encryption(url: str | None, encrypted: bool) -> None:
    assert Endpoint(url, "r").is_encrypted is encrypted
