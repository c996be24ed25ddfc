"""Which keys the service can hold, and how metadata names become the identifiers that it wants.

https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata
"""

from __future__ import annotations

import re

from codomyrmex.cloud.common.errors import InvalidRequestError

_MAX_SEGMENTS = 254
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")

# The form in which Go CDK writes them too: readers of either find the other's names.
_UNFIT = re.compile(r"^[0-9]|[^A-Za-z0-9_]|_(?=_0x)")
_ENCODED = re.compile(r"__0x([0-9a-f]+)__")


def check_holdable(text: str) -> None:
    """Refuse a key, or a prefix, that no blob's name can be or begin with.

    Raises:
        InvalidRequestError: it holds a backslash or a control character.
    """
    if "\\" in text:
        raise InvalidRequestError(f"Azure makes a slash of each backslash, as in {text[:200]!r}.")
    if _CONTROL.search(text):
        raise InvalidRequestError(f"Azure holds no control characters, as in {text[:200]!r}.")


def check_addressable(key: str) -> None:
    """Refuse a key with which a request would reach another blob, or none.

    Raises:
        InvalidRequestError: a part of it ends with a dot, or it has more than 254 parts.
    """
    segments = key.split("/")
    if any(segment.endswith(".") for segment in segments):
        raise InvalidRequestError(
            f"Azure folds or cuts a part that ends with a dot, so the key {key[:200]!r} would become another."
        )
    if len(segments) > _MAX_SEGMENTS:
        raise InvalidRequestError(
            f"Azure addresses keys of at most {_MAX_SEGMENTS} parts between slashes; this one has "
            f"{len(segments)}."
        )


def encode_name(name: str) -> str:
    """A metadata name as a C# identifier, which is all that the service takes: ``x-year`` is
    ``x__0x2d__year``."""
    return _UNFIT.sub(lambda found: f"__{ord(found[0]):#x}__", name)


def decode_name(name: str) -> str:
    """The name that `encode_name` was given; another program's is itself."""
    return _ENCODED.sub(lambda found: _character(found[1], found[0]), name)


def _character(digits: str, otherwise: str) -> str:
    code = int(digits, 16)
    return chr(code) if code < 0x80 else otherwise
