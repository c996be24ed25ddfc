"""What not every store has, as Azure has it: versions, tags, attributes in place, policies, locks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from codomyrmex.cloud.common.errors import NotSupportedError
from codomyrmex.cloud.common.lazy import begin
from codomyrmex.cloud.common.storage import Retention
from codomyrmex.cloud.common.storage.types import Attributes, ObjectInfo, ObjectVersion
from codomyrmex.cloud.protocols.azure_blob import attributes, listing, locking, policies, versions
from codomyrmex.cloud.protocols.azure_blob import tags as blob_tags
from codomyrmex.cloud.protocols.storage import ExchangeStorage

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.azure_blob.service import BlobService

_SWITCH = "Versions are switched on for a whole storage account, on its management plane"


class AzureFeatures(ExchangeStorage):
    """These hooks of the storage client."""

    service: BlobService

    def _list_versions(self, bucket: str, prefix: str) -> Iterator[ObjectVersion]:
        return begin(listing.versions(self.service, bucket, prefix))

    def _get_versioning(self, bucket: str) -> bool:
        raise NotSupportedError(f"{_SWITCH}, where the data plane cannot see it.")

    def _set_versioning(self, bucket: str, enabled: bool) -> None:
        raise NotSupportedError(f"{_SWITCH}, not for a container.")

    def _set_attributes(self, bucket: str, key: str, changes: Attributes) -> ObjectInfo:
        return attributes.set_attributes(self.service, bucket, key, changes)

    def _restore(self, bucket: str, key: str, days: int) -> None:
        # There is no term here: what has left the archive stays outside.
        attributes.restore(self.service, bucket, key)

    def _get_tags(self, bucket: str, key: str) -> dict[str, str]:
        return blob_tags.read(self.service, bucket, key)

    def _set_tags(self, bucket: str, key: str, tags: Mapping[str, str]) -> None:
        blob_tags.write(self.service, bucket, key, tags)

    def _get_policy(self, bucket: str) -> dict[str, Any] | None:
        return policies.get_policy(self.service, bucket)

    def _set_policy(self, bucket: str, policy: Mapping[str, Any] | None) -> None:
        policies.set_policy(self.service, bucket, policy)

    def _create_locked_bucket(self, bucket: str, region: str | None) -> None:
        raise NotSupportedError(
            "A container whose versions can be locked is created on the account's management plane."
        )

    def _delete_retained(self, bucket: str, key: str, version: str | None) -> None:
        versions.delete_retained(self.service, bucket, key, version)

    def _get_retention(self, bucket: str, key: str) -> Retention | None:
        return locking.get_lock(self.service, bucket, key).retention

    def _set_retention(self, bucket: str, key: str, retention: Retention | None, bypass: bool) -> None:
        locking.set_retention(self.service, bucket, key, retention, bypass)

    def _get_legal_hold(self, bucket: str, key: str) -> bool:
        return locking.get_lock(self.service, bucket, key).held

    def _set_legal_hold(self, bucket: str, key: str, held: bool) -> None:
        locking.set_legal_hold(self.service, bucket, key, held)
