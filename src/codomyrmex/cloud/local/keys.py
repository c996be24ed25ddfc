"""Which keys can be the paths of files, and which path each of them is."""

from __future__ import annotations

from codomyrmex.validation import MAX_KEY_BYTES, ValidationError, check_key

_MAX_NAME_BYTES = 255


def path_of(key: str) -> list[bytes]:
    """The names of the folders and of the file of a key.

    A name that another program gave a file without regard to UTF-8 is in its key as Python has it: each byte that
    is no text as a surrogate (PEP 383).

    Raises:
        ValidationError: the key cannot be the path of a file, or two keys would be the same one.
    """
    try:
        check_key(key)
        path = key.encode()
    except ValidationError:
        path = _bytes_of(key)
    names = path.split(b"/")
    for name in names:
        if not name:
            raise ValidationError(f"the key {key[:200]!r} cannot be a file: a part between slashes is empty")
        if name in (b".", b".."):
            raise ValidationError(f"the key {key[:200]!r} cannot be a file: a part of it is {name.decode()!r}")
        if len(name) > _MAX_NAME_BYTES:
            raise ValidationError(
                f"the key {key[:32]!r}… cannot be a file: a part of it has {len(name)} bytes; "
                f"a file name has at most {_MAX_NAME_BYTES}"
            )
    return names


def key_of(path: bytes) -> str:
    """The key of the file at a path within its bucket."""
    return path.decode("utf-8", "surrogateescape")


def _bytes_of(key: str) -> bytes:
    if isinstance(key, str) and key and "\0" not in key:
        try:
            path = key.encode("utf-8", "surrogateescape")
        except UnicodeEncodeError:
            path = b""
        # Surrogates that spell valid UTF-8 would be a second name of the same file.
        if 0 < len(path) <= MAX_KEY_BYTES and key_of(path) == key:
            return path
    check_key(key)
    raise AssertionError("a key that can be encoded was refused")
