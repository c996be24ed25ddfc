"""The tools as agents call them: through the gate, and by name."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from codomyrmex.cloud import LocalStorageClient, mcp_tools
from codomyrmex.model_context_protocol import registry
from codomyrmex.model_context_protocol.audit import Audit
from codomyrmex.model_context_protocol.gate import Gate
from codomyrmex.model_context_protocol.limits import Limits
from codomyrmex.model_context_protocol.paths import AllowedFolders
from codomyrmex.model_context_protocol.policy import Policy, ProfilePolicy
from codomyrmex.model_context_protocol.roles import Role
from codomyrmex.model_context_protocol.session import Answer, Session
from tests.contract.coda_account import CodaAccount
from tests.entry_points import installed_in

GATE = Gate(registry.of([mcp_tools]))


class Agent:
    """Somebody who calls tools, and answers what is asked."""

    def __init__(self, folder: Path, **fields: Any) -> None:
        self.asked: list[str] = []
        self.answer = Answer.YES
        self.session = Session(
            **{"role": Role.ENGINEER, **fields},
            audit=Audit(None),
            folders=AllowedFolders([folder]),
            ask=self._ask,
        )

    def _ask(self, question: str) -> Answer:
        self.asked.append(question)
        return self.answer

    def call(self, name: str, **arguments: Any) -> dict[str, Any]:
        """The answer of a tool, as it goes over the wire."""
        answer: dict[str, Any] = json.loads(
            json.dumps(GATE.call(self.session, f"codomyrmex.{name}", arguments))
        )
        return answer


@pytest.fixture
def agent(tmp_path: Path) -> Agent:
    """An engineer who may use the test's folder and says yes."""
    return Agent(tmp_path)


def test_the_three_first_tools(agent: Agent, s3: str, tmp_path: Path) -> None:
    listed = agent.call("list_s3_buckets")
    assert listed["status"] == "success"
    assert s3 in listed["buckets"]
    file = tmp_path / "report.pdf"
    file.write_bytes(b"one")
    where = {"file_path": str(file), "bucket": s3, "object_name": "reports/2026/report.pdf"}
    done = {
        "status": "success",
        "message": f"Successfully uploaded report.pdf to {s3}/reports/2026/report.pdf",
    }
    assert agent.call("upload_file_to_s3", **where) == done
    assert agent.asked == []
    agent.answer = Answer.NO
    refused = agent.call("upload_file_to_s3", **where)
    assert (refused["status"], refused["type"]) == ("error", "denied: confirmation")
    agent.answer = Answer.YES
    assert agent.call("upload_file_to_s3", **where) == done
    assert len(agent.asked) == 2
    failed = agent.call("list_cloud_instances")
    assert (failed["status"], failed["retryable"]) == ("error", False)
    assert "INFOMANIAK_APP_CREDENTIAL_ID" in failed["message"]


def test_a_file_is_replaced_only_when_confirmed(
    agent: Agent, store: LocalStorageClient, tmp_path: Path
) -> None:
    store.put_object("b", "k", b"new")
    file = tmp_path / "k"
    where = {"profile": "local", "bucket": "b", "key": "k", "file_path": str(file)}
    assert agent.call("storage_download_file", **where)["status"] == "success"
    assert agent.asked == []
    file.write_bytes(b"old")
    agent.answer = Answer.NO
    assert agent.call("storage_download_file", **where)["type"] == "denied: confirmation"
    assert file.read_bytes() == b"old"
    agent.answer = Answer.YES
    assert agent.call("storage_download_file", **where)["status"] == "success"
    assert file.read_bytes() == b"new"
    assert agent.asked == [f"Replace the file {file}?"] * 2


@pytest.mark.parametrize(
    "arguments",
    [
        {"source_bucket": "secret", "bucket": "open"},
        {"source_bucket": "open", "bucket": "secret"},
    ],
)
def test_a_policy_holds_for_both_ends_of_a_copy(
    root: Path, tmp_path: Path, arguments: dict[str, str]
) -> None:
    with LocalStorageClient(root) as store:
        for bucket in ("open", "secret"):
            store.create_bucket(bucket)
            store.put_object(bucket, "k", b"")
    policy = Policy(profiles={"local": ProfilePolicy(buckets=frozenset({"open"}))})
    agent = Agent(tmp_path, policy=policy)
    where = {"profile": "local", "source_key": "k", "key": "copy"}
    assert agent.call("storage_copy_object", **where, **arguments)["type"] == "denied: policy"
    allowed = {"source_bucket": "open", "bucket": "open"}
    assert agent.call("storage_copy_object", **where, **allowed)["status"] == "success"


def test_a_policy_on_sizes_holds_for_what_a_service_copies_by_itself(
    store: LocalStorageClient, tmp_path: Path
) -> None:
    store.put_object("b", "small", bytes(10))
    store.put_object("b", "large", bytes(11))
    agent = Agent(tmp_path, policy=Policy(object_bytes=10))
    where = {"profile": "local", "source_bucket": "b", "bucket": "b"}
    refused = agent.call("storage_copy_object", **where, source_key="large", key="copy")
    assert refused["type"] == "denied: policy"
    assert not store.object_exists("b", "copy")
    assert agent.call("storage_copy_object", **where, source_key="small", key="copy")["size"] == 10


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("list_s3_buckets", {}),
        ("list_cloud_instances", {}),
        ("coda_list_docs", {}),
        ("list_resources", {}),
        ("usage_summary", {}),
    ],
)
def test_a_policy_holds_where_no_profile_is_named(
    tmp_path: Path, name: str, arguments: dict[str, Any]
) -> None:
    agent = Agent(tmp_path, policy=Policy(profiles={"local": ProfilePolicy()}))
    assert agent.call(name, **arguments)["type"] == "denied: policy"


def test_a_call_carries_so_many_bytes(store: LocalStorageClient, tmp_path: Path) -> None:
    store.put_object("b", "k", bytes(3 << 20))
    agent = Agent(tmp_path, limits=Limits(bytes_per_call=1 << 20))
    where = {"profile": "local", "bucket": "b", "key": "k"}
    denied = agent.call("storage_download_file", **where, file_path=str(tmp_path / "k"))
    assert denied["type"] == "denied: limit"
    (tmp_path / "up").write_bytes(bytes(3 << 20))
    denied = agent.call("storage_upload_file", **where | {"key": "up"}, file_path=str(tmp_path / "up"))
    assert denied["type"] == "denied: limit"
    assert not store.object_exists("b", "up")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["store", "up"]


@pytest.mark.parametrize("size", [3 << 20, 40 << 20], ids=["whole", "in parts"])
def test_an_upload_to_a_server_ends_at_the_limit(s3: str, tmp_path: Path, size: int) -> None:
    file = tmp_path / "up"
    with file.open("wb") as sparse:
        sparse.truncate(size)
    agent = Agent(tmp_path, limits=Limits(bytes_per_call=1 << 20))
    where = {"file_path": str(file), "bucket": s3, "object_name": "up"}
    assert agent.call("upload_file_to_s3", **where)["type"] == "denied: limit"
    assert agent.call("storage_list_objects", profile="infomaniak", bucket=s3)["objects"] == []


def test_answers_have_their_declared_shape(agent: Agent, coda: CodaAccount) -> None:
    doc = coda.doc()
    coda.table(doc, 3)
    rows = agent.call("coda_read_rows", doc=doc.id, table="Tasks", limit=2)
    assert (rows["status"], rows["count"], rows["content"]["untrusted"]) == ("success", 2, True)
    new = [{"Name": "ant", "Count": 1, "Done": None}]
    assert agent.call("coda_upsert_rows", doc=doc.id, table="Tasks", rows=new)["accepted"] == 1
    assert agent.asked == []
    agent.answer = Answer.CANNOT_ASK
    denied = agent.call("coda_upsert_rows", doc=doc.id, table="Tasks", rows=new, key_columns=["Name"])
    assert denied["hint"] == "Whoever starts the server can say --yes codomyrmex.coda_upsert_rows."


def test_the_owner_of_a_process_calls_by_name(
    s3: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", installed_in(tmp_path / "site"))
    monkeypatch.setenv("CODOMYRMEX_MCP_AUDIT", str(tmp_path / "audit.jsonl"))
    script = (
        "import json; from codomyrmex.model_context_protocol.calling import mcp_call; "
        "print(json.dumps(mcp_call('codomyrmex.list_s3_buckets')))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    answer = json.loads(done.stdout)
    assert answer["status"] == "success"
    assert s3 in answer["buckets"]
    assert answer["count"] == len(answer["buckets"])
