"""Signatures of URLs, against those of python-swiftclient."""

from __future__ import annotations

import pytest
from swiftclient.utils import generate_temp_url

from codomyrmex.cloud.protocols.swift.tempurl import signature


@pytest.mark.parametrize("digest", ["sha256", "sha1"])
@pytest.mark.parametrize("method", ["GET", "PUT"])
@pytest.mark.parametrize("key", ["key", "a b/日本", "x/../y", "a//b", "%2F"])
def test_the_signature_is_that_of_swiftclient(digest: str, method: str, key: str) -> None:
    path = f"/v1/AUTH_test/bucket/{key}"
    expected = generate_temp_url(path, 1900000000, "secret", method, absolute=True, digest=digest)
    name, _, value = expected.partition("?")[2].partition("&")[0].partition("=")
    assert (name, value) == ("temp_url_sig", signature("secret", digest, method, 1900000000, path))
