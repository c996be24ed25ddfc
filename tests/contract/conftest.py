"""Runs every row for every pair of client and server."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from codomyrmex.cloud.common.errors import NotSupportedError
from codomyrmex.cloud.common.storage import Capability, StorageClient
from codomyrmex.cloud.infomaniak.newsletter import InfomaniakNewsletterClient
from tests.contract.coda_account import coda
from tests.contract.harness import Crowd, Harness, crowd_of
from tests.contract.newsletter import client_of
from tests.contract.pairs import FIRST_OF_EACH_SERVER, ONE_OF_EACH_PROTOCOL, PAIRS
from tests.servers.newsletter.server import NewsletterServer

__all__ = ["coda"]


def pytest_configure(config: pytest.Config) -> None:
    """Declare the markers with which a row says what it takes for granted, and which pairs it is for."""
    config.addinivalue_line("markers", "needs(*capabilities): the row takes these capabilities for granted")
    config.addinivalue_line("markers", "each_server: one client of each server is enough for the row")
    config.addinivalue_line("markers", "each_protocol: one client of each protocol is enough for the row")
    config.addinivalue_line("markers", "pairs(*names): the row is for these pairs")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A row becomes a test for each pair."""
    if "harness" in metafunc.fixturenames:
        marked = metafunc.definition.get_closest_marker
        pairs = list(PAIRS)
        if marked("each_server") is not None:
            pairs = FIRST_OF_EACH_SERVER
        elif marked("each_protocol") is not None:
            pairs = ONE_OF_EACH_PROTOCOL
        elif (named := marked("pairs")) is not None:
            pairs = list(named.args)
        metafunc.parametrize("harness", pairs, indirect=True, scope="session")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Write no long traceback for what is known to fail: nobody reads it, and each takes as long as a row."""
    option = item.config.option
    style = option.tbstyle
    if item.get_closest_marker("xfail") is not None:
        option.tbstyle = "native"
    try:
        return (yield)
    finally:
        option.tbstyle = style


@pytest.fixture(scope="session")
def harness(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Harness:
    """The pair, its server running; the buckets that rows used again and again go with it."""
    pair = PAIRS[request.param]
    server = request.getfixturevalue(f"{pair.server}_server") if pair.server else None
    return pair.join(request.param, server, tmp_path_factory.mktemp(request.param))


@pytest.fixture
def store(harness: Harness, request: pytest.FixtureRequest) -> Iterator[Harness]:
    """The pair, for one row; what the row leaves in its buckets is deleted after it."""
    _expect_what_is_unsupported(harness, request.node)
    yield harness
    harness.tidy()


@pytest.fixture(scope="session")
def crowds() -> dict[str, Crowd]:
    """The crowded bucket of each server; they live as long as the servers."""
    return {}


@pytest.fixture
def crowd(store: Harness, crowds: dict[str, Crowd]) -> Crowd:
    """A bucket of more than two pages, made once for each server; a row leaves it as it was."""
    if store.account not in crowds:
        crowds[store.account] = crowd_of(store.client(), f"crowd-of-{store.account}", store.page_size)
    return crowds[store.account]


@pytest.fixture
def client(store: Harness) -> StorageClient:
    """The client of the pair; the rows before used it, too, as a program would."""
    return store.own_client


@pytest.fixture
def newsletter(newsletter_server: NewsletterServer) -> Iterator[InfomaniakNewsletterClient]:
    """A client of the newsletter, without limits."""
    with client_of(newsletter_server) as client:
        yield client


@pytest.fixture
def bucket(store: Harness) -> str:
    """A new, empty bucket."""
    return store.bucket()


@pytest.fixture
def fs(client: StorageClient, bucket: str) -> Any:
    """The filesystem of an empty bucket."""
    return client.bucket(bucket).filesystem()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A local file with a line of text."""
    path = tmp_path / "report.txt"
    path.write_bytes(b"a line of text\n")
    return path


def _expect_what_is_unsupported(harness: Harness, row: pytest.Function) -> None:
    # Such a row runs all the same and must fail: the day it passes, the table is wrong and says so.
    capabilities = harness.own_client.capabilities
    for capability in (Capability(name) for marker in row.iter_markers("needs") for name in marker.args):
        if not capabilities.has(capability):
            reason = harness.lacking.get(capability) or capabilities[capability] or ""
            row.add_marker(pytest.mark.xfail(raises=NotSupportedError, strict=True, reason=reason))
            return
    module = row.module.__name__.partition("contract.")[2].replace("test_", "")
    function = f"{module}.{row.originalname.removeprefix('test_')}"
    if function in harness.by_chance:
        pytest.skip(harness.by_chance[function])
    parameters = row.callspec.id.removeprefix(harness.name).removeprefix("-")
    listed = harness.unsupported.get(f"{function}[{parameters}]") or harness.unsupported.get(function)
    if listed is not None:
        row.add_marker(pytest.mark.xfail(strict=True, reason=listed))
