"""The servers of the measurements: those of the tests, and rclone's with TLS of its own."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers.ceph import ceph
from tests.servers.process import ServerUnavailableError, answers, clean_environment, free_port, running
from tests.servers.rclone import ACCESS_KEY, SECRET_KEY, rclone, rclone_program
from tests.servers.s3_server import S3Server

TITLES = {"rclone": "rclone serve s3", "rclone-tls": "rclone serve s3 over TLS", "ceph": "Ceph RGW"}


@dataclass(frozen=True, kw_only=True)
class Server(S3Server):
    """An S3 endpoint, and whom to trust for it.

    Attributes:
        authority: PEM file of the authority behind its certificate; ``None`` over plain http.
    """

    authority: Path | None = None

    @property
    def title(self) -> str:
        """What the report calls it."""
        return TITLES[self.name]


def _plain(server: S3Server) -> Server:
    return Server(server.name, server.endpoint, server.access_key, server.secret_key, server.region)


@contextmanager
def rclone_server() -> Iterator[Server]:
    """rclone's server, over http."""
    with rclone() as server:
        yield _plain(server)


@contextmanager
def ceph_server() -> Iterator[Server]:
    """A Ceph object gateway, over http."""
    with ceph() as server:
        yield _plain(server)


@contextmanager
def rclone_tls_server() -> Iterator[Server]:
    """rclone's server, over TLS that it speaks itself.

    Raises:
        ServerUnavailableError: rclone or openssl is not installed.
    """
    program = rclone_program()
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="rclone-tls-") as folder:
        certificate, key = _certificate(Path(folder))
        data = Path(folder, "data")
        data.mkdir()
        command = [
            program,
            "serve",
            "s3",
            f"--addr=127.0.0.1:{port}",
            f"--auth-key={ACCESS_KEY},{SECRET_KEY}",
            f"--cert={certificate}",
            f"--key={key}",
            str(data),
        ]
        environment = clean_environment(Path(folder))
        with running(command, ready=lambda: answers(port), log=Path(folder, "log"), env=environment):
            endpoint = f"https://127.0.0.1:{port}"
            yield Server("rclone-tls", endpoint, ACCESS_KEY, SECRET_KEY, authority=certificate)


def _certificate(folder: Path) -> tuple[Path, Path]:
    certificate, key = folder / "server.pem", folder / "server.key"
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"]
    name = ["-subj", "/CN=benchmark", "-addext", "subjectAltName=IP:127.0.0.1"]
    command = ["openssl", "req", "-x509", *kind, *name, "-keyout", str(key), "-out", str(certificate)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except FileNotFoundError as error:
        raise ServerUnavailableError("openssl not installed") from error
    return certificate, key


S3_SERVERS: dict[str, Callable[[], AbstractContextManager[Server]]] = {
    "rclone": rclone_server,
    "ceph": ceph_server,
}
