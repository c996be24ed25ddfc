"""Lifecycle rules: here a rule is one action under conditions, without a name and always in force.

https://cloud.google.com/storage/docs/lifecycle
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from codomyrmex.cloud.common.errors import NotSupportedError
from codomyrmex.cloud.common.storage import LifecycleRule, Transition
from codomyrmex.cloud.protocols.gcs import buckets

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.gcs.service import GCSService

_DELETE, _SET_CLASS, _ABORT = "Delete", "SetStorageClass", "AbortIncompleteMultipartUpload"


def get_lifecycle(service: GCSService, bucket: str) -> tuple[LifecycleRule, ...]:
    """The rules of a bucket: what is done to the objects of one prefix is one rule, named after it.

    Raises:
        NotSupportedError: a rule says what `LifecycleRule` cannot.
    """
    found = buckets.read(service, bucket, "lifecycle").get("lifecycle", {})
    return rules_of(found.get("rule", []))


def set_lifecycle(service: GCSService, bucket: str, rules: tuple[LifecycleRule, ...]) -> None:
    """Replace the rules of a bucket.

    Raises:
        NotSupportedError: a rule is to be kept without being in force.
    """
    for rule in rules:
        if not rule.enabled:
            raise NotSupportedError(
                f"Google Cloud Storage keeps no rule that is not in force; leave {rule.name!r} out."
            )
    entries = [entry for rule in rules for entry in _entries_of(rule)]
    buckets.patch(service, bucket, {"lifecycle": {"rule": entries} if entries else None})


def _entries_of(rule: LifecycleRule) -> Iterator[dict[str, Any]]:
    """What the service calls rules: one for each thing that is to happen."""
    where: dict[str, Any] = {"matchesPrefix": [rule.prefix]} if rule.prefix else {}
    # Without isLive, versions that a newer one hides would count their days from when they were written.
    live = {**where, "isLive": True}
    for one in rule.transitions:
        yield _entry({"type": _SET_CLASS, "storageClass": one.storage_class}, {**live, "age": one.days})
    if rule.expire_after is not None:
        yield _entry({"type": _DELETE}, {**live, "age": rule.expire_after})
    if rule.expire_old_versions_after is not None:
        yield _entry({"type": _DELETE}, {**where, "daysSinceNoncurrentTime": rule.expire_old_versions_after})
    if rule.abort_uploads_after is not None:
        yield _entry({"type": _ABORT}, {**where, "age": rule.abort_uploads_after})


def _entry(action: dict[str, Any], condition: dict[str, Any]) -> dict[str, Any]:
    return {"action": action, "condition": condition}


@dataclass
class _Gathered:
    """What happens to the objects of one prefix.

    Attributes:
        days: by the name of the field of `LifecycleRule`.
        classes: the days of each storage class.
    """

    days: dict[str, int] = field(default_factory=dict)
    classes: dict[str, int] = field(default_factory=dict)

    def rule(self, prefix: str) -> LifecycleRule:
        """The same as a rule; its name is the pattern of its keys."""
        transitions = sorted((Transition(days, name) for name, days in self.classes.items()), key=_days)
        return LifecycleRule(
            f"{prefix}*",
            prefix,
            True,
            self.days.get("expire_after"),
            self.days.get("expire_old_versions_after"),
            self.days.get("abort_uploads_after"),
            tuple(transitions),
        )


def rules_of(entries: list[dict[str, Any]]) -> tuple[LifecycleRule, ...]:
    """The service's rules, put together by their prefixes.

    Raises:
        NotSupportedError: one says what `LifecycleRule` cannot.
    """
    gathered: dict[str, _Gathered] = {}
    for entry in entries:
        action, condition = entry.get("action", {}), dict(entry.get("condition", {}))
        # Of several prefixes each one does: the same as a rule for each of them.
        prefixes = condition.pop("matchesPrefix", None) or [""]
        target, days = _meaning(action, condition)
        for prefix in prefixes:
            one = gathered.setdefault(prefix, _Gathered())
            known = one.classes if target == _SET_CLASS else one.days
            name = action["storageClass"] if target == _SET_CLASS else target
            # Of two rules that do the same, the one with fewer days is the first to act.
            known[name] = min(days, known.get(name, days))
    return tuple(one.rule(prefix) for prefix, one in gathered.items())


def _meaning(action: Mapping[str, Any], condition: Mapping[str, Any]) -> tuple[str, int]:
    """Which field of `LifecycleRule` it is, or `_SET_CLASS`, and its days."""
    match action.get("type"), condition:
        case "Delete", {"age": int(days), "isLive": True, **rest} if not rest:
            return "expire_after", days
        case "Delete", {"daysSinceNoncurrentTime": int(days), **rest} if rest in ({}, {"isLive": False}):
            return "expire_old_versions_after", days
        case "AbortIncompleteMultipartUpload", {"age": int(days), **rest} if not rest:
            return "abort_uploads_after", days
        case "SetStorageClass", {"age": int(days), "isLive": True, **rest} if not rest:
            return _SET_CLASS, days
    # To drop what it says would destroy it at the next set_lifecycle.
    raise NotSupportedError(
        f"A lifecycle rule of the bucket ({action.get('type')} when {', '.join(condition) or 'always'}) "
        "says more than a LifecycleRule holds."
    )


def _days(transition: Transition) -> int:
    return transition.days
