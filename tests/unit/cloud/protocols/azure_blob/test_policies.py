"""The access policies of containers on the wire, with what Azurite does not take."""

from __future__ import annotations

from typing import Any

import pytest

from codomyrmex.cloud.azure.storage import AzureBlobClient
from codomyrmex.cloud.common.errors import InvalidRequestError, PermissionDeniedError
from tests.servers.capture import Answer, CaptureServer

START, END = b'<?xml version="1.0" encoding="utf-8"?><SignedIdentifiers>', b"</SignedIdentifiers>"


def test_what_an_identifier_does_not_say_is_not_sent(
    client: AzureBlobClient, capture_server: CaptureServer
) -> None:
    identifiers = [{"id": "a", "expiry": "2030-01-01T00:00:00Z"}, {"id": "b"}]
    client.set_policy("bucket", {"public_access": None, "identifiers": identifiers})
    (request,) = capture_server.requests
    assert (request.method, request.target) == ("PUT", "/account/bucket?comp=acl&restype=container")
    assert request.header("x-ms-blob-public-access") is None
    assert request.body == (
        START + b"<SignedIdentifier><Id>a</Id><AccessPolicy><Expiry>2030-01-01T00:00:00Z</Expiry>"
        b"</AccessPolicy></SignedIdentifier><SignedIdentifier><Id>b</Id></SignedIdentifier>" + END
    )
    capture_server.answer = lambda _: Answer(body=b"\xef\xbb\xbf" + request.body)
    assert client.get_policy("bucket") == {"public_access": None, "identifiers": identifiers}


def test_none_takes_everything_back(client: AzureBlobClient, capture_server: CaptureServer) -> None:
    client.set_policy("bucket", None)
    (request,) = capture_server.requests
    assert request.header("x-ms-blob-public-access") is None
    assert request.body == START + END


def test_an_account_may_allow_no_public_access(
    client: AzureBlobClient, capture_server: CaptureServer
) -> None:
    capture_server.answer = lambda _: Answer(409, (("x-ms-error-code", "PublicAccessNotPermitted"),))
    with pytest.raises(PermissionDeniedError, match="without credentials"):
        client.set_policy("bucket", {"public_access": "blob"})


@pytest.mark.parametrize(
    "policy",
    [
        {"public_access": "everyone"},
        {"identifiers": [{"id": "a"}] * 2},
        {"identifiers": [{"id": str(number)} for number in range(6)]},
        {"identifiers": [{"id": ""}]},
        {"identifiers": [{"id": "a", "until": "2026"}]},
        {"identifiers": [{"id": "a", "start": 2026}]},
        {"identifiers": "a"},
    ],
    ids=["level", "same-id", "too-many", "no-id", "unknown", "no-text", "no-list"],
)
def test_what_is_no_access_policy_is_refused(
    client: AzureBlobClient, capture_server: CaptureServer, policy: dict[str, Any]
) -> None:
    with pytest.raises(InvalidRequestError):
        client.set_policy("bucket", policy)
    assert capture_server.requests == []
