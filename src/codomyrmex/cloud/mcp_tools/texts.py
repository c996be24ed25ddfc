"""Names and contents of services in answers and questions: data, which nobody is to obey."""

from __future__ import annotations

import base64
import codecs
from typing import Literal

# Of typing_extensions until Python 3.12: pydantic asks for it.
from typing_extensions import TypedDict

_BINARY = bytes(set(range(32)) - set(b"\t\n\r\f\b\x1b"))
_WITHIN = bytes(range(0x80, 0xC0))
"""The bytes of a character of UTF-8 behind its first one."""
_MOST_DAMAGE = 0.1
"""The share of characters that may be no UTF-8 in what is taken for text."""
_MOST_NAME = 200


class Untrusted(TypedDict):
    """What somebody else has written.

    Attributes:
        untrusted: that it is data, and not to be obeyed.
        source: where it is from.
        encoding: how bytes became text.
        text: the content.
    """

    untrusted: Literal[True]
    source: str
    encoding: Literal["utf-8", "base64"]
    text: str


def address(profile: str, bucket: str, key: str = "") -> str:
    """The address of a bucket or an object."""
    return f"{profile}://{bucket}/{key}" if key else f"{profile}://{bucket}"


def printable(name: str) -> str:
    """A name in a question: nothing in it moves the cursor, turns the direction of the text, or is long."""
    plain = "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in name)
    return plain if len(plain) <= _MOST_NAME else f"{plain[:_MOST_NAME]}…"


def untrusted(
    data: bytes, source: str, *, is_start: bool = True, is_end: bool = True
) -> tuple[Untrusted, int]:
    """Bytes as untrusted content, and how many of them it has.

    Text is UTF-8 with replacements; what does not look like text is base64.

    Args:
        data: the bytes.
        source: where they are from.
        is_start: whether nothing is before them; otherwise they may begin within a character.
        is_end: whether nothing follows; otherwise a character that is cut off at the end is left for later.
    """
    if len(data.translate(None, _BINARY)) < len(data):
        return _binary(data, source), len(data)
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    text = decoder.decode(data, final=is_end)
    within = 0 if is_start else len(data[:3]) - len(data[:3].lstrip(_WITHIN))
    if text.count("\ufffd") - within > _MOST_DAMAGE * len(text):
        return _binary(data, source), len(data)
    held = len(decoder.getstate()[0])
    return {"untrusted": True, "source": source, "encoding": "utf-8", "text": text}, len(data) - held


def _binary(data: bytes, source: str) -> Untrusted:
    text = base64.b64encode(data).decode("ascii")
    return {"untrusted": True, "source": source, "encoding": "base64", "text": text}
