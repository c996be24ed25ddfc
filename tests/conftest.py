"""Fixtures of every test: the real servers, each started when first asked for, and a clean environment."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from itertools import count
from pathlib import Path
from typing import TypeVar

import pytest

from tests.openstack_plugin import openstack_cloud as running_openstack
from tests.openstack_plugin import (
    pytest_collection_finish,
    pytest_collection_modifyitems,
    pytest_runtest_protocol,
)
from tests.servers.azurite import AzuriteServer, azurite
from tests.servers.capture import CaptureServer
from tests.servers.ceph import CephServer, ceph
from tests.servers.fault_proxy import FaultProxy
from tests.servers.forward_proxy import ForwardProxy
from tests.servers.gcs import GCSServer, gcs
from tests.servers.moto import moto
from tests.servers.newsletter.server import NewsletterServer
from tests.servers.openstack.server import OpenStackServer, openstack
from tests.servers.openstack.stack.cloud import OpenStackCloud
from tests.servers.openstack.stack.rating import CloudKitty
from tests.servers.postgresql import PostgreSQLServer, postgresql
from tests.servers.process import ServerUnavailableError, reserved_port
from tests.servers.rclone import rclone
from tests.servers.s3_server import S3Server
from tests.servers.tls import TlsFront
from tests.summary import MISSING, pytest_sessionfinish, pytest_terminal_summary, pytest_testnodedown

REQUIRE_SERVERS = "CODOMYRMEX_REQUIRE_SERVERS"
CLOUD_VARIABLES = (
    "AEGIS_",
    "AWS_",
    "AZURE_",
    "BOTO_",
    "CEPH_",
    "CLOUDSDK_",
    "CODA_",
    "CODOMYRMEX_",
    "DATABASE_URL",
    "GCE_",
    "GCLOUD_",
    "GCP_",
    "GOOGLE_",
    "INFOMANIAK_",
    "MINIO_",
    "MODEL_SIGNATURE_POLICY",
    "OBJECT_STORE_",
    "OS_",
    "RCLONE_",
    "S3_",
    "STORAGE_EMULATOR_HOST",
    "ST_AUTH",
    "ST_KEY",
    "ST_USER",
    "VAULT_",
)
WIRE_VARIABLES = {"CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "SSL_CERT_DIR", "SSL_CERT_FILE"}

__all__ = [
    "pytest_collection_finish",
    "pytest_collection_modifyitems",
    "pytest_runtest_protocol",
    "pytest_sessionfinish",
    "pytest_terminal_summary",
    "pytest_testnodedown",
]

AnyServer = TypeVar("AnyServer")


def pytest_configure(config: pytest.Config) -> None:
    """Make room for the servers that this machine cannot run, and let SIGTERM stop those that do."""
    config.stash[MISSING] = {}
    # A shell starts what runs in the background with SIGINT ignored; the tests of Ctrl-C inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Paths for home folders. To number its own, pytest looks at all that there are, for each test."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in count())


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, homes: Iterator[Path]) -> None:
    """No test sees the developer's clouds, proxies or home folder."""
    for name in os.environ:
        ours = name.startswith(CLOUD_VARIABLES) and name != REQUIRE_SERVERS
        if ours or name in WIRE_VARIABLES or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    home = next(homes)
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / ".config"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(home / "aws-config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(home / "aws-credentials"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


@contextmanager
def available(
    name: str, server: Callable[[], AbstractContextManager[AnyServer]], config: pytest.Config
) -> Iterator[AnyServer]:
    """The running server; a skip, or a failure where all servers are demanded, when there can be none."""
    with ExitStack() as stack:
        try:
            running = stack.enter_context(server())
        except ServerUnavailableError as error:
            config.stash[MISSING][name] = str(error)
            if os.environ.get(REQUIRE_SERVERS) == "1":
                pytest.fail(f"{name} is required and cannot be had: {error}")
            pytest.skip(f"{name}: {error}")
        yield running


@pytest.fixture(scope="session")
def moto_server(pytestconfig: pytest.Config) -> Iterator[S3Server]:
    """moto's S3, shared by the whole run."""
    with available("moto", moto, pytestconfig) as server:
        yield server


@pytest.fixture(scope="session")
def rclone_server(pytestconfig: pytest.Config) -> Iterator[S3Server]:
    """rclone's S3, shared by the whole run."""
    with available("rclone", rclone, pytestconfig) as server:
        yield server


@pytest.fixture(scope="session")
def azurite_server(pytestconfig: pytest.Config) -> Iterator[AzuriteServer]:
    """Azurite's blob service, shared by the whole run."""
    with available("azurite", azurite, pytestconfig) as server:
        yield server


@pytest.fixture(scope="session")
def gcs_server(pytestconfig: pytest.Config) -> Iterator[GCSServer]:
    """A Google Cloud Storage, shared by the whole run; all that is said is as the description has it."""
    with available("gcs-emulator", gcs, pytestconfig) as server:
        yield server
        assert server.violations() == []


@pytest.fixture(scope="session")
def ceph_server(pytestconfig: pytest.Config) -> Iterator[CephServer]:
    """A Ceph object gateway, shared by the whole run."""
    with available("ceph", ceph, pytestconfig) as server:
        yield server


@pytest.fixture(scope="session")
def postgresql_server(pytestconfig: pytest.Config) -> Iterator[PostgreSQLServer]:
    """PostgreSQL, shared by the whole run."""
    with available("postgresql", postgresql, pytestconfig) as server:
        yield server


@pytest.fixture(scope="session")
def openstack_server(pytestconfig: pytest.Config) -> Iterator[OpenStackServer]:
    """OpenStack's Keystone and Swift, shared by the whole run."""
    with available("openstack", openstack, pytestconfig) as server:
        yield server


@pytest.fixture(scope="session")
def openstack_cloud(pytestconfig: pytest.Config) -> Iterator[OpenStackCloud]:
    """The whole of OpenStack, shared by all processes of the run; each module makes its own project there."""
    with available("openstack-cloud", lambda: running_openstack(pytestconfig), pytestconfig) as cloud:
        yield cloud


@pytest.fixture(scope="session")
def cloudkitty(
    openstack_cloud: OpenStackCloud, pytestconfig: pytest.Config
) -> Iterator[Callable[[str], CloudKitty]]:
    """That cloud's CloudKitty, by the version of its API: ``v1``, ``v2``."""
    with available("cloudkitty", openstack_cloud.rating, pytestconfig) as versions:
        yield versions


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port of 127.0.0.1 that nothing listens on, and nothing else can take."""
    with reserved_port() as port:
        yield port


@pytest.fixture
def capture_server() -> Iterator[CaptureServer]:
    """A server that records requests as they are on the wire."""
    with CaptureServer() as server:
        yield server


@pytest.fixture
def newsletter_server() -> Iterator[NewsletterServer]:
    """A newsletter of Infomaniak's with nothing in it."""
    with NewsletterServer() as server:
        yield server


@pytest.fixture
def fault_proxy() -> Iterator[Callable[[int], FaultProxy]]:
    """Makes proxies in front of a port of 127.0.0.1; see their ``plan``."""
    with ExitStack() as stack:
        yield lambda upstream_port: stack.enter_context(FaultProxy(upstream_port))


@pytest.fixture
def tls_front(tmp_path: Path) -> Iterator[Callable[[int], TlsFront]]:
    """Puts TLS in front of a port of 127.0.0.1, with a private certificate authority."""
    with ExitStack() as stack:
        yield lambda upstream_port: stack.enter_context(TlsFront(upstream_port, tmp_path))


@pytest.fixture
def forward_proxy() -> Iterator[ForwardProxy]:
    """An HTTP proxy that counts what passes."""
    with ForwardProxy() as proxy:
        yield proxy
