"""``.env`` gets the lines that it lacks, and keeps all others."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from aegis_multimodal_ai_system.local_stack.env_file import complete_env_file
from aegis_multimodal_ai_system.local_stack.errors import LocalStackError

LINES = {"OBJECT_STORE_BUCKET": "aegis", "POSTGRES_PASSWORD": "new"}
TITLE = "# The local stack (scripts/local_dev_setup.sh)\n"


def test_a_new_file_is_private(folder: Path) -> None:
    file = folder / ".env"
    assert complete_env_file(file, LINES) == list(LINES)
    assert file.read_text() == f"{TITLE}OBJECT_STORE_BUCKET=aegis\nPOSTGRES_PASSWORD=new\n"
    assert file.stat().st_mode & 0o777 == 0o600
    assert complete_env_file(file, LINES) == []
    assert os.listdir(folder) == [".env"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("A=1", f"A=1\n{TITLE}OBJECT_STORE_BUCKET=aegis\nPOSTGRES_PASSWORD=new\n"),
        (
            "export POSTGRES_PASSWORD='hush'\n",
            f"export POSTGRES_PASSWORD='hush'\n{TITLE}OBJECT_STORE_BUCKET=aegis\n",
        ),
        (f"{TITLE}OBJECT_STORE_BUCKET=aegis\nPOSTGRES_PASS", None),
        (
            "\ufeffPOSTGRES_PASSWORD=hush\r\n",
            f"\ufeffPOSTGRES_PASSWORD=hush\r\n{TITLE}OBJECT_STORE_BUCKET=aegis\n",
        ),
        (
            "POSTGRES_PASSWORD=\n",
            f"POSTGRES_PASSWORD=\n{TITLE}OBJECT_STORE_BUCKET=aegis\nPOSTGRES_PASSWORD=new\n",
        ),
        ("POSTGRES_PASSWORD='hush", None),
        ("X=${HOME}\nPOSTGRES_PASSWORD=${X}\n", None),
    ],
)
def test_what_is_there_stays(folder: Path, before: str, after: str | None) -> None:
    file = folder / ".env"
    file.write_bytes(before.encode())
    if after is None:
        with pytest.raises(LocalStackError, match=r"\.env") as caught:
            complete_env_file(file, LINES)
        assert "hush" not in str(caught.value)
        after = before
    else:
        complete_env_file(file, LINES)
        assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_bytes().decode().replace("\r\n", "\n") == after.replace("\r\n", "\n")
    assert file.read_bytes().startswith(before.encode())


def test_a_complete_file_becomes_private(folder: Path) -> None:
    file = folder / ".env"
    file.write_text("OBJECT_STORE_BUCKET=a\nPOSTGRES_PASSWORD=b\n")
    file.chmod(0o644)
    assert complete_env_file(file, LINES) == []
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_link_stays_one(folder: Path) -> None:
    file, target = folder / ".env", folder / "elsewhere" / "env"
    target.parent.mkdir()
    target.write_text("A=1\n")
    file.symlink_to(target)
    complete_env_file(file, LINES)
    assert file.is_symlink()
    assert target.read_text().startswith(f"A=1\n{TITLE}")


def test_a_folder_of_this_name(folder: Path) -> None:
    (folder / ".env").mkdir()
    with pytest.raises(LocalStackError, match="is a folder"):
        complete_env_file(folder / ".env", LINES)
