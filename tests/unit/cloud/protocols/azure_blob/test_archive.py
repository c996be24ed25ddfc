"""The hours between the archive and the hot tier, which Azurite has not."""

from __future__ import annotations

import pytest

from codomyrmex.cloud.azure.storage import AzureBlobClient
from codomyrmex.cloud.common.errors import ConflictError, InvalidRequestError
from tests.servers.capture import Answer, CapturedRequest, CaptureServer
from tests.unit.cloud.protocols.azure_blob.conftest import query_of


class Archive:
    """An account whose only blob is in the archive."""

    def __init__(self) -> None:
        self.tier, self.status = "Archive", ""

    def __call__(self, request: CapturedRequest) -> Answer:
        """Answer Get Blob Properties and Set Blob Tier."""
        if request.method == "HEAD":
            status = (("x-ms-archive-status", self.status),) if self.status else ()
            return Answer(headers=(("ETag", '"0x1"'), ("x-ms-access-tier", self.tier), *status))
        assert query_of(request) == {"comp": "tier"}
        if self.status:
            return Answer(409, (("x-ms-error-code", "BlobBeingRehydrated"),))
        self.status = f"rehydrate-pending-to-{(request.header('x-ms-access-tier') or '').lower()}"
        return Answer(202)


def test_what_is_on_its_way_is_not_asked_for_again(
    client: AzureBlobClient, capture_server: CaptureServer
) -> None:
    capture_server.answer = archive = Archive()
    client.restore_object("bucket", "key", days=3)
    assert archive.status == "rehydrate-pending-to-hot"
    assert capture_server.requests[-1].header("x-ms-rehydrate-priority") == "Standard"
    with pytest.raises(ConflictError, match="on its way"):
        client.restore_object("bucket", "key")
    with pytest.raises(ConflictError, match="restore it first"):
        client.set_storage_class("bucket", "key", "Cool")
    assert [request.method for request in capture_server.requests] == ["HEAD", "PUT", "HEAD", "HEAD"]


def test_what_is_in_another_tier_is_not_restored(
    client: AzureBlobClient, capture_server: CaptureServer
) -> None:
    capture_server.answer = archive = Archive()
    archive.tier = "Cool"
    with pytest.raises(InvalidRequestError, match="no archive"):
        client.restore_object("bucket", "key")
    assert [request.method for request in capture_server.requests] == ["HEAD"]
