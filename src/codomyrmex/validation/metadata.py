"""User metadata and content types: what fits in an HTTP header and comes back unchanged.

Sources:
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html (2 KiB in total)
    https://www.rfc-editor.org/rfc/rfc9110#name-tokens, #name-media-type
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from codomyrmex.validation.errors import ValidationError

MAX_METADATA_BYTES = 2048
RESERVED_PREFIX = "cmx-"
"""Names that this library keeps for itself, such as the digest of a multipart upload."""

_NAME = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_CONTROL = r"[\x00-\x1f\x7f-\x9f]"
_MEDIA_TYPE = rf"{_NAME}/{_NAME}(?:[ \t]*;[ \t]*(?:{_NAME}=(?:{_NAME}|\"[^\"\x00-\x1f\x7f]*\"))?)*"


def check_metadata(metadata: Mapping[str, str] | None) -> dict[str, str]:
    """The metadata as every service will hold it: names in lower case.

    Values may be any text; carrying what is not ASCII is the protocol's work.

    Args:
        metadata: names and values, or ``None`` for none.

    Returns:
        A new mapping with lower-cased names.

    Raises:
        ValidationError: a name is no HTTP token, reserved or there twice; a value is not text, holds
            control characters or is padded with spaces (HTTP would drop them); or all together
            have more than 2048 bytes.
    """
    checked: dict[str, str] = {}
    size = 0
    for name, value in (metadata or {}).items():
        lowered = _check_name(name)
        if lowered in checked:
            raise ValidationError(f"the metadata name {lowered!r} is there twice; case does not count")
        size += len(lowered) + _check_value(lowered, value)
        checked[lowered] = value
    if size > MAX_METADATA_BYTES:
        raise ValidationError(f"the metadata has {size} bytes; the limit is {MAX_METADATA_BYTES}")
    return checked


def check_content_type(content_type: str) -> None:
    """Refuse what is no media type, such as ``text`` or a value with a line break.

    Args:
        content_type: for instance ``text/plain; charset=utf-8``.

    Raises:
        ValidationError: not of the form ``type/subtype; name=value``.
    """
    if not isinstance(content_type, str):
        raise ValidationError(f"a content type is text, not {type(content_type).__name__}")
    if not re.fullmatch(_MEDIA_TYPE, content_type, re.ASCII):
        raise ValidationError(
            f"{content_type[:80]!r} is not a content type such as 'text/plain; charset=utf-8'"
        )


def _check_name(name: str) -> str:
    if not isinstance(name, str):
        raise ValidationError(f"a metadata name is text, not {type(name).__name__}")
    if not re.fullmatch(_NAME, name):
        raise ValidationError(
            f"the metadata name {name[:80]!r} is not an HTTP token: letters, digits and hyphens"
        )
    lowered = name.lower()
    if lowered.startswith(RESERVED_PREFIX):
        raise ValidationError(
            f"the metadata name {name!r} is reserved: {RESERVED_PREFIX}… belongs to this library"
        )
    return lowered


def _check_value(name: str, value: str) -> int:
    # Values may be confidential, so no message repeats one.
    if not isinstance(value, str):
        raise ValidationError(f"the metadata value of {name!r} is text, not {type(value).__name__}")
    if re.search(_CONTROL, value):
        raise ValidationError(f"the metadata value of {name!r} holds a control character")
    if value != value.strip():
        raise ValidationError(f"the metadata value of {name!r} begins or ends with a space, which HTTP drops")
    try:
        return len(value.encode())
    except UnicodeEncodeError:
        raise ValidationError(f"the metadata value of {name!r} is not valid Unicode") from None
