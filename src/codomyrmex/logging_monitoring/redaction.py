"""Taking secrets out of what is about to be shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

MASK = "***"

_MAX_DEPTH = 8
_WORDS = (
    r"secret|token|passw(?:or)?d|passphrase|authorization|signature|credential|cookie|"
    r"(?:access|api|private|account|shared|secret|encryption|customer)[_-]?key|access[_-]?id|key[_-]?id"
)


def redact(text: str) -> str:
    """``text`` without the secrets that URLs, headers, settings and service answers carry.

    Covered are presigned query parameters (``X-Amz-Signature``, ``X-Amz-Credential``,
    ``X-Amz-Security-Token``, ``sig`` and their like), the user and password of a URL,
    ``Authorization`` and token headers, ``name=value`` and ``"name": "value"`` with a name such as
    ``secret_key``, and XML elements of such a name.

    Args:
        text: a URL, a message or a traceback.

    Returns:
        The same text with ``***`` in place of each secret.
    """
    for pattern, replacement in _patterns():
        text = pattern.sub(replacement, text)
    return text


def redact_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a log record without their secrets, nested ones included.

    A value is hidden when its name is that of a secret or when it is a ``SecretStr``; every other text
    goes through :func:`redact`.
    """
    return {str(name): _value(str(name), value, _MAX_DEPTH) for name, value in fields.items()}


def _value(name: str, value: Any, depth: int) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if is_secret_name(name) or hasattr(value, "get_secret_value"):
        return MASK
    if isinstance(value, (int, float, date)):
        return value
    if isinstance(value, (bytes, bytearray, memoryview)):
        return f"<{memoryview(value).nbytes} bytes>"
    if depth and isinstance(value, Mapping):
        return {str(key): _value(str(key), item, depth - 1) for key, item in value.items()}
    if depth and isinstance(value, (list, tuple, set, frozenset)):
        return [_value("", item, depth - 1) for item in value]
    return redact(str(value)) if depth else "…"


def is_secret_name(name: str) -> bool:
    """Whether a field of this name holds a secret: ``secret_key``, ``X-Auth-Token``, ``sig``, …"""
    return _secret_name().search(name) is not None


@cache
def _secret_name() -> re.Pattern[str]:
    return re.compile(rf"{_WORDS}|^(?:\w+_)?sig$", re.IGNORECASE)


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    # Compiled at first use: most processes never log a line.
    # From the telling word to the end of the name; what stands before it does not matter, and bounded
    # repeats keep long texts linear.
    name = rf"(?:{_WORDS})[\w.-]{{0,40}}"
    sources = (
        # https://user:password@host
        (r"(://)[^/\s@\"'<>]+@", rf"\1{MASK}@"),
        # Authorization: AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…
        (r"(\b(?:proxy-)?authorization[\"']?\s*[:=]\s*[\"']?)[^\"'\r\n]+", rf"\1{MASK}"),
        (r"(\b(?:bearer|basic)\s+)[\w.~+/=-]{16,}", rf"\1{MASK}"),
        # x-amz-security-token: …, x-auth-token: …, set-cookie: …
        (rf"(\b(?:x-|set-)[\w-]{{0,40}}{name}\s*:\s*)[^\s\"',;]+", rf"\1{MASK}"),
        # "secret_key": "…" of JSON and of a mapping's repr
        (rf"({name}[\"']\s*:\s*)(\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')", rf"\1'{MASK}'"),
        # X-Amz-Signature=… also where the URL is itself percent-encoded; secret_key='…'
        (rf"({name}(?:=|%3D)[\"']?)[^&\s\"'<>]+", rf"\1{MASK}"),
        (r"((?:[?&]|%3F|%26)(?:\w{1,20}_)?sig(?:=|%3D))[^&\s\"'<>]+", rf"\1{MASK}"),
        # <SecretAccessKey>…</SecretAccessKey>
        (rf"(<[\w.-]{{0,40}}{name}>)[^<]+", rf"\1{MASK}"),
    )
    return tuple((re.compile(pattern, re.IGNORECASE), replacement) for pattern, replacement in sources)
