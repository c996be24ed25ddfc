"""Names and ids of resources other than buckets and objects."""

from __future__ import annotations

from codomyrmex.validation.errors import ValidationError, encode_utf8

_MAX_BYTES = 2048


def check_identifier(value: str, what: str) -> None:
    """Refuse what names no resource on any service; the provider knows its own finer rules.

    Args:
        value: a name or an id, such as ``i-0abc`` or ``projects/p/zones/z/instances/vm``.
        what: what it names, for the message: ``"an instance id"``.

    Raises:
        ValidationError: not text, empty, ``.`` or ``..``, padded with spaces, not Unicode, with a
            control character, or longer than 2048 bytes.
    """
    if not isinstance(value, str):
        raise ValidationError(f"{what} is text, not {type(value).__name__}")
    if not value or value in (".", ".."):
        raise ValidationError(f"{what} cannot be {value!r}")
    size = len(encode_utf8(value, what))
    if size > _MAX_BYTES:
        raise ValidationError(f"{what} has {size} bytes; the limit is {_MAX_BYTES}")
    if value != value.strip() or not value.isprintable():
        raise ValidationError(f"{what} holds a control character or is padded with spaces: {value[:80]!r}")
