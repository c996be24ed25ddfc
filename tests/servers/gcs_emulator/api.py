"""The JSON API: each method of the description that is there, and batches of them."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from typing import Any

from tests.servers.gcs_emulator import reading, writing
from tests.servers.gcs_emulator.discovery import Call, Description, ViolationError
from tests.servers.gcs_emulator.fields import select
from tests.servers.gcs_emulator.messages import Answer, ApiError, Request, json_answer, read_json
from tests.servers.gcs_emulator.state import COPIED, Bucket, State, check_conditions, now

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


def _list_buckets(state: State, call: Call, _request: Request) -> Answer:
    if not call.query.get("project"):
        raise ApiError(400, "required", "Required parameter: project")
    buckets = [state.buckets[name].resource() for name in sorted(state.buckets)]
    return json_answer({"kind": "storage#buckets", "items": buckets})


def _insert_bucket(state: State, call: Call, request: Request) -> Answer:
    if not call.query.get("project"):
        raise ApiError(400, "required", "Required parameter: project")
    wanted = request.json()
    name = wanted.get("name", "")
    if re.fullmatch(r"[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]", name) is None:
        raise ApiError(400, "invalid", f"Invalid bucket name: '{name}'")
    with state.lock:
        if name in state.buckets:
            raise ApiError(
                409,
                "conflict",
                "Your previous request to create the named bucket succeeded and you already own it.",
            )
        versioning = wanted.get("versioning", {}).get("enabled", False)
        state.buckets[name] = Bucket(
            name, wanted.get("location", "US"), wanted.get("storageClass", "STANDARD"), versioning
        )
    return json_answer(state.buckets[name].resource())


def _get_bucket(state: State, call: Call, _request: Request) -> Answer:
    return json_answer(state.bucket(call.path["bucket"]).resource())


def _patch_bucket(state: State, call: Call, request: Request) -> Answer:
    bucket = state.bucket(call.path["bucket"])
    bucket.versioning = request.json().get("versioning", {}).get("enabled", bucket.versioning)
    bucket.metageneration += 1
    return json_answer(bucket.resource())


def _delete_bucket(state: State, call: Call, _request: Request) -> Answer:
    with state.lock:
        if state.bucket(call.path["bucket"]).objects:
            raise ApiError(409, "conflict", "The bucket you tried to delete is not empty.")
        del state.buckets[call.path["bucket"]]
    return Answer(204)


def _patch_object(state: State, call: Call, request: Request) -> Answer:
    with state.lock:
        stored = state.bucket(call.path["bucket"]).find(call.path["object"], call.query.get("generation"))
        check_conditions(call.query, stored)
        chosen: dict[str, Any] = dict(stored.chosen)
        for name, value in request.json().items():
            if name == "metadata" and value is not None:
                merged = {**chosen.get("metadata", {}), **value}
                value = {key: word for key, word in merged.items() if word is not None} or None
            if name in COPIED:
                chosen[name] = value
        stored.chosen = {name: value for name, value in chosen.items() if value is not None}
        stored.metageneration += 1
        stored.updated = now()
    return json_answer(stored.resource())


def _delete_object(state: State, call: Call, _request: Request) -> Answer:
    generation = call.query.get("generation")
    with state.lock:
        bucket = state.bucket(call.path["bucket"])
        stored = bucket.find(call.path["object"], generation)
        check_conditions(call.query, stored)
        if generation is None:
            bucket.hide(stored.name)
        else:
            bucket.remove(stored)
    return Answer(204)


_METHODS: dict[str, Callable[[State, Call, Request], Answer]] = {
    "buckets.list": _list_buckets,
    "buckets.insert": _insert_bucket,
    "buckets.get": _get_bucket,
    "buckets.patch": _patch_bucket,
    "buckets.delete": _delete_bucket,
    "objects.list": reading.list_objects,
    "objects.get": reading.get,
    "objects.insert": writing.insert,
    "objects.patch": _patch_object,
    "objects.delete": _delete_object,
    "objects.rewrite": writing.rewrite,
    "objects.compose": writing.compose,
}
