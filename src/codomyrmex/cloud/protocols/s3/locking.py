"""Retention and legal hold of objects (https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from codomyrmex.cloud.common.errors import InvalidRequestError, NotFoundError
from codomyrmex.cloud.common.storage import Retention
from codomyrmex.cloud.protocols.s3.settings import send_document
from codomyrmex.cloud.protocols.s3.xml import Document, Node, request

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.s3.service import S3Service
    from codomyrmex.cloud.wire import Response

_NOTHING_SAID = frozenset({"NoSuchObjectLockConfiguration", "ObjectLockConfigurationNotFoundError"})


def get_retention(service: S3Service, bucket: str, key: str) -> Retention | None:
    """GetObjectRetention."""
    document = _get(service, bucket, key, "retention")
    until = document.text("RetainUntilDate") if document is not None else None
    if document is None or until is None:
        return None
    mode = document.text("Mode") or ""
    return Retention(datetime.fromisoformat(until), "compliance" if mode == "COMPLIANCE" else "governance")


def set_retention(
    service: S3Service, bucket: str, key: str, retention: Retention | None, bypass: bool
) -> None:
    """PutObjectRetention; nothing in it takes a retention back."""
    _require_lock(service, bucket)
    parts: list[Node] = []
    if retention is not None:
        until = retention.until.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        parts = [("Mode", retention.mode.upper()), ("RetainUntilDate", until)]
    headers = {"x-amz-bypass-governance-retention": "true"} if bypass else None
    send_document(service, bucket, "retention", request("Retention", parts), key=key, headers=headers)


def get_legal_hold(service: S3Service, bucket: str, key: str) -> bool:
    """GetObjectLegalHold."""
    document = _get(service, bucket, key, "legal-hold")
    return document is not None and document.text("Status") == "ON"


def set_legal_hold(service: S3Service, bucket: str, key: str, held: bool) -> None:
    """PutObjectLegalHold."""
    _require_lock(service, bucket)
    body = request("LegalHold", [("Status", "ON" if held else "OFF")])
    send_document(service, bucket, "legal-hold", body, key=key)


def _require_lock(service: S3Service, bucket: str) -> None:
    # Servers that know no locks, Swift's s3api for one, store the document of such a request as the object.
    try:
        document = service.send(
            service.exchange("GET", bucket, parse=_document, query=(("object-lock", ""),))
        )
    except NotFoundError as error:
        if error.code not in _NOTHING_SAID:
            raise
        document = None
    if document is None or document.text("ObjectLockEnabled") != "Enabled":
        raise InvalidRequestError(f"{bucket} has no lock.")


def _document(response: Response) -> Document | None:
    return Document(response.body) if response.body.strip() else None


def _get(service: S3Service, bucket: str, key: str, name: str) -> Document | None:
    try:
        return service.send(service.exchange("GET", bucket, key, parse=_document, query=((name, ""),)))
    except NotFoundError as error:
        if error.code in _NOTHING_SAID:
            return None
        raise
    except InvalidRequestError as error:
        # A bucket without any lock: nothing in it is retained or held.
        if error.code in ("InvalidRequest", "ObjectLockConfigurationNotFoundError"):
            return None
        raise
