"""Which files are looked at, and what the program answers."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import pytest

from aegis_multimodal_ai_system.tools.find_sdk_usage.check import check
from tests.unit.aegis.tools.guard import run


def write(path: Path, content: str | bytes = "import boto3\n") -> Path:
    """A file, with its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def paths(*where: str, exclude: tuple[str, ...] = ()) -> list[str]:
    """The files in which uses are found."""
    return [found.path for found in check([Path(path) for path in where], exclude).found]


def test_a_clean_tree(folder: Path) -> None:
    write(folder / "app.py", "from aegis_multimodal_ai_system import config\n")
    done = run(".")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "No uses of provider SDKs; files: 1, not checked: 0, uses allowed: 0.\n"


def test_findings_as_text_and_as_json(folder: Path) -> None:
    write(folder / "app" / "models.py", "import os\nimport boto3\n")
    done = run("app")
    assert done.returncode == 1
    assert re.fullmatch(
        r"app/models\.py:2:8: import of boto3; use aegis_\S+create_storage_client\(\) .*\n", done.stdout
    )
    done = run("--json", "app")
    assert (done.returncode, done.stderr) == (1, "")
    (found,) = json.loads(done.stdout)["found"]
    assert found["replacement"] in run("app").stdout
    assert {key: found[key] for key in ("path", "line", "column", "kind", "name", "reason")} == {
        "path": "app/models.py",
        "line": 2,
        "column": 8,
        "kind": "import",
        "name": "boto3",
        "reason": None,
    }


def test_what_is_allowed_is_listed_in_json(folder: Path) -> None:
    write(folder / "app.py", "import boto3  # aegis: allow-sdk prices\n")
    assert run(".").returncode == 0
    assert [found.reason for found in check([folder]).allowed] == ["prices"]


@pytest.mark.parametrize("arguments", [[], ["nowhere"], [".", "nowhere"], [".", "--frob"]])
def test_wrong_usage(folder: Path, arguments: list[str]) -> None:
    write(folder / "app.py")
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Usage: python -m aegis_multimodal_ai_system.tools.find_sdk_usage" in done.stderr


def test_files_that_cannot_be_checked_are_named_and_the_others_are_checked(folder: Path) -> None:
    write(folder / "app.py")
    write(folder / "broken.py", "x = 1\nimport boto3 as\n")
    write(folder / "bytes.py", b"x = '\xff'\n")
    write(folder / "coded.py", "# coding: klingon\n")
    write(folder / "deep.py", "x = " + "(" * 5000 + ")" * 5000)
    write(folder / "null.py", b"x = 1\0\n")
    done = run(".")
    assert done.returncode == 3
    assert done.stdout.startswith("app.py:1:8: import of boto3")
    assert re.findall(r"^(\w+)\.py: \S", done.stderr, re.MULTILINE) == [
        "broken",
        "bytes",
        "coded",
        "deep",
        "null",
    ]
    assert "broken.py: does not parse in line 2: invalid syntax\n" in done.stderr


def test_long_chains_are_no_problem(folder: Path) -> None:
    write(folder / "app.py", "import boto3\nx = boto3" + ".a" * 600 + "\ny = " + " + ".join(["1"] * 600))
    assert paths("app.py") == ["app.py"] * 2


def test_encodings_are_those_of_python(folder: Path) -> None:
    write(folder / "latin.py", "# -*- coding: latin-1 -*-\né = 1; import boto3\n".encode("latin-1"))
    write(folder / "marked.py", "\ufeffimport boto3\r\n")
    assert [(found.line, found.column) for found in check([folder]).found] == [(2, 15), (1, 8)]


def test_nothing_is_imported(folder: Path) -> None:
    write(folder / "app" / "__init__.py", "open('imported', 'w')\nimport boto3\n")
    for name in ("ast", "click", "json", "tokenize"):
        write(folder / f"{name}.py", "open('imported', 'w')\n")
    assert run(".").returncode == 1
    assert not (folder / "imported").exists()


def test_links_are_not_followed(folder: Path) -> None:
    outside = write(folder / "outside" / "app.py")
    tree = folder / "tree"
    tree.mkdir()
    (tree / "file.py").symlink_to(outside)
    (tree / "folder").symlink_to(outside.parent)
    (tree / "loop").symlink_to(tree)
    os.mkfifo(tree / "pipe.py")
    assert paths("tree") == []
    (folder / "named").symlink_to(outside.parent)
    assert paths("named") == ["named/app.py"]


def test_what_is_not_the_application_is_left_out(folder: Path) -> None:
    for part in ("app", ".git", "node_modules", "__pycache__", ".github"):
        write(folder / part / "code.py")
    write(folder / "env" / "pyvenv.cfg", "")
    write(folder / "env" / "lib" / "code.py")
    write(folder / "notes.txt")
    write(folder / "stub.pyi")
    assert paths(".") == [".github/code.py", "app/code.py", "stub.pyi"]


def test_patterns_leave_out_names_and_paths(folder: Path) -> None:
    for name in ("app/a.py", "app/vendor/b.py", "tests/c.py", "tests/app/d.py"):
        write(folder / name)

    assert paths(".", exclude=("tests/",)) == ["app/a.py", "app/vendor/b.py"]
    assert paths(".", exclude=("app/*",)) == ["tests/app/d.py", "tests/c.py"]
    assert paths(".", exclude=("app/vendor", "[cd].py")) == ["app/a.py"]


def test_a_file_is_checked_once_and_whatever_its_name(folder: Path) -> None:
    write(folder / "run")
    assert paths("run", "./run", ".") == ["run"]


@pytest.mark.skipif(sys.platform == "darwin", reason="file names are UTF-8 there")
def test_names_that_are_no_text(folder: Path) -> None:
    (folder / os.fsdecode(b"\xff\x1b.py")).write_text("import boto3\n")
    assert run(".").stdout.startswith("\\udcff\\x1b.py:1:8: ")
    assert paths(".")[0] == "\udcff\x1b.py"
