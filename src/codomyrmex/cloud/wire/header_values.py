"""What stands in headers besides ASCII words: other text, and dates.

The email package is imported where it is needed: most runs never are, and it takes as long as a request.
"""

from __future__ import annotations

import base64
from contextlib import suppress
from datetime import UTC, datetime

_DAY_NAMES = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
_MONTH_NAMES = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, start=1)}


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
    from email.header import decode_header, make_header

    try:
        return str(make_header(decode_header(value)))
    except (LookupError, UnicodeDecodeError, ValueError):
        return value


def http_date(text: str) -> datetime | None:
    """The moment of an HTTP date; ``None`` where it is none."""
    # "Wed, 21 Oct 2015 07:28:00 GMT" (RFC 9110 §5.6.7), ten times as fast as the email package reads it.
    if text[25:] == " GMT" and text[8:11] in _MONTHS:
        with suppress(ValueError):
            return datetime(
                int(text[12:16]),
                _MONTHS[text[8:11]],
                int(text[5:7]),
                int(text[17:19]),
                int(text[20:22]),
                int(text[23:25]),
                tzinfo=UTC,
            )
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(text)
        # The oldest form names no zone, and means UTC.
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def format_http_date(moment: datetime) -> str:
    """A moment as an HTTP date (RFC 9110 §5.6.7), without fractions of a second."""
    utc = moment.astimezone(UTC)
    day, month = _DAY_NAMES[utc.weekday()], _MONTH_NAMES[utc.month - 1]
    return f"{day}, {utc.day:02} {month} {utc.year:04} {utc:%H:%M:%S} GMT"
