"""checkov finds what is skipped with a reason, and nothing else; and it does find what is wrong."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import available
from tests.servers.process import ServerUnavailableError, clean_environment
from tests.unit.infra.modules import TERRAFORM

SKIP = re.compile(r"#\s*checkov:skip=(?P<check>\w+): (?P<reason>\S.*)")
BLOCK = re.compile(r'(?P<kind>resource|data) "(?P<type>\w+)" "(?P<name>\w+)" \{')

WRONG = """
resource "aws_s3_bucket" "open" {
  bucket = "open"
  acl    = "public-read"
}

resource "aws_iam_policy" "wide" {
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })
}
"""
FOUND = {("CKV_AWS_20", "aws_s3_bucket.open"), ("CKV_AWS_63", "aws_iam_policy.wide")}


@contextmanager
def checkov() -> Iterator[Path]:
    """The program.

    Raises:
        ServerUnavailableError: it is not installed.
    """
    program = Path(sys.prefix, "checkov", "bin", "checkov")
    if not program.is_file():
        raise ServerUnavailableError("no checkov (scripts/bootstrap checkov)")
    yield program


def skips() -> set[tuple[str, str]]:
    """What comments skip: the rule and the resource."""
    found = set()
    for path in sorted(TERRAFORM.rglob("*.tf")):
        address = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if block := BLOCK.match(line):
                address = f"{block['type']}.{block['name']}"
            if "checkov:" in line:
                skip = SKIP.search(line)
                assert skip, f"{path.name}: a skip without a reason: {line}"
                found.add((skip["check"], address))
    return found


def test_what_it_finds_is_what_is_skipped(pytestconfig: pytest.Config, tmp_path: Path) -> None:
    folder = tmp_path / "terraform"
    shutil.copytree(TERRAFORM, folder)
    for path in folder.rglob("*.tf"):
        kept = [
            line for line in path.read_text(encoding="utf-8").splitlines(True) if "checkov:skip" not in line
        ]
        path.write_text("".join(kept), encoding="utf-8")
    (folder / "wrong").mkdir()
    (folder / "wrong" / "main.tf").write_text(WRONG, encoding="utf-8")
    with available("checkov", checkov, pytestconfig) as program:
        run = subprocess.run(
            [
                program,
                "--directory",
                folder,
                "--config-file",
                TERRAFORM / ".checkov.yaml",
                "--output",
                "json",
            ],
            env=clean_environment(tmp_path),
            capture_output=True,
            text=True,
            timeout=300,
        )
    assert run.returncode == 1, run.stderr
    report = json.loads(run.stdout)
    assert report["summary"]["parsing_errors"] == 0
    failed = {
        (check["check_id"], re.sub(r"^module\.\w+\.", "", check["resource"]))
        for check in report["results"]["failed_checks"]
    }
    assert failed >= FOUND
    ours = {(check, resource) for check, resource in failed if not resource.endswith((".open", ".wide"))}
    assert ours == skips()
