"""The files have the form of ``terraform fmt``: HashiCorp's own formatter, from npm, changes nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import available
from tests.servers.process import ServerUnavailableError
from tests.unit.infra.modules import TERRAFORM

SCRIPT = TERRAFORM.parents[1] / "scripts" / "format_terraform.cjs"


@contextmanager
def formatter() -> Iterator[list[str]]:
    """How it is run.

    Raises:
        ServerUnavailableError: it or Node.js is not installed.
    """
    node, modules = shutil.which("node"), Path(sys.prefix, "node", "node_modules")
    if node is None or not (modules / "@cdktf" / "hcl-tools").is_dir():
        raise ServerUnavailableError("no hcl-tools (npm install --prefix .venv/node @cdktf/hcl-tools)")
    yield [node, str(SCRIPT), "--check"]


def test_files_are_formatted(pytestconfig: pytest.Config, tmp_path: Path) -> None:
    crooked = tmp_path / "crooked.tf"
    crooked.write_text('resource "a" "b" {\n  name = "x"\n  size=1\n}\n', encoding="utf-8")
    with available("hcl-tools", formatter, pytestconfig) as command:
        environment = {**os.environ, "NODE_PATH": str(Path(sys.prefix, "node", "node_modules"))}
        run = subprocess.run(
            [*command, TERRAFORM, crooked], env=environment, capture_output=True, text=True, timeout=300
        )
    # The crooked one shows that the formatter did run.
    assert (run.returncode, run.stdout.splitlines(), run.stderr) == (1, [str(crooked)], "")
