"""What not every store has, as Swift has it: versions, attributes in place, the settings of containers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from codomyrmex.cloud.common.lazy import begin
from codomyrmex.cloud.common.storage import CorsRule
from codomyrmex.cloud.common.storage.types import Attributes, ObjectInfo, ObjectVersion
from codomyrmex.cloud.protocols.storage import ExchangeStorage
from codomyrmex.cloud.protocols.swift import acl, cors, versions
from codomyrmex.cloud.protocols.swift.attributes import set_attributes

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.swift.service import SwiftService


class SwiftFeatures(ExchangeStorage):
    """These hooks of the storage client."""

    service: SwiftService

    def _check_version(self, version: str | None) -> None:
        super()._check_version(version)
        if version is not None:
            versions.require(self.service)

    def _list_versions(self, bucket: str, prefix: str) -> Iterator[ObjectVersion]:
        versions.require(self.service)
        found = versions.entries(self.service, bucket, prefix)
        return begin(versions.version(entry, bucket) for entry in found)

    def _get_versioning(self, bucket: str) -> bool:
        return versions.are_kept(self.service, bucket)

    def _set_versioning(self, bucket: str, enabled: bool) -> None:
        versions.keep(self.service, bucket, enabled)

    def _set_attributes(self, bucket: str, key: str, changes: Attributes) -> ObjectInfo:
        return set_attributes(self.service, bucket, key, changes)

    def _get_policy(self, bucket: str) -> dict[str, Any] | None:
        return acl.get_acl(self.service, bucket)

    def _set_policy(self, bucket: str, policy: Mapping[str, Any] | None) -> None:
        acl.set_acl(self.service, bucket, policy)

    def _get_cors(self, bucket: str) -> tuple[CorsRule, ...]:
        return cors.get_cors(self.service, bucket)

    def _set_cors(self, bucket: str, rules: tuple[CorsRule, ...]) -> None:
        cors.set_cors(self.service, bucket, rules)
