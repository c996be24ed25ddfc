"""Subscribers from CSV files: a file is uploaded, then imported."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

from tests.servers.gcs_emulator.messages import Answer
from tests.servers.newsletter.domain import Domain
from tests.servers.newsletter.envelopes import RefusedError, asynchronous, invalid, success
from tests.servers.newsletter.routes import Call, Route
from tests.servers.newsletter.rules import ANYTHING, FLAG, INTEGER, TEXT, Problem, array, fields, required
from tests.servers.newsletter.subscribers import groups_of

_EMAIL = "email"


def _upload(call: Call) -> Answer:
    text = call.body.get("content") or call.body.get("file")
    if not text:
        raise invalid([Problem("required", "content", "field is required.")])
    upload_id = call.domain.subscribers.next_id()
    call.domain.uploads[upload_id] = text
    return success({"upload_id": upload_id})


def _import(call: Call) -> Answer:
    domain, body = call.domain, call.body
    if body.get("upload_id") not in domain.uploads:
        raise RefusedError(403, "access_denied", "The upload is not there, or another's.")
    separator, enclosure = body.get("csv_separator", ","), body.get("csv_enclosure", '"')
    if len(separator) != 1 or len(enclosure) != 1:
        raise invalid([Problem("size", "csv_separator", "must be one character.")])
    keys = [_key(domain, said, position) for position, said in enumerate(body["fields"])]
    groups = groups_of(domain, body.get("groups", ()))
    text = domain.uploads.pop(body["upload_id"])
    replaces = body.get("replace_fields", True)

    def work() -> int:
        rows = list(csv.reader(io.StringIO(text), delimiter=separator, quotechar=enclosure))
        for row in rows:
            _add(domain, dict(zip(keys, row, strict=False)), groups, replaces)
        return len(rows)

    return asynchronous(domain.operations.begin("import_subscribers", work), 200)


def _key(domain: Domain, said: Any, position: int) -> str:
    """The key of the field that a column has; one that is described by name is made if it is not there."""
    if said == _EMAIL:
        return _EMAIL
    if isinstance(said, int):
        return domain.fields.get(said).key
    if isinstance(said, dict) and set(said) == {"type", "name"}:
        known = next((field for field in domain.fields if field.name == said["name"]), None)
        return (known or domain.add_field(said["name"], said["type"])).key
    raise invalid([Problem("in", f"fields.{position}", "must be the id of a field, or its type and name.")])


def _add(domain: Domain, row: Mapping[str, str], groups: set[int], replaces: bool) -> None:
    email = row.get(_EMAIL, "")
    if "@" not in email:
        return
    known = domain.subscribers.of(email) is not None
    one = domain.put_subscriber(email, "import")
    values = {key: value for key, value in row.items() if key != _EMAIL and value}
    one.fields = one.fields | values if replaces or not known else values | one.fields
    one.groups |= groups


_IMPORT = fields(
    csv_enclosure=TEXT,
    csv_separator=TEXT,
    fields=required(array(ANYTHING, shortest=1)),
    groups=array(ANYTHING),
    ipd_uuid=TEXT,
    replace_fields=FLAG,
    upload_id=INTEGER,
)

ROUTES = (
    Route("POST", "/subscribers/import", _import, _IMPORT),
    Route("POST", "/subscribers/import/upload", _upload, fields(content=TEXT, file=TEXT)),
)
