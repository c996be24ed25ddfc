"""``cmx dns``, on Designate."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.unit.cloud.cli.conftest import Cmx


@pytest.fixture(scope="module")
def project(openstack_cloud: Any) -> Iterator[Any]:
    """A new project."""
    with openstack_cloud.project() as project:
        yield project


@pytest.fixture
def cmx(cmx: Cmx, project: Any, monkeypatch: pytest.MonkeyPatch) -> Cmx:
    """`cmx` of a user of the project."""
    monkeypatch.setenv("INFOMANIAK_AUTH_URL", project.auth_url)
    monkeypatch.setenv("INFOMANIAK_REGION", project.region)
    monkeypatch.setenv("INFOMANIAK_USERNAME", project.username)
    monkeypatch.setenv("INFOMANIAK_PASSWORD", project.password)
    monkeypatch.setenv("INFOMANIAK_PROJECT_ID", project.project_id)
    return cmx


def test_a_zone_from_its_first_to_its_last_command(cmx: Cmx, project: Any, tmp_path: Path) -> None:
    name = f"cli{secrets.token_hex(4)}.example"
    made = cmx("dns", "zone", "create", name, "--ttl", "900", "--json")
    assert (made.object["name"], made.object["state"], made.object["ttl"]) == (f"{name}.", "active", 900)
    assert name in cmx("dns", "zone", "ls").out
    assert "name_servers" in cmx("dns", "zone", "show", name).out

    answer = cmx("dns", "set", name, "www", "A", "192.0.2.1", "192.0.2.2", "--ttl", "60")
    assert answer.out == f"www.{name}. A is 192.0.2.1, 192.0.2.2\n"
    assert cmx("dns", "show", name, "www", "A", "--json").object["state"] == "active"
    (listed,) = cmx("dns", "ls", name, "--type", "A", "--json").lines
    assert listed["records"] == ["192.0.2.1", "192.0.2.2"]

    file = tmp_path / "zone"
    file.write_text(cmx("dns", "export", name).out)
    assert cmx("dns", "diff", name, file).out == ""
    file.write_text(file.read_text().replace("192.0.2.2", "192.0.2.9"))
    shown = cmx("dns", "diff", name, file)
    assert shown.code == 1
    assert shown.out.splitlines()[2:] == [
        f" www.{name}. 60 IN A 192.0.2.1",
        f"-www.{name}. 60 IN A 192.0.2.2",
        f"+www.{name}. 60 IN A 192.0.2.9",
    ]
    assert cmx("dns", "apply", name, file).code == 2, "nobody is there to ask"
    assert cmx("dns", "apply", name, file, "--dry-run", "--json").object["applied"] is False
    assert cmx("dns", "apply", name, "-", "--yes", stdin=file.read_bytes()).code == 0
    with project.sdk() as sdk:
        (zone,) = sdk.dns.zones(name=f"{name}.")
        (found,) = sdk.dns.recordsets(zone.id, type="A")
    assert set(found.records) == {"192.0.2.1", "192.0.2.9"}

    assert cmx("dns", "rm", name, "www", "A").code == 2
    assert cmx("dns", "rm", name, "www", "A", "--yes", "--no-wait").code == 0
    assert cmx("dns", "show", name, "www", "A").code == 3
    assert cmx("dns", "transfer", "create", name).out.startswith("id ")
    assert cmx("dns", "transfer", "ls", "--json").object["zone_id"] == zone.id
    assert cmx("dns", "ptr", "ls").out == ""
    assert cmx("dns", "ptr", "set", "203.0.113.250", "a.example.net").code == 3
    assert cmx("dns", "zone", "rm", name, "--yes").out == f"{name}. is deleted\n"
    assert cmx("dns", "zone", "show", name).code == 3


def test_a_zone_file_that_is_wrong(cmx: Cmx) -> None:
    wrong = cmx("dns", "import", "-", "--name", "wrong.example", stdin=b"www 60 A 192.0.2.300\n\xff\n")
    assert wrong.code == 2
    assert "This is no zone file of one zone" in wrong.err
