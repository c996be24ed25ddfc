"""Versions of an account that keeps them, by requests and answers as they are documented.

https://learn.microsoft.com/rest/api/storageservices/list-blobs
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from codomyrmex.cloud.azure.storage import AzureBlobClient
from codomyrmex.cloud.common.errors import ConflictError, NotSupportedError
from tests.servers.azure_versions import VersionedAccount
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


def test_an_object_goes_through_its_versions(
    versioned: AzureBlobClient, capture_server: CaptureServer
) -> None:
    capture_server.answer = VersionedAccount()
    first = versioned.put_object("bucket", "key", b"first", metadata={"a": "1"})
    second = versioned.put_object("bucket", "key", b"second")
    assert None not in (first.version, second.version)
    assert versioned.get_object("bucket", "key", version=first.version) == b"first"
    third = versioned.set_metadata("bucket", "key", {"b": "2"})
    versioned.delete_object("bucket", "key")
    assert not versioned.object_exists("bucket", "key")
    assert [one.is_latest for one in versioned.list_versions("bucket")] == [False] * 3
    assert first.version is not None
    versioned.restore_version("bucket", "key", first.version)
    assert versioned.get_object("bucket", "key") == b"first"
    assert versioned.get_metadata("bucket", "key").metadata == {"a": "1"}
    newest, *old = (one.version for one in versioned.list_versions("bucket"))
    assert old == [third.version, second.version, first.version]
    versioned.delete_object("bucket", "key", version=second.version)
    versioned.delete_object("bucket", "key", version=second.version)
    assert [one.version for one in versioned.list_versions("bucket")] == [newest, old[0], old[2]]


def test_the_newest_version_is_deleted_for_good(
    versioned: AzureBlobClient, capture_server: CaptureServer
) -> None:
    # The service takes the id of an old version only.
    capture_server.answer = VersionedAccount()
    old = versioned.put_object("bucket", "key", b"old").version
    newest = versioned.put_object("bucket", "key", b"newest").version
    versioned.delete_object("bucket", "key", version=newest)
    assert [one.version for one in versioned.list_versions("bucket")] == [old]
    assert not versioned.object_exists("bucket", "key")


def test_who_writes_while_the_newest_version_is_deleted_is_not_hidden(
    versioned: AzureBlobClient, capture_server: CaptureServer
) -> None:
    account = VersionedAccount()
    newest = account.add("key", b"newest").id

    def overtaking(request: CapturedRequest) -> Answer:
        if request.method == "DELETE" and "versionid" not in request.target:
            account.add("key", b"faster")
        return account(request)

    capture_server.answer = overtaking
    versioned.delete_object("bucket", "key", version=newest)
    assert versioned.get_object("bucket", "key") == b"faster"
    assert len(list(versioned.list_versions("bucket"))) == 1


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
    with pytest.raises(NotSupportedError, match="management plane"):
        versioned.get_versioning("bucket")
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
