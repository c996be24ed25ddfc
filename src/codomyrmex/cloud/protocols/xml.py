"""XML as the services write it: read without trust in every character, written without a library."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from codomyrmex.cloud.common.errors import ServiceUnavailableError

# The ampersand comes first: the others bring one each.
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}

# A character that XML 1.0 cannot hold: as it is, or as a hexadecimal or decimal reference.
_FORBIDDEN = re.compile(
    rb"([\x00-\x08\x0b\x0c\x0e-\x1f])|&#x0*([0-8bcef]|1[0-9a-f]);|&#0*([0-8]|1[124-9]|2[0-9]|3[01]);",
    re.IGNORECASE,
)
_STANDS_FOR = 0xF700
"""Of Unicode's private use area, in which no service encodes anything."""
_STOOD_FOR = {_STANDS_FOR + code: code for code in range(0x20)}


def _parse(body: bytes) -> tuple[ElementTree.Element, bool]:
    """The root, and whether there are characters in it that stand for others."""
    # Whitespace comes first where the service had to keep the connection alive while it worked.
    text = body.lstrip()
    try:
        return ElementTree.fromstring(text), False
    except ElementTree.ParseError as error:
        # Ceph repeats a prefix and gives a token as they are, also with characters that XML cannot hold.
        held, replaced = _FORBIDDEN.subn(_stand_in, text)
        if not replaced:
            raise ServiceUnavailableError(f"The service's answer is not XML: {error}.") from error
    try:
        return ElementTree.fromstring(held), True
    except ElementTree.ParseError as error:
        raise ServiceUnavailableError(f"The service's answer is not XML: {error}.") from error


def _stand_in(found: re.Match[bytes]) -> bytes:
    raw, hexadecimal, decimal = found.groups()
    code = raw[0] if raw else int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(_STANDS_FOR + code).encode()


class Document:
    """A parsed answer whose elements are found by their plain names.

    Attributes:
        root: the outermost element.
        prefix: what stands before each tag: the namespace in braces, or nothing.
        has_stand_ins: whether there are characters in it that stand for others; see `plain`.
    """

    def __init__(self, body: bytes) -> None:
        self.root, self.has_stand_ins = _parse(body)
        # Some servers give the namespace, some do not.
        self.prefix = self.root.tag[: self.root.tag.index("}") + 1] if self.root.tag.startswith("{") else ""

    def name(self, tag: str) -> str:
        """The tag as it stands in this document."""
        return self.prefix + tag

    def text(self, tag: str) -> str | None:
        """The text of a child of the root; ``None`` where it is missing or empty."""
        text = self.root.findtext(self.prefix + tag) or None
        return self.plain(text) if text else None

    def plain(self, text: str) -> str:
        """A text of this document as the service meant it."""
        return text.translate(_STOOD_FOR) if self.has_stand_ins else text


_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def fits_xml(key: str) -> bool:
    """Whether XML 1.0 can hold the key at all (https://www.w3.org/TR/xml/#charsets)."""
    return _NOT_IN_XML.search(key) is None


def escaped(text: str) -> str:
    """Text as it stands between tags."""
    # Not the function of xml.sax.saxutils: that module imports the standard library's HTTP client.
    for character, reference in _ESCAPES.items():
        text = text.replace(character, reference)
    return text
