"""Large objects of known size: components in parallel, composed into the object at the end.

https://cloud.google.com/storage/docs/composing-objects
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from contextlib import suppress
from functools import reduce
from typing import TYPE_CHECKING, Any, NamedTuple

from codomyrmex.cloud.common.content import Body, digest_of
from codomyrmex.cloud.common.errors import (
    BucketNotFoundError,
    ConflictError,
    IntegrityError,
    NotFoundError,
    PreconditionFailedError,
)
from codomyrmex.cloud.common.storage.checks import Check, crc32c_of, knows_crc32c
from codomyrmex.cloud.common.storage.driver import Watch
from codomyrmex.cloud.common.storage.meter import Meter
from codomyrmex.cloud.common.storage.parts import PartSizes
from codomyrmex.cloud.common.storage.parts_upload import PartsUpload
from codomyrmex.cloud.common.storage.types import ObjectInfo, PutOptions
from codomyrmex.cloud.protocols.gcs.components import (
    component_options,
    discard_components,
    folder_of,
    new_upload_id,
)
from codomyrmex.cloud.protocols.gcs.crc32c import combine
from codomyrmex.cloud.protocols.gcs.objects import delete_exchange, look, put
from codomyrmex.cloud.protocols.gcs.resources import (
    FIELDS,
    conditions,
    encryption_query,
    object_info,
    resource_of,
)
from codomyrmex.cloud.protocols.gcs.service import JSON, json_body, json_of
from codomyrmex.cloud.protocols.gcs.sessions import UploadSession

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.gcs.service import GCSService, Parameters
    from codomyrmex.cloud.wire import Exchange

_MOST_SOURCES = 32


class Component(NamedTuple):
    """A piece of the object, stored and checked, by its generation, which nobody can exchange."""

    name: str
    generation: str
    size: int
    crc32c: int


class CompositeUpload(PartsUpload[Component]):
    """An object written in parts: each a temporary object, until one request makes the object of them.

    A component is compared with what was sent before it becomes part of the object, and the CRC-32C of the
    object with that of all components. They are deleted afterwards, and when the upload fails.
    """

    def __init__(
        self,
        service: GCSService,
        bucket: str,
        key: str,
        options: PutOptions,
        sizes: PartSizes,
        meter: Meter,
        concurrency: int,
    ) -> None:
        super().__init__(sizes, meter, concurrency)
        self._service = service
        self._bucket = bucket
        self._key = key
        self._options = options
        self._upload_id = new_upload_id()

    def _begin(self) -> None:
        """There is nothing to tell: the first component is the beginning."""

    def _put_part(self, number: int, body: Body) -> Component:
        """A session of its own: once that is deleted, no bytes that come late make a component."""
        name, options = self._name(0, number), component_options(self._key, self._options)
        check = Check("crc32c", crc32c_of(body)) if knows_crc32c() else Check("md5", digest_of(body, "md5"))
        with UploadSession.begin(self._service, self._bucket, name, options) as session:
            stored = session.finish(body, 0, check, self._meter.watch_sent())
        # With an MD5 that is right, the service's own CRC is that of these bytes.
        kept = stored.get("crc32c" if check.algorithm == "crc32c" else "md5Hash")
        if kept != b64encode(check.value).decode():
            raise IntegrityError(
                f"The service stored other bytes of {self._bucket}/{self._key} than were sent.",
                retryable=True,
            )
        return _component(stored)

    def _put_whole(self, body: Body, watch: Watch) -> ObjectInfo:
        return put(self._service, self._bucket, self._key, body, self._options, watch)

    def _complete(self, parts: list[Component]) -> ObjectInfo:
        level, temporary = 0, component_options(self._key, self._options)
        while len(parts) > _MOST_SOURCES:
            level += 1
            groups = (
                (self._name(level, start), parts[start : start + _MOST_SOURCES])
                for start in range(0, len(parts), _MOST_SOURCES)
            )
            parts = [
                _component(self._compose(name, group, resource_of(name, temporary), ()))
                for name, group in groups
            ]
        options = self._options
        query = conditions(if_absent=options.if_absent, if_match=options.if_match)
        made = self._compose(self._key, parts, resource_of(self._key, options), query)
        discard_components(self._service, self._bucket, self._key, self._upload_id)
        return object_info(made, self._bucket)

    def _name(self, level: int, number: int) -> str:
        return f"{folder_of(self._upload_id)}{level}-{number:05}"

    def _compose(
        self, key: str, parts: list[Component], resource: dict[str, Any], query: Parameters
    ) -> dict[str, Any]:
        """Make one object of others, and compare its CRC-32C with theirs."""
        sources = [{"name": part.name, "generation": part.generation} for part in parts]
        exchange = self._service.exchange(
            "POST",
            f"{self._service.endpoint.json_path(self._bucket, key)}/compose",
            parse=json_of,
            resource=f"{self._bucket}/{self._key}",
            query=(*query, *encryption_query(self._options.encryption), ("fields", FIELDS)),
            headers=JSON,
            body=json_body({"sourceObjects": sources, "destination": resource}),
        )
        crc32c = reduce(lambda crc, part: combine(crc, part.crc32c, part.size), parts, 0)
        try:
            made = self._send_compose(exchange)
        except PreconditionFailedError:
            # Where the answer to an earlier attempt was lost, what is there is the object that it made.
            if exchange.attempts.count == 1:
                raise
            made = look(self._service, self._bucket, key)
            if _crc32c(made) != crc32c:
                raise
        if _crc32c(made) != crc32c:
            with suppress(NotFoundError):
                self._service.send(delete_exchange(self._service, self._bucket, key, str(made["generation"])))
            raise IntegrityError(
                f"The service put other parts together for {self._bucket}/{self._key} than were sent."
            )
        return made

    def _send_compose(self, exchange: Exchange[dict[str, Any]]) -> dict[str, Any]:
        """objects.compose (https://cloud.google.com/storage/docs/json_api/v1/objects/compose)."""
        try:
            return self._service.send(exchange)
        except BucketNotFoundError:
            raise
        except NotFoundError as error:
            raise ConflictError(
                "Somebody aborted the upload: its components are gone. Nothing was stored; upload it again.",
                resource=f"{self._bucket}/{self._key}",
                status=error.status,
                request_id=error.request_id,
                retryable=True,
            ) from error

    def _discard(self) -> None:
        discard_components(self._service, self._bucket, self._key, self._upload_id)


def _component(resource: dict[str, Any]) -> Component:
    return Component(resource["name"], str(resource["generation"]), int(resource["size"]), _crc32c(resource))


def _crc32c(resource: dict[str, Any]) -> int:
    return int.from_bytes(b64decode(resource["crc32c"]), "big")
