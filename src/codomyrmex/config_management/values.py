"""Reading single values: of a profile's fields, and of environment variables, which are always text.

Each function gives the value as it is kept, or raises ValueError with the end of a sentence that begins with
the name of the field. No message repeats a value: it may be a secret in the wrong place.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from codomyrmex.config_management.references import SecretReference
from codomyrmex.config_management.secret import Secret

_SWITCHES = {
    **dict.fromkeys(("1", "t", "true", "y", "yes", "on"), True),
    **dict.fromkeys(("0", "f", "false", "n", "no", "off"), False),
}


def text(value: object) -> str:
    """Text."""
    if not isinstance(value, str):
        raise ValueError("must be text")
    return value


def secret(value: Any) -> Secret | SecretReference:
    """A reference as it is; text, or what hides text as pydantic's ``SecretStr`` does, as a secret."""
    if isinstance(value, (Secret, SecretReference)):
        return value
    if hasattr(value, "get_secret_value"):
        value = value.get_secret_value()
    if not isinstance(value, str):
        raise ValueError("must be text or a reference to a secret")
    return Secret(value)


def path(value: object) -> Path:
    """A path."""
    if not isinstance(value, (str, os.PathLike)):
        raise ValueError("must be a path")
    return Path(value)


def truth(value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


def switch(value: str) -> bool:
    """True or false, of text."""
    found = _SWITCHES.get(value.lower())
    if found is None:
        raise ValueError("must be true or false")
    return found


def seconds(value: object) -> float:
    """A time in seconds, longer than none."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not value > 0:
        raise ValueError("must be a number of seconds above 0")
    return value


def truths(value: object) -> dict[str, bool]:
    """Names, each true or false."""
    if not isinstance(value, dict) or not all(isinstance(one, bool) for one in value.values()):
        raise ValueError("must be a table of names, each true or false")
    return dict(value)


def one_of(value: object, known: Iterable[str]) -> Any:
    """One of the words that are known."""
    words = tuple(known)
    if value not in words:
        raise ValueError(f"must be one of {', '.join(words)}")
    return value
