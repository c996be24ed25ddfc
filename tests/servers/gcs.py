"""A Google Cloud Storage on loopback, and the service account that may use it."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from tests.servers.process import ServerUnavailableError, clean_environment, running

PROJECT = "contract-project"
EMAIL = "contract@contract-project.iam.gserviceaccount.com"
_NEEDED = ("cryptography", "google.auth", "google_crc32c", "googleapiclient")


@dataclass(frozen=True)
class GCSServer:
    """The service, its own process."""

    port: int
    private_key: str = field(repr=False)
    other_private_key: str = field(repr=False)
    name: str = "gcs-emulator"

    @property
    def endpoint(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def account(self, private_key: str | None = None) -> dict[str, Any]:
        """What a service account's file holds."""
        return {
            "type": "service_account",
            "project_id": PROJECT,
            "private_key_id": "1",
            "private_key": private_key or self.private_key,
            "client_email": EMAIL,
            "client_id": "1",
            "token_uri": f"{self.endpoint}/token",
        }

    def unfinished(self, bucket: str) -> list[str]:
        """The keys of the uploads that were begun and neither finished nor deleted, in their order."""
        sessions = [name for home, name in self.ask("sessions") if home == bucket]
        uploads: dict[str, str] = {}
        for home, name, metadata in self.ask("components"):
            if home == bucket:
                folder = name.rpartition("/")[0]
                uploads[folder] = metadata.get("cmx-key", uploads.get(folder, name))
        return sorted([*sessions, *uploads.values()])

    def violations(self) -> list[str]:
        """What was said to it, or by it, that is not as the official description has it."""
        found: list[str] = self.ask("violations")
        return found

    def revoke_tokens(self) -> None:
        """Let no token pass that was given out so far."""
        self.ask("revoke")

    @contextmanager
    def clock_ahead(self, seconds: float) -> Iterator[None]:
        """Let the service's clock go before this machine's for as long as the block lasts."""
        self.ask(f"clock?ahead={seconds}")
        try:
            yield
        finally:
            self.ask("clock?ahead=0")

    def ask(self, what: str) -> Any:
        """Ask the server itself."""
        with urlopen(f"{self.endpoint}/-/{what}", timeout=30) as answer:
            return json.loads(answer.read() or b"null")


@contextmanager
def gcs() -> Iterator[GCSServer]:
    """Run the server for as long as the block lasts.

    Raises:
        ServerUnavailableError: a package that it is made of is not installed.
    """
    for package in _NEEDED:
        if find_spec(package.partition(".")[0]) is None or find_spec(package) is None:
            raise ServerUnavailableError(f"{package} not installed (scripts/bootstrap dev)")
    private, public = key_pair()
    with tempfile.TemporaryDirectory(prefix="gcs-") as name:
        folder = Path(name)
        Path(folder, "public.pem").write_bytes(public)
        environment = clean_environment(folder) | _own_modules()
        command: list[str | Path] = [sys.executable, "-m", "tests.servers.gcs_emulator", folder]
        port = Path(folder, "port")
        with running(command, ready=port.exists, log=Path(folder, "log"), env=environment):
            yield GCSServer(int(port.read_text()), private, key_pair()[0])


def _own_modules() -> dict[str, str]:
    return {"PYTHONPATH": str(Path(__file__).parents[2])}


def key_pair() -> tuple[str, bytes]:
    """A private and its public key, in PEM."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return private.decode(), public
