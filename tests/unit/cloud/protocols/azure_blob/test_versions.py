"""Versions of an account that keeps them, by requests and answers as they are documented.

https://learn.microsoft.com/rest/api/storageservices/list-blobs
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from codomyrmex.cloud.azure.storage import AzureBlobClient
from codomyrmex.cloud.common.errors import ConflictError, NotSupportedError
from tests.servers.capture import Answer, CapturedRequest, CaptureServer
from tests.unit.cloud.protocols.azure_blob.conftest import answer, query_of


def entry(name: str, version: str, *, current: bool = False, size: int = 1) -> str:
    """A blob as List Blobs shows one of its versions."""
    mark = "<IsCurrentVersion>true</IsCurrentVersion>" if current else ""
    return (
        f"<Blob><Name>{name}</Name><VersionId>{version}</VersionId>{mark}<Properties>"
        "<Last-Modified>Sat, 21 Nov 2026 06:00:00 GMT</Last-Modified><Etag>0x1</Etag>"
        f"<Content-Length>{size}</Content-Length></Properties></Blob>"
    )


def listing(blobs: str, marker: str = "") -> Answer:
    """A page of List Blobs."""
    text = (
        '\ufeff<?xml version="1.0" encoding="utf-8"?><EnumerationResults><Blobs>'
        f"{blobs}</Blobs><NextMarker>{marker}</NextMarker></EnumerationResults>"
    )
    return Answer(body=text.encode())


@pytest.fixture
def versioned(connect: Callable[..., AzureBlobClient]) -> AzureBlobClient:
    """A client of an account that keeps versions."""
    return connect(versioning=True)


def test_the_newest_of_each_key_comes_first(
    versioned: AzureBlobClient, capture_server: CaptureServer
) -> None:
    pages = {
        None: listing(entry("a", "1") + entry("a", "2"), "next"),
        "next": listing(entry("a", "3", current=True, size=7) + entry("b", "4")),
    }
    capture_server.answer = lambda request: pages[query_of(request).get("marker")]
    versions = list(versioned.list_versions("bucket", "p"))
    assert [(one.key, one.version, one.is_latest) for one in versions] == [
        ("a", "3", True),
        ("a", "2", False),
        ("a", "1", False),
        ("b", "4", False),
    ]
    assert (versions[0].size, versions[0].etag) == (7, "0x1")
    assert [query_of(request)["include"] for request in capture_server.requests] == ["versions"] * 2
    assert [query_of(request)["prefix"] for request in capture_server.requests] == ["p"] * 2


def test_a_version_is_read_copied_and_deleted(
    versioned: AzureBlobClient, capture_server: CaptureServer
) -> None:
    versioned.get_object("bucket", "key", version="2026-11-21T06:00:00.1Z")
    versioned.restore_version("bucket", "key", "2026-11-21T06:00:00.1Z")
    versioned.delete_object("bucket", "key", version="2026-11-21T06:00:00.1Z")
    target = "/account/bucket/key?versionid=2026-11-21T06%3A00%3A00.1Z"
    get, head, copy, delete = capture_server.requests
    assert [one.target for one in (get, head, delete)] == [target] * 3
    assert copy.header("x-ms-copy-source") == f"{capture_server.endpoint}{target}"
    assert copy.header("x-ms-source-if-match") == '"0x1"'


def test_a_bucket_of_old_versions_is_not_empty(
    versioned: AzureBlobClient, capture_server: CaptureServer
) -> None:
    def old(request: CapturedRequest) -> Answer:
        asked = query_of(request)
        return listing(entry("a", "1")) if asked.get("include") == "versions" else answer(request)

    capture_server.answer = old
    with pytest.raises(ConflictError, match="not empty"):
        versioned.delete_bucket("bucket")
    versioned.delete_bucket("bucket", force=True)
    assert [request.method for request in capture_server.requests] == ["GET", "DELETE"]


def test_the_switch_is_elsewhere(versioned: AzureBlobClient, capture_server: CaptureServer) -> None:
    assert versioned.get_versioning("bucket") is True
    with pytest.raises(NotSupportedError, match="whole storage account"):
        versioned.set_versioning("bucket", True)
    assert capture_server.requests == []


def test_a_name_that_xml_cannot_hold_is_decoded(
    client: AzureBlobClient, capture_server: CaptureServer
) -> None:
    blob = entry("a", "1").replace("<Name>a<", '<Name Encoded="true">a%EF%BF%BFb%25<')
    prefix = '<BlobPrefix><Name Encoded="true">%EF%BF%BE/</Name></BlobPrefix>'
    capture_server.answer = lambda _: listing(prefix + blob + entry("100%25", "1"))
    directory = client.list_directory("bucket")
    assert [info.key for info in directory.objects] == ["a\uffffb%", "100%25"]
    assert directory.directories == ("\ufffe/",)
