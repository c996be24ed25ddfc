"""``cmx sweep``."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from codomyrmex.cloud import connect
from codomyrmex.cloud.cli.exits import ExitCode
from codomyrmex.cloud.common.providers import ResourceType
from codomyrmex.cloud.connection.infomaniak import InfomaniakCloud
from codomyrmex.cloud.connection.temporary import RUN, left_behind
from codomyrmex.cloud.infomaniak.identity import InfomaniakIdentityClient
from tests.unit.cloud.cli.conftest import Cmx

PUBLIC_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE4pYZzaBXfeoEnP7g0ChbfV+wZ8Al3lAYsXWzJ3zQYV"
LEFT = {
    ("network", "left"),
    ("zone", "left.example."),
    ("zone", "imported.example."),
    ("key_pair", "left"),
    ("key_pair", "imported"),
    ("image", "left"),
    ("bucket", "left"),
    ("bucket", "left-by-swift"),
}
# Makes one of each kind that holds tags in its own way, with something in the buckets, and is killed.
KILLED = f"""
import io, os, signal
from datetime import timedelta
from codomyrmex.cloud import connect
cloud = connect("infomaniak").temporary(lifetime=timedelta(hours=1)).__enter__()
cloud.network.create_network("left")
zone = cloud.dns.create_zone("left.example.", description="of a run", wait=False)
cloud.dns.update_zone(zone.id, description="of a long run", wait=False)
cloud.dns.import_zone("www 300 IN A 192.0.2.1", name="imported.example.", wait=False)
cloud.compute.create_key_pair("left")
cloud.compute.import_key_pair("imported", "{PUBLIC_KEY} me@here")
image = cloud.compute.upload_image("left", io.BytesIO(b"data"), disk_format="raw")
cloud.compute.update_image(image.id, tags=["of a run"])
cloud.storage.create_bucket("left")
cloud.storage.put_object("left", "key", b"data")
cloud.containers.create_bucket("left-by-swift")
print(cloud.tags["codomyrmex-temporary"], flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


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
    keys = InfomaniakIdentityClient(project.credentials()).create_access_key()
    program = subprocess.run(
        [sys.executable, "-c", KILLED],
        capture_output=True,
        text=True,
        env={
            **os.environ,
            "INFOMANIAK_S3_ACCESS_KEY": keys.access_key,
            "INFOMANIAK_S3_SECRET_KEY": keys.secret,
            "INFOMANIAK_S3_ENDPOINT": project.site.url("proxy"),
            "INFOMANIAK_S3_REGION": "us-east-1",
        },
    )
    assert program.returncode == -signal.SIGKILL, program.stderr
    run = program.stdout.strip()
    # What is somebody else's, with names and words that look alike.
    cloud.dns.create_zone("kept.example.", description=f"{RUN} of the team", wait=False)
    cloud.compute.import_key_pair("kept", f"{PUBLIC_KEY} {RUN}=me")
    cloud.create_resource(ResourceType.BUCKET, "kept", tags={"team": RUN})

    assert {(str(one.type), one.name) for one in left_behind(cloud)} == LEFT
    assert cmx("sweep", "--yes").out == "0 resources found, 0 removed\n"
    shown = cmx("sweep", "--all", "--dry-run").out
    assert all(name in shown for _type, name in LEFT)
    assert f"{len(LEFT)} resources found, 0 removed" in shown
    assert cmx("sweep", "--run", run, "--yes", "--json").object["removed"] == len(LEFT)

    with project.sdk() as sdk:
        assert list(sdk.network.networks(project_id=project.project_id)) == []
        assert [zone.name for zone in sdk.dns.zones()] == ["kept.example."]
        assert [key.name for key in sdk.compute.keypairs()] == ["kept"]
        assert [container.name for container in sdk.object_store.containers()] == ["kept"]


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
