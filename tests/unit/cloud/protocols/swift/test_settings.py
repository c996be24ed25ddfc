"""Access lists and CORS: what a container cannot hold is refused before any request."""

from __future__ import annotations

from typing import Any

import pytest

from codomyrmex.cloud.common.errors import CloudError, InvalidRequestError, NotSupportedError
from codomyrmex.cloud.common.storage import CorsRule
from codomyrmex.cloud.infomaniak.object_storage import InfomaniakObjectStorageClient
from tests.contract.fetch import fetch
from tests.servers.capture import CaptureServer
from tests.servers.openstack.server import OpenStackServer
from tests.unit.cloud.protocols.swift.account import Account

METHODS = ("GET", "PUT", "POST", "DELETE", "HEAD")
RULE = CorsRule(("https://a.example",), METHODS, ("*",))


@pytest.mark.parametrize(
    ("rules", "error"),
    [
        ([RULE, RULE], NotSupportedError),
        ([CorsRule(("*",), ("GET",), ("*",))], NotSupportedError),
        ([CorsRule(("*",), METHODS)], NotSupportedError),
        ([CorsRule(("a b",), METHODS, ("*",))], InvalidRequestError),
        ([CorsRule(("*",), METHODS, ("*",), ("etag\r\nX-Container-Read: .r:*",))], InvalidRequestError),
    ],
    ids=["two", "a-method", "no-header", "space", "line-break"],
)
def test_a_rule_that_a_container_cannot_hold(
    capture_server: CaptureServer, rules: list[CorsRule], error: type[CloudError]
) -> None:
    with pytest.raises(error):
        Account(capture_server).client().set_cors("bucket", rules)
    assert capture_server.requests == []


@pytest.mark.parametrize(
    "policy",
    [{"Statement": []}, {"read": 1}, {"read": [1]}, {"write": ".r:*\r\nX-Evil: 1"}, {"read": "Zoë"}],
    ids=["other", "number", "numbers", "line-break", "not-ascii"],
)
def test_a_document_that_is_no_access_list(capture_server: CaptureServer, policy: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequestError):
        Account(capture_server).client().set_policy("bucket", policy)
    assert capture_server.requests == []


def test_an_entry_that_swift_does_not_know(swift: InfomaniakObjectStorageClient, bucket: str) -> None:
    with pytest.raises(InvalidRequestError):
        swift.set_policy(bucket, {"write": [".r:*"]})
    assert swift.get_policy(bucket) is None


def test_both_lists_come_back_and_one_that_is_not_named_goes(
    swift: InfomaniakObjectStorageClient, openstack_server: OpenStackServer, bucket: str
) -> None:
    swift.set_policy(bucket, {"read": [".r:*", ".rlistings"], "write": "project:*"})
    assert swift.get_policy(bucket) == {"read": ".r:*,.rlistings", "write": "project:*"}
    assert fetch("GET", f"{openstack_server.storage_url}/{bucket}").status == 204
    swift.set_policy(bucket, {"write": "project:*"})
    assert swift.get_policy(bucket) == {"write": "project:*"}
    assert fetch("GET", f"{openstack_server.storage_url}/{bucket}").status == 401
