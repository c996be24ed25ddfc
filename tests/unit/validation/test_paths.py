"""Keys as files: nothing leaves the folder and nothing is renamed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from codomyrmex.validation import ValidationError, safe_relative_path


@pytest.mark.parametrize(
    "key", ["a", "a/b/c", "...", "a/..b", ".hidden", "a b", "日本/🐜", "a%2Fb", "k" * 255, "-rf", "~"]
)
def test_a_key_that_a_folder_can_hold_is_its_own_path(key: str, tmp_path: Path) -> None:
    path = tmp_path / safe_relative_path(key, windows=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    assert os.path.relpath(path, tmp_path) == key


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("", "empty"),
        ("/a", "empty"),
        ("a//b", "empty"),
        ("dir/", "empty"),
        (".", "another folder"),
        ("..", "another folder"),
        ("a/../b", "another folder"),
        ("./a", "another folder"),
        ("a/..", "another folder"),
        ("a\0b", "NUL"),
        ("a\ud800", "Unicode"),
        ("k" * 256, "256 bytes"),
        ("a/" + "é" * 128, "256 bytes"),
    ],
)
@pytest.mark.parametrize("windows", [False, True])
def test_a_key_that_would_leave_or_cannot_be_held_is_refused(key: str, reason: str, windows: bool) -> None:
    with pytest.raises(ValidationError, match=reason):
        safe_relative_path(key, windows=windows)


@pytest.mark.parametrize(
    "key",
    [
        "C:",
        "a:stream",
        "a\\b",
        "..\\x",
        "a?",
        "a*",
        "a|b",
        'a"b',
        "a\nb",
        "a.",
        "a ",
        "NUL",
        "con.txt",
        "x/LPT1",
    ],
)
def test_windows_holds_fewer_names(key: str) -> None:
    assert safe_relative_path(key, windows=False) == key
    with pytest.raises(ValidationError, match="Windows"):
        safe_relative_path(key, windows=True)


@pytest.mark.parametrize("key", ["console", "com", "nullable.txt", "a.b"])
def test_names_like_those_of_devices_are_fine(key: str) -> None:
    assert safe_relative_path(key, windows=True) == key
