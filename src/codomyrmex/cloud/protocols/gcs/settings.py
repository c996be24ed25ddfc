"""The settings of a bucket: CORS, who may do what, and whether the public may do anything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from codomyrmex.cloud.common.errors import InvalidRequestError, NotSupportedError
from codomyrmex.cloud.common.storage import CorsRule
from codomyrmex.cloud.protocols.gcs import buckets
from codomyrmex.cloud.protocols.gcs.service import JSON, json_body, json_of, nothing

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.gcs.service import GCSService

_METHODS = {"GET", "PUT", "POST", "DELETE", "HEAD"}
_LEGACY = "roles/storage.legacy"
_PROJECT = ("projectOwner:", "projectEditor:", "projectViewer:")
_POLICY_FIELDS = {"kind", "resourceId", "version", "bindings", "etag"}
_ENFORCED, _INHERITED = "enforced", "inherited"


def get_cors(service: GCSService, bucket: str) -> tuple[CorsRule, ...]:
    """The CORS rules of a bucket (https://cloud.google.com/storage/docs/cross-origin).

    Raises:
        NotSupportedError: a rule says what `CorsRule` cannot.
    """
    return tuple(_rule(entry) for entry in buckets.read(service, bucket, "cors").get("cors", []))


def set_cors(service: GCSService, bucket: str, rules: tuple[CorsRule, ...]) -> None:
    """Replace the CORS rules of a bucket.

    Raises:
        NotSupportedError: a rule tells the headers of requests from those of answers.
    """
    buckets.patch(service, bucket, {"cors": [_entry(rule) for rule in rules] or None})


def _rule(entry: Mapping[str, Any]) -> CorsRule:
    methods, headers = tuple(entry.get("method", ())), tuple(entry.get("responseHeader", ()))
    if not methods or set(methods) - _METHODS:
        # To drop what it says would destroy it at the next set_cors.
        raise NotSupportedError(f"A CORS rule of the bucket says {', '.join(methods) or 'no method'}.")
    return CorsRule(tuple(entry.get("origin", ())), methods, headers, headers, entry.get("maxAgeSeconds"))


def _entry(rule: CorsRule) -> dict[str, Any]:
    if set(rule.headers) != set(rule.exposed_headers):
        raise NotSupportedError(
            "Google Cloud Storage has one list for the headers of requests and of answers; "
            "say the same in headers and exposed_headers."
        )
    entry: dict[str, Any] = {"origin": list(rule.origins), "method": list(rule.methods)}
    if rule.headers:
        entry["responseHeader"] = list(rule.headers)
    if rule.max_age is not None:
        entry["maxAgeSeconds"] = rule.max_age
    return entry


def get_policy(service: GCSService, bucket: str) -> dict[str, Any] | None:
    """buckets.getIamPolicy; ``None`` where it says no more than that of a new bucket
    (https://cloud.google.com/storage/docs/json_api/v1/buckets/getIamPolicy)."""
    policy = _read_policy(service, bucket)
    bindings = policy.get("bindings", [])
    return None if _of_a_new_bucket(bindings) == bindings else policy


def set_policy(service: GCSService, bucket: str, policy: Mapping[str, Any] | None) -> None:
    """buckets.setIamPolicy (https://cloud.google.com/storage/docs/json_api/v1/buckets/setIamPolicy).

    A document with an ``etag`` replaces only the policy from which it was made. Without a document, nothing
    is left but what a new bucket grants to those of its project.

    Raises:
        InvalidRequestError: it is no such document.
        PreconditionFailedError: the policy was changed meanwhile.
        PermissionDeniedError: it would let the public in, which is forbidden.
    """
    if unknown := set(policy or ()) - _POLICY_FIELDS:
        raise InvalidRequestError(f"A policy has no {sorted(map(str, unknown))[0]!r}.")
    if policy is None:
        now = _read_policy(service, bucket)
        policy = {**now, "bindings": _of_a_new_bucket(now.get("bindings", []))}
    service.send(
        service.exchange(
            "PUT",
            _policy_path(service, bucket),
            parse=nothing,
            resource=bucket,
            query=(("fields", "etag"),),
            headers=JSON,
            body=json_body(policy),
        )
    )


def _read_policy(service: GCSService, bucket: str) -> dict[str, Any]:
    exchange = service.exchange(
        "GET",
        _policy_path(service, bucket),
        parse=json_of,
        resource=bucket,
        # Of an older version the service leaves out the bindings that have conditions.
        query=(("optionsRequestedPolicyVersion", "3"),),
    )
    return service.send(exchange)


def _policy_path(service: GCSService, bucket: str) -> str:
    return f"{service.endpoint.json_path(bucket)}/iam"


def _of_a_new_bucket(bindings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The part of the bindings that a bucket has from the beginning
    (https://cloud.google.com/storage/docs/access-control/iam#convenience-values)."""
    kept = []
    for binding in bindings:
        members = [one for one in binding.get("members", []) if one.startswith(_PROJECT)]
        if members and binding.get("role", "").startswith(_LEGACY) and "condition" not in binding:
            kept.append({**binding, "members": members})
    return kept


def is_public_access_blocked(service: GCSService, bucket: str) -> bool:
    """Public access prevention (https://cloud.google.com/storage/docs/public-access-prevention)."""
    found = buckets.read(service, bucket, "iamConfiguration(publicAccessPrevention)")
    return bool(found.get("iamConfiguration", {}).get("publicAccessPrevention") == _ENFORCED)


def block_public_access(service: GCSService, bucket: str, blocked: bool) -> None:
    """Enforce it, or leave it to what holds for the project."""
    wanted = _ENFORCED if blocked else _INHERITED
    buckets.patch(service, bucket, {"iamConfiguration": {"publicAccessPrevention": wanted}})
