"""Copies on the server's side, of any size, in as many steps as they take.

https://cloud.google.com/storage/docs/json_api/v1/objects/rewrite
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from codomyrmex.cloud.common.errors import BucketNotFoundError, NotFoundError, PreconditionFailedError
from codomyrmex.cloud.common.storage.driver import Received
from codomyrmex.cloud.common.storage.types import ObjectInfo
from codomyrmex.cloud.protocols.gcs.objects import generation_query, look, own_write
from codomyrmex.cloud.protocols.gcs.resources import FIELDS, conditions, generation_of, received
from codomyrmex.cloud.protocols.gcs.service import JSON, json_body, json_of
from codomyrmex.cloud.wire import Exchange

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.gcs.service import GCSService, Parameters

_FIELDS = f"done,rewriteToken,resource({FIELDS})"
_KEPT = "cacheControl,contentDisposition,contentEncoding,contentLanguage,customTime"


def copy(
    service: GCSService,
    source_bucket: str,
    source_key: str,
    bucket: str,
    key: str,
    *,
    if_absent: bool,
    version: str | None,
) -> ObjectInfo:
    """Copy an object with all that it has, pinned to its generation.

    Raises:
        PreconditionFailedError: ``if_absent`` does not hold.
    """
    resource = look(service, source_bucket, source_key, generation_query(version), f"{FIELDS},kmsKeyName")
    query = conditions(if_absent=if_absent)
    if source_bucket == bucket:
        # Keys belong to a location: another bucket has its own.
        query = (*query, *_key_query(resource))
    return rewrite(service, source_bucket, received(resource, source_bucket), bucket, key, query, None)


def _key_query(resource: Mapping[str, Any]) -> Parameters:
    """The parameter that names the source's key, of which the service knows the version, too."""
    name = resource.get("kmsKeyName", "").partition("/cryptoKeyVersions/")[0]
    return (("destinationKmsKeyName", name),) if name else ()


def rewrite(
    service: GCSService,
    source_bucket: str,
    source: Received,
    bucket: str,
    key: str,
    query: Parameters,
    resource: dict[str, Any] | None,
) -> ObjectInfo:
    """objects.rewrite until it is done.

    Args:
        service: the service.
        source_bucket: where the source is.
        source: the source, pinned to its generation.
        bucket: where to.
        key: its key there.
        query: conditions on the target.
        resource: what the target is to be besides its bytes; ``None`` for all that the source is.

    Raises:
        PreconditionFailedError: a condition does not hold, or the source was replaced meanwhile.
    """
    path = service.endpoint.rewrite_path(source_bucket, source.info.key, bucket, key)
    query = (*query, ("sourceGeneration", generation_of(source.info.version or "")), ("fields", _FIELDS))
    token: Parameters = ()
    while True:
        exchange = _step(service, path, (*query, *token), f"{bucket}/{key}", resource)
        try:
            answer = service.send(exchange)
        except PreconditionFailedError:
            made = _made_unheard(service, exchange, source, bucket, key)
            if made is None:
                raise
            return made
        except BucketNotFoundError:
            raise
        except NotFoundError as error:
            # Its generation was there a moment ago.
            raise PreconditionFailedError(
                f"{source_bucket}/{source.info.key} was replaced while it was being copied.", retryable=True
            ) from error
        if answer["done"]:
            return received(answer["resource"], bucket).info
        token = (("rewriteToken", answer["rewriteToken"]),)


def _step(
    service: GCSService, path: str, query: Parameters, target: str, resource: dict[str, Any] | None
) -> Exchange[dict[str, Any]]:
    """One call of objects.rewrite."""
    return service.exchange(
        "POST",
        path,
        parse=json_of,
        resource=target,
        query=query,
        headers=JSON,
        body=json_body(resource) if resource is not None else b"",
    )


def _made_unheard(
    service: GCSService, exchange: Exchange[dict[str, Any]], source: Received, bucket: str, key: str
) -> ObjectInfo | None:
    """What is there, where it is the copy of an earlier attempt whose answer was lost."""
    if exchange.attempts.count == 1 or source.check is None:
        return None
    return own_write(service, bucket, key, source.check)


def set_storage_class(service: GCSService, bucket: str, key: str, storage_class: str) -> ObjectInfo:
    """Rewrite an object onto itself in another class, with all else that it has.

    Raises:
        PreconditionFailedError: it was replaced meanwhile.
    """
    resource = look(service, bucket, key, fields=f"{FIELDS},{_KEPT},kmsKeyName")
    source = received(resource, bucket)
    # A rewrite with a resource takes nothing from the source but the bytes.
    kept = {
        name: resource[name] for name in (*_KEPT.split(","), "contentType", "metadata") if name in resource
    }
    query = (("ifGenerationMatch", generation_of(source.info.version or "")), *_key_query(resource))
    return rewrite(service, bucket, source, bucket, key, query, {**kept, "storageClass": storage_class})
