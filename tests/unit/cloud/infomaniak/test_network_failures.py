"""Load balancers that fail, which those without machines never do: Octavia's answers are written here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from codomyrmex.cloud.common.errors import ConflictError
from codomyrmex.cloud.infomaniak.network import InfomaniakNetworkClient
from tests.servers.capture import Answer, CapturedRequest, CaptureServer

BALANCER = "0b62b2dd-93ab-47ad-ae66-719a941c7b1e"
LISTENER = "8c8fcd92-a373-436b-acf3-16d212943b74"


class Octavia:
    """Answers as Octavia does, whose balancer and listener are in these states."""

    def __init__(self) -> None:
        self.balancer = "ACTIVE"
        self.listener = "ACTIVE"

    def answer(self, request: CapturedRequest) -> Answer:
        """What Octavia answers."""
        path = request.target.partition("?")[0]
        if path.endswith(f"/lbaas/loadbalancers/{BALANCER}"):
            if request.method == "DELETE":
                return Answer(204)
            found: dict[str, Any] = {"loadbalancer": self._part(BALANCER, self.balancer)}
        elif path.endswith(("/lbaas/listeners", f"/lbaas/listeners/{LISTENER}")):
            found = {"listener": self._part(LISTENER, self.listener)}
        else:
            link = {"rel": "self", "href": f"http://{request.header('Host')}/v2"}
            found = {"versions": [{"id": "v2.0", "status": "CURRENT", "links": [link]}]}
        return Answer(200, (("Content-Type", "application/json"),), json.dumps(found).encode())

    @staticmethod
    def _part(part_id: str, state: str) -> dict[str, Any]:
        return {
            "id": part_id,
            "name": "front",
            "provisioning_status": state,
            "operating_status": "OFFLINE",
            "protocol": "TCP",
            "protocol_port": 22,
            "loadbalancers": [{"id": BALANCER}],
            "listeners": [],
            "pools": [],
        }


@pytest.fixture
def octavia() -> Octavia:
    """What answers."""
    return Octavia()


@pytest.fixture
def server(octavia: Octavia) -> Iterator[CaptureServer]:
    """Where it answers."""
    with CaptureServer(octavia.answer) as running:
        yield running


@pytest.fixture
def client(server: CaptureServer) -> InfomaniakNetworkClient:
    """A client that is told to go there."""
    from keystoneauth1.noauth import NoAuth
    from keystoneauth1.session import Session
    from openstack.connection import Connection

    connection = Connection(
        session=Session(NoAuth(endpoint=server.endpoint)),
        load_balancer_endpoint_override=f"{server.endpoint}/v2",
        load_balancer_api_version="2",
    )
    return InfomaniakNetworkClient(connection=connection)


def methods(server: CaptureServer) -> set[str]:
    """What was asked of the server."""
    return {request.method for request in server.requests}


def test_a_balancer_that_has_failed_takes_no_change(
    octavia: Octavia, server: CaptureServer, client: InfomaniakNetworkClient
) -> None:
    octavia.balancer = "ERROR"
    with pytest.raises(ConflictError, match="is error"):
        client.create_listener(BALANCER, "tcp", 22)
    with pytest.raises(ConflictError, match="is error"):
        client.update_load_balancer(BALANCER, name="other")
    with pytest.raises(ConflictError, match="is error"):
        client.wait_for_load_balancer(BALANCER)
    assert methods(server) == {"GET"}
    client.delete_load_balancer(BALANCER)
    assert methods(server) == {"GET", "DELETE"}


def test_a_part_that_could_not_be_made_or_deleted(
    octavia: Octavia, server: CaptureServer, client: InfomaniakNetworkClient
) -> None:
    octavia.listener = "ERROR"
    with pytest.raises(ConflictError, match=f"listener {LISTENER} is error"):
        client.create_listener(BALANCER, "tcp", 22)
    assert [request.method for request in server.requests].count("POST") == 1
