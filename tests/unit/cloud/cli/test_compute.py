"""``cmx compute`` against real Nova and Glance."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.unit.cloud.cli.conftest import Cmx, Run
from tests.unit.cloud.cli.terminal import on_terminal


@pytest.fixture(scope="module")
def project(openstack_cloud: Any) -> Iterator[Any]:
    """A new project with a network ``lan``."""
    with openstack_cloud.project() as project, project.sdk() as sdk:
        network = sdk.network.create_network(name="lan")
        sdk.network.create_subnet(network_id=network.id, ip_version=4, cidr="10.3.0.0/24")
        yield project


@pytest.fixture(autouse=True)
def environment(project: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The project's user is whom the environment names."""
    monkeypatch.setenv("INFOMANIAK_AUTH_URL", project.auth_url)
    monkeypatch.setenv("INFOMANIAK_REGION", project.region)
    monkeypatch.setenv("INFOMANIAK_APP_CREDENTIAL_ID", project.application_credential_id)
    monkeypatch.setenv("INFOMANIAK_APP_CREDENTIAL_SECRET", project.application_credential_secret)


def test_an_instance_from_its_making_to_its_end(cmx: Cmx) -> None:
    make = ("compute", "create", "web", "--image", "cirros", "--type", "tiny", "--network", "lan")
    made = cmx(*make, "--tag", "team=ants", "--json")
    assert made.code == 0, made.err
    assert (made.object["state"], made.object["tags"]) == ("running", {"team": "ants"})
    listed = cmx("compute", "ls").out.splitlines()
    assert listed[0].split()[:3] == ["NAME", "STATE", "TYPE"]
    assert listed[1].split()[:3] == ["web", "running", "tiny"]
    assert cmx("compute", "stop", "web").out == "web stopped\n"
    refused = cmx("compute", "stop", "web")
    assert refused.code != 0
    assert "stopped" in refused.err
    resized = cmx("compute", "resize", made.object["id"], "small", "--json").object
    assert (resized["instance_type"], resized["state"]) == ("small", "stopped")
    assert cmx("compute", "start", "web", "--no-wait").out == "web is being started\n"
    assert cmx("compute", "console", "web", "-n", "3").out
    assert cmx("compute", "rm", "web").code != 0
    assert cmx("compute", "rm", "web", "--yes").out == "web deleted\n"
    gone = cmx("compute", "show", "web")
    # Nova may still have its record for a moment.
    assert "There is no instance with this name or id" in gone.err or "terminated" in gone.out


def test_waiting_shows_a_line_on_a_terminal() -> None:
    make = ("compute", "create", "seen", "--image", "cirros", "--type", "tiny", "--network", "lan")
    code, output = on_terminal(*make)
    assert code == 0, output
    assert b"seen: pending, " in output
    code, output = on_terminal("compute", "rm", "seen", "--no-wait", answers={b"[y/N]": b"y\n"})
    assert code == 0, output
    assert b"seen is being deleted" in output


def test_a_private_key_is_its_owners_alone(cmx: Cmx, tmp_path: Path) -> None:
    file = tmp_path / "door.pem"
    made = cmx("compute", "keys", "create", "door", "-o", file)
    assert made.code == 0, made.err
    assert "PRIVATE KEY" not in made.out + made.err
    assert "PRIVATE KEY" in file.read_text()
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o600
    again = cmx("compute", "keys", "create", "other", "-o", file)
    assert "exists" in again.err
    taken = cmx("compute", "keys", "create", "door", "-o", tmp_path / "taken.pem")
    assert taken.code != 0
    assert sorted(tmp_path.glob("*.pem")) == [file]
    assert [line["name"] for line in cmx("compute", "keys", "ls", "--json").lines] == ["door"]
    assert cmx("compute", "keys", "create", "shown", "-o", "-").out.startswith("-----BEGIN")
    assert cmx("compute", "keys", "rm", "door", "--yes").out == "door deleted\n"


def test_images(cmx: Cmx, tmp_path: Path) -> None:
    sent = cmx("compute", "images", "upload", "-", "mine", "--json", stdin=b"image" * 1000)
    assert sent.code == 0, sent.err
    assert (sent.object["size"], sent.object["state"]) == (5000, "available")
    assert "mine" in cmx("compute", "images", "ls").out
    assert cmx("compute", "images", "download", "mine", tmp_path / "mine.img").code == 0
    assert (tmp_path / "mine.img").read_bytes() == b"image" * 1000
    assert cmx("compute", "images", "rm", "mine", "--yes").out == "mine deleted\n"


def test_what_an_instance_of_openstack_does(run: Run, project: Any) -> None:
    nova = project.sdk().compute
    run("compute", "create", "ant", "--image", "cirros", "--type", "tiny", "--network", "lan")
    server = nova.find_server("ant").id
    assert run("compute", "resize", "ant", "small", "--no-confirm", "--json")["details"]["status"]
    assert nova.get_server(server).status == "VERIFY_RESIZE"
    assert run("compute", "revert", "ant") == "ant reverted\n"
    run("compute", "resize", "ant", "small", "--no-confirm")
    assert run("compute", "confirm", "ant") == "ant confirmed\n"
    assert nova.get_server(server).flavor.name == "small"
    for command, said, status in (
        ("pause", "paused", "PAUSED"),
        ("start", "started", "ACTIVE"),
        ("suspend", "suspended", "SUSPENDED"),
        ("start", "started", "ACTIVE"),
        ("shelve", "shelved", "SHELVED_OFFLOADED"),
        ("unshelve", "unshelved", "ACTIVE"),
        ("rescue", "rescued", "RESCUE"),
        ("unrescue", "unrescued", "ACTIVE"),
    ):
        assert run("compute", command, "ant").splitlines()[0] == f"ant {said}"
        assert nova.get_server(server).status == status
    assert run("compute", "rebuild", "ant", "cirros", "--name", "bee", "--yes") == "ant rebuilt\n"
    assert "instance bee locked, id" in run("compute", "lock", "bee", "--reason", "ours")
    assert nova.get_server(server).is_locked is True
    run("compute", "unlock", "bee")
    changed = run("compute", "update", "bee", "--tag", "team=bees", "--json")
    assert changed["tags"] == {"team": "bees"}
    assert run("compute", "tags", "bee", "--set", "small", "--set", "busy") == "busy\nsmall\n"
    assert run("compute", "tags", "bee", "--clear", "--json")["tags"] == []
    kept = run("compute", "snapshot", "bee", "hive", "--json")
    assert (kept["state"], kept["name"]) == ("available", "hive")
    assert "protected" in str(run("compute", "images", "update", "hive", "--protected", "--json")["details"])
    assert project.sdk().image.get_image(kept["id"]).is_protected is True
    run("compute", "images", "update", "hive", "--unprotected", "--property", "os_distro=ants")
    assert project.sdk().image.get_image(kept["id"]).os_distro == "ants"


def test_ports_and_groups_of_instances(run: Run, project: Any) -> None:
    neutron = project.sdk().network
    assert "server group apart created" in run("compute", "groups", "create", "apart", "anti-affinity")
    make = ("compute", "create", "wasp", "--image", "cirros", "--type", "tiny", "--network", "lan")
    run(*make, "--group", "apart")
    assert run("compute", "groups", "ls").splitlines()[1].split()[-1] == "1"
    assert "anti-affinity" in run("compute", "groups", "show", "apart")
    made = run("compute", "interfaces", "attach", "wasp", "--network", "lan", "--json")
    assert made["port_id"] in run("compute", "interfaces", "ls", "wasp")
    assert neutron.get_port(made["port_id"]).device_id == project.sdk().compute.find_server("wasp").id
    assert "is being detached" in run("compute", "interfaces", "detach", "wasp", made["port_id"])
    assert run("compute", "volumes", "wasp") == ""
    run("compute", "rm", "wasp", "--yes")
    assert run("compute", "groups", "rm", "apart", "--yes") == "server group apart deleted\n"


@pytest.mark.parametrize(
    ("command", "column"), [("types", "VCPUS"), ("zones", "AVAILABLE"), ("quota", "LIMIT")]
)
def test_tables(cmx: Cmx, command: str, column: str) -> None:
    shown = cmx("compute", command)
    assert shown.code == 0, shown.err
    assert column in shown.out.splitlines()[0]


def test_a_cloud_without_compute_says_so(cmx: Cmx) -> None:
    refused = cmx("compute", "ls", "--profile", "local")
    assert refused.code != 0
    assert "There is no client of compute for local" in refused.err
