"""Objects that are looked at: one, its bytes, all of a bucket."""

from __future__ import annotations

import gzip
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from tests.servers.gcs_emulator.discovery import Call
from tests.servers.gcs_emulator.messages import Answer, ApiError, Request, json_answer
from tests.servers.gcs_emulator.state import Bucket, State
from tests.servers.gcs_emulator.stored import Stored, check_conditions

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_MOST = 1000


def get(state: State, call: Call, request: Request) -> Answer:
    """objects.get, of the resource or of the bytes."""
    stored = state.bucket(call.path["bucket"]).find(call.path["object"], call.query.get("generation"))
    check_conditions(call.query, stored)
    if call.query.get("alt") == "media":
        return media(stored, request.headers)
    return json_answer(stored.resource())


def media(stored: Stored, headers: Mapping[str, str]) -> Answer:
    """The bytes of an object, or a range of them."""
    described = {
        "Content-Type": stored.chosen["contentType"],
        "ETag": stored.resource()["etag"],
        "Last-Modified": format_datetime(datetime.fromisoformat(stored.updated), usegmt=True),
        "X-Goog-Generation": str(stored.generation),
        "X-Goog-Metageneration": str(stored.metageneration),
        "X-Goog-Storage-Class": stored.storage_class,
        "X-Goog-Stored-Content-Encoding": stored.chosen.get("contentEncoding", "identity"),
        "X-Goog-Stored-Content-Length": str(len(stored.data)),
        "X-Goog-Hash": f"crc32c={stored.crc32c}" + ("" if stored.components else f",md5={stored.md5}"),
    }
    if stored.chosen.get("contentEncoding") == "gzip" and "gzip" not in headers.get("accept-encoding", ""):
        # https://cloud.google.com/storage/docs/transcoding
        return Answer(200, described, gzip.decompress(stored.data))
    wanted = _RANGE.fullmatch(headers.get("range", ""))
    if wanted is None:
        return Answer(200, described, stored.data)
    size = len(stored.data)
    first, last = wanted.groups()
    start = int(first) if first else max(0, size - int(last or 0))
    end = min(size, int(last) + 1) if first and last else size
    if start >= end:
        return Answer(416, {"Content-Range": f"bytes */{size}"}, b"The requested range cannot be satisfied.")
    return Answer(
        206, {**described, "Content-Range": f"bytes {start}-{end - 1}/{size}"}, stored.data[start:end]
    )


def list_objects(state: State, call: Call, _request: Request) -> Answer:
    """objects.list."""
    bucket = state.bucket(call.path["bucket"])
    size = min(_MOST, int(call.query.get("maxResults", _MOST)))
    after = _place(call.query.get("pageToken"))
    entries = [entry for entry in _entries(bucket, call.query) if entry[0] > after]
    page = entries[:size]
    answer: dict[str, Any] = {"kind": "storage#objects"}
    items = [stored.resource() for _, stored in page if isinstance(stored, Stored)]
    prefixes = [prefix for _, prefix in page if isinstance(prefix, str)]
    if items:
        answer["items"] = items
    if prefixes:
        answer["prefixes"] = prefixes
    if len(entries) > size:
        place = page[-1][0]
        answer["nextPageToken"] = urlsafe_b64encode(b"%d/" % place[1] + place[0]).decode()
    return json_answer(answer)


def _entries(bucket: Bucket, query: Mapping[str, str]) -> list[tuple[tuple[bytes, int], Stored | str]]:
    """Objects and prefixes, each with its place in the order."""
    prefix, delimiter = query.get("prefix", ""), query.get("delimiter")
    with_versions = query.get("versions", "").lower() == "true"
    entries: dict[tuple[bytes, int], Stored | str] = {}
    for name, generations in bucket.objects.items():
        if not name.startswith(prefix):
            continue
        head, found, _ = name[len(prefix) :].partition(delimiter) if delimiter else ("", "", "")
        if found:
            entries[(prefix + head + found).encode(), 0] = prefix + head + found
            continue
        for stored in generations:
            if with_versions or stored.deleted is None:
                entries[name.encode(), stored.generation] = stored
    return sorted(entries.items(), key=lambda entry: entry[0])


def _place(token: str | None) -> tuple[bytes, int]:
    if token is None:
        return b"", 0
    try:
        generation, _, name = urlsafe_b64decode(token).partition(b"/")
        return name, int(generation)
    except ValueError:
        raise ApiError(400, "invalid", "Invalid page token.") from None
