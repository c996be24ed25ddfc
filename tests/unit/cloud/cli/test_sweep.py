"""``cmx sweep``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from codomyrmex.cloud import connect
from codomyrmex.cloud.cli.exits import ExitCode
from codomyrmex.cloud.connection.infomaniak import InfomaniakCloud
from codomyrmex.cloud.connection.temporary import RUN, left_behind
from tests.unit.cloud.cli.conftest import Cmx


@pytest.fixture(scope="module")
def project(openstack_cloud: Any) -> Iterator[Any]:
    """A new project with a user."""
    with openstack_cloud.project() as made:
        yield made


@pytest.fixture
def cloud(project: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[InfomaniakCloud]:
    """The user's cloud, by the user's variables."""
    monkeypatch.setenv("INFOMANIAK_AUTH_URL", project.auth_url)
    monkeypatch.setenv("INFOMANIAK_REGION", project.region)
    monkeypatch.setenv("INFOMANIAK_USERNAME", project.username)
    monkeypatch.setenv("INFOMANIAK_PASSWORD", project.password)
    monkeypatch.setenv("INFOMANIAK_PROJECT_ID", project.project_id)
    with connect("infomaniak") as found:
        assert isinstance(found, InfomaniakCloud)
        yield found


def test_what_a_killed_program_left_is_swept(cloud: InfomaniakCloud, project: Any, cmx: Cmx) -> None:
    # Entered and never left: that is what a killed program does.
    scratch = cloud.temporary(lifetime=timedelta(hours=1)).__enter__()
    scratch.network.create_network("left")
    assert [one.name for one in left_behind(cloud)] == ["left"]
    assert list(left_behind(cloud, at=datetime.now(UTC))) == []
    assert cmx("sweep", "--yes").out == "0 resources found, 0 removed\n"
    shown = cmx("sweep", "--all", "--dry-run").out
    assert "left" in shown
    assert "1 resource found, 0 removed" in shown
    assert cmx("sweep", "--run", scratch.tags[RUN], "--yes", "--json").object["removed"] == 1
    assert list(project.sdk().network.networks(project_id=project.project_id)) == []


def test_what_could_not_be_removed_is_named(cloud: InfomaniakCloud, cmx: Cmx) -> None:
    scratch = cloud.temporary().__enter__()
    network = scratch.network.create_network("busy")
    port = cloud.network.create_port(network.id)
    swept = cmx("sweep", "--run", scratch.tags[RUN], "--yes", "--timeout", "0")
    assert (swept.code, swept.out.splitlines()[-1]) == (ExitCode.CONFLICT, "1 resource found, 0 removed")
    assert "network busy" in swept.err
    assert port.id in swept.err
    cloud.network.delete_port(port.id)
    cloud.network.delete_network(network.id)
