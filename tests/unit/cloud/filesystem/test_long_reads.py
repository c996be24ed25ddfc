"""Long reads of a file, which are several ranges at once."""

from __future__ import annotations

import os
import re

import pytest

from codomyrmex.cloud.common.errors import CloudError
from codomyrmex.cloud.minio.storage import MinIOClient
from tests.servers.capture import Answer, CapturedRequest, CaptureServer

DATA = os.urandom((20 << 20) + 5)


@pytest.mark.parametrize(("more", "less"), [(b"", 0), (b"more", 0), (b"", 3)], ids=["right", "more", "less"])
def test_ranges_that_are_not_what_was_asked_for(
    capture_server: CaptureServer, more: bytes, less: int
) -> None:
    def answer(request: CapturedRequest) -> Answer:
        found = re.search(r"bytes=(\d+)-(\d+)", request.header("range") or "")
        assert found is not None
        start, last = int(found[1]), min(int(found[2]), len(DATA) - 1)
        body = DATA[start : last + 1]
        if 0 < start < len(DATA) // 2:
            body = body[: len(body) - less] + more
        headers = (("Content-Range", f"bytes {start}-{last}/{len(DATA)}"), ("ETag", '"etag"'))
        return Answer(206, headers, body)

    capture_server.answer = answer
    client = MinIOClient(capture_server.endpoint, anonymous=True)
    with client.bucket("bucket").filesystem().open("key", block_size=64 << 20) as file:
        if not more and not less:
            assert file.read() == DATA
            return
        refusal = r"larger than the limit" if more else r"gave \d+ of the \d+ bytes from"
        with pytest.raises(CloudError, match=refusal):
            file.read()
