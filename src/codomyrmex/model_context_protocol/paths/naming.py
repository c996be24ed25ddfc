"""What an agent may say to name a file: an absolute path in its one plain spelling."""

from __future__ import annotations

import re
import unicodedata

from codomyrmex.model_context_protocol.denial import Denial, DeniedError

KERNEL_FOLDERS = ("proc", "sys", "dev")
"""Folders right below the root whose files are doors into the system, not data."""

_MAX_PATH = 4095
_MAX_NAME = 255
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_BIDIRECTIONAL = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They let a name read as another one where somebody is asked about it."""


def refused(message: str, *, hint: str | None = None) -> DeniedError:
    """The error for a path that is not let through."""
    return DeniedError(Denial.PATH, message, hint=hint)


def components(given: str) -> tuple[str, ...]:
    """The names that an absolute path goes through, from the root.

    Nothing is looked up, and nothing is made good: a path that would have to be rewritten is refused.

    Args:
        given: what an agent said.

    Raises:
        DeniedError: it is no plain absolute path, or leads into a folder of the system's kernel.
    """
    _check_text(given)
    if _SCHEME.match(given):
        raise refused("The path is a URL or names a drive; only plain paths are taken.")
    if "\\" in given:
        raise refused("The path has a backslash; folders are parted by '/'.")
    if given.startswith("~"):
        raise refused("The path starts with '~', which is not replaced here.")
    if not given.startswith("/"):
        raise refused("The path is relative; only absolute paths are taken.")
    names = tuple(given[1:].split("/"))
    for name in names:
        _check_name(name)
    if names[0] in KERNEL_FOLDERS:
        raise refused(f"Nothing below /{names[0]} is a file to read or write.")
    return names


def _check_text(given: str) -> None:
    if not given or given.isspace():
        raise refused("The path is empty.")
    try:
        length = len(given.encode())
    except UnicodeEncodeError:
        raise refused("The path is not valid Unicode text.") from None
    if length > _MAX_PATH:
        raise refused(f"The path is longer than {_MAX_PATH} bytes.")
    if any(char in _BIDIRECTIONAL or unicodedata.category(char) in ("Cc", "Zl", "Zp") for char in given):
        raise refused("The path has control characters.")


def _check_name(name: str) -> None:
    if not name:
        raise refused("The path has an empty component, or ends in '/'.")
    if name in (".", ".."):
        raise refused("The path has a '.' or '..' component.")
    if name.startswith("~"):
        raise refused("The path has a component that starts with '~'.")
    if len(name.encode()) > _MAX_NAME:
        raise refused(f"The path has a component longer than {_MAX_NAME} bytes.")
