"""The XML of S3: what lists say, and what a few requests carry."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from urllib.parse import unquote_plus
from xml.etree import ElementTree

from codomyrmex.cloud.common.errors import ServiceUnavailableError
from codomyrmex.cloud.common.storage.types import ObjectInfo, ObjectVersion, Page

_NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"
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
    """A parsed answer whose elements are found by their plain names."""

    def __init__(self, body: bytes) -> None:
        self.root, self._has_stand_ins = _parse(body)
        # Some servers give the namespace, some do not.
        self._prefix = self.root.tag[: self.root.tag.index("}") + 1] if self.root.tag.startswith("{") else ""

    def name(self, tag: str) -> str:
        """The tag as it stands in this document."""
        return self._prefix + tag

    def text(self, tag: str) -> str | None:
        """The text of a child of the root; ``None`` where it is missing or empty."""
        text = self.root.findtext(self._prefix + tag) or None
        return text.translate(_STOOD_FOR) if text and self._has_stand_ins else text

    def decoder(self) -> Callable[[str], str]:
        """How this document's keys are read: encoded where asked for, since XML cannot hold them all."""
        decode: Callable[[str], str] = unquote_plus if self.text("EncodingType") == "url" else str
        if not self._has_stand_ins:
            return decode
        return lambda text: decode(text.translate(_STOOD_FOR))

    def versions(self, bucket: str) -> Iterator[ObjectVersion]:
        """The versions and delete markers of a ListObjectVersions answer, in their order."""
        decode = self.decoder()
        for element in self.root:
            kind = element.tag[len(self._prefix) :]
            if kind not in ("Version", "DeleteMarker"):
                continue
            find = {child.tag[len(self._prefix) :]: child.text for child in element}
            moment = find.get("LastModified")
            yield ObjectVersion(
                bucket=bucket,
                key=decode(find.get("Key") or ""),
                version=find.get("VersionId") or "null",
                is_latest=find.get("IsLatest") == "true",
                is_delete_marker=kind == "DeleteMarker",
                size=int(find.get("Size") or 0),
                last_modified=datetime.fromisoformat(moment) if moment else None,
                etag=(find.get("ETag") or "").strip('"') or None,
            )


def parse_page(body: bytes, bucket: str) -> Page:
    """A page of ListObjectsV2."""
    document = Document(body)
    decode = document.decoder()
    key, size, modified, etag, storage_class = map(
        document.name, ("Key", "Size", "LastModified", "ETag", "StorageClass")
    )
    objects = []
    parse_time = datetime.fromisoformat
    for element in document.root.iterfind(document.name("Contents")):
        find = {child.tag: child.text for child in element}
        moment = find.get(modified)
        objects.append(
            ObjectInfo(
                bucket,
                decode(find[key] or ""),
                int(find[size] or 0),
                parse_time(moment) if moment else None,
                (find.get(etag) or "").strip('"') or None,
                None,
                None,
                find.get(storage_class),
            )
        )
    prefixes = [
        decode(element.findtext(document.name("Prefix")) or "")
        for element in document.root.iterfind(document.name("CommonPrefixes"))
    ]
    truncated = document.text("IsTruncated") == "true"
    return Page(objects, prefixes, document.text("NextContinuationToken") if truncated else None)


Node = tuple[str, "str | Sequence[Node]"]
"""An element: its tag, and its text or the elements in it."""


def request(root: str, parts: Sequence[Node]) -> bytes:
    """The body of a request: elements in the order given."""
    return f'<{root} xmlns="{_NAMESPACE}">{"".join(map(_markup, parts))}</{root}>'.encode()


def _markup(node: Node) -> str:
    tag, content = node
    inner = _escaped(content) if isinstance(content, str) else "".join(map(_markup, content))
    return f"<{tag}>{inner}</{tag}>"


def delete_request(keys: list[str]) -> bytes:
    """The body of DeleteObjects; ``Quiet`` makes the answer name only what failed."""
    items = "".join(f"<Object><Key>{_escaped(key)}</Key></Object>" for key in keys)
    return f'<Delete xmlns="{_NAMESPACE}"><Quiet>true</Quiet>{items}</Delete>'.encode()


_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def fits_xml(key: str) -> bool:
    """Whether XML 1.0 can hold the key at all (https://www.w3.org/TR/xml/#charsets)."""
    return _NOT_IN_XML.search(key) is None


def complete_request(etags: list[str]) -> bytes:
    """The body of CompleteMultipartUpload."""
    parts = [
        ("Part", [("PartNumber", str(number)), ("ETag", etag)]) for number, etag in enumerate(etags, start=1)
    ]
    return request("CompleteMultipartUpload", parts)


def location_request(region: str) -> bytes:
    """The body of CreateBucket."""
    return request("CreateBucketConfiguration", [("LocationConstraint", region)])


def versioning_request(enabled: bool) -> bytes:
    """The body of PutBucketVersioning."""
    return request("VersioningConfiguration", [("Status", "Enabled" if enabled else "Suspended")])


def tags_request(tags: Mapping[str, str]) -> bytes:
    """The body of PutObjectTagging."""
    items = [("Tag", [("Key", name), ("Value", value)]) for name, value in tags.items()]
    return request("Tagging", [("TagSet", items)])


def parse_tags(body: bytes) -> dict[str, str]:
    """The tags of GetObjectTagging."""
    document = Document(body)
    return {
        tag.findtext(document.name("Key")) or "": tag.findtext(document.name("Value")) or ""
        for tag in document.root.iter(document.name("Tag"))
    }


def _escaped(text: str) -> str:
    # Not the function of xml.sax.saxutils: that module imports the standard library's HTTP client.
    for character, reference in _ESCAPES.items():
        text = text.replace(character, reference)
    return text
