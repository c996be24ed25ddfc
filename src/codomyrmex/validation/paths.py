"""From object keys to paths of local files."""

from __future__ import annotations

import os
import re

from codomyrmex.validation.errors import ValidationError

_MAX_COMPONENT_BYTES = 255
_WINDOWS_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)


def safe_relative_path(key: str, *, windows: bool = os.name == "nt") -> str:
    """The relative path, with ``/`` between folders, of the file that holds ``key``.

    Args:
        key: a key, or what follows the prefix that is downloaded.
        windows: whether the file system is Windows', which can hold fewer names.

    Returns:
        ``key`` itself: nothing is renamed, so no two keys become one file.

    Raises:
        ValidationError: the key would leave the folder or cannot be the name of a file; the message
            says which part of it and why.
    """
    for component in key.split("/"):
        reason = _refusal(component) or (_windows_refusal(component) if windows else None)
        if reason:
            raise ValidationError(f"the key {key[:200]!r} cannot be a file here: {reason}")
    return key


def _refusal(component: str) -> str | None:
    if not component:
        return "a part between slashes is empty"
    if component in (".", ".."):
        return f"{component!r} would lead to another folder"
    if "\0" in component:
        return "it holds a NUL character"
    try:
        size = len(component.encode())
    except UnicodeEncodeError:
        return "it is not valid Unicode"
    if size > _MAX_COMPONENT_BYTES:
        return f"a part of it has {size} bytes; a file name has at most {_MAX_COMPONENT_BYTES}"
    return None


def _windows_refusal(component: str) -> str | None:
    if re.search(r'[<>:"\\|?*\x01-\x1f]', component):
        return f"{component!r} holds a character that Windows does not allow in file names"
    if component[-1] in ". ":
        return f"{component!r} ends with a dot or a space, which Windows drops"
    if _WINDOWS_DEVICE.fullmatch(component):
        return f"{component!r} is the name of a device on Windows"
    return None
