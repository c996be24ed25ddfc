"""The ids of blocks: all that wait for one blob are of one length, whoever sent them.

https://learn.microsoft.com/rest/api/storageservices/put-block
"""

from __future__ import annotations

import secrets
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING

from codomyrmex.cloud.protocols.xml import Document

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.azure_blob.service import BlobService
    from codomyrmex.cloud.wire import Response

_NUMBER_SIZE = 4
_USUAL_SIZE, _SMALLEST_SIZE, _LARGEST_SIZE = 12, 8, 64


class BlockIds:
    """The ids of one upload's blocks, which no other upload to the same blob has."""

    def __init__(self) -> None:
        self._random = secrets.token_bytes(_LARGEST_SIZE - _NUMBER_SIZE)
        self._size = _USUAL_SIZE

    def id_of(self, number: int) -> str:
        """The id of the block of this number."""
        return b64encode(
            self._random[: self._size - _NUMBER_SIZE] + number.to_bytes(_NUMBER_SIZE, "big")
        ).decode()

    def fit(self, size: int) -> bool:
        """Make ids of ``size`` bytes from now on; ``False`` where that is too short to be unlike others."""
        if not _SMALLEST_SIZE <= size <= _LARGEST_SIZE:
            return False
        self._size = size
        return True


def size_of_waiting(service: BlobService, bucket: str, key: str) -> int | None:
    """Bytes of the ids of the blocks that wait for a blob; ``None`` where none do.

    https://learn.microsoft.com/rest/api/storageservices/get-block-list
    """
    query = (("comp", "blocklist"), ("blocklisttype", "uncommitted"))
    return service.send(service.exchange("GET", bucket, key, parse=_size, query=query))


def _size(response: Response) -> int | None:
    name = Document(response.body).root.findtext("./UncommittedBlocks/Block/Name")
    return len(b64decode(name)) if name else None
