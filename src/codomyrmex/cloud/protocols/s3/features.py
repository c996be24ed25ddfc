"""What not every store has, as S3 has it: versions, tags, attributes in place, the settings of buckets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from codomyrmex.cloud.common.errors import ConflictError, InvalidRequestError
from codomyrmex.cloud.common.lazy import begin
from codomyrmex.cloud.common.storage import CorsRule, LifecycleRule, Notification, Retention
from codomyrmex.cloud.common.storage.types import ObjectVersion
from codomyrmex.cloud.protocols.s3 import buckets, locking, settings, xml
from codomyrmex.cloud.protocols.s3.notifications import get_notifications, set_notifications
from codomyrmex.cloud.protocols.s3.objects import delete_exchange
from codomyrmex.cloud.protocols.s3.settings import send_document
from codomyrmex.cloud.protocols.storage import ExchangeStorage

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.s3.service import S3Service
    from codomyrmex.cloud.wire import Response


class S3Features(ExchangeStorage):
    """These hooks of the storage client."""

    service: S3Service

    def _list_versions(self, bucket: str, prefix: str) -> Iterator[ObjectVersion]:
        return begin(self._versions(bucket, prefix))

    def _versions(self, bucket: str, prefix: str) -> Iterator[ObjectVersion]:
        page, markers = self._version_page(bucket, prefix, ())
        yield from page
        while markers:
            page, markers = self._version_page(bucket, prefix, markers)
            yield from page

    def _version_page(
        self, bucket: str, prefix: str, markers: tuple[tuple[str, str], ...]
    ) -> tuple[list[ObjectVersion], tuple[tuple[str, str], ...]]:
        query = [("versions", ""), ("encoding-type", "url"), ("prefix", prefix), *markers]

        def parse(response: Response) -> tuple[list[ObjectVersion], tuple[tuple[str, str], ...]]:
            document = xml.Document(response.body)
            more: tuple[tuple[str, str], ...] = ()
            if document.text("IsTruncated") == "true":
                key = document.decoder()(document.text("NextKeyMarker") or "")
                more = (
                    ("key-marker", key),
                    ("version-id-marker", document.text("NextVersionIdMarker") or ""),
                )
            return list(document.versions(bucket)), more

        return self.service.send(self.service.exchange("GET", bucket, parse=parse, query=query))

    def _get_versioning(self, bucket: str) -> bool:
        exchange = self.service.exchange(
            "GET",
            bucket,
            parse=lambda response: xml.Document(response.body).text("Status") == "Enabled",
            query=(("versioning", ""),),
        )
        return self.service.send(exchange)

    def _set_versioning(self, bucket: str, enabled: bool) -> None:
        send_document(self.service, bucket, "versioning", xml.versioning_request(enabled))

    def _get_tags(self, bucket: str, key: str) -> dict[str, str]:
        exchange = self.service.exchange(
            "GET", bucket, key, parse=lambda response: xml.parse_tags(response.body), query=(("tagging", ""),)
        )
        return self.service.send(exchange)

    def _set_tags(self, bucket: str, key: str, tags: Mapping[str, str]) -> None:
        # An empty set is a request of its own: not every server takes it as a document.
        send_document(self.service, bucket, "tagging", xml.tags_request(tags) if tags else None, key=key)

    def _restore(self, bucket: str, key: str, days: int) -> None:
        body = xml.request("RestoreRequest", [("Days", str(days))])
        exchange = self.service.exchange(
            "POST",
            bucket,
            key,
            parse=lambda _response: None,
            query=(("restore", ""),),
            headers=self.service.digest_headers(body),
            body=body,
        )
        try:
            self.service.send(exchange)
        except ConflictError as error:
            if error.code == "InvalidObjectState":
                raise InvalidRequestError(f"{bucket}/{key} is in no archive.") from error
            raise

    def _get_lifecycle(self, bucket: str) -> tuple[LifecycleRule, ...]:
        return settings.get_lifecycle(self.service, bucket)

    def _set_lifecycle(self, bucket: str, rules: tuple[LifecycleRule, ...]) -> None:
        settings.set_lifecycle(self.service, bucket, rules)

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
        self.service.send(delete_exchange(self.service, bucket, key, version, bypass=True))

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
