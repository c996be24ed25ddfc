"""The XML of S3: what lists say, and what a few requests carry."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from urllib.parse import unquote_plus

from codomyrmex.cloud.common.storage.types import ObjectInfo, ObjectVersion, Page
from codomyrmex.cloud.protocols import xml

_NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"


def _unquoted(text: str) -> str:
    # Most keys are made of letters, digits and what needs no code.
    return unquote_plus(text) if "%" in text or "+" in text else text


class Document(xml.Document):
    """An answer of S3, whose keys may be encoded."""

    def decoder(self) -> Callable[[str], str]:
        """How this document's keys are read: encoded where asked for, since XML cannot hold them all."""
        decode: Callable[[str], str] = _unquoted if self.text("EncodingType") == "url" else str
        if not self.has_stand_ins:
            return decode
        return lambda text: decode(self.plain(text))

    def versions(self, bucket: str) -> Iterator[ObjectVersion]:
        """The versions and delete markers of a ListObjectVersions answer, in their order."""
        decode = self.decoder()
        for element in self.root:
            kind = element.tag[len(self.prefix) :]
            if kind not in ("Version", "DeleteMarker"):
                continue
            find = {child.tag[len(self.prefix) :]: child.text for child in element}
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
        find = element.findtext
        name, length, moment = find(key), find(size), find(modified)
        if name is None or length is None:
            raise LookupError("an object without a key or a size")
        objects.append(
            ObjectInfo(
                bucket,
                decode(name),
                int(length or 0),
                parse_time(moment) if moment else None,
                (find(etag) or "").strip('"') or None,
                None,
                None,
                find(storage_class) or None,
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
    inner = xml.escaped(content) if isinstance(content, str) else "".join(map(_markup, content))
    return f"<{tag}>{inner}</{tag}>"


def delete_request(keys: list[str]) -> bytes:
    """The body of DeleteObjects; ``Quiet`` makes the answer name only what failed."""
    items = "".join(f"<Object><Key>{xml.escaped(key)}</Key></Object>" for key in keys)
    return f'<Delete xmlns="{_NAMESPACE}"><Quiet>true</Quiet>{items}</Delete>'.encode()


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
