"""Runs the guard as CI does: as a program of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

MODULE = "aegis_multimodal_ai_system.tools.find_sdk_usage"


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run it in the current folder."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path), "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", MODULE, *arguments],
        capture_output=True,
        text=True,
        env=environment,
        timeout=300,
    )
