"""What a bucket is told once and does from then on: lifecycle, CORS, policy, public access."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from codomyrmex.cloud.common.errors import InvalidRequestError
from codomyrmex.cloud.common.storage.capabilities import Capability
from codomyrmex.cloud.common.storage.driver import StorageDriver
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.validation import check_bucket_reference


@dataclass(frozen=True, slots=True)
class Transition:
    """A change of the storage class.

    Attributes:
        days: after so many days.
        storage_class: the provider's word for the tier.
    """

    days: int
    storage_class: str


@dataclass(frozen=True, slots=True)
class LifecycleRule:
    """What becomes of objects by themselves, in days after they were written.

    Attributes:
        name: unique within the bucket.
        prefix: which keys; all by default.
        enabled: whether it acts.
        expire_after: delete the object; in a bucket that keeps versions, hide it.
        expire_old_versions_after: delete a version so many days after a newer one came.
        abort_uploads_after: abort uploads that nobody completed.
        transitions: change the storage class.
    """

    name: str
    prefix: str = ""
    enabled: bool = True
    expire_after: int | None = None
    expire_old_versions_after: int | None = None
    abort_uploads_after: int | None = None
    transitions: tuple[Transition, ...] = ()


@dataclass(frozen=True, slots=True)
class CorsRule:
    """Which pages of other origins may read a bucket in a browser (https://fetch.spec.whatwg.org/#http-cors-protocol).

    Attributes:
        origins: ``https://example.com``, or ``*``.
        methods: ``GET``, ``PUT``, ``POST``, ``DELETE``, ``HEAD``.
        headers: request headers that may be sent.
        exposed_headers: response headers that a script may read.
        max_age: seconds for which a browser may keep the answer.
    """

    origins: tuple[str, ...]
    methods: tuple[str, ...] = ("GET",)
    headers: tuple[str, ...] = ()
    exposed_headers: tuple[str, ...] = ()
    max_age: int | None = None


@dataclass(frozen=True, slots=True)
class Notification:
    """Who is told of what happens in a bucket.

    Attributes:
        name: unique within the bucket.
        target: the topic, queue or function, by the provider's own name for it.
        events: ``created`` and ``deleted``.
        prefix: which keys, by their beginning.
        suffix: which keys, by their end.
    """

    name: str
    target: str
    events: tuple[str, ...] = ("created", "deleted")
    prefix: str = ""
    suffix: str = ""


class SettingMethods(StorageDriver):
    """The methods of a client for the settings of a bucket. Each ``set_`` replaces all there was."""

    @operation("get_lifecycle")
    def get_lifecycle(self, bucket: str) -> tuple[LifecycleRule, ...]:
        """The lifecycle rules of a bucket.

        Raises:
            NotSupportedError: there are none here, or a rule says what `LifecycleRule` cannot.
        """
        self._require(bucket, Capability.LIFECYCLE)
        return self._get_lifecycle(bucket)

    @operation("set_lifecycle")
    def set_lifecycle(self, bucket: str, rules: Iterable[LifecycleRule]) -> None:
        """Replace the lifecycle rules of a bucket; none at all removes them.

        Raises:
            InvalidRequestError: two rules of one name, a rule that does nothing, or days below 1.
            NotSupportedError: a transition, where there is a single storage class.
        """
        self._require(bucket, Capability.LIFECYCLE)
        checked = tuple(rules)
        _check_rules(checked)
        if any(rule.transitions for rule in checked):
            self.capabilities.require(Capability.STORAGE_CLASS)
        self._set_lifecycle(bucket, checked)

    @operation("get_cors")
    def get_cors(self, bucket: str) -> tuple[CorsRule, ...]:
        """The CORS rules of a bucket."""
        self._require(bucket, Capability.CORS)
        return self._get_cors(bucket)

    @operation("set_cors")
    def set_cors(self, bucket: str, rules: Iterable[CorsRule]) -> None:
        """Replace the CORS rules of a bucket; none at all removes them.

        Raises:
            InvalidRequestError: a rule without origins or methods, or a method that is none.
        """
        self._require(bucket, Capability.CORS)
        checked = tuple(rules)
        for rule in checked:
            if not rule.origins or not rule.methods:
                raise InvalidRequestError("A CORS rule has at least one origin and one method.")
            if unknown := set(rule.methods) - _METHODS:
                raise InvalidRequestError(f"A CORS rule has no method {sorted(unknown)[0]!r}.")
        self._set_cors(bucket, checked)

    @operation("get_policy")
    def get_policy(self, bucket: str) -> dict[str, Any] | None:
        """The bucket's policy as the provider's own document; ``None`` where it has none."""
        self._require(bucket, Capability.POLICY)
        return self._get_policy(bucket)

    @operation("set_policy")
    def set_policy(self, bucket: str, policy: Mapping[str, Any] | None) -> None:
        """Replace the bucket's policy; ``None`` removes it.

        Raises:
            InvalidRequestError: the provider does not understand the document.
            PermissionDeniedError: a block of public access forbids it.
        """
        self._require(bucket, Capability.POLICY)
        self._set_policy(bucket, policy)

    @operation("is_public_access_blocked")
    def is_public_access_blocked(self, bucket: str) -> bool:
        """Whether the bucket refuses every way of being made public."""
        self._require(bucket, Capability.PUBLIC_ACCESS_BLOCK)
        return self._is_public_access_blocked(bucket)

    @operation("block_public_access")
    def block_public_access(self, bucket: str, blocked: bool = True) -> None:
        """Refuse every way of making the bucket public, or allow them again."""
        self._require(bucket, Capability.PUBLIC_ACCESS_BLOCK)
        self._block_public_access(bucket, blocked)

    @operation("get_notifications")
    def get_notifications(self, bucket: str) -> tuple[Notification, ...]:
        """Who is told of what happens in a bucket.

        Raises:
            NotSupportedError: there is nothing such here, or it says what `Notification` cannot.
        """
        self._require(bucket, Capability.NOTIFICATIONS)
        return self._get_notifications(bucket)

    @operation("set_notifications")
    def set_notifications(self, bucket: str, notifications: Iterable[Notification]) -> None:
        """Replace who is told; nobody at all removes them.

        Raises:
            InvalidRequestError: two of one name, no events or others, or a target that is not there.
        """
        self._require(bucket, Capability.NOTIFICATIONS)
        checked = tuple(notifications)
        names = [one.name for one in checked]
        if len(set(names)) < len(names) or not all(names):
            raise InvalidRequestError("Notifications have names, each its own.")
        for one in checked:
            if not one.events or set(one.events) - {"created", "deleted"}:
                raise InvalidRequestError(f"The notification {one.name!r} is of created and deleted objects.")
        self._set_notifications(bucket, checked)

    def _require(self, bucket: str, capability: Capability) -> None:
        check_bucket_reference(bucket)
        self.capabilities.require(capability)


_METHODS = {"GET", "PUT", "POST", "DELETE", "HEAD"}


def _check_rules(rules: tuple[LifecycleRule, ...]) -> None:
    names = [rule.name for rule in rules]
    if len(set(names)) < len(names) or not all(names):
        raise InvalidRequestError("Lifecycle rules have names, each its own.")
    for rule in rules:
        days = [rule.expire_after, rule.expire_old_versions_after, rule.abort_uploads_after]
        days += [transition.days for transition in rule.transitions]
        if all(number is None for number in days):
            raise InvalidRequestError(f"The lifecycle rule {rule.name!r} does nothing.")
        if any(number is not None and number < 1 for number in days):
            raise InvalidRequestError(f"The lifecycle rule {rule.name!r} has a number of days below 1.")
