"""The folder of a model as one file."""

from __future__ import annotations

import io
import os
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from aegis_multimodal_ai_system.mlflow_models.archive import pack, unpack
from aegis_multimodal_ai_system.mlflow_models.errors import MalformedModelError

Forge = Callable[..., Path]


@pytest.fixture
def forge(folder: Path) -> Forge:
    """Writes an archive with whatever members."""

    def write(*members: tarfile.TarInfo | tuple[str, bytes]) -> Path:
        with tarfile.open(folder / "forged.tar", "w", format=tarfile.PAX_FORMAT) as archive:
            for member in members:
                if isinstance(member, tuple):
                    about = tarfile.TarInfo(member[0])
                    about.size = len(member[1])
                    archive.addfile(about, io.BytesIO(member[1]))
                else:
                    archive.addfile(member)
        return folder / "forged.tar"

    return write


def special(name: str, kind: bytes, target: str = "") -> tarfile.TarInfo:
    """A member that is no file."""
    about = tarfile.TarInfo(name)
    about.type, about.linkname = kind, target
    return about


def test_the_same_folder_gives_the_same_bytes(folder: Path) -> None:
    packed: list[bytes] = []
    for place, names in (
        ("one", ("MLmodel", "data/räw.bin", "a" * 150)),
        ("two", ("a" * 150, "data/räw.bin")),
    ):
        for name in (*names, "MLmodel"):
            (folder / place / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / place / name).write_text(name)
            os.utime(folder / place / name, (len(packed), len(packed)))
            (folder / place / name).chmod(0o600 + len(packed))
        (folder / place / "empty").mkdir()
        packed.append(pack(folder / place, folder / f"{place}.tar").read_bytes())
    assert packed[0] == packed[1]
    (folder / "copy").mkdir()
    unpack(folder / "one.tar", folder / "copy")
    assert {path.relative_to(folder / "copy").as_posix() for path in (folder / "copy").rglob("*")} == {
        "MLmodel",
        "data",
        "data/räw.bin",
        "a" * 150,
    }
    assert (folder / "copy" / "data" / "räw.bin").read_text() == "data/räw.bin"


@pytest.mark.parametrize("name", ["../out", "/tmp/out", "a/../../out", "./a", "a//b", "a\\b", "a\nb"])
def test_names_that_lead_elsewhere(forge: Forge, folder: Path, name: str) -> None:
    (folder / "copy").mkdir()
    with pytest.raises(MalformedModelError, match="which is no plain file in its folder"):
        unpack(forge((name, b"x")), folder / "copy")
    assert not list((folder / "copy").iterdir())
    assert not (folder / "out").exists()


@pytest.mark.parametrize(
    "member",
    [
        special("link", tarfile.SYMTYPE, "/etc"),
        special("link", tarfile.LNKTYPE, "MLmodel"),
        special("pipe", tarfile.FIFOTYPE),
        special("device", tarfile.CHRTYPE),
        special("folder", tarfile.DIRTYPE),
        special("sparse", tarfile.GNUTYPE_SPARSE),
        special("other", b"Z"),
    ],
    ids=lambda member: member.name + member.linkname.replace("/", "-"),
)
def test_members_that_are_no_files(forge: Forge, folder: Path, member: tarfile.TarInfo) -> None:
    (folder / "copy").mkdir()
    with pytest.raises(MalformedModelError):
        unpack(forge(("MLmodel", b"x"), member, ("link/out", b"x")), folder / "copy")
    assert [path.name for path in (folder / "copy").iterdir()] in (["MLmodel"], [])


@pytest.mark.parametrize("names", [("a", "a"), ("a", "a/b"), ("a/b", "a")], ids="-then-".join)
def test_names_twice(forge: Forge, folder: Path, names: tuple[str, str]) -> None:
    (folder / "copy").mkdir()
    with pytest.raises(MalformedModelError, match="twice"):
        unpack(forge(*((name, b"x") for name in names)), folder / "copy")


def test_what_is_no_archive(forge: Forge, folder: Path) -> None:
    (folder / "copy").mkdir()
    whole = forge(("MLmodel", b"x" * 5000)).read_bytes()
    for content in (b"weights", b"\x1f\x8b\x08" + whole, whole[:2000]):
        (folder / "model.tar").write_bytes(content)
        with pytest.raises(MalformedModelError):
            unpack(folder / "model.tar", folder / "copy")


def test_a_folder_with_what_is_no_file(folder: Path) -> None:
    (folder / "model").mkdir()
    (folder / "model" / "link").symlink_to("/etc/passwd")
    with pytest.raises(MalformedModelError, match="'link', which is no plain file"):
        pack(folder / "model", folder / "model.tar")
