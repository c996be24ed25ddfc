"""Just enough of each service for a call to end well, on a server that writes down what is on the wire."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from codomyrmex.cloud.common.storage import StorageClient
from tests.servers.capture import Answer, CapturedRequest, CaptureServer, empty_with_etag
from tests.servers.gcs import PROJECT, GCSServer, key_pair
from tests.unit.cloud.protocols.azure_blob import conftest as azure_blob

PART = 256 * 1024
"""The smallest part of them all; what is sent in parts has another byte."""

SECRET = "c2VjcmV0"  # what is a key for Azure has to be base64

Call = Callable[[StorageClient, str], Any]

CALLS: dict[str, Call] = {
    "get": lambda client, key: client.get_object("bucket", key),
    "range": lambda client, key: client.get_object("bucket", key, start=0, end=1),
    "stream": lambda client, key: list(client.stream_object("bucket", key)),
    "head": lambda client, key: client.get_metadata("bucket", key),
    "delete": lambda client, key: client.delete_object("bucket", key),
    "copy-to": lambda client, key: client.copy_object("source", "plain", "bucket", key),
    "put": lambda client, key: client.put_object("bucket", key, b"x"),
    "parts": lambda client, key: client.put_object("bucket", key, iter([b"x" * PART, b"x"])),
    "delete-many": lambda client, key: client.delete_objects("bucket", [key]),
    "delete-version": lambda client, key: client.delete_object("bucket", key, version="1"),
    "get-tags": lambda client, key: client.get_tags("bucket", key),
    "set-tags": lambda client, key: client.set_tags("bucket", key, {"a": "b"}),
}


class StandIn(NamedTuple):
    """One service.

    Attributes:
        connect: makes a client, given the server's address.
        answer: what the service says.
        key: finds the keys of ``bucket`` in a target, or in a line of a batch, as they are written there.
        source: finds the source of a copy in a request.
        signed: the path below which signed URLs lead to a bucket's objects.
        calls: those of `CALLS` that name the key in this way.
        unheld: the keys that no object of the service can have.
        slash: what stands for a slash of a key.
    """

    connect: Callable[[str], StorageClient]
    answer: Callable[[CapturedRequest], Answer]
    key: str
    source: Callable[[CapturedRequest], str | None]
    signed: str
    calls: tuple[str, ...]
    unheld: frozenset[str] = frozenset()
    slash: str = "/"

    def client(self, server: CaptureServer) -> StorageClient:
        """A client of the server, which answers like the service; it uploads in the smallest parts."""
        server.answer = self.answer
        client = self.connect(server.endpoint)
        for limit in ("single_put_limit", "part_size"):
            setattr(client, limit, PART)
        return client

    def written(self, path: str) -> str:
        """How a key stands in a target, given how it stands in a path of several segments."""
        return path.replace("/", self.slash)

    def keys_in(self, requests: Iterable[CapturedRequest]) -> set[str]:
        """The keys that requests name, as they are written there."""
        texts = (f"{request.target}\n{request.body[:4096].decode('latin-1')}" for request in requests)
        return {key for text in texts for key in re.findall(self.key, text, re.MULTILINE)}


def _s3(request: CapturedRequest) -> Answer:
    query = urlsplit(request.target).query
    if query.startswith("uploads"):
        upload = b"<InitiateMultipartUploadResult><UploadId>id</UploadId></InitiateMultipartUploadResult>"
        return Answer(body=upload)
    if query.startswith("tagging"):
        return Answer(body=b"<Tagging><TagSet/></Tagging>")
    if "list-type" in query:
        return Answer(body=b"<ListBucketResult/>")
    if request.header("x-amz-copy-source") or request.method == "POST":
        return Answer(body=b"<CopyObjectResult><ETag>&quot;0&quot;</ETag></CopyObjectResult>")
    return empty_with_etag(request)


def _gcs(request: CapturedRequest) -> Answer:
    path = request.target.partition("?")[0]
    if path == "/token":
        token = {"access_token": "token", "expires_in": 3600, "token_type": "Bearer"}
        return Answer(headers=(("Content-Type", "application/json"),), body=json.dumps(token).encode())
    if path.startswith("/batch/"):
        return Answer(400)
    if "alt=media" in request.target:
        return Answer(headers=(("x-goog-generation", "1"),))
    resource = {"name": unquote(path.partition("/o/")[2]), "generation": "1", "size": "0"}
    body = {"done": True, "resource": resource} if "/rewriteTo/" in path else resource
    return Answer(body=json.dumps(body).encode())


def _swift(request: CapturedRequest) -> Answer:
    path, _, query = request.target.partition("?")
    if path == "/auth":
        return Answer(headers=(("X-Auth-Token", "token"), ("X-Storage-Url", "http://127.0.0.1:9")))
    if path == "/info":
        return Answer(body=b'{"tempurl": {}}')
    if query == "bulk-delete=":
        return Answer(body=b'{"Response Status": "200 OK", "Errors": [], "Number Not Found": 0}')
    if query.startswith("multipart-manifest=put"):
        # The ETag of a manifest is made of those of its segments.
        digests = "".join(hashlib.md5(data).hexdigest() for data in (b"x" * PART, b"x"))
        return Answer(201, (("ETag", f'"{hashlib.md5(digests.encode()).hexdigest()}"'),))
    return empty_with_etag(request)


def _connect_s3(endpoint: str) -> StorageClient:
    from codomyrmex.cloud.aws.storage import S3Client

    return S3Client(endpoint_url=endpoint, region="us-east-1", access_key="access", secret_key=SECRET)


def _connect_minio(endpoint: str) -> StorageClient:
    from codomyrmex.cloud.minio.storage import MinIOClient

    return MinIOClient(endpoint_url=endpoint, region="us-east-1", access_key="access", secret_key=SECRET)


def _connect_infomaniak_s3(endpoint: str) -> StorageClient:
    from codomyrmex.cloud.infomaniak.object_storage import InfomaniakS3Client

    return InfomaniakS3Client(
        endpoint_url=endpoint, region="us-east-1", access_key="access", secret_key=SECRET
    )


def _connect_azure(endpoint: str) -> StorageClient:
    from codomyrmex.cloud.azure.storage import AzureBlobClient

    capabilities = {"any_key": True, "versioning": True}
    return AzureBlobClient(account_url=f"{endpoint}/account", account_key=SECRET, capabilities=capabilities)


def _connect_gcs(endpoint: str) -> StorageClient:
    from codomyrmex.cloud.gcp.storage import GCSClient

    port = urlsplit(endpoint).port or 0
    return GCSClient(
        PROJECT, credentials=GCSServer(port, _private_key(), "").account(), endpoint_url=endpoint
    )


@cache
def _private_key() -> str:
    return key_pair()[0]


def _connect_swift(endpoint: str) -> StorageClient:
    from codomyrmex.cloud.infomaniak.object_storage import InfomaniakObjectStorageClient

    return InfomaniakObjectStorageClient(
        auth_url=f"{endpoint}/auth",
        user="test:tester",
        key=SECRET,
        storage_url=f"{endpoint}/v1/AUTH_test",
        temp_url_key=SECRET,
    )


_READS = ("get", "range", "stream", "head", "delete", "copy-to")
_WRITES = ("put", "parts")
_TAGS = ("get-tags", "set-tags")

S3 = StandIn(
    _connect_s3,
    _s3,
    r"^/bucket/([^?\s]*)",
    lambda request: request.header("x-amz-copy-source"),
    "/bucket/",
    (*_READS, *_WRITES, *_TAGS, "delete-version"),
)
SERVICES = {
    "s3": S3,
    "azure": StandIn(
        _connect_azure,
        azure_blob.answer,
        r"(?:^|DELETE )/account/bucket/([^?\s]*)",
        lambda request: urlsplit(request.header("x-ms-copy-source") or "").path.removeprefix("/account"),
        "/account/bucket/",
        (*_READS, *_WRITES, *_TAGS, "delete-version", "delete-many"),
        frozenset({"\\", "\x01\n\r\t", "\x7f"}),
    ),
    "gcs": StandIn(
        _connect_gcs,
        _gcs,
        r"/b/bucket/o/([^?/\s]*)",
        lambda request: (
            request.target.partition("/rewriteTo/")[0].removeprefix("/storage/v1/b").replace("/o/", "/")
        ),
        "/bucket/",
        (*_READS, "delete-version", "delete-many"),
        frozenset({".", "..", "\x01\n\r\t"}),
        "%2F",
    ),
    "swift": StandIn(
        _connect_swift,
        _swift,
        r"^(?:/v1/AUTH_test/)?bucket/([^?\s]*)",
        lambda request: request.header("x-copy-from"),
        "/v1/AUTH_test/bucket/",
        (*_READS, *_WRITES, "delete-many"),
    ),
}
"""One of each protocol."""

CLIENTS = {
    **SERVICES,
    "minio": S3._replace(connect=_connect_minio),
    "infomaniak-s3": S3._replace(connect=_connect_infomaniak_s3),
}
"""One of each class of clients."""
