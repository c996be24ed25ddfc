"""The XML of S3: what lists say, and what a few requests carry."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from urllib.parse import unquote_plus
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from codomyrmex.cloud.common.errors import ServiceUnavailableError
from codomyrmex.cloud.common.storage.types import ObjectInfo, ObjectVersion, Page

_NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"


_FORBIDDEN = re.compile(rb"([\x00-\x08\x0b\x0c\x0e-\x1f])|&#x0*([0-8bcef]|1[0-9a-f]);", re.IGNORECASE)
_STANDS_FOR = 0xF700
"""Of Unicode's private use area, in which no service encodes anything."""
_STOOD_FOR = {_STANDS_FOR + code: code for code in range(0x20)}


def _parse(body: bytes) -> ElementTree.Element:
    # Whitespace comes first where the service had to keep the connection alive while it worked.
    text = body.lstrip()
    try:
        return ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        # Ceph repeats a prefix and gives a token as they are, also with characters that XML cannot hold.
        held, replaced = _FORBIDDEN.subn(_stand_in, text)
        if not replaced:
            raise ServiceUnavailableError(f"The service's answer is not XML: {error}.") from error
    try:
        return ElementTree.fromstring(held)
    except ElementTree.ParseError as error:
        raise ServiceUnavailableError(f"The service's answer is not XML: {error}.") from error


def _stand_in(found: re.Match[bytes]) -> bytes:
    raw, reference = found.groups()
    return chr(_STANDS_FOR + (raw[0] if raw else int(reference, 16))).encode()


class Document:
    """A parsed answer whose elements are found by their plain names."""

    def __init__(self, body: bytes) -> None:
        self.root = _parse(body)
        # Some servers give the namespace, some do not.
        self._prefix = self.root.tag[: self.root.tag.index("}") + 1] if self.root.tag.startswith("{") else ""

    def name(self, tag: str) -> str:
        """The tag as it stands in this document."""
        return self._prefix + tag

    def text(self, tag: str) -> str | None:
        """The text of a child of the root; ``None`` where it is missing or empty."""
        text = self.root.findtext(self._prefix + tag) or None
        return text.translate(_STOOD_FOR) if text else None

    def decoder(self) -> Callable[[str], str]:
        """How this document's keys are read: encoded where asked for, since XML cannot hold them all."""
        return unquote_plus if self.text("EncodingType") == "url" else str

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


def delete_request(keys: list[str]) -> bytes:
    """The body of DeleteObjects; ``Quiet`` makes the answer name only what failed."""
    items = "".join(f"<Object><Key>{escape(key, _LINE_ENDS)}</Key></Object>" for key in keys)
    return f'<Delete xmlns="{_NAMESPACE}"><Quiet>true</Quiet>{items}</Delete>'.encode()


_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LINE_ENDS = {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}


def fits_xml(key: str) -> bool:
    """Whether XML 1.0 can hold the key at all (https://www.w3.org/TR/xml/#charsets)."""
    return _NOT_IN_XML.search(key) is None


def complete_request(etags: list[str]) -> bytes:
    """The body of CompleteMultipartUpload."""
    parts = "".join(
        f"<Part><PartNumber>{number}</PartNumber><ETag>{escape(etag)}</ETag></Part>"
        for number, etag in enumerate(etags, start=1)
    )
    return f'<CompleteMultipartUpload xmlns="{_NAMESPACE}">{parts}</CompleteMultipartUpload>'.encode()


def location_request(region: str) -> bytes:
    """The body of CreateBucket."""
    return (
        f'<CreateBucketConfiguration xmlns="{_NAMESPACE}"><LocationConstraint>{escape(region)}'
        "</LocationConstraint></CreateBucketConfiguration>"
    ).encode()


def versioning_request(enabled: bool) -> bytes:
    """The body of PutBucketVersioning."""
    status = "Enabled" if enabled else "Suspended"
    inner = f"<Status>{status}</Status>"
    return f'<VersioningConfiguration xmlns="{_NAMESPACE}">{inner}</VersioningConfiguration>'.encode()


def tags_request(tags: Mapping[str, str]) -> bytes:
    """The body of PutObjectTagging."""
    items = "".join(
        f"<Tag><Key>{escape(name, _LINE_ENDS)}</Key><Value>{escape(value, _LINE_ENDS)}</Value></Tag>"
        for name, value in tags.items()
    )
    return f'<Tagging xmlns="{_NAMESPACE}"><TagSet>{items}</TagSet></Tagging>'.encode()


def parse_tags(body: bytes) -> dict[str, str]:
    """The tags of GetObjectTagging."""
    document = Document(body)
    return {
        tag.findtext(document.name("Key")) or "": tag.findtext(document.name("Value")) or ""
        for tag in document.root.iter(document.name("Tag"))
    }
