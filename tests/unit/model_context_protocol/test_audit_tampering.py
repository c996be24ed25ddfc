"""What is done to an audit shows, also after more lines were written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from codomyrmex.model_context_protocol.audit import Audit, Verification, verify
from codomyrmex.model_context_protocol.audit.chain import canonical, head_file

COUNT = 5


def record(log: Path, count: int = 1) -> None:
    audit = Audit(log, fsync=False)
    for number in range(count):
        audit.record(
            session="agent", role="engineer", tool="tool", arguments={"number": number}, outcome="success"
        )


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log of five lines."""
    log = tmp_path / "audit.jsonl"
    record(log, COUNT)
    assert verify(log) == Verification(COUNT)
    return log


def change(log: Path, edit: Callable[[list[bytes]], None]) -> None:
    """Edit the lines of a log."""
    lines = log.read_bytes().splitlines(keepends=True)
    edit(lines)
    log.write_bytes(b"".join(lines))


def changed(lines: list[bytes]) -> None:
    lines[2] = lines[2].replace(b'"outcome":"success"', b'"outcome":"denied"')


def changed_with_its_hash(lines: list[bytes]) -> None:
    entry = json.loads(lines[2])
    del entry["hash"]
    entry["outcome"] = "denied"
    lines[2] = canonical({**entry, "hash": hashlib.sha256(canonical(entry)).hexdigest()}) + b"\n"


def with_a_field_more(lines: list[bytes]) -> None:
    lines[2] = lines[2].replace(b"{", b'{"more":1,', 1)


def with_a_field_twice(lines: list[bytes]) -> None:
    lines[2] = lines[2].replace(b"{", b'{"outcome":"denied",', 1)


def with_spaces(lines: list[bytes]) -> None:
    lines[2] = json.dumps(json.loads(lines[2]), sort_keys=True).encode() + b"\n"


def without_a_hash(lines: list[bytes]) -> None:
    entry = json.loads(lines[2])
    del entry["hash"]
    lines[2] = canonical(entry) + b"\n"


def not_json(lines: list[bytes]) -> None:
    lines[2] = b"\xff\n"


def no_mapping(lines: list[bytes]) -> None:
    lines[2] = b"[]\n"


def nested_without_end(lines: list[bytes]) -> None:
    lines[2] = b"[" * 100_000 + b"\n"


def emptied(lines: list[bytes]) -> None:
    lines[2] = b"\n"


def removed(lines: list[bytes]) -> None:
    del lines[2]


def inserted_twice(lines: list[bytes]) -> None:
    lines.insert(2, lines[1])


def reordered(lines: list[bytes]) -> None:
    lines[2], lines[3] = lines[3], lines[2]


@pytest.mark.parametrize(
    ("edit", "in_order", "problem"),
    [
        (changed, 2, "Line 3 was changed."),
        (changed_with_its_hash, 3, "Line 4 does not follow the line before."),
        (with_a_field_more, 2, "Line 3 is not written as this library writes."),
        (with_a_field_twice, 2, "Line 3 is not written as this library writes."),
        (with_spaces, 2, "Line 3 is not written as this library writes."),
        (without_a_hash, 2, "Line 3 was changed."),
        (not_json, 2, "Line 3 is no line of an audit."),
        (no_mapping, 2, "Line 3 is no line of an audit."),
        (nested_without_end, 2, "Line 3 is no line of an audit."),
        (emptied, 2, "Line 3 is no line of an audit."),
        (removed, 2, "Line 3 has the number 4."),
        (inserted_twice, 2, "Line 3 has the number 2."),
        (reordered, 2, "Line 3 has the number 4."),
        (lambda lines: lines.pop(0), 0, "Line 1 has the number 2."),
        (lambda lines: lines.pop(), 4, "The lines after 4 are missing, up to 5."),
        (lambda lines: lines.clear(), 0, "The lines after 0 are missing, up to 5."),
        (lambda lines: lines.append(lines.pop()[:-1]), 4, "Line 5 is not complete."),
        (lambda lines: lines.append(lines.pop()[:-20]), 4, "Line 5 is not complete."),
    ],
)
def test_what_was_done_to_lines_shows(
    log: Path, edit: Callable[[list[bytes]], None], in_order: int, problem: str
) -> None:
    change(log, edit)
    assert verify(log) == Verification(in_order, problem)
    # What is written afterwards does not cover it.
    record(log, 2)
    later = verify(log)
    assert later.lines == in_order
    assert later.problem is not None


def test_a_head_that_was_removed_shows(log: Path) -> None:
    head_file(log).unlink()
    assert verify(log) == Verification(COUNT, "The head file is not there, or holds no head.")
    record(log)
    assert verify(log) == Verification(COUNT, "Line 6 has the number 1.")


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"[5]", b'["5", "x"]', b'[-1, "x"]', b"\xff", b"[5, 5]"]
)
def test_a_head_that_was_spoiled_shows(log: Path, content: bytes) -> None:
    head_file(log).write_bytes(content)
    assert verify(log) == Verification(COUNT, "The head file is not there, or holds no head.")
    record(log)
    assert verify(log) == Verification(COUNT, "Line 6 has the number 1.")


def test_the_head_of_another_log_shows(log: Path, tmp_path: Path) -> None:
    record(tmp_path / "other.jsonl", COUNT)
    head_file(tmp_path / "other.jsonl").replace(head_file(log))
    assert verify(log) == Verification(COUNT, "The head file is that of other lines.")


def test_an_older_head_shows(log: Path) -> None:
    head = head_file(log).read_bytes()
    record(log, 2)
    head_file(log).write_bytes(head)
    assert verify(log) == Verification(COUNT + 2, "The head file is that of other lines.")
    record(log)
    assert verify(log) == Verification(COUNT + 2, "Line 8 has the number 6.")


def test_a_log_that_was_removed_shows(log: Path) -> None:
    log.unlink()
    assert verify(log) == Verification(0, "There is no audit.")
    record(log)
    assert verify(log) == Verification(0, "Line 1 has the number 6.")


def test_a_log_that_never_was_is_no_audit(tmp_path: Path) -> None:
    assert verify(tmp_path / "missing") == Verification(0, "There is no audit.")
    assert not list(tmp_path.iterdir())


def test_a_process_that_was_killed_before_it_wrote_the_head_broke_nothing(log: Path) -> None:
    head = head_file(log).read_bytes()
    record(log)
    head_file(log).write_bytes(head)
    assert verify(log) == Verification(COUNT + 1)
    record(log)
    assert verify(log) == Verification(COUNT + 2)


def test_a_process_that_was_killed_within_a_line_broke_nothing(log: Path) -> None:
    with log.open("ab") as file:
        file.write(b'{"arguments":{"number":')
    assert verify(log) == Verification(COUNT, "Line 6 is not complete.")
    record(log)
    assert verify(log) == Verification(COUNT + 1)
