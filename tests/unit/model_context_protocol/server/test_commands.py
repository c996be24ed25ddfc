"""The other commands of ``cmx mcp``, and what keeps a server from starting."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from codomyrmex.cloud.cli.commands.mcp.options import ROLES
from codomyrmex.model_context_protocol.audit import Audit
from codomyrmex.model_context_protocol.roles import Role, table
from tests.unit.model_context_protocol.server.conftest import CMX, ROOT
from tests.unit.model_context_protocol.server.tools import ASKS, READS, UNLISTED

ISSUED = ["--jwks", "nowhere.json", "--issuer", "https://issuer.example", "--audience", "agents"]

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def cmx(environment: dict[str, str]) -> Run:
    """Runs ``cmx mcp`` in a process of its own."""

    def run(*arguments: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*CMX, "mcp", *map(str, arguments)],
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
            env={**environment, **variables},
            cwd=ROOT,
            timeout=300,
        )

    return run


def records(done: subprocess.CompletedProcess[str]) -> list[Any]:
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_the_tools_that_are_installed(cmx: Run) -> None:
    found = {tool["name"]: tool for tool in records(cmx("tools", "--json"))}
    assert found[READS]["roles"] == ["architect", "engineer", "qatester"]
    assert found[READS]["phases"] == ["LEARN", "VERIFY"]
    assert (found[ASKS]["actions"], found[ASKS]["asks"]) == (["destructive"], True)
    assert found[UNLISTED]["roles"] == []
    shown = cmx("tools").stdout.splitlines()
    assert shown[0].split() == ["NAME", "ACTIONS", "ROLES", "PHASES"]
    assert any(line.startswith(READS) and "LEARN, VERIFY" in line for line in shown)


def test_the_table_of_roles(cmx: Run) -> None:
    found = {row["tool"]: row["roles"] for row in records(cmx("roles", "--json"))}
    assert found == {tool: sorted(roles) for tool, roles in table().items()}
    shown = cmx("roles").stdout.splitlines()
    assert shown[0].split()[1:3] == ["ENGINEER", "(TRUSTED)"]
    assert next(line for line in shown if line.startswith(ASKS)).split() == [ASKS, "yes", "-", "-"]
    assert {*ROLES} == {*Role}


def test_an_audit_that_was_changed(cmx: Run, tmp_path: Path) -> None:
    file = tmp_path / "audit.jsonl"
    audit = Audit(file)
    for outcome in ("success", "denied", "error"):
        audit.record(session="s", role="engineer", tool=READS, outcome=outcome, arguments={})
    (whole,) = records(cmx("audit", "verify", file, "--json"))
    assert whole == {"file": str(file), "lines": 3, "problem": None}
    kept = file.read_text().splitlines(keepends=True)
    for changed in ([*kept[:1], *kept[2:]], kept[:2], [kept[0].replace("success", "denied"), *kept[1:]]):
        file.write_text("".join(changed))
        assert cmx("audit", "verify", file).returncode == 1
    assert cmx("audit", "verify", tmp_path / "missing").returncode == 2


@pytest.mark.parametrize(
    ("client", "name", "kind"),
    [("claude", "mcpServers", None), ("cursor", "mcpServers", None), ("vscode", "servers", "stdio")],
)
def test_the_configuration_of_a_client(
    cmx: Run, tmp_path: Path, client: str, name: str, kind: str | None
) -> None:
    done = cmx("config", client, "--role", "engineer", "--allow-dir", tmp_path, "--yes", ASKS)
    server = json.loads(done.stdout)[name]["codomyrmex"]
    assert server.get("type") == kind
    assert [server["command"], *server["args"][:4]] == [*CMX, "mcp", "serve"]
    options = server["args"][4:]
    pairs = dict(zip(options[::2], options[1::2], strict=True))
    assert pairs == {
        "--role": "engineer",
        "--tool-names": "underscore",
        "--allow-dir": str(tmp_path),
        "--yes": ASKS,
    }


def test_what_keeps_a_server_from_starting(cmx: Run, tmp_path: Path) -> None:
    pytest.importorskip("mcp", reason="the extra mcp is not installed")
    policy = tmp_path / "policy.toml"
    policy.write_text("profiles = 1\n")
    tokenless = cmx("serve", "--http", "0", CODOMYRMEX_MCP_TOKEN="")
    assert (tokenless.returncode, "CODOMYRMEX_MCP_TOKEN" in tokenless.stderr) == (7, True)
    malformed = cmx("serve", "--policy", policy)
    assert (malformed.returncode, "The policy cannot be held to" in malformed.stderr) == (7, True)
    unknown = cmx("serve", "--yes", "codomyrmex.nothing")
    assert (unknown.returncode, "no tool 'codomyrmex.nothing'" in unknown.stderr) == (2, True)
    role = cmx("serve", "--role", "owner")
    assert role.returncode == 2
    for ended in (tokenless, malformed, unknown, role):
        assert ended.stdout == ""


@pytest.mark.parametrize(
    ("options", "code", "sentence"),
    [
        (["--jwks", "keys.json"], 2, "--jwks needs --issuer and --audience"),
        (["--issuer", "https://issuer.example"], 2, "need --jwks"),
        (["--audience", "agents"], 2, "need --jwks"),
        (["--jwks", "k", "--issuer", "agents", "--audience", "a"], 2, "Invalid value for --issuer"),
        (["--jwks", "k", "--issuer", "https://", "--audience", "a"], 2, "Invalid value for --issuer"),
        ([*ISSUED, "--http", "0", "--role", "qatester"], 2, "--role and --jwks exclude each other"),
        (ISSUED, 2, "--jwks is for HTTP"),
        ([*ISSUED, "--http", "0"], 7, "cannot be read"),
        (["--jwks", "http://issuer.example/k", *ISSUED[2:], "--http", "0"], 7, "https only"),
        (["--jwks", "pyproject.toml", *ISSUED[2:], "--http", "0"], 7, "no JSON Web Key Set"),
        (["--jwks", "src/keys.json", *ISSUED[2:], "--http", "0", "--allow-dir", "src"], 7, "may write"),
    ],
)
def test_an_issuer_that_is_not_named_well(cmx: Run, options: list[str], code: int, sentence: str) -> None:
    pytest.importorskip("mcp", reason="the extra mcp is not installed")
    refused = cmx("serve", *options)
    assert (refused.returncode, refused.stdout) == (code, ""), refused.stderr
    assert sentence in refused.stderr
    assert "Traceback" not in refused.stderr


def test_what_an_agent_could_write_over_is_kept_apart(cmx: Run, tmp_path: Path) -> None:
    (tmp_path / "policy.toml").write_text("call_bytes = 1\n")
    (tmp_path / "plain").write_text("a file")
    for options in (
        ("--allow-dir", tmp_path, "--audit", tmp_path / "audit.jsonl"),
        ("--allow-dir", tmp_path, "--policy", tmp_path / "policy.toml", "--audit", "/var/tmp/none.jsonl"),
    ):
        refused = cmx("serve", *options)
        assert refused.returncode == 7
        assert "where the agent may write" in refused.stderr
    unwritable = cmx("serve", "--audit", tmp_path / "plain" / "audit.jsonl")
    assert unwritable.returncode == 7
    assert "cannot be written" in unwritable.stderr


def test_the_extra_that_is_missing_is_named(cmx: Run, tmp_path: Path, environment: dict[str, str]) -> None:
    # What Python runs before the program makes a module of this name one that is not there.
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['mcp'] = None\n")
    done = cmx("serve", PYTHONPATH=f"{tmp_path}{os.pathsep}{environment['PYTHONPATH']}")
    assert (done.returncode, "codomyrmex-cloud[mcp]" in done.stderr) == (7, True)
    assert cmx("roles").returncode == 0
