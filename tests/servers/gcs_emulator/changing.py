"""Objects that are changed in place, and that go; and what keeps them from it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tests.servers.gcs_emulator.discovery import Call
from tests.servers.gcs_emulator.messages import Answer, ApiError, Request, json_answer
from tests.servers.gcs_emulator.state import Bucket, State
from tests.servers.gcs_emulator.stored import COPIED, Stored, check_conditions, now


def patch(state: State, call: Call, request: Request) -> Answer:
    """objects.patch."""
    with state.lock:
        bucket = state.bucket(call.path["bucket"])
        stored = bucket.find(call.path["object"], call.query.get("generation"))
        check_conditions(call.query, stored)
        wanted = request.json()
        if "retention" in wanted:
            override = call.query.get("overrideUnlockedRetention", "").lower() == "true"
            _retain(bucket, stored, wanted["retention"], override)
        for name in ("temporaryHold", "eventBasedHold"):
            if name in wanted:
                stored.holds[name] = bool(wanted[name])
        stored.chosen = _merged(stored.chosen, wanted)
        stored.metageneration += 1
        stored.updated = now()
    return json_answer(stored.resource())


def _merged(chosen: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    changed = dict(chosen)
    for name, value in wanted.items():
        if name == "metadata" and value is not None:
            merged = {**changed.get("metadata", {}), **value}
            value = {key: word for key, word in merged.items() if word is not None} or None
        if name in COPIED:
            changed[name] = value
    return {name: value for name, value in changed.items() if value is not None}


def _retain(bucket: Bucket, stored: Stored, wanted: dict[str, Any] | None, override: bool) -> None:
    """https://cloud.google.com/storage/docs/object-lock#overview"""
    if bucket.settings.get("objectRetention", {}).get("mode") != "Enabled":
        raise ApiError(400, "invalid", "Object retention is not enabled on the bucket.")
    before = stored.retention
    until = datetime.fromisoformat(wanted["retainUntilTime"]) if wanted else None
    if wanted is not None and (until is None or until <= datetime.now(UTC)):
        raise ApiError(400, "invalid", "The retain-until time must be in the future.")
    if before is not None:
        is_less = until is None or until < datetime.fromisoformat(before["retainUntilTime"])
        other_mode = wanted is not None and wanted["mode"] != before["mode"]
        if (is_less or other_mode) and (before["mode"] == "Locked" or not override):
            raise ApiError(403, "forbidden", f"The retention of {stored.name} cannot be reduced or removed.")
    stored.retention = wanted


def delete(state: State, call: Call, _request: Request) -> Answer:
    """objects.delete."""
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
