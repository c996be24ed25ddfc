"""The script without containers, on real servers."""

from __future__ import annotations

import fcntl
import os
import re
import socket
from pathlib import Path

import pytest

from tests.unit.aegis.local_stack.project import Project

MOTO = ("--store", "moto")


@pytest.mark.slow
def test_a_day_of_the_stack(project: Project) -> None:
    printed = project.up(*MOTO)
    assert printed.startswith("No container engine answers: the stack runs as processes of this machine.\n")
    assert "scripts/local_dev_setup.sh down" in printed
    assert project.env_file.stat().st_mode & 0o777 == 0o600
    with project.storage() as storage:
        assert list(storage.list()) == []
    assert project.query("CREATE TABLE kept (x int); SELECT current_database()") == "aegis"

    written, processes = project.env_file.read_bytes(), project.processes()
    assert set(processes) == {"moto", "postgresql"}
    assert "Written" not in project.up(*MOTO)
    assert (project.env_file.read_bytes(), project.processes()) == (written, processes)
    assert project.run("status").returncode == 0

    project.crash()
    done = project.run("status")
    assert done.returncode == 3
    assert done.stdout.count("stopped") == 2
    project.up()
    assert project.query("SELECT count(*) FROM kept") == "0"
    assert project.env_file.read_bytes() == written

    assert project.run("down").stdout == "The stack is stopped; its data is kept.\n"
    assert project.processes() == {}
    assert project.run("down").returncode == 0
    project.up()
    assert project.query("SELECT count(*) FROM kept") == "0"

    assert project.run("reset").stdout == "The stack is stopped, and its data is deleted.\n"
    assert project.env_file.read_bytes() == written
    project.up(*MOTO)
    assert project.query("SELECT to_regclass('kept') IS NULL") == "t"


@pytest.mark.slow
@pytest.mark.usefixtures("ceph_installed")
def test_ceph_keeps_objects_over_a_crash(project: Project, tmp_path: Path) -> None:
    (tmp_path / "model").write_bytes(b"weights")
    assert "(Ceph)" in project.up("--native")
    with project.storage() as storage:
        storage.upload(tmp_path / "model", "models/1")
    configuration = (project.folder / ".aegis" / "ceph" / "ceph.conf").read_text()
    (monitor_port,) = re.findall(r"mon host = v2:127\.0\.0\.1:(\d+)", configuration)
    project.crash()
    # Meanwhile another program was given the port that is nobody's setting.
    with socket.create_server(("127.0.0.1", int(monitor_port))):
        project.up("--native")
    with project.storage() as storage:
        assert storage.download("models/1", tmp_path / "copy").read_bytes() == b"weights"
    assert "reset comes before another" in project.run("up", "--native", *MOTO).stderr


@pytest.mark.parametrize(
    ("variable", "message"),
    [
        (
            "OBJECT_STORE_PORT",
            "for the object store is in use by another program; free it, or name another in",
        ),
        ("POSTGRES_PORT", "for the database is in use by another program; free it, or name another in"),
    ],
)
def test_a_port_in_use(project: Project, variable: str, message: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        project.environment[variable] = str(other.getsockname()[1])
        done = project.run("up", *MOTO)
        assert done.returncode == 1
        assert done.stderr.startswith(f"local stack: Port {other.getsockname()[1]} {message}")
        assert done.stderr.count("\n") == 1


def test_a_half_written_file_of_settings(project: Project) -> None:
    project.env_file.write_text("OBJECT_STORE_BUCKET=models\nOBJECT_STORE_SECRET_KEY='hush-hu")
    done = project.run("up", *MOTO)
    assert done.returncode == 1
    assert done.stderr.startswith(f"local stack: Line 2 of {project.env_file} is not NAME=value")
    assert "hush" not in done.stderr
    assert project.env_file.read_text().endswith("'hush-hu")
    assert project.processes() == {}


def test_another_password_than_the_database_has(project: Project) -> None:
    project.up(*MOTO)
    project.run("down")
    written = project.env_file.read_text()
    project.env_file.write_text(written.replace(project.secrets()[1], "another-password"))
    done = project.run("up")
    assert done.returncode == 1
    assert done.stderr.endswith("put the old lines back, or delete its data with reset.\n")
    assert "another-password" not in done.stdout + done.stderr
    project.env_file.write_text(written)
    project.up()
    assert project.query("SELECT 1") == "1"
    # What runs can be stopped, whatever is in the file.
    project.env_file.write_text("OBJECT_STORE_SECRET_KEY='hush-hu")
    assert project.run("down").returncode == 0
    assert project.processes() == {}


def test_a_folder_that_cannot_be_used(project: Project) -> None:
    (project.folder / ".aegis").write_text("no folder")
    assert project.run("up", *MOTO).stderr == (
        f"local stack: {project.folder / '.aegis'} cannot be used: File exists.\n"
    )
    (project.folder / ".aegis").unlink()


def test_a_second_run_at_the_same_time(project: Project) -> None:
    folder = project.folder / ".aegis"
    folder.mkdir()
    with (folder / "lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert project.run("up", *MOTO).stderr == (
            "local stack: Another run of the local stack's script is at work here.\n"
        )
    assert os.listdir(folder) == ["lock"]


def test_wrong_usage(project: Project) -> None:
    assert project.run("frob").returncode == 2
    project.environment["PYTHON"] = "/bin/false"
    done = project.run()
    assert (done.returncode, done.stdout) == (1, "")
    assert "has no codomyrmex-cloud[aegis]" in done.stderr
