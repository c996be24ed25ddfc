"""Many requests in the body of one, and their answers in the body of its answer.

https://cloud.google.com/storage/docs/batch
https://learn.microsoft.com/rest/api/storageservices/blob-batch
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from codomyrmex.cloud.wire import Response

_BOUNDARY = re.compile(r'boundary="?([^";]+)')
_CONTENT_ID = re.compile(rb"^content-id: *<?(?:response-)?(\d+)", re.IGNORECASE | re.MULTILINE)
_STATUS = re.compile(rb"HTTP/1\.1 (\d{3})")


class BatchAnswer(NamedTuple):
    """The answer to one of the requests.

    Attributes:
        number: whose it is, from 0; ``None`` where it is about the batch itself.
        response: its status, headers and body.
    """

    number: int | None
    response: Response


def batch_request(boundary: str, requests: list[list[str]]) -> bytes:
    """The body of a batch.

    Args:
        boundary: what stands between the parts.
        requests: the lines of each request.
    """
    lines: list[str] = []
    for number, request in enumerate(requests):
        lines += [f"--{boundary}", "Content-Type: application/http", "Content-Transfer-Encoding: binary"]
        lines += [f"Content-ID: {number}", "", *request, "", ""]
    lines += [f"--{boundary}--", ""]
    return "\r\n".join(lines).encode()


def batch_answers(response: Response) -> Iterator[BatchAnswer]:
    """The answers of a batch, in any order.

    Raises:
        ValueError: it is none.
    """
    boundary = _BOUNDARY.search(response.header("content-type") or "")
    if boundary is None:
        raise ValueError("the answer to a batch has no boundary")
    for part in response.body.split(b"--" + boundary[1].encode())[1:-1]:
        yield _read_part(part)


def _read_part(part: bytes) -> BatchAnswer:
    status = _STATUS.search(part)
    if status is None:
        raise ValueError("a part of the answer to a batch has no status")
    number = _CONTENT_ID.search(part, 0, status.start())
    head, _, body = part[status.start() :].partition(b"\r\n\r\n")
    lines = [line + b"\r\n" for line in head.split(b"\r\n")]
    return BatchAnswer(int(number[1]) if number else None, Response(int(status[1]), lines, body.strip()))
