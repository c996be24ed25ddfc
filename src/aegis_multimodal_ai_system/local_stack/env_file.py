"""Adding lines to ``.env`` without touching those that are there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from aegis_multimodal_ai_system.config.dotenv_file import read_dotenv
from aegis_multimodal_ai_system.local_stack.errors import LocalStackError
from codomyrmex.cloud.common.errors import ConfigurationError

_TITLE = "# The local stack (scripts/local_dev_setup.sh)"


def read_env_file(file: Path, names: tuple[str, ...]) -> dict[str, str]:
    """The variables of the file.

    Args:
        file: where it is, or would be.
        names: those in which ``${…}`` is refused.

    Raises:
        LocalStackError: it cannot be read, or a line is not complete.
    """
    if file.is_dir():
        raise LocalStackError(f"{file} is a folder, where the file of settings belongs; move it elsewhere.")
    try:
        return read_dotenv(file, names)
    except ConfigurationError as error:
        raise LocalStackError(str(error)) from None


def complete_env_file(file: Path, lines: Mapping[str, str]) -> list[str]:
    """Add the lines that the file does not have, and let nobody else read it.

    It is written beside its place and renamed, so that it is never seen in half. Where it is a link, what it
    leads to is written.

    Args:
        file: ``.env``.
        lines: what it shall have.

    Returns:
        The names that were added.

    Raises:
        LocalStackError: it cannot be read or written.
    """
    known = read_env_file(file, tuple(lines))
    added = {name: value for name, value in lines.items() if not known.get(name)}
    target = Path(os.path.realpath(file))
    try:
        before = target.read_bytes() if target.exists() else b""
        if added:
            _replace(target, before + _text(before, added))
        else:
            target.chmod(0o600)
    except OSError as error:
        raise LocalStackError(f"{file} cannot be written: {error.strerror}.") from None
    return list(added)


def _text(before: bytes, added: Mapping[str, str]) -> bytes:
    newline = b"\r\n" if b"\r\n" in before else b"\n"
    title = [] if _TITLE.encode() in before else [_TITLE]
    gap = b"" if not before or before.endswith(b"\n") else newline
    lines = [*title, *(f"{name}={value}" for name, value in added.items())]
    return gap + b"".join(line.encode() + newline for line in lines)


def _replace(target: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=".env.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            if target.exists() and os.geteuid() == 0:
                owner = target.stat()
                os.fchown(file.fileno(), owner.st_uid, owner.st_gid)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(name).unlink()
        raise
