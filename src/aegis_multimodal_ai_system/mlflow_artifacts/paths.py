"""Addresses ``aegis-storage://PREFIX/…`` and the paths of artifacts below them."""

from __future__ import annotations

from urllib.parse import urlsplit

from codomyrmex.cloud.common.errors import InvalidRequestError

SCHEME = "aegis-storage"
RESERVED = ("models", "backups")
"""What begins keys of others: `model_registry.registering.PREFIX`, `database.PREFIX`."""


def key_prefix(uri: str) -> str:
    """What the keys below an address begin with, which ends with ``/``.

    Args:
        uri: ``aegis-storage://PREFIX``, with any number of parts.

    Raises:
        InvalidRequestError: it is none, or leads to objects that are not MLflow's.
    """
    try:
        parts = urlsplit(uri)
    except ValueError:
        raise _refused(uri) from None
    if parts.scheme != SCHEME or not parts.netloc or parts.query or parts.fragment:
        raise _refused(uri)
    path = parts.netloc + parts.path.removesuffix("/")
    # Others read an address as one of the web: they decode percent signs and see a password before an @.
    if not is_plain(path) or not uri.isprintable() or set("%:@") & set(path):
        raise _refused(uri)
    if parts.netloc in RESERVED:
        raise InvalidRequestError(
            f"Artifacts cannot be below {parts.netloc}/, where others keep their objects; name another."
        )
    return f"{path}/"


def key_of(prefix: str, path: str | None) -> str:
    """The key of an artifact; without a path, the prefix itself.

    Args:
        prefix: as `key_prefix` gives it.
        path: relative, with ``/``, of a folder maybe at its end, too; ``None`` or empty for all.

    Raises:
        InvalidRequestError: it is no such path.
    """
    return prefix + checked(path.removesuffix("/")) if path else prefix


def checked(path: str) -> str:
    """A path of an artifact.

    Args:
        path: relative, with ``/``.

    Raises:
        InvalidRequestError: it is empty, absolute, or not the shortest one for what it leads to.
    """
    if not is_plain(path):
        raise InvalidRequestError(
            f"{path!r} is no path of an artifact: it must be relative, with / between its parts, of which "
            "none is empty, '.' or '..'."
        )
    return path


def is_plain(path: str) -> bool:
    """Whether a path is relative, leads nowhere else, and can be written in no shorter way.

    Args:
        path: with ``/``.
    """
    parts = path.split("/")
    return path.isprintable() and "\\" not in path and not any(part in ("", ".", "..") for part in parts)


def _refused(uri: str) -> InvalidRequestError:
    return InvalidRequestError(f"{uri!r} is not {SCHEME}://PREFIX, with plain parts and nothing behind them.")
