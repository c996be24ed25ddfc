"""``cmx volume``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from codomyrmex.cloud.cli.exits import ExitCode
from codomyrmex.cloud.common.errors import ConflictError, NotSupportedError
from codomyrmex.cloud.infomaniak.block_storage import InfomaniakVolumeClient
from tests.contract.block_storage import OpenStackBlockStorage, name_of
from tests.unit.cloud.cli.conftest import Cmx, Run
from tests.unit.cloud.cli.terminal import on_terminal


@pytest.fixture(scope="module")
def project(openstack_cloud: Any) -> Iterator[Any]:
    """A new project with a user."""
    with openstack_cloud.project() as made:
        yield made


@pytest.fixture(autouse=True)
def caller(project: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user's variables."""
    monkeypatch.setenv("INFOMANIAK_AUTH_URL", project.auth_url)
    monkeypatch.setenv("INFOMANIAK_REGION", project.region)
    monkeypatch.setenv("INFOMANIAK_APP_CREDENTIAL_ID", project.application_credential_id)
    monkeypatch.setenv("INFOMANIAK_APP_CREDENTIAL_SECRET", project.application_credential_secret)


@pytest.fixture(scope="module")
def client(project: Any) -> InfomaniakVolumeClient:
    """The user's client."""
    return InfomaniakVolumeClient(project.credentials())


def test_a_volume_and_its_snapshot(cmx: Cmx, client: InfomaniakVolumeClient) -> None:
    name, kept, copied = name_of("volume"), name_of("kept"), name_of("copied")
    made = cmx("volume", "create", name, "1", "--json").object
    assert (made["name"], made["state"], made["size_gib"]) == (name, "available", 1)
    assert cmx("volume", "extend", name, "2").out == f"{name} has 2 GiB\n"
    snapshot = cmx("volume", "snapshot", "create", name, kept, "--json").object
    assert (snapshot["state"], snapshot["volume_id"]) == ("available", made["id"])
    assert cmx("volume", "create", copied, "--snapshot", kept, "--no-wait").code == 0
    assert client.find_volume(copied).snapshot_id == snapshot["id"]
    table = cmx("volume", "ls").out.splitlines()
    assert table[0].split() == ["ID", "NAME", "STATE", "GIB", "TYPE"]
    assert any(line.split()[:4] == [made["id"], name, "available", "2"] for line in table)
    assert cmx("volume", "snapshot", "ls", name).out.splitlines()[1].split()[:2] == [snapshot["id"], kept]
    refused = cmx("volume", "rm", name, "--yes")
    assert (refused.code, snapshot["id"] in refused.err) == (ExitCode.CONFLICT, True)
    assert cmx("volume", "snapshot", "rm", kept, "--yes").out == f"{kept} deleted\n"
    assert cmx("volume", "rm", name, "--yes", "--json").object["state"] == "deleted"
    assert name not in {volume.name for volume in client.list_volumes()}


def test_what_there_is(cmx: Cmx) -> None:
    assert "__DEFAULT__" in {kind["name"] for kind in cmx("volume", "types", "--json").lines}
    limits = {one["name"]: one["limit"] for one in cmx("volume", "quota", "--json").lines}
    assert limits["volumes"] == 10
    assert cmx("volume", "quota").out.splitlines()[0].split() == ["NAME", "USED", "LIMIT"]


def test_rm_asks(client: InfomaniakVolumeClient, cmx: Cmx) -> None:
    made = client.create_volume(name_of("asked"), 1)
    code, shown = on_terminal("volume", "rm", made.id, answers={b"[y/N]": b"n\n"})
    assert (code, b"nothing was deleted" in shown) == (ExitCode.FAILED, True)
    assert cmx("volume", "rm", made.id).code == ExitCode.USAGE
    assert client.get_volume(made.id).id == made.id
    assert made.name in cmx("volume", "show", made.name).out


def test_names_that_do_not_do(cmx: Cmx, client: InfomaniakVolumeClient) -> None:
    assert cmx("volume", "show", "no such volume").code == ExitCode.NOT_FOUND
    name = name_of("twin")
    twins = [client.create_volume(name, 1).id for _ in range(2)]
    refused = cmx("volume", "show", name)
    assert all(twin in refused.err for twin in twins)
    assert cmx("volume", "retype", twins[0], "no such type").code == ExitCode.NOT_FOUND


def test_a_volume_is_attached_and_detached(cmx: Cmx, openstack_cloud: Any, project: Any) -> None:
    account = OpenStackBlockStorage(project, project, openstack_cloud.admin())
    made = account.client.wait_for_volume(account.client.create_volume(name_of("attached"), 1).id)
    held = cmx("volume", "attach", made.id, account.instance, "--json").object
    assert (held["state"], held["attachments"][0]["instance_id"]) == ("in-use", account.instance)
    assert cmx("volume", "detach", made.name).out == f"{made.name} is detached\n"
    assert account.look(made.id).instances == []


def test_changes_of_a_volume(run: Run, client: InfomaniakVolumeClient, project: Any) -> None:
    cinder = project.sdk().block_storage
    name, kept = name_of("changed"), name_of("kept")
    run("volume", "create", "old", 1)
    assert f"volume {name} changed, id" in run("volume", "update", "old", "--name", name, "--tag", "a=b")
    volume = cinder.find_volume(name)
    assert volume.metadata == {"a": "b"}
    run("volume", "mode", name, "--bootable", "--read-only")
    assert cinder.get_volume(volume.id).is_bootable is True
    assert cinder.get_volume(volume.id).metadata["readonly"] == "True"
    run("volume", "snapshot", "create", name, kept)
    assert "available" in run("volume", "snapshot", "show", kept)
    image = run("volume", "image", name, name, "--json")
    client.wait_for_volume(volume.id)
    assert project.sdk().image.get_image(image["id"]).name == name


def test_a_volume_goes_to_another_project(run: Run, client: InfomaniakVolumeClient) -> None:
    name = name_of("given")
    volume = run("volume", "create", name, 1, "--json")["id"]
    offer = run("volume", "transfer", "create", name, "gift", "--json")
    shown = run("volume", "transfer", "ls")
    assert (offer["id"] in shown, offer["auth_key"] in shown) == (True, False)
    taken = run("volume", "transfer", "accept", offer["id"], "--key", offer["auth_key"], "--json")
    assert taken["id"] == volume
    run("volume", "transfer", "create", name, "back")
    assert run("volume", "transfer", "rm", "back", "--yes") == "transfer back deleted\n"
    assert client.get_volume(volume).details["status"] == "available"


def test_backups_where_no_service_makes_them(run: Run, client: InfomaniakVolumeClient) -> None:
    name = name_of("backup")
    volume = run("volume", "create", name, 1, "--json")["id"]
    with pytest.raises(NotSupportedError, match="no cinder-backup"):
        run("volume", "backup", "create", name, name)
    (backup,) = client.list_backups()
    assert backup.id in run("volume", "backup", "ls")
    assert run("volume", "backup", "show", name, "--json")["volume_id"] == volume
    with pytest.raises(NotSupportedError, match="no cinder-backup"):
        run("volume", "backup", "rm", name, "--yes")
    with pytest.raises(ConflictError):
        run("volume", "backup", "restore", name)
