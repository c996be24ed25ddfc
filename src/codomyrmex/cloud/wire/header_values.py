"""What stands in headers besides ASCII words: other text, and dates."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.utils import parsedate_to_datetime

_MONTHS = {
    name: number
    for number, name in enumerate(b"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), start=1)
}


def encode_text(value: str) -> str:
    """Text as a header can carry it: ASCII as it is, everything else as RFC 2047 has it."""
    # RFC 2047 is how AWS itself answers with what is not ASCII; a value that looks like it is encoded too.
    if value.isascii() and "=?" not in value:
        return value
    return f"=?UTF-8?B?{base64.b64encode(value.encode()).decode()}?="


def decode_text(value: str) -> str:
    """What `encode_text` was given; a value that is no encoded text is itself."""
    if "=?" not in value:
        return value
    try:
        return str(make_header(decode_header(value)))
    except (LookupError, UnicodeDecodeError, ValueError):
        return value


def http_date(text: str) -> datetime | None:
    """The moment of an HTTP date; ``None`` where it is none."""
    # "Wed, 21 Oct 2015 07:28:00 GMT" (RFC 9110 §5.6.7), ten times as fast as the email package reads it.
    try:
        month = _MONTHS[text[8:11].encode()]
        return datetime(
            int(text[12:16]),
            month,
            int(text[5:7]),
            int(text[17:19]),
            int(text[20:22]),
            int(text[23:25]),
            tzinfo=UTC,
        )
    except (KeyError, ValueError):
        pass
    try:
        return parsedate_to_datetime(text).astimezone(UTC)
    except ValueError:
        return None
