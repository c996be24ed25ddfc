"""The lines of an audit: what they say, what they leave out, and that they make one chain."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import textwrap
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from codomyrmex.model_context_protocol.audit import Audit, Verification, verify

CALL: dict[str, Any] = {
    "session": "agent",
    "role": "engineer",
    "tool": "codomyrmex.list_s3_buckets",
    "arguments": {},
    "outcome": "success",
}


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "audit.jsonl"


def lines(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.read_bytes().splitlines()]


def recorded(log: Path, **arguments: Any) -> dict[str, Any]:
    """The arguments of a call, as they are written down."""
    Audit(log, fsync=False).record(**{**CALL, "arguments": arguments})
    found: dict[str, Any] = lines(log)[-1]["arguments"]
    return found


def test_a_line_says_what_was_called_and_what_came_of_it(log: Path) -> None:
    before = datetime.now(UTC)
    Audit(log).record(
        session="agent",
        role="qatester",
        tool="codomyrmex.storage_delete_object",
        arguments={"bucket": "photos", "count": 2, "nested": [{"deep": None}]},
        outcome="denied",
        denial="role",
        type="DeniedError",
        message="There is no such tool.",
        seconds=0.25,
        bytes=12,
    )
    (line,) = lines(log)
    assert before <= datetime.fromisoformat(line.pop("time")) <= datetime.now(UTC)
    assert len(line.pop("hash")) == 64
    assert line == {
        "number": 1,
        "session": "agent",
        "role": "qatester",
        "tool": "codomyrmex.storage_delete_object",
        "arguments": {"bucket": "photos", "count": 2, "nested": [{"deep": None}]},
        "outcome": "denied",
        "denial": "role",
        "type": "DeniedError",
        "message": "There is no such tool.",
        "seconds": 0.25,
        "bytes": 12,
        "previous": "0" * 64,
    }


def test_each_line_holds_the_hash_of_the_one_before(log: Path) -> None:
    audit = Audit(log)
    for _ in range(3):
        audit.record(**CALL)
    first, second, third = lines(log)
    assert [line["number"] for line in (first, second, third)] == [1, 2, 3]
    assert second["previous"] == first["hash"]
    assert third["previous"] == second["hash"]
    assert audit.head == (3, third["hash"])
    assert verify(log) == Verification(3)


def test_a_log_goes_on_where_it_ended(log: Path) -> None:
    for _ in range(3):
        Audit(log, fsync=False).record(**CALL)
    assert verify(log) == Verification(3)


def test_a_log_that_nothing_was_written_to_is_in_order(log: Path) -> None:
    Audit(log)
    assert verify(log) == Verification(0)


def test_files_are_their_owners_alone(tmp_path: Path) -> None:
    log = tmp_path / "made" / "for it" / "audit.jsonl"
    Audit(log).record(**CALL)
    for file in log.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert sorted(file.name for file in log.parent.iterdir()) == ["audit.jsonl", "audit.jsonl.head"]
    assert stat.S_IMODE(log.parent.stat().st_mode) == 0o700


def test_a_log_is_not_written_through_a_link(log: Path, tmp_path: Path) -> None:
    log.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="symbolic links"):
        Audit(log)
    assert not (tmp_path / "elsewhere").exists()


def test_without_a_place_lines_are_formed_and_not_kept() -> None:
    audit = Audit(None)
    audit.record(**CALL)
    first = audit.head
    audit.record(**CALL)
    assert (first.number, audit.head.number) == (1, 2)
    assert first.hash != audit.head.hash


@pytest.mark.parametrize(
    "name", ["token", "api_token", "secret", "secret_key", "password", "Authorization", "sig"]
)
def test_values_with_the_name_of_a_secret_are_left_out(log: Path, name: str) -> None:
    assert recorded(log, **{name: "hush-hush"}) == {name: "***"}
    assert recorded(log, deep=[{name: ["hush-hush"]}]) == {"deep": [{name: "***"}]}
    assert b"hush" not in log.read_bytes()


@pytest.mark.parametrize(
    "text",
    [
        "https://bucket.example/key?X-Amz-Credential=hush&X-Amz-Signature=hush-hush&X-Amz-Expires=60",
        "https://account.example/container/blob?sv=2024&sig=hush-hush%3D",
        "https://user:hush-hush@host.example/path",
        "postgres://user:hush-hush@host.example/base",
        "Authorization: Bearer hush-hush-hush-hush",
        "secret_key=hush-hush",
        '{"password": "hush-hush"}',
        "a" * 480 + " token=" + "hush" * 100,
    ],
)
def test_secrets_within_texts_are_left_out(log: Path, text: str) -> None:
    assert "***" in recorded(log, key=text)["key"]
    Audit(log, fsync=False).record(**{**CALL, "message": text, "tool": text, "session": text})
    assert b"hush" not in log.read_bytes()


def test_long_texts_are_cut_with_their_length_said(log: Path) -> None:
    found = recorded(log, fits="é" * 500, long="é" * 501, nested=[{"n" * 600: "x" * 100_000}])
    assert found["fits"] == "é" * 500
    assert found["long"] == "é" * 500 + "… (501 characters)"
    assert found["nested"] == [{"n" * 500 + "… (600 characters)": "x" * 500 + "… (100000 characters)"}]


def test_long_lists_and_mappings_are_cut_with_their_length_said(log: Path) -> None:
    found = recorded(log, many=list(range(101)), named={str(one): one for one in range(101)})
    assert found["many"] == [*range(100), "… (101 items)"]
    assert len(found["named"]) == 101
    assert found["named"]["…"] == "101 items"


def test_of_many_values_the_first_are_written_and_the_rest_counted(log: Path) -> None:
    found = recorded(log, many=[["x"] * 90] * 90)
    assert sum(len(one) for one in found["many"] if isinstance(one, list)) < 510
    assert found["many"][-1] == "… (90 items)"


def test_a_secret_whose_end_is_far_is_left_out(log: Path) -> None:
    unclosed = '{"secret_key": "' + "hush" * 100_000
    assert recorded(log, text=unclosed)["text"] == f"… ({len(unclosed)} characters)"
    assert recorded(log, text="x" * 400 + " token=hush " + "x" * 5000)["text"] == "… (5412 characters)"
    assert b"hush" not in log.read_bytes()


def test_what_json_has_no_word_for_is_written_as_text(log: Path) -> None:
    deep: list[Any] = []
    for _ in range(300):
        deep = [deep]
    found = recorded(
        log,
        nan=float("nan"),
        huge=1 << 5000,
        bytes=b"abc",
        lone="\ud800",
        line="a\nb\u2028",
        path=Path("/a"),
        deep=deep,
    )
    assert found["nan"] == "nan"
    assert found["huge"] == "<integer of 5001 bits>"
    assert found["bytes"] == "<3 bytes>"
    assert found["lone"] == "\ud800"
    assert found["line"] == "a\nb\u2028"
    assert found["path"] == "/a"
    assert verify(log) == Verification(1)
    assert log.read_bytes().count(b"\n") == 1


def test_threads_write_one_chain(log: Path) -> None:
    audit = Audit(log, fsync=False)

    def write() -> None:
        for _ in range(50):
            audit.record(**CALL)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert verify(log) == Verification(200)


WRITES = """
    import os, sys
    from pathlib import Path
    from codomyrmex.model_context_protocol.audit import Audit
    audit = Audit(Path(sys.argv[1]), fsync=False)
    sys.stdin.readline()
    child = os.fork() if sys.argv[2] == "forks" else None
    for _ in range(200):
        audit.record(session=str(os.getpid()), role="engineer", tool="tool", arguments={}, outcome="success")
    if child:
        assert os.waitpid(child, 0)[1] == 0
"""


def started(log: Path, how: str) -> subprocess.Popen[str]:
    """A process that writes 200 lines once it is told to; two of them if it forks."""
    code = textwrap.dedent(WRITES)
    return subprocess.Popen([sys.executable, "-c", code, str(log), how], stdin=subprocess.PIPE, text=True)


@pytest.mark.parametrize("how", ["forks", "is one of two"])
def test_two_processes_write_one_chain(log: Path, how: str) -> None:
    processes = [started(log, how) for _ in range(1 if how == "forks" else 2)]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        process.communicate()
        assert process.returncode == 0
    assert verify(log) == Verification(400)
    assert len({line["session"] for line in lines(log)}) == 2


FILLS = """
    import resource, sys
    from pathlib import Path
    from codomyrmex.model_context_protocol.audit import Audit
    log = Path(sys.argv[1])
    audit = Audit(log)
    most = log.stat().st_size + 20
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    try:
        audit.record(session="agent", role="engineer", tool="tool", arguments={}, outcome="success")
    except OSError:
        sys.exit(7)
"""


def test_a_line_that_the_disk_does_not_take_leaves_nothing(log: Path) -> None:
    Audit(log).record(**CALL)
    size = log.stat().st_size
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(FILLS), str(log)], check=False)
    assert done.returncode == 7
    assert log.stat().st_size == size
    assert verify(log) == Verification(1)


def test_no_descriptor_stays_open(log: Path) -> None:
    before = len(os.listdir("/dev/fd"))
    audit = Audit(log)
    audit.record(**CALL)
    verify(log)
    assert len(os.listdir("/dev/fd")) == before
