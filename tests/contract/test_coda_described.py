"""Each operation of Coda's API, called once: the official description finds nothing wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from codomyrmex.cloud.coda_io import CodaClient
from codomyrmex.cloud.coda_io.exceptions import CodaValidationError
from codomyrmex.cloud.wire.retry import NO_RETRY
from tests.conftest import available
from tests.contract.described import coda_calls, coda_pack_calls
from tests.contract.described.corrections import correct_coda, demand_parameters
from tests.contract.described.runner import Calls, check
from tests.descriptions import CODA, description, operations
from tests.servers.prism import PrismServer, prism

CALLS: Calls[CodaClient] = {**coda_calls.CALLS, **coda_pack_calls.CALLS}

# Tokens of later pages come alone, and two parameters have been replaced by others.
MAY_BE_LEFT_OUT = {"pageToken", "syncToken", "listPacks.accessType", "listPackListings.orderBy"}


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    """The official description, corrected; it wants all parameters."""
    described = description(CODA)
    correct_coda(described)
    demand_parameters(described, but=MAY_BE_LEFT_OUT)
    return described


@pytest.fixture(scope="module")
def server(described: dict[str, Any], pytestconfig: pytest.Config) -> Iterator[PrismServer]:
    """Prism, serving it."""
    with available("prism", lambda: prism(described), pytestconfig) as running:
        yield running


@pytest.fixture(scope="module")
def coda(server: PrismServer) -> Iterator[CodaClient]:
    """A client of it, which asks as fast as it can."""
    with CodaClient("a-token", base_url=server.url, limits={}, retry=NO_RETRY) as client:
        yield client


def test_each_operation_has_a_call(described: dict[str, Any]) -> None:
    assert sorted(CALLS) == sorted(operations(described))


@pytest.mark.parametrize("name", CALLS)
def test_the_request_is_as_described(
    name: str, described: dict[str, Any], server: PrismServer, coda: CodaClient
) -> None:
    check(server, operations(described)[name], lambda: CALLS[name](coda))


def test_a_request_that_is_not_as_described_is_refused(coda: CodaClient) -> None:
    with pytest.raises(CodaValidationError):
        coda.change_user_role("ws-1Ab234", email="ada@example.com", new_role="Queen")
    with pytest.raises(CodaValidationError):
        coda.list_page_analytics("AbCDeFGHij", since_date="yesterday", until_date="2024-01-31", limit=5)
    with pytest.raises(CodaValidationError):
        coda.list_workspace_members("ws-1Ab234")
