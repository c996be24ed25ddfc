"""What is on the wire: the exact target of each verb, the right host, and nothing of any other cloud."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest

from codomyrmex.cloud.aws.storage import S3Client
from codomyrmex.cloud.common.storage import Encryption, StorageClient
from codomyrmex.cloud.infomaniak.object_storage import InfomaniakS3Client
from codomyrmex.cloud.minio.storage import MinIOClient
from tests.contract.harness import SMALLEST_PART
from tests.servers.capture import Answer, CapturedRequest, CaptureServer, empty_with_etag

# Written out, not computed: what is on the wire is the promise.
TARGETS = {
    "plain": "plain",
    ".": ".",
    "..": "..",
    "x/..": "x/..",
    "x/../../other/k": "x/../../other/k",
    "a/../b": "a/../b",
    "./a": "./a",
    "a//b": "a//b",
    "/a": "/a",
    "//": "//",
    "dir/": "dir/",
    "a b": "a%20b",
    "a ": "a%20",
    "a+b": "a%2Bb",
    "a%20b": "a%2520b",
    "a%2Fb": "a%252Fb",
    "a%2e%2e/b": "a%252e%252e/b",
    "'\"": "%27%22",
    "#?&=*\\": "%23%3F%26%3D%2A%5C",
    ":;@$,![](){}|^`": "%3A%3B%40%24%2C%21%5B%5D%28%29%7B%7D%7C%5E%60",
    "~-._": "~-._",
    "<&>": "%3C%26%3E",
    "日本": "%E6%97%A5%E6%9C%AC",
    "🦆": "%F0%9F%A6%86",
    "\u00e9": "%C3%A9",
    "e\u0301": "e%CC%81",
    "\x01\n\r\t": "%01%0A%0D%09",
    "\x7f": "%7F",
}

VERBS: dict[str, tuple[str, Callable[[StorageClient, str], Any]]] = {
    "put": ("PUT", lambda client, key: client.put_object("bucket", key, b"x")),
    "get": ("GET", lambda client, key: client.get_object("bucket", key)),
    "range": ("GET", lambda client, key: client.get_object("bucket", key, start=0, end=1)),
    "stream": ("GET", lambda client, key: list(client.stream_object("bucket", key))),
    "head": ("HEAD", lambda client, key: client.get_metadata("bucket", key)),
    "delete": ("DELETE", lambda client, key: client.delete_object("bucket", key)),
    "copy-to": ("PUT", lambda client, key: client.copy_object("source", "plain", "bucket", key)),
    "get-tags": ("GET", lambda client, key: client.get_tags("bucket", key)),
    "set-tags": ("PUT", lambda client, key: client.set_tags("bucket", key, {"a": "b"})),
    "delete-version": ("DELETE", lambda client, key: client.delete_object("bucket", key, version="1")),
    "parts": (
        "POST",
        lambda client, key: client.put_object("bucket", key, iter([b"x" * (SMALLEST_PART + 1)])),
    ),
}

UPLOAD = b"<InitiateMultipartUploadResult><UploadId>id</UploadId></InitiateMultipartUploadResult>"
COPIED = b"<CopyObjectResult><ETag>&quot;0&quot;</ETag></CopyObjectResult>"
TAGS = b"<Tagging><TagSet/></Tagging>"


def answer(request: CapturedRequest) -> Answer:
    """Just enough of S3 for each verb to end well."""
    query = urlsplit(request.target).query
    if query.startswith("uploads"):
        return Answer(body=UPLOAD)
    if query.startswith("tagging"):
        return Answer(body=TAGS)
    if request.header("x-amz-copy-source") or request.method == "POST":
        return Answer(body=COPIED)
    return empty_with_etag(request)


@pytest.fixture
def client(capture_server: CaptureServer) -> S3Client:
    """A client of the capture server."""
    capture_server.answer = answer
    client = S3Client(
        endpoint_url=capture_server.endpoint, region="us-east-1", access_key="access", secret_key="secret"
    )
    client.single_put_limit = client.part_size = SMALLEST_PART
    return client


@pytest.mark.parametrize("key", TARGETS, ids=TARGETS.values())
@pytest.mark.parametrize("verb", VERBS)
def test_the_target_of_each_verb_is_exact(
    client: S3Client, capture_server: CaptureServer, verb: str, key: str
) -> None:
    method, call = VERBS[verb]
    call(client, key)
    paths = {
        request.target.partition("?")[0]
        for request in capture_server.requests
        if not request.target.startswith("/source/")
    }
    assert paths == {f"/bucket/{TARGETS[key]}"}
    assert method in {request.method for request in capture_server.requests}


@pytest.mark.parametrize("key", TARGETS, ids=TARGETS.values())
def test_the_source_of_a_copy_is_exact(client: S3Client, capture_server: CaptureServer, key: str) -> None:
    client.copy_object("bucket", key, "other", "plain")
    (put,) = (request for request in capture_server.requests if request.method == "PUT")
    assert put.header("x-amz-copy-source") == f"/bucket/{TARGETS[key]}"


@pytest.mark.parametrize("key", TARGETS, ids=TARGETS.values())
def test_the_target_of_a_presigned_url_is_exact(
    client: S3Client, capture_server: CaptureServer, key: str
) -> None:
    url = client.generate_presigned_url("bucket", key)
    assert url.startswith(f"{capture_server.endpoint}/bucket/{TARGETS[key]}?X-Amz-Algorithm=")
    assert capture_server.requests == []


@pytest.mark.parametrize("key", TARGETS, ids=TARGETS.values())
def test_a_prefix_is_sent_as_it_is(client: S3Client, capture_server: CaptureServer, key: str) -> None:
    capture_server.answer = lambda _: Answer(body=b"<ListBucketResult/>")
    client.list_objects("bucket", key)
    (request,) = capture_server.requests
    path, _, query = request.target.partition("?")
    assert path == "/bucket"
    assert f"prefix={TARGETS[key].replace('/', '%2F')}" in query.split("&")


def test_the_host_of_path_addressing(client: S3Client, capture_server: CaptureServer) -> None:
    client.get_object("bucket", "key")
    (request,) = capture_server.requests
    assert request.header("Host") == f"127.0.0.1:{capture_server.port}"
    assert request.target == "/bucket/key"


@pytest.mark.parametrize("key", ["key", "a//b", "..", "/a"])
def test_the_host_of_virtual_addressing(capture_server: CaptureServer, key: str) -> None:
    # Every name below localhost is loopback (RFC 6761), and libcurl knows it without asking.
    client = S3Client(
        endpoint_url=f"http://localhost:{capture_server.port}",
        region="us-east-1",
        access_key="access",
        secret_key="secret",
        addressing="virtual",
    )
    client.get_object("bucket", key)
    (request,) = capture_server.requests
    assert request.header("Host") == f"bucket.localhost:{capture_server.port}"
    assert request.target == f"/{TARGETS.get(key, key)}"
    assert client.generate_presigned_url("bucket", key).startswith(
        f"http://bucket.localhost:{capture_server.port}/{TARGETS.get(key, key)}?"
    )


def test_a_path_prefix_of_the_endpoint_is_kept(capture_server: CaptureServer) -> None:
    client = S3Client(
        endpoint_url=f"{capture_server.endpoint}/store/",
        region="us-east-1",
        access_key="access",
        secret_key="secret",
    )
    client.get_object("bucket", "a//b")
    (request,) = capture_server.requests
    assert request.target == "/store/bucket/a//b"


OTHER_CLOUDS = [
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "AZURE_STORAGE_KEY",
    "AZURE_STORAGE_CONNECTION_STRING",
    "AZURE_STORAGE_SAS_TOKEN",
    "AZURE_CLIENT_ID",
    "AZURE_CLIENT_SECRET",
    "AZURE_TENANT_ID",
    "GOOGLE_API_KEY",
    "GOOGLE_CLOUD_PROJECT",
    "GOOGLE_OAUTH_ACCESS_TOKEN",
    "OS_AUTH_TOKEN",
    "OS_USERNAME",
    "OS_PASSWORD",
    "OS_PROJECT_NAME",
    "OS_APPLICATION_CREDENTIAL_SECRET",
    "MINIO_ACCESS_KEY",
    "MINIO_SECRET_KEY",
    "MINIO_ROOT_USER",
    "MINIO_ROOT_PASSWORD",
    "MINIO_REGION",
    "INFOMANIAK_S3_ACCESS_KEY",
    "INFOMANIAK_S3_SECRET_KEY",
    "INFOMANIAK_S3_REGION",
    "INFOMANIAK_TOKEN",
    "CODA_API_TOKEN",
]
OTHER_ENDPOINTS = [
    "AWS_ENDPOINT_URL",
    "AWS_ENDPOINT_URL_S3",
    "MINIO_ENDPOINT",
    "INFOMANIAK_S3_ENDPOINT",
    "OS_AUTH_URL",
]


@pytest.mark.parametrize("client_class", [S3Client, MinIOClient, InfomaniakS3Client])
def test_nothing_of_the_environment_is_on_the_wire(
    capture_server: CaptureServer, monkeypatch: pytest.MonkeyPatch, client_class: type[StorageClient]
) -> None:
    for name in OTHER_CLOUDS:
        monkeypatch.setenv(name, f"from-the-environment-{name.lower()}")
    for name in OTHER_ENDPOINTS:
        monkeypatch.setenv(name, "http://127.0.0.1:9/from-the-environment")
    capture_server.answer = answer
    client = client_class(  # type: ignore[call-arg]
        endpoint_url=capture_server.endpoint, region="us-east-1", access_key="access", secret_key="secret"
    )
    for _, call in VERBS.values():
        call(client, "key")
    url = client.generate_presigned_url("bucket", "key")
    for request in capture_server.requests:
        assert b"from-the-environment" not in request.raw + request.body
        assert "Credential=access/" in (request.header("Authorization") or "")
        assert request.header("x-amz-security-token") is None
    assert "from-the-environment" not in url
    assert "Security-Token" not in url


@pytest.mark.parametrize("client_class", [S3Client, MinIOClient, InfomaniakS3Client])
def test_building_a_client_sends_nothing(
    capture_server: CaptureServer, client_class: type[StorageClient]
) -> None:
    client = client_class(  # type: ignore[call-arg]
        endpoint_url=capture_server.endpoint, region="us-east-1", access_key="access", secret_key="secret"
    )
    assert "secret" not in repr(client.bucket("bucket"))
    client.generate_presigned_url("bucket", "key")
    client.close()
    assert capture_server.accepted == 0


def test_what_is_refused_is_not_sent(client: S3Client, capture_server: CaptureServer) -> None:
    conditional = S3Client(
        endpoint_url=capture_server.endpoint,
        region="us-east-1",
        access_key="access",
        secret_key="secret",
        capabilities={"if_match": True},
    )
    refused: list[Callable[[], Any]] = [
        lambda: client.put_object("bucket", "k" * 1025, b"x"),
        lambda: client.put_object("bucket", "a\0b", b"x"),
        lambda: client.put_object("bucket", "key", b"x", metadata={"a": "b\r\nx-injected: yes"}),
        lambda: client.put_object("bucket", "key", b"x", metadata={"a\r\nx-injected": "yes"}),
        lambda: client.put_object("bucket", "key", b"x", content_type="text/plain\r\nx-injected: yes"),
        lambda: client.put_object("bucket", "key", b"x", storage_class="COLD\r\nx-injected: yes"),
        lambda: client.put_object("bucket", "key", b"x", encryption="AES256\r\nx-injected: yes"),
        lambda: client.put_object(
            "bucket", "key", b"x", encryption=Encryption("aws:kms", "id\r\nx-injected: yes")
        ),
        lambda: conditional.put_object("bucket", "key", b"x", if_match="etag\r\nx-injected: yes"),
        lambda: client.put_object("bucket", "key", "text"),  # type: ignore[arg-type]
        lambda: client.put_object("bucket", "key", b"x", if_absent=True),
        lambda: client.get_object("bucket", "key", start=3, end=2),
        lambda: client.create_bucket("No Bucket"),
        lambda: client.list_objects("a/b"),
        lambda: client.generate_presigned_url("bucket", "key", method="DELETE"),
    ]
    for call in refused:
        with pytest.raises((ValueError, NotImplementedError)):
            call()
    assert capture_server.accepted == 0
