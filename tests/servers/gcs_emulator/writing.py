"""Objects that are made: in one request, in a session, from others."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from typing import Any

from tests.servers.gcs_emulator.discovery import Call
from tests.servers.gcs_emulator.messages import Answer, ApiError, Request, json_answer, read_json
from tests.servers.gcs_emulator.state import Session, State
from tests.servers.gcs_emulator.stored import COPIED, Stored, check_conditions

UNIT = 256 * 1024
STEP = 4 << 20
"""Bytes that one call of a rewrite moves."""

_CLASSES = {"STANDARD", "NEARLINE", "COLDLINE", "ARCHIVE"}
_KEY_NAME = re.compile(r"projects/[^/]+/locations/[^/]+/keyRings/[^/]+/cryptoKeys/[^/]+")
_RANGE = re.compile(r"bytes (?:(\d+)-(\d+)|\*)/(\d+|\*)")


def make(
    state: State, bucket: str, resource: Mapping[str, Any], data: bytes, query: Mapping[str, str]
) -> dict[str, Any]:
    """Store a new generation, if it is what was announced and the conditions hold.

    Raises:
        ApiError: it is not, or they do not.
    """
    home = state.bucket(bucket)
    name = resource.get("name", query.get("name", ""))
    _check_name(name)
    storage_class = resource.get("storageClass", home.storage_class)
    if storage_class not in _CLASSES:
        raise ApiError(400, "invalid", f"Invalid argument: {storage_class}.")
    stored = Stored(bucket, name, data, _chosen(resource), storage_class, key_name=_key_name(query))
    _check_hashes(stored, resource)
    with state.lock:
        check_conditions(query, home.live(name))
        home.store(stored)
    return stored.resource()


def _key_name(query: Mapping[str, str]) -> str | None:
    name = query.get("kmsKeyName")
    if name is not None and _KEY_NAME.fullmatch(name) is None:
        raise ApiError(400, "invalid", f"Malformed Cloud KMS crypto key: {name}")
    return name


def _chosen(resource: Mapping[str, Any]) -> dict[str, Any]:
    return {"contentType": "application/octet-stream"} | {
        field: resource[field] for field in COPIED if field in resource
    }


def _check_name(name: str) -> None:
    if not 0 < len(name.encode()) <= 1024 or name in (".", "..") or "\n" in name or "\r" in name:
        raise ApiError(400, "invalid", f"Invalid object name: {name!r}.")


def _check_hashes(stored: Stored, resource: Mapping[str, Any]) -> None:
    for field, label, actual in (("md5Hash", "MD5", stored.md5), ("crc32c", "CRC32C", stored.crc32c)):
        wanted = resource.get(field, actual)
        if wanted != actual:
            raise ApiError(
                400,
                "invalid",
                f'Provided {label} hash "{wanted}" doesn\'t match calculated {label} hash "{actual}".',
            )


def insert(state: State, call: Call, request: Request) -> Answer:
    """objects.insert, in each of its three forms."""
    bucket = call.path["bucket"]
    state.bucket(bucket)
    match call.query.get("uploadType"):
        case "media":
            resource = {"contentType": request.headers.get("content-type", "application/octet-stream")}
            return json_answer(make(state, bucket, resource, request.body, call.query))
        case "multipart":
            resource, data = _parts(request)
            return json_answer(make(state, bucket, resource, data, call.query))
        case "resumable":
            return _begin(state, call, request)
    raise ApiError(400, "invalid", "Upload type is unknown.")


def _parts(request: Request) -> tuple[dict[str, Any], bytes]:
    found = re.search(r'boundary="?([^";]+)', request.headers.get("content-type", ""))
    if found is None:
        raise ApiError(400, "badContent", "Missing boundary.")
    delimiter = b"\r\n--" + found[1].encode()
    pieces = (b"\r\n" + request.body).split(delimiter)
    if len(pieces) != 4 or not pieces[3].startswith(b"--"):
        raise ApiError(400, "badContent", "Malformed multipart body.")
    (_, resource), (head, data) = (piece.removeprefix(b"\r\n").split(b"\r\n\r\n", 1) for piece in pieces[1:3])
    content_type = re.search(rb"content-type: *([^\r\n]+)", head, re.IGNORECASE)
    default = {"contentType": content_type[1].decode()} if content_type else {}
    return default | read_json(resource), data


def _begin(state: State, call: Call, request: Request) -> Answer:
    resource = {"contentType": request.headers.get("x-upload-content-type"), **request.json()}
    if resource["contentType"] is None:
        del resource["contentType"]
    resource.setdefault("name", call.query.get("name", ""))
    _check_name(resource["name"])
    conditions = {
        name: value for name, value in call.query.items() if name.startswith("if") or name == "kmsKeyName"
    }
    _key_name(conditions)
    check_conditions(conditions, state.bucket(call.path["bucket"]).live(resource["name"]))
    upload_id = secrets.token_urlsafe(32)
    state.sessions[upload_id] = Session(call.path["bucket"], resource, conditions)
    origin = f"http://{request.headers['host']}"
    return Answer(200, {"Location": f"{origin}{request.path}?uploadType=resumable&upload_id={upload_id}"})


def resume(state: State, upload_id: str, request: Request) -> Answer:
    """What is sent to a session: bytes, the question how far it is, or its end."""
    with state.lock:
        session = state.sessions.get(upload_id)
        if session is None:
            raise ApiError(410, "gone", "The requested upload session is gone.")
        if request.method == "DELETE":
            del state.sessions[upload_id]
            return Answer(499)
        if session.made is not None:
            return json_answer(session.made)
        return _take(state, session, request)


def _take(state: State, session: Session, request: Request) -> Answer:
    found = _RANGE.fullmatch(request.headers.get("content-range", f"bytes 0-{len(request.body) - 1}/*"))
    if found is None:
        raise ApiError(400, "invalid", "Failed to parse Content-Range header.")
    if found[1] is not None:
        start = int(found[1])
        if int(found[2]) - start + 1 != len(request.body) or start > len(session.data):
            raise ApiError(400, "invalid", "Invalid request. The range does not fit.")
        fresh = request.body[len(session.data) - start :]
        last = found[3] != "*" and int(found[2]) + 1 == int(found[3])
        kept = len(session.data) + len(fresh) if last else (len(session.data) + len(fresh)) // UNIT * UNIT
        session.data += fresh[: max(0, kept - len(session.data))]
    if found[3] != "*" and len(session.data) == int(found[3]):
        return _finish(state, session, request)
    headers = {"Range": f"bytes=0-{len(session.data) - 1}"} if session.data else {}
    return Answer(308, headers)


def _finish(state: State, session: Session, request: Request) -> Answer:
    announced = dict(session.resource)
    for word in request.headers.get("x-goog-hash", "").split(","):
        name, _, value = word.strip().partition("=")
        if name:
            announced[{"md5": "md5Hash"}.get(name, name)] = value
    session.made = make(state, session.bucket, announced, bytes(session.data), session.conditions)
    session.data.clear()
    return json_answer(session.made)


def rewrite(state: State, call: Call, request: Request) -> Answer:
    """objects.rewrite, some bytes in each call."""
    source = state.bucket(call.path["sourceBucket"]).find(
        call.path["sourceObject"], call.query.get("sourceGeneration")
    )
    bucket, name = call.path["destinationBucket"], call.path["destinationObject"]
    home = state.bucket(bucket)
    _check_name(name)
    wanted = {k.replace("Source", ""): v for k, v in call.query.items() if k.startswith("ifSource")}
    check_conditions(wanted, source)
    check_conditions(call.query, home.live(name))
    what = (source.generation, bucket, name, request.body)
    token = call.query.get("rewriteToken")
    begun, done = state.rewrites.pop(token, (None, 0)) if token else (what, 0)
    if begun != what:
        raise ApiError(400, "invalid", "Invalid rewrite token.")
    done = min(done + STEP, len(source.data))
    progress = {
        "kind": "storage#rewriteResponse",
        "objectSize": str(len(source.data)),
        "totalBytesRewritten": str(done),
        "done": done == len(source.data),
    }
    if done < len(source.data):
        token = secrets.token_urlsafe(16)
        state.rewrites[token] = (what, done)
        return json_answer({**progress, "rewriteToken": token})
    resource = request.json() or {**source.chosen, "storageClass": source.storage_class}
    query = dict(call.query)
    if "destinationKmsKeyName" in query:
        query["kmsKeyName"] = query["destinationKmsKeyName"]
    made = make(state, bucket, {**resource, "name": name}, source.data, query)
    return json_answer({**progress, "resource": made})


def compose(state: State, call: Call, request: Request) -> Answer:
    """objects.compose."""
    home = state.bucket(call.path["destinationBucket"])
    name = call.path["destinationObject"]
    wanted = request.json()
    sources = [home.find(one["name"], _text(one.get("generation"))) for one in wanted["sourceObjects"]]
    if not 0 < len(sources) <= 32:
        raise ApiError(400, "invalid", "The number of source components must be from 1 to 32.")
    resource = wanted.get("destination", {})
    stored = Stored(
        home.name,
        name,
        b"".join(one.data for one in sources),
        _chosen(resource),
        resource.get("storageClass", home.storage_class),
        sum(one.components or 1 for one in sources),
        _key_name(call.query),
    )
    _check_hashes(stored, {"crc32c": resource.get("crc32c", stored.crc32c)})
    with state.lock:
        check_conditions(call.query, home.live(name))
        home.store(stored)
    return json_answer(stored.resource())


def _text(number: str | int | None) -> str | None:
    return None if number is None else str(number)
