"""What the figures were measured on, and with what."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pycurl

from benchmarks import tools
from tests.servers.postgresql import server_programs
from tests.servers.process import ServerUnavailableError


def describe() -> list[tuple[str, str]]:
    """Name and value of everything that matters."""
    return [
        ("Processor", f"{_processor()}, {os.cpu_count()} cores"),
        ("Memory", f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / (1 << 30):.0f} GiB"),
        ("Kernel", f"{platform.system()} {platform.release()}"),
        ("Python", f"{platform.python_implementation()} {platform.python_version()}"),
        ("libcurl", pycurl.version),
        ("s5cmd", _first_line([tools.s5cmd(), "version"])),
        ("rclone", _first_line([*tools.rclone(), "version"])),
        ("boto3", f"{version('boto3')}, botocore {version('botocore')}"),
        ("obstore", version("obstore")),
        ("openstacksdk", f"{version('openstacksdk')}, keystoneauth1 {version('keystoneauth1')}"),
        ("PostgreSQL", _postgresql()),
        ("Ceph", _first_line(["radosgw", "--version"])),
        ("find", _first_line(["find", "--version"])),
    ]


def command_line() -> str:
    """The command that made these figures."""
    arguments = " ".join(sys.argv[1:])
    return f'make bench ARGS="{arguments}"' if arguments else "make bench"


@cache
def revision() -> str:
    """The commit that was measured; asked for once, as writing the results changes the tree."""
    return _first_line(["git", "describe", "--always", "--dirty"])


def _postgresql() -> str:
    try:
        return _first_line([server_programs() / "postgres", "--version"])
    except ServerUnavailableError:
        return "not installed"


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*: (.+)", information.read_text()) if information.exists() else None
    return found[1] if found else platform.machine()


def _first_line(command: Sequence[str | Path]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    except FileNotFoundError:
        return "not installed"
    return done.stdout.splitlines()[0]
