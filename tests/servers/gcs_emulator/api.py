"""The JSON API: each method of the description that is there, and batches of them."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

from tests.servers.gcs_emulator import buckets, changing, reading, writing
from tests.servers.gcs_emulator.discovery import Call, Description, ViolationError
from tests.servers.gcs_emulator.fields import select
from tests.servers.gcs_emulator.messages import Answer, ApiError, Request, json_answer, read_json
from tests.servers.gcs_emulator.state import State

_BATCH_PATH = "/batch/storage/v1"
_UPLOAD_PATH = "/upload/storage/v1/"
_MOST_IN_A_BATCH = 100
_BODY_ID = re.compile(rb"content-id: *<?([^>\r\n]+)", re.IGNORECASE)


class Api:
    """Answers calls on a state; what is not as the description has it is recorded and refused."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._description = Description()

    def answer(self, request: Request) -> Answer:
        """The answer to one request whose sender may do everything."""
        try:
            if request.path == _BATCH_PATH and request.method == "POST":
                return self._batch(request)
            if request.method in ("PUT", "DELETE") and request.path.startswith(_UPLOAD_PATH):
                return writing.resume(self._state, self._description.upload_id(request), request)
            return self._answer(self._description.call(request), request)
        except ApiError as error:
            return error.answer()
        except ViolationError as violation:
            self._state.violations.append(str(violation))
            return ApiError(400, "violation", str(violation)).answer()

    def _answer(self, call: Call, request: Request) -> Answer:
        self._check_body(call, request)
        self._check_payer(call)
        answer = _METHODS[call.method](self._state, call, request)
        schema = self._description.response_schema(call.method)
        if schema is None or not answer.headers.get("Content-Type", "").startswith("application/json"):
            return answer
        if call.query.get("alt") == "media":
            return answer
        resource = read_json(answer.body)
        self._description.check(schema, resource)
        return json_answer(select(resource, call.query.get("fields")), answer.status)

    def _check_body(self, call: Call, request: Request) -> None:
        schema = self._description.request_schema(call.method)
        if schema is not None and "json" in request.headers.get("content-type", "") and request.body:
            self._description.check(schema, request.json())
        if call.query.get("uploadType") == "multipart":
            resource = request.body.split(b"\r\n\r\n", 2)[1].partition(b"\r\n--")[0]
            self._description.check("Object", read_json(resource))

    def _check_payer(self, call: Call) -> None:
        """https://cloud.google.com/storage/docs/requester-pays: the account is not the bucket's owner."""
        for parameter in ("bucket", "sourceBucket", "destinationBucket"):
            bucket = self._state.buckets.get(call.path.get(parameter, ""))
            if bucket is not None and "userProject" not in call.query:
                bucket.demand_no_payer()

    def lets_everyone(self, request: Request) -> bool:
        """Whether a request needs no sender, because a policy lets everyone read the bucket's objects."""
        try:
            call = self._description.call(request)
            bucket = self._state.bucket(call.path.get("bucket", ""))
        except (ApiError, ViolationError):
            return False
        return call.method in ("objects.get", "objects.list") and bucket.is_public

    def _batch(self, request: Request) -> Answer:
        found = re.search(r'boundary="?([^";]+)', request.headers.get("content-type", ""))
        if found is None:
            raise ApiError(400, "badRequest", "Failed to parse batch request.")
        parts = (b"\r\n" + request.body).split(b"\r\n--" + found[1].encode())[1:-1]
        if len(parts) > _MOST_IN_A_BATCH:
            raise ApiError(400, "badRequest", "The batch request has too many parts.")
        boundary = f"batch_{secrets.token_hex(8)}"
        body = b"".join(self._part(part, boundary) for part in parts) + f"--{boundary}--\r\n".encode()
        return Answer(200, {"Content-Type": f"multipart/mixed; boundary={boundary}"}, body)

    def _part(self, part: bytes, boundary: str) -> bytes:
        outer, inner = part.split(b"\r\n\r\n", 1)
        head, _, body = inner.partition(b"\r\n\r\n")
        first, *lines = head.decode().split("\r\n")
        method, target, _ = first.split(" ")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        answer = self.answer(Request(method, target, headers, body))
        content_id = _BODY_ID.search(outer)
        start = f"--{boundary}\r\nContent-Type: application/http\r\n"
        if content_id is not None:
            start += f"Content-ID: <response-{content_id[1].decode()}>\r\n"
        return f"{start}\r\n".encode() + answer.message() + b"\r\n"


_METHODS: dict[str, Callable[[State, Call, Request], Answer]] = {
    **buckets.METHODS,
    "objects.list": reading.list_objects,
    "objects.get": reading.get,
    "objects.insert": writing.insert,
    "objects.patch": changing.patch,
    "objects.delete": changing.delete,
    "objects.rewrite": writing.rewrite,
    "objects.compose": writing.compose,
}
