"""The hooks for what not every store has. A store that leaves one as it is says so in its capabilities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from codomyrmex.cloud.common.errors import NotSupportedError

if TYPE_CHECKING:
    from codomyrmex.cloud.common.storage.locking import Retention
    from codomyrmex.cloud.common.storage.settings import CorsRule, LifecycleRule, Notification
    from codomyrmex.cloud.common.storage.types import Attributes, ObjectInfo, ObjectVersion, UnfinishedUpload


class FeatureHooks:
    """What a store may fill in."""

    def _list_uploads(self, bucket: str, prefix: str) -> Iterator[UnfinishedUpload]:
        raise NotSupportedError("This store lists no unfinished uploads.")

    def _abort_upload(self, bucket: str, key: str, upload_id: str) -> None:
        raise NotSupportedError("This store lists no unfinished uploads.")

    def _presign(self, method: str, bucket: str, key: str, expires_in: int) -> str:
        raise NotSupportedError("This store signs no URLs.")

    def _list_versions(self, bucket: str, prefix: str) -> Iterator[ObjectVersion]:
        raise NotSupportedError("This store keeps no versions.")

    def _get_versioning(self, bucket: str) -> bool:
        raise NotSupportedError("This store keeps no versions.")

    def _set_versioning(self, bucket: str, enabled: bool) -> None:
        raise NotSupportedError("This store keeps no versions.")

    def _get_tags(self, bucket: str, key: str) -> dict[str, str]:
        raise NotSupportedError("This store has no object tags.")

    def _set_tags(self, bucket: str, key: str, tags: Mapping[str, str]) -> None:
        raise NotSupportedError("This store has no object tags.")

    def _set_attributes(self, bucket: str, key: str, changes: Attributes) -> ObjectInfo:
        """Change what ``changes`` says and leave everything else, the bytes included."""
        raise NotSupportedError("This store changes no attributes in place.")

    def _restore(self, bucket: str, key: str, days: int) -> None:
        raise NotSupportedError("This store has no archive.")

    def _get_lifecycle(self, bucket: str) -> tuple[LifecycleRule, ...]:
        raise NotSupportedError("This store has no lifecycle rules.")

    def _set_lifecycle(self, bucket: str, rules: tuple[LifecycleRule, ...]) -> None:
        raise NotSupportedError("This store has no lifecycle rules.")

    def _get_cors(self, bucket: str) -> tuple[CorsRule, ...]:
        raise NotSupportedError("This store answers no browsers.")

    def _set_cors(self, bucket: str, rules: tuple[CorsRule, ...]) -> None:
        raise NotSupportedError("This store answers no browsers.")

    def _get_policy(self, bucket: str) -> dict[str, Any] | None:
        raise NotSupportedError("This store has no bucket policies.")

    def _set_policy(self, bucket: str, policy: Mapping[str, Any] | None) -> None:
        raise NotSupportedError("This store has no bucket policies.")

    def _is_public_access_blocked(self, bucket: str) -> bool:
        raise NotSupportedError("This store blocks no public access.")

    def _block_public_access(self, bucket: str, blocked: bool) -> None:
        raise NotSupportedError("This store blocks no public access.")

    def _create_locked_bucket(self, bucket: str, region: str | None) -> None:
        raise NotSupportedError("This store locks no objects.")

    def _delete_retained(self, bucket: str, key: str, version: str | None) -> None:
        raise NotSupportedError("This store locks no objects.")

    def _get_retention(self, bucket: str, key: str) -> Retention | None:
        raise NotSupportedError("This store locks no objects.")

    def _set_retention(self, bucket: str, key: str, retention: Retention | None, bypass: bool) -> None:
        raise NotSupportedError("This store locks no objects.")

    def _get_legal_hold(self, bucket: str, key: str) -> bool:
        raise NotSupportedError("This store locks no objects.")

    def _set_legal_hold(self, bucket: str, key: str, held: bool) -> None:
        raise NotSupportedError("This store locks no objects.")

    def _get_notifications(self, bucket: str) -> tuple[Notification, ...]:
        raise NotSupportedError("This store tells nobody.")

    def _set_notifications(self, bucket: str, notifications: tuple[Notification, ...]) -> None:
        raise NotSupportedError("This store tells nobody.")
