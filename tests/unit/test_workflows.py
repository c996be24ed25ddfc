"""Workflows of GitHub are as its schema has them, pinned, and run what is here."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")


def check(*files: Path) -> subprocess.CompletedProcess[str]:
    """Compare workflows with the schema of schemastore.org, which the program brings."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows"]
    return subprocess.run([*command, *files], capture_output=True, text=True, timeout=300)


def steps(workflow: Path) -> list[dict[str, Any]]:
    """All steps of all jobs."""
    document = yaml.safe_load(workflow.read_text(encoding="utf-8"))
    return [step for job in document["jobs"].values() for step in job["steps"]]


def test_they_are_workflows(tmp_path: Path) -> None:
    assert [path.name for path in WORKFLOWS] == ["acceptance.yml", "workload-identity.yml"]
    done = check(*WORKFLOWS)
    assert done.returncode == 0, done.stdout
    wrong = tmp_path / "wrong.yml"
    wrong.write_text(WORKFLOWS[0].read_text(encoding="utf-8").replace("runs-on:", "runs-at:"))
    assert check(wrong).returncode == 1


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_actions_are_pinned_and_commands_are_shell(workflow: Path) -> None:
    for step in steps(workflow):
        if "uses" in step:
            assert PINNED.fullmatch(step["uses"]), step
        else:
            # What an outsider may write, as the title of a pull request, must not be in a command.
            assert "${{" not in step["run"], step
            done = subprocess.run(["bash", "-n"], input=step["run"], capture_output=True, text=True)
            assert done.returncode == 0, done.stderr


def test_the_journey_finds_what_its_workflow_names() -> None:
    commands = " ".join(step.get("run", "") for step in steps(WORKFLOWS[0]))
    for path in ("scripts/local_dev_setup.sh", "tests/acceptance", "docker-compose.dev.yml"):
        assert path in commands
        assert (ROOT / path).exists()
    (journey,) = (step for step in steps(WORKFLOWS[0]) if "pytest" in step.get("run", ""))
    assert "ACCEPTANCE_ENV_FILE" in (ROOT / "tests" / "acceptance" / "conftest.py").read_text()
    assert journey["env"]["ACCEPTANCE_ENV_FILE"] == ".env"
    served = yaml.safe_load((ROOT / "docker-compose.dev.yml").read_text())["services"]["database"]["image"]
    assert f"postgresql-client-{served.partition('postgres:')[2].partition('.')[0]}" in commands


def test_the_program_in_a_workflow_runs(tmp_path: Path) -> None:
    (step,) = (step for step in steps(WORKFLOWS[1]) if "PROGRAM" in step.get("run", ""))
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").symlink_to(sys.executable)
    make = "from aegis_multimodal_ai_system.storage import *; ensure_bucket(create_storage_client())"
    environment = {
        "PATH": f"{tmp_path / 'bin'}:{Path(str(shutil.which('bash'))).parent}",
        "PYTHONPATH": str(ROOT / "src")
        + ":"
        + ":".join(path for path in sys.path if "site-packages" in path),
        "GITHUB_RUN_ID": "7",
        "OBJECT_STORE_TYPE": "local",
        "OBJECT_STORE_ROOT": str(tmp_path / "store"),
        "HOME": str(tmp_path),
    }
    for command in ([sys.executable, "-c", make], ["bash", "-e", "-c", step["run"]]):
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "received.txt").read_text() == "reached"
