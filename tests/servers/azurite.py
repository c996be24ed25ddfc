"""Azurite: Microsoft's own emulator of Blob Storage, in memory.

It checks signatures, leases, conditions and metadata names. It keeps no versions and locks nothing, takes any
encryption scope and encrypts nothing, brings objects back from the archive at once, makes no MD5 mismatch
known as such (400 ``InvalidOperation``), and holds keys that Azure itself would fold or refuse.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers.process import ServerUnavailableError, answers, clean_environment, reserved_port, running

ACCOUNT = "devstoreaccount1"
OTHER_ACCOUNT = "otheraccount"
KEYS = {
    name: b64encode(f"the key of {name}, as long as keys are".encode()).decode()
    for name in (ACCOUNT, OTHER_ACCOUNT)
}


@dataclass(frozen=True)
class AzuriteServer:
    """A blob service on loopback with two accounts, each in the path of its address."""

    scheme: str
    port: int
    name: str = "azurite"
    account: str = ACCOUNT
    account_key: str = field(default=KEYS[ACCOUNT], repr=False)

    @property
    def url(self) -> str:
        """The address of the account."""
        return f"{self.scheme}://127.0.0.1:{self.port}/{self.account}"

    def other(self) -> AzuriteServer:
        """The same server's second account."""
        return AzuriteServer(self.scheme, self.port, self.name, OTHER_ACCOUNT, KEYS[OTHER_ACCOUNT])


def azurite_program() -> str:
    """Path of ``azurite-blob``: the one that bootstrap put into the environment of this Python, else the
    path's.

    Raises:
        ServerUnavailableError: there is none.
    """
    installed = Path(sys.prefix, "node", "node_modules", ".bin")
    program = shutil.which("azurite-blob", path=str(installed)) or shutil.which("azurite-blob")
    if program is None or shutil.which("node") is None:
        raise ServerUnavailableError("azurite not installed (scripts/bootstrap dev, with npm)")
    return program


@contextmanager
def azurite(*options: str, scheme: str = "http") -> Iterator[AzuriteServer]:
    """Run the server for as long as the block lasts.

    Arguments:
        options: more of its own, such as those for TLS.
        scheme: ``https`` where the options switch TLS on.

    Raises:
        ServerUnavailableError: it is not installed.
    """
    program = azurite_program()
    with reserved_port() as port, tempfile.TemporaryDirectory(prefix="azurite-") as folder:
        command = [program, "--blobHost", "127.0.0.1", "--blobPort", str(port), "--inMemoryPersistence"]
        command += ["--skipApiVersionCheck", "--disableTelemetry", "--silent", *options]
        environment = clean_environment(Path(folder))
        environment["AZURITE_ACCOUNTS"] = ";".join(f"{name}:{key}" for name, key in KEYS.items())
        with running(command, ready=lambda: answers(port), log=Path(folder, "log"), env=environment):
            yield AzuriteServer(scheme, port)
