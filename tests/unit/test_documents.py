"""What the documents say is what the code does."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import codomyrmex
from codomyrmex.cloud import CloudError
from codomyrmex.cloud.common import errors
from codomyrmex.model_context_protocol.policy import Policy
from tests.servers.coda import making
from tests.servers.coda.links import table_link
from tests.servers.coda.server import CodaServer
from tests.servers.coda.tables import Column
from tests.servers.newsletter.server import TOKEN, NewsletterServer

ROOT = Path(__file__).parent.parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "src").rglob("*.md")])


def blocks(document: str, language: str) -> list[str]:
    """The fenced blocks of a language in a document."""
    text = (ROOT / document).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("script", ["api_reference", "capability_table", "cli_reference"])
def test_what_is_generated_is_up_to_date(script: str) -> None:
    check = subprocess.run(
        [sys.executable, f"scripts/{script}.py", "--check"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
    )
    assert check.returncode == 0, f"run python scripts/{script}.py\n{check.stderr}"


def test_the_python_of_the_readme_runs(tmp_path: Path) -> None:
    (example,) = blocks("README.md", "python")
    run = subprocess.run(
        [sys.executable, "-c", example],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "CODOMYRMEX_LOCAL_ROOT": str(tmp_path / "store")},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines() == [
        "b'region,total'",
        "[('2026/q3.csv', 19)]",
        "reports/2026/q4.csv is not there.",
    ]
    assert (tmp_path / "q3.csv").read_bytes() == b"region,total\nch,42\n"


def test_the_python_of_the_filesystem_runs(tmp_path: Path) -> None:
    (example,) = blocks("docs/filesystem.md", "python")
    run = subprocess.run(
        [sys.executable, "-c", example],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "CODOMYRMEX_LOCAL_ROOT": str(tmp_path / "store")},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout == "['2026/q3.csv'] b'42\\n'\n"


def run_python(program: str, **variables: str) -> str:
    """What a program prints."""
    run = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), **variables},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_the_python_of_coda_runs() -> None:
    (example,) = blocks("docs/coda.md", "python")
    with CodaServer() as server:
        user = making.add_user(server)
        doc = making.add_doc(server, user)
        columns = (Column("c-name", "Name"), Column("c-done", "Done", "checkbox"))
        table = making.add_table(server, doc, "Tasks", columns, [("Invite Ada", False), ("Bake", True)])
        program = example.replace(
            "https://coda.io/d/Launch_dAbCDeFGH/Tasks_su12345", table_link(doc.id, table.id, "Tasks")
        )
        printed = run_python(
            program.replace("AbCDeFGH", doc.id),
            CODA_API_TOKEN=making.add_token(server, user),
            CODA_BASE_URL=server.base_url,
        )
        assert printed.splitlines() == [
            "Invite Ada {'c-name': 'Invite Ada', 'c-done': False}",
            "Bake {'c-name': 'Bake', 'c-done': True}",
        ]
        assert [row.cells["c-done"] for row in table.grid.rows.values()] == [True, True]


def test_the_python_of_the_newsletter_runs() -> None:
    (example,) = blocks("docs/newsletter.md", "python")
    with NewsletterServer() as server:
        server.domain.add_field("firstname", "text")
        server.domain.add_credits(10)
        run_python(
            example,
            INFOMANIAK_NEWSLETTER_TOKEN=TOKEN,
            INFOMANIAK_NEWSLETTER_ID=str(server.domain.id),
            INFOMANIAK_NEWSLETTER_URL=server.endpoint,
        )
        (subscriber,) = server.domain.subscribers
        assert subscriber.email == "ada@example.org"
        (campaign,) = server.domain.campaigns
        assert campaign.status == "scheduled"


def test_the_python_of_the_tools_for_agents_runs(tmp_path: Path) -> None:
    (example,) = blocks("docs/mcp.md", "python")
    printed = run_python(
        example,
        CODOMYRMEX_LOCAL_ROOT=str(tmp_path / "store"),
        CODOMYRMEX_MCP_AUDIT=str(tmp_path / "audit.jsonl"),
    )
    assert printed == "{'status': 'success', 'buckets': [], 'count': 0, 'cursor': None}\n"
    assert '"tool":"codomyrmex.storage_list_buckets"' in (tmp_path / "audit.jsonl").read_text()


def test_the_policy_of_the_tools_for_agents_is_one(tmp_path: Path) -> None:
    (example,) = blocks("docs/mcp.md", "toml")
    (tmp_path / "policy.toml").write_text(example)
    assert set(Policy.load(tmp_path / "policy.toml").profiles or ()) == {"archive"}


def test_the_python_of_aegis_runs(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", "\n".join(blocks("docs/aegis.md", "python"))],
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT / "src"),
            "OBJECT_STORE_TYPE": "local",
            "OBJECT_STORE_ROOT": str(tmp_path / "store"),
        },
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout == "[('models/ada/1.bin', 7)]\nb'weights'\n"


def test_the_python_and_the_policy_of_the_model_registry_run(tmp_path: Path) -> None:
    for arguments in (
        ["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "plain.key"],
        ["pkcs8", "-topk8", "-in", "plain.key", "-out", "cosign.key", "-passout", "pass:secret"],
        ["pkey", "-in", "plain.key", "-pubout", "-out", "cosign.pub"],
    ):
        subprocess.run(["openssl", *arguments], cwd=tmp_path, check=True, capture_output=True)
    (policy,) = blocks("docs/model_registry.md", "toml")
    (tmp_path / "policy.toml").write_text(policy)
    (example,) = blocks("docs/model_registry.md", "python")
    run = subprocess.run(
        [sys.executable, "-c", example],
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT / "src"),
            "OBJECT_STORE_TYPE": "local",
            "OBJECT_STORE_ROOT": str(tmp_path / "store"),
            "MODEL_SIGNATURE_POLICY": "policy.toml",
        },
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout == "aegis://chat/1 release\nb'weights'\n"


def test_every_error_of_the_model_registry_is_documented() -> None:
    from aegis_multimodal_ai_system.model_registry import errors as of_registry

    documented = (ROOT / "docs" / "model_registry.md").read_text(encoding="utf-8")
    kinds = [
        kind
        for kind in vars(of_registry).values()
        if isinstance(kind, type) and kind.__module__ == of_registry.__name__
    ]
    assert len(kinds) > 10
    assert [kind.__name__ for kind in kinds if f"`{kind.__name__}`" not in documented] == []


def test_the_settings_of_aegis_are_read(tmp_path: Path) -> None:
    from aegis_multimodal_ai_system.config import Settings
    from aegis_multimodal_ai_system.config.yaml_file import read_yaml

    (example,) = blocks("docs/aegis.md", "yaml")
    file = tmp_path / "aegis.yaml"
    file.write_text(example, encoding="utf-8")
    settings = read_yaml(file, tuple(Settings.model_fields))
    assert settings["MODEL_SIGNATURE_POLICY"] == str(tmp_path / "policy.toml")
    documented = (ROOT / "docs" / "aegis.md").read_text(encoding="utf-8")
    assert [name for name in Settings.model_fields if f"| `{name}` |" not in documented] == []


def test_the_commands_of_the_readme_run(tmp_path: Path) -> None:
    _, commands = blocks("README.md", "console")
    figures = tmp_path / "figures"
    figures.mkdir()
    (figures / "a.txt").write_text("a")
    (figures / "b.tmp").write_text("b")
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "src"),
        "CODOMYRMEX_LOCAL_ROOT": str(tmp_path / "store"),
    }
    cmx = f'cmx() {{ "{sys.executable}" -m codomyrmex.cloud.cli "$@"; }}\nset -e\n'
    run = subprocess.run(
        ["bash", "-c", cmx + commands], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    assert (tmp_path / "note.txt").read_text() == "hello\n"
    assert not (tmp_path / "store" / "reports" / "figures").exists()


@pytest.mark.parametrize("document", ["AGENTS.md", "PAI.md", "README.md", "SPEC.md"])
def test_the_python_of_the_package_s_documents_runs(document: str, tmp_path: Path) -> None:
    examples = blocks(f"src/codomyrmex/cloud/{document}", "python")
    assert examples
    run = subprocess.run(
        [sys.executable, "-c", "\n".join(examples)],
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT / "src"),
            "CODOMYRMEX_LOCAL_ROOT": str(tmp_path / "store"),
            "CODOMYRMEX_MCP_AUDIT": str(tmp_path / "audit.jsonl"),
        },
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr


def test_the_profiles_of_the_documentation_are_read(tmp_path: Path) -> None:
    from codomyrmex.config_management import load_profiles

    (example,) = blocks("docs/configuration.md", "toml")
    file = tmp_path / "cloud.toml"
    file.write_text(example, encoding="utf-8")
    profiles = load_profiles(file)
    assert {"archive", "lake", "lab", "backup"} <= set(profiles)
    assert profiles["lab"].ca_bundle == tmp_path / "lab-ca.pem"


def test_every_error_is_documented() -> None:
    documented = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    kinds = [
        value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, CloudError)
    ]
    assert len(kinds) > 10
    assert [kind.__name__ for kind in kinds if kind.__name__ not in documented] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", document.read_text(encoding="utf-8"))
    local = [target for target in targets if "://" not in target]
    assert [target for target in local if not (document.parent / target).exists()] == []


def test_the_changelog_knows_the_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "## [Unreleased]" in changelog or f"## [{codomyrmex.__version__}]" in changelog
