"""Ways out of an allowed folder that agents have tried, or may: each is refused, and told why."""

from __future__ import annotations

import os
import socket
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from codomyrmex.model_context_protocol.denial import Denial, DeniedError
from codomyrmex.model_context_protocol.paths import AllowedFolders
from codomyrmex.model_context_protocol.paths.descent import check_regular

SECRET = b"nobody may read this"

EMPTY = "is empty"
RELATIVE = "is relative"
DOTS = "'.' or '..' component"
TILDE = "'~'"
CONTROL = "control characters"
URL = "is a URL"
BACKSLASH = "backslash"
DOUBLE = "empty component"
LONG = "longer than"
TEXT = "not valid Unicode"
KERNEL = "is a file to read or write"
OUTSIDE = "outside the allowed folders"
LINK = "not followed"
NO_FILE = "not name a regular file"
ITSELF = "an allowed folder itself"
MISSING = "no such file or folder"

# IN is the allowed folder, OUT one beside it.
ESCAPES = [
    ("", EMPTY),
    ("   ", EMPTY),
    ("\t\n", EMPTY),
    ("file.txt", RELATIVE),
    ("folder/deep.txt", RELATIVE),
    ("./file.txt", RELATIVE),
    ("../outside/secret", RELATIVE),
    ("..", RELATIVE),
    (" /etc/passwd", RELATIVE),
    ("%2fetc%2fpasswd", RELATIVE),
    ("$HOME/secret", RELATIVE),
    ("IN/../outside/secret", DOTS),
    ("IN/folder/../../outside/secret", DOTS),
    ("IN/folder/../file.txt", DOTS),
    ("IN/./file.txt", DOTS),
    ("IN/..", DOTS),
    ("IN/.", DOTS),
    ("/../etc/passwd", DOTS),
    ("/proc/../etc/passwd", DOTS),
    ("~", TILDE),
    ("~/secret", TILDE),
    ("~root/.ssh/id_rsa", TILDE),
    ("IN/~root/secret", TILDE),
    ("IN/file.txt\0", CONTROL),
    ("IN/file.txt\0/../../outside/secret", CONTROL),
    ("IN/file.txt\n", CONTROL),
    ("IN/\x1b[2Jfile.txt", CONTROL),
    ("IN/file.txt\x7f", CONTROL),
    ("IN/file\x85.txt", CONTROL),
    ("IN/file\u2028.txt", CONTROL),
    ("IN/file\u202etxt.exe", CONTROL),
    ("file:///etc/passwd", URL),
    ("file://IN/file.txt", URL),
    ("file:/etc/passwd", URL),
    ("FILE:///etc/passwd", URL),
    ("http://127.0.0.1/secret", URL),
    ("s3://bucket/key", URL),
    ("data:,secret", URL),
    ("C:\\Windows\\secret", URL),
    ("c:/Windows/secret", URL),
    ("\\\\server\\share\\secret", BACKSLASH),
    ("\\etc\\passwd", BACKSLASH),
    ("IN\\..\\outside\\secret", BACKSLASH),
    ("IN/..\\outside\\secret", BACKSLASH),
    ("//server/share/secret", DOUBLE),
    ("//etc/passwd", DOUBLE),
    ("IN//file.txt", DOUBLE),
    ("IN/file.txt/", DOUBLE),
    ("IN/", DOUBLE),
    ("/", DOUBLE),
    ("IN/" + "a/" * 2500 + "secret", LONG),
    ("IN/" + "a" * 256, LONG),
    ("IN/" + "é" * 128, LONG),
    ("IN/\udcff", TEXT),
    ("/\ud800", TEXT),
    ("/proc/self/environ", KERNEL),
    ("/proc/self/fd/0", KERNEL),
    ("/proc/self/cwd/secret", KERNEL),
    ("/proc/self/root/etc/passwd", KERNEL),
    ("/proc/1/mem", KERNEL),
    ("/dev/null", KERNEL),
    ("/dev/stdin", KERNEL),
    ("/dev/fd/0", KERNEL),
    ("/dev/shm/secret", KERNEL),
    ("/sys/kernel/notes", KERNEL),
    ("/etc/passwd", OUTSIDE),
    ("/etc/there-is-no-such-file", OUTSIDE),
    ("OUT/secret", OUTSIDE),
    ("OUT/missing", OUTSIDE),
    ("OUT", OUTSIDE),
    ("IN-not/secret", OUTSIDE),
    ("IN /file.txt", OUTSIDE),
    ("IN%2f..%2foutside%2fsecret", OUTSIDE),
    ("IN/to-secret", LINK),
    ("IN/to-file", LINK),
    ("IN/to-nothing", LINK),
    ("IN/to-itself", LINK),
    ("IN/to-environ", LINK),
    ("IN/to-outside", LINK),
    ("IN/to-outside/secret", LINK),
    ("IN/to-outside/missing", LINK),
    ("IN/to-folder/deep.txt", LINK),
    ("IN/up/outside/secret", LINK),
    ("IN/to-root/etc/passwd", LINK),
    ("IN/to-descriptors/0", LINK),
    ("IN/file.txt/secret", LINK),
    ("IN/folder", NO_FILE),
    ("IN/fifo", NO_FILE),
    ("IN/socket", NO_FILE),
    ("IN", ITSELF),
    ("IN/%2e%2e/outside/secret", MISSING),
    ("IN/．．/outside/secret", MISSING),
    ("IN/.../outside/secret", MISSING),
    ("IN/*/deep.txt", MISSING),
]

LINKS = {
    "to-secret": "../outside/secret",
    "to-file": "file.txt",
    "to-nothing": "../outside/missing",
    "to-itself": "to-itself",
    "to-environ": "/proc/self/environ",
    "to-outside": "../outside",
    "to-folder": "folder",
    "up": "..",
    "to-root": "/",
    "to-descriptors": "/proc/self/fd",
}


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Path]:
    """A folder with ``allowed`` in it, full of ways out, and ``outside``; all of it has to stay as it is."""
    inside, outside = tmp_path / "allowed", tmp_path / "outside"
    for folder in (inside / "folder", outside, tmp_path / "allowed-not"):
        folder.mkdir(parents=True)
    (inside / "file.txt").write_bytes(b"inside")
    (inside / "folder" / "deep.txt").write_bytes(b"inside")
    (outside / "secret").write_bytes(SECRET)
    (tmp_path / "allowed-not" / "secret").write_bytes(SECRET)
    for name, target in LINKS.items():
        (inside / name).symlink_to(target)
    os.mkfifo(inside / "fifo")
    with socket.socket(socket.AF_UNIX) as server:
        # The path of a socket has to be short; this one is bound by a short one.
        here = os.getcwd()
        os.chdir(inside)
        try:
            server.bind("socket")
        finally:
            os.chdir(here)
        before = everything(tmp_path)
        yield tmp_path
    assert everything(tmp_path) == before


def everything(folder: Path) -> dict[str, bytes | None]:
    """All paths below a folder, with the bytes of regular files."""
    found = sorted(folder.rglob("*"))
    return {str(one): one.read_bytes() if stat.S_ISREG(one.lstat().st_mode) else None for one in found}


def spelled(base: Path, given: str) -> str:
    return given.replace("IN", str(base / "allowed")).replace("OUT", str(base / "outside"))


def descriptors() -> int:
    return len(os.listdir("/dev/fd"))


def test_there_are_at_least_sixty_of_them() -> None:
    assert len({given for given, _reason in ESCAPES}) >= 60


@pytest.mark.parametrize(("given", "reason"), ESCAPES)
def test_an_escape_is_refused_for_reading(base: Path, given: str, reason: str) -> None:
    with AllowedFolders([base / "allowed"]) as folders:
        before = descriptors()
        with pytest.raises(DeniedError) as caught:
            folders.open_to_read(spelled(base, given))
        assert descriptors() == before
    assert_told(caught.value, reason, base)


@pytest.mark.parametrize(("given", "reason"), ESCAPES)
def test_an_escape_is_refused_for_writing(base: Path, given: str, reason: str) -> None:
    with AllowedFolders([base / "allowed"]) as folders:
        before = descriptors()
        with pytest.raises(DeniedError) as caught:
            folders.open_to_write(spelled(base, given))
        assert descriptors() == before
    assert_told(caught.value, reason, base)


def assert_told(error: DeniedError, reason: str, base: Path) -> None:
    """It says why, in one sentence, and nothing of what is outside."""
    assert error.denial is Denial.PATH
    assert reason in error.message
    assert error.message.endswith(".")
    assert "\n" not in error.message
    assert str(base / "outside") not in f"{error.message} {error.hint}"


@pytest.mark.parametrize("given", ["{}/outside/secret", "{}/allowed/to-outside/secret"])
def test_whether_a_file_outside_is_there_is_not_told(base: Path, given: str) -> None:
    there = given.format(base)
    with AllowedFolders([base / "allowed"]) as folders:
        for opened in (folders.open_to_read, folders.open_to_write):
            with pytest.raises(DeniedError) as of_it:
                opened(there)
            with pytest.raises(DeniedError) as of_none:
                opened(there.replace("secret", "missing"))
            assert (of_it.value.message, of_it.value.hint) == (of_none.value.message, of_none.value.hint)


def test_a_device_in_an_allowed_folder_is_refused(tmp_path: Path) -> None:
    try:
        os.mknod(tmp_path / "null", stat.S_IFCHR | 0o600, os.makedev(1, 3))
    except OSError as error:
        pytest.skip(f"devices cannot be made here: {error.strerror}")
    with AllowedFolders([tmp_path]) as folders, pytest.raises(DeniedError, match=NO_FILE):
        folders.open_to_read(str(tmp_path / "null"))


def test_a_file_of_the_kernel_is_refused_wherever_it_is_mounted() -> None:
    try:
        status = os.stat("/proc/self/status")
    except OSError as error:
        pytest.skip(f"there is no /proc: {error.strerror}")
    with pytest.raises(DeniedError, match="kernel"):
        check_regular(status)
