"""The lists of blobs and of their versions.

https://learn.microsoft.com/rest/api/storageservices/list-blobs
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from codomyrmex.cloud.common.storage.types import ObjectInfo, ObjectVersion, Page
from codomyrmex.cloud.protocols.xml import Document
from codomyrmex.cloud.wire import Response
from codomyrmex.cloud.wire.header_values import http_date

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.azure_blob.service import BlobService

_LIST = (("restype", "container"), ("comp", "list"))


def page(
    service: BlobService, bucket: str, prefix: str, *, delimited: bool, token: str | None, size: int
) -> Page:
    """List Blobs, one page of at most ``size`` entries."""
    query = [*_LIST, ("maxresults", str(size))]
    if prefix:
        query.append(("prefix", prefix))
    if delimited:
        query.append(("delimiter", "/"))
    if token is not None:
        query.append(("marker", token))
    return service.send(
        service.exchange("GET", bucket, parse=lambda response: _page(response, bucket), query=tuple(query))
    )


def is_empty(service: BlobService, bucket: str, *, with_versions: bool) -> bool:
    """Whether there is nothing in a container, old versions included where it keeps them."""
    query = [*_LIST, ("maxresults", "1")]
    if with_versions:
        query.append(("include", "versions"))
    found = service.send(
        service.exchange("GET", bucket, parse=lambda response: _page(response, bucket), query=tuple(query))
    )
    # A page may be empty and not the last.
    return not found.objects and found.token is None


def versions(service: BlobService, bucket: str, prefix: str) -> Iterator[ObjectVersion]:
    """List Blobs with all versions; the newest of each key first, which the service gives last."""
    for _key, group in groupby(_versions(service, bucket, prefix), key=lambda version: version.key):
        yield from reversed(list(group))


def _versions(service: BlobService, bucket: str, prefix: str) -> Iterator[ObjectVersion]:
    marker: str | None = None
    while True:
        query = [*_LIST, ("include", "versions"), ("prefix", prefix)]
        if marker is not None:
            query.append(("marker", marker))
        exchange = service.exchange(
            "GET", bucket, parse=lambda response: Document(response.body), query=tuple(query)
        )
        document = service.send(exchange)
        for element in document.root.iterfind("./Blobs/Blob"):
            yield _version(document, element, bucket)
        marker = document.text("NextMarker")
        if marker is None:
            return


def _page(response: Response, bucket: str) -> Page:
    document = Document(response.body)
    objects, prefixes = [], []
    for element in document.root.iterfind("./Blobs/*"):
        if element.tag == "Blob":
            objects.append(_object(document, element, bucket))
        elif element.tag == "BlobPrefix":
            prefixes.append(_name(document, element))
    return Page(objects, prefixes, document.text("NextMarker"))


def _object(document: Document, element: Element, bucket: str) -> ObjectInfo:
    found = _properties(element)
    return ObjectInfo(
        bucket,
        _name(document, element),
        int(found.get("Content-Length") or 0),
        http_date(found["Last-Modified"]) if found.get("Last-Modified") else None,
        found.get("Etag", "").strip('"') or None,
        None,
        found.get("Content-Type"),
        found.get("AccessTier"),
    )


def _version(document: Document, element: Element, bucket: str) -> ObjectVersion:
    found = _properties(element)
    return ObjectVersion(
        bucket=bucket,
        key=_name(document, element),
        version=element.findtext("VersionId") or "",
        is_latest=element.findtext("IsCurrentVersion") == "true",
        size=int(found.get("Content-Length") or 0),
        last_modified=http_date(found["Last-Modified"]) if found.get("Last-Modified") else None,
        etag=found.get("Etag", "").strip('"') or None,
    )


def _properties(element: Element) -> dict[str, str]:
    return {one.tag: one.text or "" for one in element.iterfind("./Properties/*")}


def _name(document: Document, element: Element) -> str:
    name = element.find("Name")
    if name is None or not name.text:
        raise ValueError("an entry without a name")
    # Characters that XML cannot hold are percent-encoded, and the element says so.
    text = document.plain(name.text)
    return unquote(text) if name.get("Encoded") == "true" else text
