"""Which keys the service can hold.

https://cloud.google.com/storage/docs/objects#naming
"""

from __future__ import annotations

from codomyrmex.cloud.common.errors import InvalidRequestError


def check_holdable(key: str) -> None:
    """Refuse a key that no object can have.

    Raises:
        InvalidRequestError: it is ``.`` or ``..``, or has a line break.
    """
    if key in (".", ".."):
        raise InvalidRequestError(f"Google Cloud Storage has no objects with the name {key!r}.")
    check_prefix(key)
    if key.startswith(".well-known/acme-challenge/"):
        raise InvalidRequestError("Google Cloud Storage keeps .well-known/acme-challenge/ for itself.")


def check_prefix(prefix: str) -> None:
    """Refuse a prefix that no key can begin with.

    Raises:
        InvalidRequestError: it has a line break.
    """
    if "\r" in prefix or "\n" in prefix:
        raise InvalidRequestError(f"Google Cloud Storage has no line breaks in keys, as in {prefix[:200]!r}.")
