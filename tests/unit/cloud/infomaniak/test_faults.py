"""Services that stop and connections that break: what each client says, and what it sends again."""

from __future__ import annotations

import math
import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from time import monotonic
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest

from codomyrmex.cloud.common.errors import CloudError, ServiceUnavailableError
from codomyrmex.cloud.infomaniak.compute import InfomaniakComputeClient
from codomyrmex.cloud.infomaniak.service import OpenStackClient
from tests.servers.fault_proxy import FaultProxy
from tests.servers.faults import ResetResponse, Respond, TruncateResponse
from tests.servers.http1 import RequestHead
from tests.servers.openstack.region import region_with
from tests.unit.cloud.infomaniak.every_client import CALLS, Calls

SOON = 20.0
"""Seconds after which a caller would think that it hangs; most calls take a tenth of that."""
ATTEMPTS = 3


@pytest.fixture(scope="module")
def project(openstack_cloud: Any) -> Iterator[Any]:
    """A project with a subnet for load balancers."""
    with openstack_cloud.project() as made, made.sdk() as sdk:
        network = sdk.network.create_network(name="balanced")
        sdk.network.create_subnet(network_id=network.id, name="balanced", cidr="10.0.0.0/24", ip_version=4)
        yield made


def _place(cloud: Any, kind: str) -> str:
    """The address of a service in the cloud's own region."""
    with cloud.admin() as admin:
        (service,) = (one for one in admin.identity.services() if one.type == kind)
        endpoints = admin.identity.endpoints(service_id=service.id, interface="public")
        return next(str(one.url) for one in endpoints if one.region_id == cloud.region)


@pytest.fixture
def proxied(
    openstack_cloud: Any, project: Any, fault_proxy: Callable[[int], FaultProxy]
) -> Iterator[Callable[[Calls], tuple[Any, FaultProxy]]]:
    """Makes a client in a region where its service is behind a proxy."""
    with ExitStack() as stack:

        def make(calls: Calls) -> tuple[OpenStackClient, FaultProxy]:
            _program, kind = calls.service
            url = urlsplit(_place(openstack_cloud, kind))
            proxy = fault_proxy(url.port or 0)
            behind = urlunsplit(url._replace(netloc=f"127.0.0.1:{proxy.port}"))
            admin = stack.enter_context(openstack_cloud.admin())
            region = stack.enter_context(region_with(admin, {kind: behind}))
            client = calls.client(replace(project.credentials(), region=region))
            return stack.enter_context(client), proxy

        yield make


def _failure(call: Callable[[], object], operation: str) -> CloudError:
    """What a call raises because nobody answers, soon and with all that a caller wants to know."""
    begun = monotonic()
    with pytest.raises(ServiceUnavailableError) as raised:
        call()
    assert monotonic() - begun < SOON
    error = raised.value
    assert (error.provider, error.operation) == ("infomaniak", operation)
    assert "127.0.0.1:" in error.message
    return error


@pytest.mark.parametrize("calls", CALLS, ids=str)
def test_a_service_that_stops_between_two_calls(openstack_cloud: Any, project: Any, calls: Calls) -> None:
    program, kind = calls.service
    with ExitStack() as stack:
        url = (running := ExitStack()).enter_context(openstack_cloud.second(program))
        stack.push(running)
        admin = stack.enter_context(openstack_cloud.admin())
        region = stack.enter_context(region_with(admin, {kind: url}))
        client = stack.enter_context(calls.client(replace(project.credentials(), region=region)))
        calls.read(client)
        running.close()
        read = _failure(lambda: calls.read(client), calls.reads)
        assert "try again later" in read.message
        assert read.retryable
        if calls.make is not None:
            make = calls.make
            made = _failure(lambda: make(client, "never"), calls.makes)
            assert "has done nothing" in made.message
        fresh = stack.enter_context(calls.client(replace(project.restricted(), region=region)))
        _failure(lambda: calls.read(fresh), calls.reads)


@pytest.mark.parametrize("calls", CALLS, ids=str)
def test_a_read_is_sent_again_and_what_makes_something_is_not(
    proxied: Callable[[Calls], tuple[Any, FaultProxy]], calls: Calls
) -> None:
    client, proxy = proxied(calls)
    calls.read(client)
    read = proxy.requests[-1].target

    def reads(request: RequestHead) -> bool:
        return request.method == "GET" and request.target == read

    proxy.plan(TruncateResponse(), Respond(503), when=reads)
    calls.read(client)
    assert proxy.pending == []

    if calls.make is not None:
        proxy.plan(ResetResponse(), when=lambda request: request.method == "POST")
        name, make = f"once-{secrets.token_hex(4)}", calls.make
        made = _failure(lambda: make(client, name), calls.makes)
        assert "look before you ask again" in made.message
        assert not made.retryable
        assert [request.method for request in proxy.requests].count("POST") == 1

    before = len(proxy.requests)
    proxy.plan(ResetResponse(4), when=reads, times=math.inf)
    error = _failure(lambda: calls.read(client), calls.reads)
    assert "breaks off" in error.message
    assert len(proxy.requests) - before == ATTEMPTS


def test_a_service_that_stops_between_two_pages(
    proxied: Callable[[Calls], tuple[Any, FaultProxy]], project: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("codomyrmex.cloud.infomaniak.compute.catalogue._PAGE", "1")
    (calls,) = (one for one in CALLS if one.reads == "list_images")
    client, proxy = proxied(calls)
    assert isinstance(client, InfomaniakComputeClient)
    with project.sdk() as sdk:
        for name in ("one", "two"):
            sdk.image.create_image(name=name, disk_format="raw", container_format="bare")
    images = client.list_images()
    next(images)
    proxy.plan(ResetResponse(), times=math.inf)
    _failure(lambda: list(images), "list_images")
