"""What not every store has, as Google Cloud Storage has it: versions, the settings of buckets, locks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from codomyrmex.cloud.common.lazy import begin
from codomyrmex.cloud.common.storage import CorsRule, LifecycleRule, Notification, Retention
from codomyrmex.cloud.common.storage.types import ObjectVersion, UnfinishedUpload
from codomyrmex.cloud.protocols.gcs import buckets, components, lifecycle, listing, locking, settings
from codomyrmex.cloud.protocols.gcs.notifications import get_notifications, set_notifications
from codomyrmex.cloud.protocols.storage import ExchangeStorage

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.gcs.service import GCSService


class GCSFeatures(ExchangeStorage):
    """These hooks of the storage client."""

    service: GCSService

    def _list_uploads(self, bucket: str, prefix: str) -> Iterator[UnfinishedUpload]:
        return components.list_uploads(self.service, bucket, prefix)

    def _abort_upload(self, bucket: str, key: str, upload_id: str) -> None:
        components.abort_upload(self.service, bucket, key, upload_id)

    def _list_versions(self, bucket: str, prefix: str) -> Iterator[ObjectVersion]:
        return begin(listing.versions(self.service, bucket, prefix))

    def _get_versioning(self, bucket: str) -> bool:
        found = buckets.read(self.service, bucket, "versioning")
        return bool(found.get("versioning", {}).get("enabled", False))

    def _set_versioning(self, bucket: str, enabled: bool) -> None:
        buckets.patch(self.service, bucket, {"versioning": {"enabled": enabled}})

    def _get_lifecycle(self, bucket: str) -> tuple[LifecycleRule, ...]:
        return lifecycle.get_lifecycle(self.service, bucket)

    def _set_lifecycle(self, bucket: str, rules: tuple[LifecycleRule, ...]) -> None:
        lifecycle.set_lifecycle(self.service, bucket, rules)

    def _get_cors(self, bucket: str) -> tuple[CorsRule, ...]:
        return settings.get_cors(self.service, bucket)

    def _set_cors(self, bucket: str, rules: tuple[CorsRule, ...]) -> None:
        settings.set_cors(self.service, bucket, rules)

    def _get_policy(self, bucket: str) -> dict[str, Any] | None:
        return settings.get_policy(self.service, bucket)

    def _set_policy(self, bucket: str, policy: Mapping[str, Any] | None) -> None:
        settings.set_policy(self.service, bucket, policy)

    def _is_public_access_blocked(self, bucket: str) -> bool:
        return settings.is_public_access_blocked(self.service, bucket)

    def _block_public_access(self, bucket: str, blocked: bool) -> None:
        settings.block_public_access(self.service, bucket, blocked)

    def _create_locked_bucket(self, bucket: str, region: str | None) -> None:
        buckets.create(self.service, bucket, region, object_lock=True)

    def _delete_retained(self, bucket: str, key: str, version: str | None) -> None:
        locking.delete_retained(self.service, bucket, key, version)

    def _get_retention(self, bucket: str, key: str) -> Retention | None:
        return locking.get_retention(self.service, bucket, key)

    def _set_retention(self, bucket: str, key: str, retention: Retention | None, bypass: bool) -> None:
        locking.set_retention(self.service, bucket, key, retention, bypass)

    def _get_legal_hold(self, bucket: str, key: str) -> bool:
        return locking.get_legal_hold(self.service, bucket, key)

    def _set_legal_hold(self, bucket: str, key: str, held: bool) -> None:
        locking.set_legal_hold(self.service, bucket, key, held)

    def _get_notifications(self, bucket: str) -> tuple[Notification, ...]:
        return get_notifications(self.service, bucket)

    def _set_notifications(self, bucket: str, notifications: tuple[Notification, ...]) -> None:
        set_notifications(self.service, bucket, notifications)
