"""Object keys: any text that a service can hold, exactly as it is."""

from __future__ import annotations

from codomyrmex.validation.errors import ValidationError, encode_utf8

MAX_KEY_BYTES = 1024
"""The longest key of S3, GCS and Azure, in bytes of UTF-8."""


def check_key(key: str) -> None:
    """Refuse what no service can hold as a key.

    ``a//b``, ``dir/``, ``/a`` and ``..`` are all keys, each itself and no other.

    Args:
        key: the object key.

    Raises:
        ValidationError: not text, empty, longer than 1024 bytes of UTF-8, not Unicode, or with a NUL.
    """
    # One expression for the usual key: this runs before every request.
    if type(key) is str and key.isascii() and 0 < len(key) <= MAX_KEY_BYTES and "\0" not in key:
        return
    if not isinstance(key, str):
        raise ValidationError(f"a key is text, not {type(key).__name__}")
    if not key:
        raise ValidationError("a key is not empty")
    if "\0" in key:
        raise ValidationError(f"the key {key[:64]!r} holds a NUL character, which no service can store")
    size = len(encode_utf8(key, "the key"))
    if size > MAX_KEY_BYTES:
        raise ValidationError(f"the key {key[:32]!r}… has {size} bytes; the limit is {MAX_KEY_BYTES}")
