"""What the OpenStack module puts on its instance, with a real PostgreSQL: TLS alone, one user, backups."""

from __future__ import annotations

import base64
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from aegis_multimodal_ai_system.model_registry.catalogue import Catalogue
from aegis_multimodal_ai_system.model_registry.errors import CatalogueUnavailableError
from tests.conftest import available
from tests.servers import postgresql as servers
from tests.servers.process import answers, clean_environment, reserved_port, running
from tests.servers.tls import issue
from tests.unit.infra.modules import TERRAFORM, load

MODULE = TERRAFORM / "openstack"
PASSWORD = "a-password-of-the-test"


@dataclass(frozen=True)
class Instance:
    """A server that was set up as the module says.

    Attributes:
        folder: what is ``/etc/aegis`` and the rest on the instance.
        port: of the server.
        command: what a command begins with that is run as the server's administrator.
        environment: for such a command.
    """

    folder: Path
    port: int
    command: list[str]
    environment: dict[str, str]

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a command as the administrator."""
        return subprocess.run(
            [*self.command, *command], env=self.environment, capture_output=True, text=True, timeout=300
        )

    def url(self, sslmode: str = "verify-full") -> str:
        """The setting ``DATABASE_URL``, as the module gives it."""
        setting: str = load(MODULE).outputs["settings"]["value"]["DATABASE_URL"]
        values = {"var.database_user": "aegis", "var.database_name": "aegis"}
        values["var.database_ca_file"] = str(self.folder / "authority.pem")
        url = re.sub(r"\$\{(.*?)\}", lambda found: values.get(found[1], "127.0.0.1"), setting)
        return url.replace(":5432/", f":{self.port}/").replace("verify-full", sslmode)


def verifier() -> str:
    """What the README makes of the password."""
    (program,) = re.findall(r"^```python\n(.*?)^```$", (MODULE / "README.md").read_text(), re.M | re.S)
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program], input=f"{PASSWORD}\n", capture_output=True, text=True
    )
    return run.stdout.strip().removeprefix("Password: ")


def rendered(folder: Path) -> dict[str, str]:
    """The files that cloud-init writes, by name, with a folder in place of the instance's root."""
    issue(folder / "authority.pem", folder / "server.pem")
    pem = (folder / "server.pem").read_text()
    values = {"name": "aegis", "user": "aegis", "backup_days": "14", "verifier": verifier()}
    values |= {"data_device": "/dev/vdb", "backup_device": "/dev/vdc"}
    values |= {
        f"base64encode({name})": base64.b64encode(pem.encode()).decode() for name in ("certificate", "key")
    }
    template = (MODULE / "database.yaml.tftpl").read_text()
    given = yaml.safe_load(re.sub(r"\$\{(.*?)\}", lambda found: values[found[1]], template))
    return {
        Path(file["path"]).name: base64.b64decode(file["content"]).decode()
        if file.get("encoding") == "b64"
        else file["content"]
        .replace("/etc/aegis", str(folder))
        .replace("/var/backups/postgresql", f"{folder}/backups")
        for file in given["write_files"]
    }


@contextmanager
def instance() -> Iterator[Instance]:
    """Set a server up, without systemd, and run it until the block ends.

    Raises:
        ServerUnavailableError: PostgreSQL is not installed.
    """
    # A short path: that of a socket has at most 107 bytes.
    with (
        reserved_port() as port,
        tempfile.TemporaryDirectory(prefix="instance-", dir="/tmp") as name,
        _running(Path(name), port) as made,
    ):
        yield made


@contextmanager
def _running(folder: Path, port: int) -> Iterator[Instance]:
    programs = servers.server_programs()
    command = servers.as_its_user(folder)
    environment = clean_environment(folder) | {
        "PGHOST": str(folder),
        "PGPORT": str(port),
        "PGUSER": "postgres",
    }
    environment["PATH"] = f"{programs}:{environment['PATH']}"
    made = Instance(folder, port, command, environment)
    files = rendered(folder)
    data = folder / "data"
    assert (
        made.run(programs / "initdb", "-D", data, "-U", "postgres", "--no-sync", "-E", "UTF8").returncode == 0
    )
    for name, content in files.items():
        (folder / name).write_text(content)
    (data / "postgresql.conf").write_text(files["postgresql.conf"])
    # The administrator's name is another than this process's.
    (data / "pg_hba.conf").write_text(files["pg_hba.conf"].replace(" peer\n", " trust\n"))
    (folder / "backups").mkdir()
    own = [folder / "server.key", folder / "server.pem", folder / "database.sql", folder / "backups"]
    for path in (*own, data / "postgresql.conf", data / "pg_hba.conf"):
        path.chmod(0o700 if path.is_dir() else 0o600)
        owner = data.stat()
        os.chown(path, owner.st_uid, owner.st_gid)
    (folder / "backup").chmod(0o755)
    loopback = ["--listen_addresses=127.0.0.1", f"--unix_socket_directories={folder}", "--fsync=off"]
    server: list[str | Path] = [*command, programs / "postgres", "-D", data, "-p", str(port), *loopback]
    ready: list[str | Path] = [programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
    with running(
        server,
        ready=lambda: answers(port) and subprocess.run(ready, check=False).returncode == 0,
        log=folder / "log",
        env=environment,
    ):
        yield made


def test_the_instance_keeps_what_the_module_promises(
    pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    with available("postgresql", instance, pytestconfig) as made:
        for script in ("set-up", "backup"):
            assert made.run("sh", "-n", made.folder / script).returncode == 0
        for _ in range(2):  # a replaced instance finds the volume as it was
            set_up = made.run(
                "psql",
                "--no-psqlrc",
                "--set=ON_ERROR_STOP=1",
                f"--file={made.folder / 'database.sql'}",
                "postgres",
            )
            assert set_up.returncode == 0, set_up.stderr

        monkeypatch.setenv("PGPASSWORD", PASSWORD)
        Catalogue.upgrade(made.url()).close()
        with pytest.raises(CatalogueUnavailableError):
            Catalogue.upgrade(made.url("disable"))
        monkeypatch.setenv("PGPASSWORD", "another")
        with pytest.raises(CatalogueUnavailableError):
            Catalogue.upgrade(made.url())
        monkeypatch.delenv("PGPASSWORD")
        renewed = tmp_path_factory.mktemp("home") / "pgpass"
        renewed.write_text(f"127.0.0.1:{made.port}:aegis:aegis:{PASSWORD}\n")
        renewed.chmod(0o600)
        monkeypatch.setenv("PGPASSFILE", str(renewed))
        Catalogue.upgrade(made.url()).close()

        backup = made.run(made.folder / "backup")
        assert backup.returncode == 0, backup.stderr
        (dump,) = (made.folder / "backups").iterdir()
        assert "aegis_model_parents" in made.run("pg_restore", "--list", dump).stdout
        assert made.run("dropdb", "aegis").returncode == 0
        assert made.run(made.folder / "backup").returncode != 0
        assert list((made.folder / "backups").iterdir()) == [dump]
