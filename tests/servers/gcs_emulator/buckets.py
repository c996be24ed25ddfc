"""Buckets and what they are told: their settings, who may do what, and whom they notify."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from tests.servers.gcs_emulator.discovery import Call
from tests.servers.gcs_emulator.messages import Answer, ApiError, Request, json_answer
from tests.servers.gcs_emulator.state import Bucket, State
from tests.servers.gcs_emulator.stored import etag_of

_SETTINGS = (
    "billing",
    "cors",
    "defaultEventBasedHold",
    "iamConfiguration",
    "lifecycle",
    "retentionPolicy",
    "softDeletePolicy",
    "storageClass",
    "versioning",
)
"""What a patch may change."""
_CONDITIONS = {
    "Delete": {"age", "isLive", "daysSinceNoncurrentTime", "matchesPrefix", "matchesSuffix", "createdBefore"},
    "SetStorageClass": {"age", "isLive", "matchesPrefix", "matchesSuffix", "createdBefore"},
    "AbortIncompleteMultipartUpload": {"age", "matchesPrefix", "matchesSuffix"},
}
_TOPIC = re.compile(r"//pubsub\.googleapis\.com/projects/[^/]+/topics/[^/]+")
_EVENTS = {"OBJECT_FINALIZE", "OBJECT_METADATA_UPDATE", "OBJECT_DELETE", "OBJECT_ARCHIVE"}
_EVERYONE = {"allUsers", "allAuthenticatedUsers"}


def list_all(state: State, call: Call, _request: Request) -> Answer:
    """buckets.list."""
    _demand_project(call)
    buckets = [state.buckets[name].resource() for name in sorted(state.buckets)]
    return json_answer({"kind": "storage#buckets", "items": buckets})


def insert(state: State, call: Call, request: Request) -> Answer:
    """buckets.insert."""
    _demand_project(call)
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
        # As in an organization that has switched soft delete off, which Google's default has on.
        bucket = Bucket(name, call.query["project"], wanted.get("location", "US"))
        _change(bucket, wanted)
        if call.query.get("enableObjectRetention", "").lower() == "true":
            bucket.settings["objectRetention"] = {"mode": "Enabled"}
        state.buckets[name] = bucket
    return json_answer(bucket.resource())


def _demand_project(call: Call) -> None:
    if not call.query.get("project"):
        raise ApiError(400, "required", "Required parameter: project")


def get(state: State, call: Call, _request: Request) -> Answer:
    """buckets.get."""
    return json_answer(state.bucket(call.path["bucket"]).resource())


def patch(state: State, call: Call, request: Request) -> Answer:
    """buckets.patch."""
    with state.lock:
        bucket = state.bucket(call.path["bucket"])
        _change(bucket, request.json())
        bucket.metageneration += 1
    return json_answer(bucket.resource())


def _change(bucket: Bucket, wanted: dict[str, Any]) -> None:
    for entry in (wanted.get("lifecycle") or {}).get("rule", []):
        _check_rule(entry)
    prevention = (wanted.get("iamConfiguration") or {}).get("publicAccessPrevention", "inherited")
    if prevention not in ("inherited", "enforced"):
        raise ApiError(400, "invalid", f"Invalid publicAccessPrevention value {prevention}.")
    for name in _SETTINGS:
        if name in wanted:
            bucket.settings[name] = wanted[name]


def _check_rule(entry: dict[str, Any]) -> None:
    """https://cloud.google.com/storage/docs/lifecycle#conditions"""
    action, condition = entry["action"], entry.get("condition")
    if not condition:
        raise ApiError(400, "invalid", "A lifecycle rule must have at least one condition.")
    if action["type"] == "SetStorageClass" and "storageClass" not in action:
        raise ApiError(400, "invalid", "A storage class is required for the action SetStorageClass.")
    if unknown := set(condition) - _CONDITIONS[action["type"]]:
        raise ApiError(400, "invalid", f"{action['type']} has no condition {min(unknown)}.")


def delete(state: State, call: Call, _request: Request) -> Answer:
    """buckets.delete."""
    with state.lock:
        if state.bucket(call.path["bucket"]).objects:
            raise ApiError(409, "conflict", "The bucket you tried to delete is not empty.")
        del state.buckets[call.path["bucket"]]
    return Answer(204)


def get_policy(state: State, call: Call, _request: Request) -> Answer:
    """buckets.getIamPolicy."""
    return json_answer(state.bucket(call.path["bucket"]).policy)


def set_policy(state: State, call: Call, request: Request) -> Answer:
    """buckets.setIamPolicy."""
    wanted = request.json()
    with state.lock:
        bucket = state.bucket(call.path["bucket"])
        if wanted.get("etag", bucket.policy["etag"]) != bucket.policy["etag"]:
            raise ApiError(412, "conditionNotMet", "The etag of the policy does not match.")
        bindings = wanted.get("bindings", [])
        for binding in bindings:
            if not binding.get("role", "").startswith("roles/") or not binding.get("members"):
                raise ApiError(400, "invalid", "Invalid argument.")
            if bucket.is_closed_to_the_public and _EVERYONE.intersection(binding["members"]):
                raise ApiError(
                    412,
                    "conditionNotMet",
                    "The member bindings allUsers and allAuthenticatedUsers are not allowed since public "
                    "access prevention is enforced.",
                )
        bucket.policy_number += 1
        bucket.policy = {
            **bucket.policy,
            "bindings": bindings,
            "version": wanted.get("version", 1),
            "etag": etag_of(bucket.policy_number),
        }
    return json_answer(bucket.policy)


def test_permissions(state: State, call: Call, request: Request) -> Answer:
    """buckets.testIamPermissions: the account may do everything."""
    state.bucket(call.path["bucket"])
    query = parse_qsl(request.target.partition("?")[2])
    granted = [value for name, value in query if name == "permissions"]
    return json_answer({"kind": "storage#testIamPermissionsResponse", "permissions": granted})


def list_notifications(state: State, call: Call, _request: Request) -> Answer:
    """notifications.list."""
    found = list(state.bucket(call.path["bucket"]).notifications.values())
    return json_answer({"kind": "storage#notifications", **({"items": found} if found else {})})


def insert_notification(state: State, call: Call, request: Request) -> Answer:
    """notifications.insert."""
    wanted = request.json()
    if _TOPIC.fullmatch(wanted.get("topic", "")) is None:
        raise ApiError(400, "invalid", f"Invalid Google Cloud Pub/Sub topic: {wanted.get('topic')}.")
    if set(wanted.get("event_types", ())) - _EVENTS:
        raise ApiError(400, "invalid", "Invalid event type.")
    with state.lock:
        bucket = state.bucket(call.path["bucket"])
        number = str(bucket.next_notification)
        bucket.next_notification += 1
        made = {**wanted, "kind": "storage#notification", "id": number, "etag": number}
        bucket.notifications[number] = made
    return json_answer(made)


def delete_notification(state: State, call: Call, _request: Request) -> Answer:
    """notifications.delete."""
    with state.lock:
        if state.bucket(call.path["bucket"]).notifications.pop(call.path["notification"], None) is None:
            raise ApiError(404, "notFound", "The specified notification does not exist.")
    return Answer(204)


METHODS: dict[str, Callable[[State, Call, Request], Answer]] = {
    "buckets.list": list_all,
    "buckets.insert": insert,
    "buckets.get": get,
    "buckets.patch": patch,
    "buckets.delete": delete,
    "buckets.getIamPolicy": get_policy,
    "buckets.setIamPolicy": set_policy,
    "buckets.testIamPermissions": test_permissions,
    "notifications.list": list_notifications,
    "notifications.insert": insert_notification,
    "notifications.delete": delete_notification,
}
