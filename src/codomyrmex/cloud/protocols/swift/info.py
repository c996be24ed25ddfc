"""What a service says of itself, to anyone.

https://docs.openstack.org/swift/latest/api/discoverability.html
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from codomyrmex.cloud.common.errors import CloudError
from codomyrmex.cloud.protocols.swift.errors import error_of
from codomyrmex.cloud.wire import Exchange, Request, Response

if TYPE_CHECKING:
    from codomyrmex.cloud.wire import Transport


class _Question:
    def __init__(self, url: str) -> None:
        self._url = url

    def request(self) -> Request:
        return Request("GET", self._url)

    def error_of(self, response: Response) -> CloudError:
        return error_of(response)

    def recover(self, error: CloudError) -> bool:
        return False


def fetch_info(transport: Transport, storage_url: str) -> dict[str, Any]:
    """The features of the service behind an account, by their names.

    Args:
        transport: the connections.
        storage_url: the account's address.
    """
    parts = urlsplit(storage_url)
    # Beside the account's version of the API: Ceph has both below a prefix of its own.
    question = _Question(f"{parts.scheme}://{parts.netloc}{parts.path.partition('/v1')[0]}/info")
    found: dict[str, Any] = transport.send(Exchange(question, question.request, _parse))
    return found


def _parse(response: Response) -> Any:
    return json.loads(response.body)
