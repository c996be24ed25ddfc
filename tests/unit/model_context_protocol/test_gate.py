"""The gate: what it lets through, in which order it says no, and what it writes down."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any

import pytest
from typing_extensions import TypedDict

from codomyrmex.model_context_protocol import gate as gate_module
from codomyrmex.model_context_protocol.arguments import Bucket, Injected, Key, Means, Profile
from codomyrmex.model_context_protocol.audit import Audit, verify
from codomyrmex.model_context_protocol.declaration import Action, Tool, declared, mcp_tool
from codomyrmex.model_context_protocol.gate import Gate
from codomyrmex.model_context_protocol.limits import Limits
from codomyrmex.model_context_protocol.paths import AllowedFolders, ReadableFile
from codomyrmex.model_context_protocol.policy import Policy
from codomyrmex.model_context_protocol.roles import Role
from codomyrmex.model_context_protocol.session import Answer, Reply, Session

SECRET = "sesame-4711-sesame"


class Text(TypedDict):
    """An answer."""

    text: str


class ProblemError(Exception):
    """An error as this library has them."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
        self.retryable = True
        self.retry_after = 2.0


# The names are of the table of roles, so that the real one is held against.
@mcp_tool("codomyrmex.storage_stat_object")
def look(profile: Profile, bucket: Bucket, key: Key, number: int = 1) -> Text:
    """Look at something."""
    return {"text": f"{profile}/{bucket}/{key}/{number}"}


@mcp_tool("codomyrmex.storage_upload_file", actions=[Action.WRITE])
def send(file_path: Annotated[ReadableFile, Means.READ_PATH]) -> Text:
    """Send a file."""
    return {"text": file_path.file.read().decode()}


def _asked(arguments: Mapping[str, Any]) -> str | None:
    return None if arguments["key"] == "new" else f"Delete {arguments['key']}?"


@mcp_tool("codomyrmex.storage_delete_object", actions=[Action.DESTRUCTIVE], asks=_asked)
def delete(key: Key, confirmed: Annotated[bool, Injected.CONFIRMED]) -> Text:
    """Delete something."""
    return {"text": f"{key} {confirmed}"}


@mcp_tool("codomyrmex.storage_read_object")
def fail(kind: str) -> Text:
    """Fail in a way."""
    if kind == "ours":
        raise ProblemError(f"no: secret_key={SECRET}")
    raise RuntimeError(SECRET)


@mcp_tool("codomyrmex.storage_copy_object", actions=[Action.WRITE])
def copy(
    profile: Profile,
    source_bucket: Bucket,
    source_key: Key,
    bucket: Bucket,
    key: Key,
    source_profile: Profile | None = None,
) -> Text:
    """Copy something."""
    return {"text": f"{source_profile or profile}/{source_bucket}/{source_key} {profile}/{bucket}/{key}"}


@mcp_tool("codomyrmex.list_s3_buckets", profile="infomaniak")
def implied() -> Text:
    """Use a profile that no argument names."""
    return {"text": "buckets"}


@mcp_tool("codomyrmex.coda_read_rows")
def long(size: int) -> Text:
    """Answer at length."""
    return {"text": "x" * size}


@mcp_tool("codomyrmex.storage_download_file", actions=[Action.WRITE])
def slow(progress: Annotated[Callable[[int], None], Injected.PROGRESS], bytes_: int = 0) -> Text:
    """Carry bytes for ever, or some."""
    if bytes_:
        progress(bytes_)
        return {"text": "carried"}
    started.set()
    while True:
        progress(0)
        threading.Event().wait(0.01)


started = threading.Event()


@mcp_tool("codomyrmex.not_in_the_table")
def unlisted() -> Text:
    """Is in no table."""
    return {"text": "never"}


FUNCTIONS = (look, send, delete, fail, copy, implied, long, slow, unlisted)


def tools() -> dict[str, Tool]:
    found = [tool for function in FUNCTIONS if (tool := declared(function)) is not None]
    return {tool.name: tool for tool in found}


@pytest.fixture
def gate() -> Gate:
    return Gate(tools())


@pytest.fixture
def audit(tmp_path: Path) -> Path:
    return tmp_path / "audit" / "log.jsonl"


@pytest.fixture
def engineer(tmp_path: Path, audit: Path) -> Session:
    audit.parent.mkdir()
    (tmp_path / "open").mkdir()
    return Session(Role.ENGINEER, Audit(audit), folders=AllowedFolders([tmp_path / "open"]))


def lines(audit: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in audit.read_text().splitlines()]


PLACE = {"profile": "local", "bucket": "b", "key": "k"}


def test_a_call_is_answered_and_written_down(gate: Gate, engineer: Session, audit: Path) -> None:
    answered = gate.call(engineer, "codomyrmex.storage_stat_object", PLACE)
    assert answered == {"status": "success", "text": "local/b/k/1"}
    again = gate.call(engineer, "codomyrmex_storage_stat_object", {**PLACE, "number": 2})
    assert again["text"] == "local/b/k/2"
    written = lines(audit)
    assert [line["tool"] for line in written] == ["codomyrmex.storage_stat_object"] * 2
    assert [line["outcome"] for line in written] == ["success", "success"]
    assert verify(audit).problem is None


@pytest.mark.parametrize(
    ("name", "arguments", "denial"),
    [
        ("codomyrmex.nothing", {}, "unknown_tool"),
        ("codomyrmex.not_in_the_table", {}, "role"),
        ("codomyrmex.storage_stat_object", {}, "arguments"),
        ("codomyrmex.storage_stat_object", {**PLACE, "more": 1}, "arguments"),
        ("codomyrmex.storage_stat_object", {**PLACE, "number": "1"}, "arguments"),
        ("codomyrmex.storage_stat_object", {**PLACE, "key": "x" * 2_000_000}, "limit"),
        ("codomyrmex.storage_upload_file", {"file_path": "/etc/passwd"}, "path"),
        ("codomyrmex.storage_delete_object", {"key": "old"}, "confirmation"),
        ("codomyrmex.storage_delete_object", {"key": "old", "confirmed": True}, "arguments"),
        ("codomyrmex.coda_read_rows", {"size": 2_000_000}, "limit"),
        ("codomyrmex.storage_download_file", {"bytes_": 1 << 40}, "limit"),
    ],
)
def test_what_is_not_let_through(
    gate: Gate, engineer: Session, audit: Path, name: str, arguments: dict[str, Any], denial: str
) -> None:
    answered = gate.call(engineer, name, arguments)
    assert (answered["status"], answered["type"]) == ("error", f"denied: {denial}")
    assert set(answered) == {"status", "message", "type", "retryable", "hint"}
    assert "passwd" not in str(answered["message"]) or denial == "path"
    (line,) = lines(audit)
    assert (line["outcome"], line["denial"]) == ("denied", denial)


def test_a_role_may_not_even_know_of_more(gate: Gate, engineer: Session) -> None:
    tester = Session(Role.QATESTER, engineer.audit)
    names = [tool.name for tool in gate.listed(tester)]
    assert "codomyrmex.storage_stat_object" in names
    assert not {"codomyrmex.storage_delete_object", "codomyrmex.not_in_the_table"} & {*names}
    refused = gate.call(tester, "codomyrmex.storage_delete_object", {"key": "old"})
    unknown = gate.call(tester, "codomyrmex.storage_delete_objects", {"key": "old"})
    assert refused["message"].replace("object'", "objects'") == unknown["message"]


def test_what_was_confirmed_is_done(gate: Gate, engineer: Session) -> None:
    name = "codomyrmex.storage_delete_object"
    assert gate.question(engineer, name, {"key": "old"}) == "Delete old?"
    question = gate.question(engineer, name, {"key": "old"})
    answers = {Reply(question, Answer.YES): True, Reply(question, Answer.NO): False}
    # A yes counts for what was asked, and for nothing else that the call may have become since.
    answers |= {Reply("Delete something else?", Answer.YES): False, Reply(None, Answer.YES): False}
    for reply, let_through in answers.items():
        answered = gate.call(engineer, name, {"key": "old"}, reply=reply)
        assert answered.get("type") == (None if let_through else "denied: confirmation"), reply
    assert gate.call(engineer, name, {"key": "new"})["text"] == "new False"
    engineer.ask = lambda question: Answer.YES if question == "Delete old?" else Answer.NO
    assert gate.call(engineer, name, {"key": "old"})["text"] == "old True"
    assert gate.call(engineer, name, {"key": "older"})["type"] == "denied: confirmation"
    engineer.yes = frozenset({name})
    assert gate.question(engineer, name, {"key": "older"}) is None
    assert gate.call(engineer, name, {"key": "older"})["text"] == "older True"


def test_what_a_client_cannot_be_asked_names_the_way_out(gate: Gate, engineer: Session) -> None:
    answered = gate.call(engineer, "codomyrmex.storage_delete_object", {"key": "old"})
    assert "cannot ask: Delete old?" in answered["message"]
    assert answered["hint"] == "Whoever starts the server can say --yes codomyrmex.storage_delete_object."


def test_a_file_is_read_that_was_swapped_while_somebody_was_asked(
    gate: Gate, engineer: Session, tmp_path: Path
) -> None:
    file = tmp_path / "open" / "report.txt"
    file.write_text("a report")
    name = "codomyrmex.storage_upload_file"
    assert gate.call(engineer, name, {"file_path": str(file)})["text"] == "a report"
    (tmp_path / "outside").write_text(SECRET)
    file.unlink()
    file.symlink_to(tmp_path / "outside")
    assert gate.call(engineer, name, {"file_path": str(file)})["type"] == "denied: path"


def test_a_policy_narrows_a_role(gate: Gate, engineer: Session, tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text('[profiles.local]\nbuckets = ["b"]\nprefixes = ["k"]\n')
    engineer.policy = Policy.load(file)
    name = "codomyrmex.storage_stat_object"
    assert gate.call(engineer, name, PLACE)["status"] == "success"
    for other in ({**PLACE, "profile": "aws"}, {**PLACE, "bucket": "c"}, {**PLACE, "key": "other"}):
        assert gate.call(engineer, name, other)["type"] == "denied: policy"
    assert gate.call(engineer, "codomyrmex.list_s3_buckets", {})["type"] == "denied: policy"


@pytest.mark.parametrize(
    ("change", "let_through"),
    [
        ({}, True),
        ({"source_bucket": "c"}, False),
        ({"source_key": "other"}, False),
        ({"bucket": "c"}, False),
        ({"key": "other"}, False),
        ({"source_profile": "aws"}, False),
    ],
)
def test_a_policy_is_held_against_both_ends_of_a_copy(
    gate: Gate, engineer: Session, tmp_path: Path, change: dict[str, str], let_through: bool
) -> None:
    file = tmp_path / "policy.toml"
    file.write_text('[profiles.local]\nbuckets = ["b"]\nprefixes = ["k"]\n')
    engineer.policy = Policy.load(file)
    ends = {"profile": "local", "source_bucket": "b", "source_key": "k1", "bucket": "b", "key": "k2"}
    answered = gate.call(engineer, "codomyrmex.storage_copy_object", ends | change)
    assert (answered["status"] == "success") is let_through
    assert let_through or answered["type"] == "denied: policy"


def test_a_file_that_is_too_large_for_the_policy(gate: Gate, engineer: Session, tmp_path: Path) -> None:
    (tmp_path / "open" / "large").write_bytes(b"x" * 11)
    (tmp_path / "policy.toml").write_text("object_bytes = 10\n")
    engineer.policy = Policy.load(tmp_path / "policy.toml")
    answered = gate.call(
        engineer, "codomyrmex.storage_upload_file", {"file_path": str(tmp_path / "open" / "large")}
    )
    assert answered["type"] == "denied: policy"


def test_what_a_tool_raises_says_no_secret(gate: Gate, engineer: Session, audit: Path) -> None:
    ours = gate.call(engineer, "codomyrmex.storage_read_object", {"kind": "ours"})
    assert (ours["type"], ours["retryable"], ours["hint"]) == ("ProblemError", True, "Try again in 2 s.")
    other = gate.call(engineer, "codomyrmex.storage_read_object", {"kind": "other"})
    assert other["message"] == "The tool failed: RuntimeError."
    assert SECRET not in json.dumps([ours, other]) + audit.read_text()


def test_a_call_that_is_cancelled_or_takes_too_long_ends(gate: Gate, engineer: Session) -> None:
    cancelled = threading.Event()
    answers: list[dict[str, Any]] = []
    name = "codomyrmex.storage_download_file"
    caller = threading.Thread(
        target=lambda: answers.append(gate.call(engineer, name, {}, cancelled=cancelled))
    )
    started.clear()
    caller.start()
    assert started.wait(10)
    cancelled.set()
    caller.join(10)
    assert [one["type"] for one in answers] == ["denied: cancelled"]
    engineer.limits = Limits(seconds_per_call=0.05)
    assert gate.call(engineer, name, {})["type"] == "denied: limit"


def test_what_was_carried_is_written_down(gate: Gate, engineer: Session, audit: Path) -> None:
    assert gate.call(engineer, "codomyrmex.storage_download_file", {"bytes_": 77})["status"] == "success"
    assert [line["bytes"] for line in lines(audit)] == [77]


def test_too_many_calls_a_minute(gate: Gate, engineer: Session) -> None:
    engineer.limits = Limits(calls_per_minute=3)
    kinds = [gate.call(engineer, "codomyrmex.storage_stat_object", PLACE).get("type") for _ in range(5)]
    assert kinds == [None, None, None, "denied: limit", "denied: limit"]


def test_calls_end_when_they_cannot_be_written_down(gate: Gate, engineer: Session, audit: Path) -> None:
    class Full(Audit):
        """Has no room."""

        def record(self, **fields: Any) -> None:
            raise OSError(28, "No space left on device")

    engineer.audit = Full(audit)
    first = gate.call(engineer, "codomyrmex.storage_stat_object", PLACE)
    assert first["message"] == "The call was made, and could not be written down."
    engineer.audit = Audit(audit)
    assert gate.call(engineer, "codomyrmex.storage_stat_object", PLACE)["type"] == "denied: audit"


def test_many_calls_at_once_are_one_chain(gate: Gate, engineer: Session, audit: Path) -> None:
    engineer.limits = Limits(calls_per_minute=1000)
    engineer.audit = Audit(audit, fsync=False)
    calls = [
        threading.Thread(target=gate.call, args=(engineer, "codomyrmex.storage_stat_object", PLACE))
        for _ in range(200)
    ]
    for call in calls:
        call.start()
    for call in calls:
        call.join()
    assert verify(audit).lines == 200
    assert verify(audit).problem is None


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"name": "Codomyrmex.X"}, "no name"),
        ({"actions": [Action.DESTRUCTIVE]}, "asks nobody"),
        ({"actions": [Action.SHARE]}, "asks nobody"),
    ],
)
def test_what_cannot_be_a_tool(options: dict[str, Any], reason: str) -> None:
    def function() -> None:
        """Do nothing."""

    with pytest.raises(ValueError, match=reason):
        mcp_tool(**options)(function)


def test_the_gate_is_one_function() -> None:
    assert [name for name in vars(gate_module.Gate) if not name.startswith("_")] == [
        "listed",
        "question",
        "call",
    ]
