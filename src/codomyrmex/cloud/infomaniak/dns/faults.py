"""What Designate's answers mean, by the types of errors that it names in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codomyrmex.cloud.common.errors import (
    AlreadyExistsError,
    CloudError,
    ConflictError,
    NotFoundError,
    QuotaExceededError,
)
from codomyrmex.cloud.infomaniak.errors import error_of

# https://opendev.org/openstack/designate/src/branch/master/designate/exceptions.py
_KINDS: dict[str, type[CloudError]] = {
    "duplicate_recordset": AlreadyExistsError,
    "duplicate_zone": AlreadyExistsError,
    "illegal_child": ConflictError,
    "illegal_parent": ConflictError,
    "invalid_uuid": NotFoundError,
    "over_quota": QuotaExceededError,
    "zone_has_sub_zone": ConflictError,
}


def designate_error_of(error: Exception) -> CloudError | None:
    """The error that an exception stands for; ``None`` for one that is neither SDK's."""
    found = error_of(error)
    if found is None or found is error:
        return found
    answer = _answer(error)
    code = answer.get("type")
    if not isinstance(code, str):
        return found
    kind = _KINDS.get(code, type(found))
    if code == "invalid_recordset_location" and "CNAME" in str(answer.get("message")):
        kind = ConflictError
    message = _reasons(answer) or found.message
    return kind(message, status=found.status, request_id=answer.get("request_id"), code=code)


def _answer(error: Exception) -> Mapping[str, Any]:
    response = getattr(error, "response", None)
    if response is None:
        return {}
    try:
        found = response.json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _reasons(answer: Mapping[str, Any]) -> str:
    listed = (answer.get("errors") or {}).get("errors") or ()
    said = "; ".join(str(one.get("message", "")).rstrip(".") for one in listed)
    return f"Designate does not take it: {said}." if said else ""
