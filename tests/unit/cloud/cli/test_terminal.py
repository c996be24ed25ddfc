"""What a person at a terminal sees."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from codomyrmex.cloud import LocalStorageClient
from tests.unit.cloud.cli.terminal import on_terminal


def test_a_copy_that_takes_time_shows_a_bar(store: LocalStorageClient, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    # As long as somebody can write into the pipe, it has not ended.
    writer = os.open(pipe, os.O_RDWR)
    os.write(writer, b"hello")
    answers = {b"0 of 1 file": lambda: os.close(writer)}
    code, output = on_terminal("cp", str(pipe), "local://b/x", answers=answers)
    assert code == 0
    assert "━".encode() in output
    # The bar goes when it is done, and one line stays.
    assert output.rstrip().splitlines()[-1].endswith(b"/s)")
    assert store.get_object("b", "x") == b"hello"


@pytest.mark.usefixtures("store")
def test_a_quick_copy_shows_none(tmp_path: Path) -> None:
    Path(tmp_path, "x").write_bytes(b"1")
    code, output = on_terminal("cp", str(tmp_path / "x"), "local://b/")
    assert code == 0
    assert output.startswith(b"1 file, 1 B in ")
    assert output.count(b"\n") == 1


@pytest.mark.usefixtures("root")
def test_an_empty_store_says_how_to_begin() -> None:
    code, output = on_terminal("ls")
    assert (code, output) == (
        0,
        b"cmx: there are no buckets yet. Make one with: cmx mb local://my-bucket\r\n",
    )


def test_put_says_that_it_reads_the_keyboard(store: LocalStorageClient) -> None:
    code, _output = on_terminal("put", "local://b/x", answers={b"Ctrl-C drops it\r\n": b"typed\n\x04"})
    assert code == 0
    assert store.get_object("b", "x") == b"typed\n"
