"""What is on the wire: the exact target of each call, the right host, and nothing of any other cloud."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from codomyrmex.cloud.common.storage import StorageClient
from tests.contract.wire.stand_ins import CALLS, CLIENTS, SECRET, SERVICES, StandIn
from tests.servers.capture import CaptureServer

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
    "#?&=*": "%23%3F%26%3D%2A",
    "\\": "%5C",
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

each_service = pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)


def expected(service: StandIn) -> dict[str, set[str]]:
    """By key, what stands on the wire for it and nothing else."""
    return {key: {service.written(path)} for key, path in TARGETS.items() if key not in service.unheld}


def found(
    service: StandIn, server: CaptureServer, client: StorageClient, call: Callable[[StorageClient, str], Any]
) -> dict[str, set[str]]:
    """By key, what stands on the wire when it is the key of a call."""
    written = {}
    for key in expected(service):
        server.requests.clear()
        call(client, key)
        written[key] = service.keys_in(server.requests)
    return written


@pytest.mark.parametrize(
    ("service", "call"),
    [
        pytest.param(service, call, id=f"{name}-{call}")
        for name, service in SERVICES.items()
        for call in service.calls
    ],
)
def test_the_target_of_each_call_is_exact(service: StandIn, capture_server: CaptureServer, call: str) -> None:
    client = service.client(capture_server)
    assert found(service, capture_server, client, CALLS[call]) == expected(service)


@each_service
def test_the_source_of_a_copy_is_exact(service: StandIn, capture_server: CaptureServer) -> None:
    client = service.client(capture_server)
    for key, (written,) in expected(service).items():
        capture_server.requests.clear()
        client.copy_object("bucket", key, "other", "plain")
        sources = {service.source(request) for request in capture_server.requests}
        assert f"/bucket/{written}" in sources


@each_service
def test_a_presigned_url_is_exact(service: StandIn, capture_server: CaptureServer) -> None:
    client = service.client(capture_server)
    for key in expected(service):
        url, _, query = client.generate_presigned_url("bucket", key).partition("?")
        assert url == f"{capture_server.endpoint}{service.signed}{TARGETS[key]}"
        assert query != ""
    assert service.keys_in(capture_server.requests) == set()


@each_service
def test_a_prefix_is_sent_as_it_is(service: StandIn, capture_server: CaptureServer) -> None:
    client = service.client(capture_server)
    for key in expected(service):
        list(client.list_objects("bucket", key))
        _, _, query = capture_server.requests[-1].target.partition("?")
        assert f"prefix={TARGETS[key].replace('/', '%2F')}" in query.split("&")


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
    "ST_USER",
    "ST_KEY",
]
OTHER_ENDPOINTS = [
    "AWS_ENDPOINT_URL",
    "AWS_ENDPOINT_URL_S3",
    "MINIO_ENDPOINT",
    "INFOMANIAK_S3_ENDPOINT",
    "OS_AUTH_URL",
    "STORAGE_EMULATOR_HOST",
    "ST_AUTH",
]


@pytest.mark.parametrize("service", CLIENTS.values(), ids=CLIENTS)
def test_nothing_of_the_environment_is_on_the_wire(
    capture_server: CaptureServer, monkeypatch: pytest.MonkeyPatch, service: StandIn
) -> None:
    for name in OTHER_CLOUDS:
        monkeypatch.setenv(name, f"from-the-environment-{name.lower()}")
    for name in OTHER_ENDPOINTS:
        monkeypatch.setenv(name, "http://127.0.0.1:9/from-the-environment")
    client = service.client(capture_server)
    for call in service.calls:
        CALLS[call](client, "key")
    assert "from-the-environment" not in client.generate_presigned_url("bucket", "key")
    for request in capture_server.requests:
        assert b"from-the-environment" not in request.raw + request.body
        assert request.header("Host") == f"127.0.0.1:{capture_server.port}"


@pytest.mark.parametrize("service", CLIENTS.values(), ids=CLIENTS)
def test_building_a_client_sends_nothing(capture_server: CaptureServer, service: StandIn) -> None:
    client = service.client(capture_server)
    assert SECRET not in repr(client.bucket("bucket"))
    client.close()
    assert capture_server.accepted == 0


@each_service
def test_what_is_refused_is_not_sent(service: StandIn, capture_server: CaptureServer) -> None:
    client = service.client(capture_server)
    refused: list[Callable[[], Any]] = [
        lambda: client.put_object("bucket", "k" * 1025, b"x"),
        lambda: client.put_object("bucket", "a\0b", b"x"),
        lambda: client.put_object("bucket", "key", b"x", metadata={"a": "b\r\nx-injected: yes"}),
        lambda: client.put_object("bucket", "key", b"x", metadata={"a\r\nx-injected": "yes"}),
        lambda: client.put_object("bucket", "key", b"x", content_type="text/plain\r\nx-injected: yes"),
        lambda: client.put_object("bucket", "key", b"x", storage_class="COLD\r\nx-injected: yes"),
        lambda: client.put_object("bucket", "key", b"x", encryption="AES256\r\nx-injected: yes"),
        lambda: client.put_object("bucket", "key", b"x", if_match="etag\r\nx-injected: yes"),
        lambda: client.put_object("bucket", "key", "text"),  # type: ignore[arg-type]
        lambda: client.get_object("bucket", "key", start=3, end=2),
        lambda: client.create_bucket("No/Bucket"),
        lambda: client.list_objects("a/b"),
        lambda: client.generate_presigned_url("bucket", "key", method="DELETE"),
    ]
    for number, call in enumerate(refused):
        with pytest.raises((ValueError, NotImplementedError)):
            call()
        assert capture_server.accepted == 0, number
