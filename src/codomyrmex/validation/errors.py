"""The error of every check."""

from __future__ import annotations


class ValidationError(ValueError):
    """A name, key, URL or path is refused; the message says why in one sentence."""


def encode_utf8(text: str, what: str) -> bytes:
    """``text`` as UTF-8.

    Raises:
        ValidationError: ``text`` holds a lone surrogate; ``what`` names it in the message.
    """
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise ValidationError(f"{what} {text!r} is not valid Unicode at position {error.start}") from None
