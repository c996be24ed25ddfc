"""The target of a request: every byte of a key or a value is said, none is normalised."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote

_PLAIN_PATH = re.compile(r"[A-Za-z0-9\-._~/]*")


def encode_path(path: str) -> str:
    """Percent-encode every byte but the unreserved ones and ``/``; nothing is normalised."""
    if _PLAIN_PATH.fullmatch(path):
        return path
    return quote(path, safe="/~")


def encode_segment(text: str) -> str:
    """Percent-encode all but the unreserved bytes, slashes too: the text is one segment of a path."""
    return quote(text, safe="~")


def encode_query(parameters: Iterable[tuple[str, str]]) -> str:
    """The query string in the order of the names, as signatures want it."""
    # By name first: "=" sorts behind "-", so whole strings would put "a-b=" before "a=".
    encoded = sorted((quote(name, safe="~"), quote(value, safe="~")) for name, value in parameters)
    return "&".join(f"{name}={value}" for name, value in encoded)
