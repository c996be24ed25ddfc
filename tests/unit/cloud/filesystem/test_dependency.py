"""Without fsspec everything else works, and the extra is named."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).parents[4] / "src"
PROGRAM = """
import sys
from importlib.machinery import PathFinder

class WithoutFsspec(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        return None if name.partition(".")[0] == "fsspec" else super().find_spec(name, path, target)

sys.meta_path[:] = [WithoutFsspec if finder is PathFinder else finder for finder in sys.meta_path]
from codomyrmex.cloud import MemoryStorageClient
client = MemoryStorageClient()
client.create_bucket("bucket")
try:
    client.filesystem("bucket")
except ImportError as error:
    print(type(error).__name__, error)
"""


def test_without_fsspec_the_extra_is_named() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
    )
    assert done.stdout == (
        "MissingDependencyError A filesystem needs fsspec. "
        "Install it with: pip install 'codomyrmex-cloud[fsspec]'\n"
    ), done.stderr
