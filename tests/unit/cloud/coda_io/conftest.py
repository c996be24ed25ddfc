"""A client of the capture server, without limits."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from codomyrmex.cloud.coda_io import CodaClient
from codomyrmex.cloud.wire import RetryPolicy
from tests.servers.capture import CaptureServer


@pytest.fixture
def client(capture_server: CaptureServer) -> Iterator[CodaClient]:
    """A client of the capture server."""
    url = f"{capture_server.endpoint}/apis/v1"
    patience = RetryPolicy(budget=5, max_attempts=2, first_delay=0.01)
    with CodaClient("a-token", base_url=url, limits={}, retry=patience) as client:
        yield client
