"""What is only Heat's, and ``cmx stack``."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from codomyrmex.cloud.common.errors import (
    ConflictError,
    InvalidRequestError,
    PermissionDeniedError,
    QuotaExceededError,
)
from codomyrmex.cloud.common.orchestration import StackState
from codomyrmex.cloud.infomaniak.orchestration import InfomaniakHeatClient
from tests.contract.heat import TEMPLATES, nested_template

WAIT = 60.0


@pytest.fixture(scope="module")
def project(openstack_cloud: Any) -> Iterator[Any]:
    """A project without stacks."""
    with openstack_cloud.project() as made:
        yield made


@pytest.fixture(scope="module")
def client(project: Any) -> Iterator[InfomaniakHeatClient]:
    """Its user's client."""
    with InfomaniakHeatClient(project.credentials()) as made:
        made.poll_seconds = 0.2
        yield made


def name() -> str:
    """A name for a new stack."""
    return f"heat-{secrets.token_hex(4)}"


def test_files_environments_and_nested_stacks(
    client: InfomaniakHeatClient, tmp_path: Path, project: Any
) -> None:
    template, environment = nested_template(tmp_path)
    made = client.create_stack(name(), template, environments=[environment], timeout=61)
    happened = list(client.stream_events(made.id, depth=2, timeout=WAIT))
    assert {event.resource for event in happened} >= {None, "inner", "text"}
    assert len({event.id for event in happened}) == len(happened)
    done = client.wait_for_stack(made.id, StackState.CREATED, timeout=WAIT)
    assert done.outputs == {"said": "hello world", "other": "hello world"}
    assert done.details["timeout_mins"] == 2
    resources = {(resource.parent, resource.name) for resource in client.list_resources(made.id, depth=2)}
    assert resources == {(None, "inner"), (None, "other"), ("inner", "text"), ("other", "text")}
    seen = project.sdk().orchestration.get_stack(made.id)
    assert {one["output_key"]: one["output_value"] for one in seen.outputs} == done.outputs


@pytest.mark.parametrize(
    "call",
    [
        lambda client: client.create_stack("a", TEMPLATES.echo),
        lambda client: client.preview_stack("a", TEMPLATES.echo),
        lambda client: client.update_stack("a"),
        lambda client: client.preview_update("a"),
        lambda client: client.check_stack("a"),
        lambda client: client.suspend_stack("a"),
        lambda client: client.resume_stack("a"),
        lambda client: client.delete_stack("a"),
    ],
)
def test_an_application_credential_is_refused_before_the_call(
    project: Any, call: Callable[[InfomaniakHeatClient], Any]
) -> None:
    with (
        InfomaniakHeatClient(project.restricted()) as restricted,
        pytest.raises(PermissionDeniedError, match="INFOMANIAK_USERNAME"),
    ):
        call(restricted)


def test_limits_of_the_service_and_of_the_project(
    client: InfomaniakHeatClient, openstack_cloud: Any, project: Any
) -> None:
    many = "".join(f"  r{index}: {{type: OS::Heat::None}}\n" for index in range(1001))
    with pytest.raises(QuotaExceededError, match="Maximum resources per stack"):
        client.create_stack(name(), f"heat_template_version: 2018-08-31\nresources:\n{many}")
    openstack_cloud.admin().network.update_quota(project.project_id, networks=0)
    made = client.create_stack(
        name(), "heat_template_version: 2018-08-31\nresources: {net: {type: OS::Neutron::Net}}"
    )
    with pytest.raises(ConflictError, match=r"net: .*Quota exceeded"):
        client.wait_for_stack(made.id, StackState.CREATED, timeout=WAIT)


def test_values_and_outputs_are_in_no_log(
    client: InfomaniakHeatClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        made = client.create_stack(name(), TEMPLATES.echo, parameters={"value": "sesame", "secret": "open"})
        done = client.wait_for_stack(made.id, StackState.CREATED, timeout=WAIT)
    assert done.outputs == {"said": "sesame"}
    assert "sesame" not in caplog.text


@pytest.mark.parametrize("tag", ["", "a,b"])
def test_tags_that_heat_would_take_apart(client: InfomaniakHeatClient, tag: str) -> None:
    with pytest.raises(InvalidRequestError, match="tag"):
        client.create_stack(name(), TEMPLATES.echo, tags={tag: "x"})
