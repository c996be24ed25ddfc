"""moto's stand-alone server: the widest S3 API there is on loopback, in memory, slow.

It believes its clients: no signature, ``Content-MD5`` or checksum is verified, most bucket names pass, and
``If-Match`` on completing a multipart upload and ``If-None-Match`` on a copy are ignored.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from tests.servers.process import ServerUnavailableError, answers, clean_environment, reserved_port, running
from tests.servers.s3_server import S3Server


@contextmanager
def moto() -> Iterator[S3Server]:
    """Run the server for as long as the block lasts. It checks no signature and no permission.

    Raises:
        ServerUnavailableError: the package is not installed.
    """
    if find_spec("moto") is None or find_spec("flask") is None:
        raise ServerUnavailableError("moto[server] not installed (pip install --group dev)")
    with reserved_port() as port, tempfile.TemporaryDirectory(prefix="moto-") as folder:
        command = [sys.executable, "-m", "tests.servers.moto_program", str(port)]
        environment = clean_environment(Path(folder)) | {"PYTHONPATH": str(Path(__file__).parents[2])}
        with running(command, ready=lambda: answers(port), log=Path(folder, "log"), env=environment):
            yield S3Server("moto", f"http://127.0.0.1:{port}", "MOTOTESTKEY", "moto-secret-key")
