"""Services that stop and connections that break: what each client says, and what it sends again."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest

from codomyrmex.cloud.common.errors import CloudError, ServiceUnavailableError
from codomyrmex.cloud.infomaniak.block_storage import InfomaniakVolumeClient
from codomyrmex.cloud.infomaniak.compute import InfomaniakComputeClient
from codomyrmex.cloud.infomaniak.service import OpenStackClient
from tests.servers.fault_proxy import FaultProxy
from tests.servers.faults import ResetResponse, Respond, TruncateResponse
from tests.servers.http1 import RequestHead
from tests.servers.openstack.stack.region import region_with
from tests.unit.cloud.infomaniak.every_client import CALLS, Calls

ATTEMPTS = 3


@pytest.fixture(scope="module")
def project(openstack_cloud: Any) -> Iterator[Any]:
    """A project with a subnet for load balancers."""
    with openstack_cloud.project() as made, made.sdk() as sdk:
        network = sdk.network.create_network(name="balanced")
        sdk.network.create_subnet(network_id=network.id, name="balanced", cidr="10.0.0.0/24", ip_version=4)
        yield made


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses that are shorter, so that the tests are."""
    monkeypatch.setattr("codomyrmex.cloud.infomaniak.repeating._PAUSES", (0.01, 0.02))


@pytest.fixture(scope="module")
def proxies(openstack_cloud: Any) -> Iterator[tuple[str, Mapping[str, FaultProxy]]]:
    """A region, and the proxies that its services are behind, by their types."""
    with ExitStack() as stack:
        admin = stack.enter_context(openstack_cloud.admin())
        types = {service.id: service.type for service in admin.identity.services()}
        found, urls = {}, {}
        for endpoint in admin.identity.endpoints(interface="public", region_id=openstack_cloud.region):
            kind, url = types[endpoint.service_id], urlsplit(endpoint.url)
            found[kind] = stack.enter_context(FaultProxy(url.port or 0))
            urls[kind] = urlunsplit(url._replace(netloc=f"127.0.0.1:{found[kind].port}"))
        yield stack.enter_context(region_with(admin, urls)), found


def _failure(call: Callable[[], object], operation: str) -> CloudError:
    """What a call raises because nobody answers, with all that a caller wants to know."""
    with pytest.raises(ServiceUnavailableError) as raised:
        call()
    error = raised.value
    assert (error.provider, error.operation) == ("infomaniak", operation)
    assert "127.0.0.1:" in error.message
    return error


@pytest.mark.parametrize("calls", CALLS, ids=str)
def test_a_read_is_sent_again_and_what_makes_something_is_not(
    project: Any, proxies: tuple[str, Mapping[str, FaultProxy]], calls: Calls
) -> None:
    region, behind = proxies
    proxy = behind[calls.service[1]]
    client = calls.client(replace(project.credentials(), region=region))
    calls.read(client)
    path = proxy.requests[-1].target.partition("?")[0]

    def reads(request: RequestHead) -> bool:
        return request.method == "GET" and request.target.partition("?")[0] == path

    proxy.plan(TruncateResponse(), Respond(503), when=reads)
    calls.read(client)
    assert proxy.pending == []
    proxy.plan(ResetResponse(4), when=reads, times=ATTEMPTS)
    error = _failure(lambda: calls.read(client), calls.reads)
    assert "breaks off before its answer is whole; try again later" in error.message
    assert proxy.pending == []
    with proxy.refusing():
        error = _failure(lambda: calls.read(client), calls.reads)
        assert "cannot be reached" in error.message
        assert error.retryable

    if calls.make is not None:
        _check_that_it_is_sent_once(proxy, client, calls.make, calls.makes)
    client.close()


def _check_that_it_is_sent_once(
    proxy: FaultProxy, client: OpenStackClient, make: Callable[[Any, str], object], makes: str
) -> None:
    name = f"once-{secrets.token_hex(4)}"
    with proxy.refusing():
        assert "has done nothing" in _failure(lambda: make(client, name), makes).message
    proxy.requests.clear()
    proxy.plan(ResetResponse(), when=lambda request: request.method == "POST")
    error = _failure(lambda: make(client, name), makes)
    assert "look before you ask again" in error.message
    assert not error.retryable
    assert [request.method for request in proxy.requests].count("POST") == 1


def test_a_service_that_breaks_off_between_two_pages(
    project: Any, proxies: tuple[str, Mapping[str, FaultProxy]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("codomyrmex.cloud.infomaniak.compute.catalogue._PAGE", "1")
    with project.sdk() as sdk:
        for name in ("one", "two"):
            sdk.image.create_image(name=name, disk_format="raw", container_format="bare")
    region, behind = proxies
    with InfomaniakComputeClient(replace(project.credentials(), region=region)) as client:
        images = client.list_images()
        next(images)
        behind["image"].plan(ResetResponse(), times=ATTEMPTS)
        _failure(lambda: list(images), "list_images")


def test_a_service_that_stops_between_two_calls(openstack_cloud: Any, project: Any) -> None:
    with ExitStack() as stack:
        service = stack.enter_context(ExitStack())
        url = service.enter_context(openstack_cloud.second("cinder"))
        admin = stack.enter_context(openstack_cloud.admin())
        region = stack.enter_context(region_with(admin, {"block-storage": url}))
        credentials = replace(project.credentials(), region=region)
        client = stack.enter_context(InfomaniakVolumeClient(credentials))
        made = client.create_volume("made", 1)
        assert made.id in {volume.id for volume in client.list_volumes()}
        service.close()
        _failure(client.list_volumes, "list_volumes")
        assert "has done nothing" in _failure(lambda: client.create_volume("no", 1), "create_volume").message
        # What a client asks first of a service is what it speaks.
        with InfomaniakVolumeClient(replace(project.restricted(), region=region)) as fresh:
            _failure(fresh.list_volumes, "list_volumes")
