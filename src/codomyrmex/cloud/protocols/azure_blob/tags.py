"""The index tags of a blob.

https://learn.microsoft.com/rest/api/storageservices/set-blob-tags
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from codomyrmex.cloud.common.errors import InvalidRequestError
from codomyrmex.cloud.protocols.azure_blob.headers import md5_header
from codomyrmex.cloud.protocols.xml import Document, escaped

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.azure_blob.service import BlobService
    from codomyrmex.cloud.wire import Response

_TAGS = (("comp", "tags"),)
_ALLOWED = re.compile(r"[A-Za-z0-9 +\-./:=_]*")


def read(service: BlobService, bucket: str, key: str) -> dict[str, str]:
    """Get Blob Tags (https://learn.microsoft.com/rest/api/storageservices/get-blob-tags)."""
    return service.send(service.exchange("GET", bucket, key, parse=_parse, query=_TAGS))


def write(service: BlobService, bucket: str, key: str, tags: Mapping[str, str]) -> None:
    """Set Blob Tags, all of them.

    Raises:
        InvalidRequestError: a name or value holds what the service cannot; nothing was sent.
    """
    if not all(_ALLOWED.fullmatch(text) for item in tags.items() for text in item):
        raise InvalidRequestError(
            "Azure's tags hold letters and digits of ASCII, spaces, and + - . / : = _ only."
        )
    items = "".join(
        f"<Tag><Key>{escaped(name)}</Key><Value>{escaped(value)}</Value></Tag>"
        for name, value in tags.items()
    )
    text = f'<?xml version="1.0" encoding="utf-8"?><Tags><TagSet>{items}</TagSet></Tags>'
    body = text.encode()
    service.send(
        service.exchange(
            "PUT",
            bucket,
            key,
            parse=lambda _response: None,
            query=_TAGS,
            headers={"content-md5": md5_header(body), "content-type": "application/xml; charset=UTF-8"},
            body=body,
        )
    )


def _parse(response: Response) -> dict[str, str]:
    return {
        tag.findtext("Key") or "": tag.findtext("Value") or ""
        for tag in Document(response.body).root.iter("Tag")
    }
