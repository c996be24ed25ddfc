"""Which keys can be the paths of files, and which path each of them is."""

from __future__ import annotations

from codomyrmex.validation import MAX_KEY_BYTES, ValidationError, check_key

_MAX_NAME_BYTES = 255


def path_of(key: str) -> list[bytes]:
    """The names of the folders and of the file of a key.

    A name that another program gave a file without regard to UTF-8 is in its key as Python has it: each byte
    that is no text as a surrogate (PEP 383).

    Raises:
        ValidationError: the key cannot be the path of a file, or two keys would be the same one.
    """
    names = _encode(key).split(b"/")
    for name in names:
        if not name:
            raise ValidationError(f"the key {key[:200]!r} cannot be a file: a part between slashes is empty")
        if name in (b".", b".."):
            raise ValidationError(
                f"the key {key[:200]!r} cannot be a file: a part of it is {name.decode()!r}"
            )
        if len(name) > _MAX_NAME_BYTES:
            raise ValidationError(
                f"the key {key[:32]!r}… cannot be a file: a part of it has {len(name)} bytes; "
                f"a file name has at most {_MAX_NAME_BYTES}"
            )
    return names


def key_of(path: bytes) -> str:
    """The key of the file at a path within its bucket."""
    return path.decode("utf-8", "surrogateescape")


def encode_escaped(key: object) -> bytes | None:
    """The bytes of a key, or of its beginning, that is not UTF-8; ``None`` for what no file is named."""
    if not isinstance(key, str) or "\0" in key:
        return None
    try:
        path = key.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return None
    # Surrogates that spell valid UTF-8 would be a second key of the same file.
    return path if 0 < len(path) <= MAX_KEY_BYTES and key_of(path) == key else None


def _encode(key: str) -> bytes:
    try:
        check_key(key)
    except ValidationError:
        escaped = encode_escaped(key)
        if escaped is None:
            raise
        return escaped
    return key.encode()
