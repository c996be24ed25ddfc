"""Upload sessions: bytes in order, an object at the end, and an end that comes before any late bytes.

https://cloud.google.com/storage/docs/performing-resumable-uploads
"""

from __future__ import annotations

from base64 import b64encode
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple

from codomyrmex.cloud.common.content import Body, part_of
from codomyrmex.cloud.common.errors import (
    CloudError,
    IntegrityError,
    NotFoundError,
    PreconditionFailedError,
    ServiceUnavailableError,
)
from codomyrmex.cloud.protocols.gcs.errors import error_of
from codomyrmex.cloud.protocols.gcs.objects import look
from codomyrmex.cloud.protocols.gcs.resources import (
    FIELDS,
    conditions,
    encryption_query,
    received,
    resource_of,
)
from codomyrmex.cloud.protocols.gcs.service import JSON, json_body, json_of, nothing
from codomyrmex.cloud.wire import Response, RetryPolicy
from codomyrmex.cloud.wire.exchange import OK
from codomyrmex.logging_monitoring import get_logger

if TYPE_CHECKING:
    from codomyrmex.cloud.common.storage.checks import Check
    from codomyrmex.cloud.common.storage.driver import Watch
    from codomyrmex.cloud.common.storage.types import PutOptions
    from codomyrmex.cloud.protocols.gcs.service import GCSService
    from codomyrmex.cloud.wire import Exchange

_log = get_logger(__name__)
UNIT = 256 * 1024
"""Every request of a session but the last has a multiple of so many bytes."""
_INCOMPLETE = 308
_REFUSED = 400
_CANCELLED = 499
# Deleting follows a failure that may have spent the caller's patience, or a Ctrl-C.
_IMPATIENT = RetryPolicy(budget=5.0, max_attempts=3)


class _Progress(NamedTuple):
    """How far a session is: the bytes that the service keeps, or the resource of the finished object."""

    kept: int
    done: dict[str, Any] | None


class UploadSession:
    """One session. As a context manager it is deleted when what it is for fails: bytes that are still on
    their way make no object then."""

    def __init__(self, service: GCSService, bucket: str, key: str, url: str) -> None:
        self._service = service
        self._bucket = bucket
        self._key = key
        self._url = url

    @classmethod
    def begin(cls, service: GCSService, bucket: str, key: str, options: PutOptions) -> UploadSession:
        """objects.insert of the resource; the answer names the session."""
        exchange = service.exchange(
            "POST",
            service.endpoint.upload_path(bucket),
            parse=lambda response: response.headers["location"],
            resource=f"{bucket}/{key}",
            query=(
                ("uploadType", "resumable"),
                ("fields", FIELDS),
                *encryption_query(options.encryption),
                *conditions(if_absent=options.if_absent, if_match=options.if_match),
            ),
            headers={**JSON, "x-upload-content-type": options.content_type},
            body=json_body(resource_of(key, options)),
        )
        return cls(service, bucket, key, service.send(exchange))

    def __enter__(self) -> UploadSession:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        if kind is not None:
            self.delete()

    def send(self, body: Body, start: int, watch: Watch) -> None:
        """Send bytes that are not the last, from the place ``start`` on, until the service keeps all of them.

        Raises:
            ServiceUnavailableError: it has lost some, or the session is gone; the whole may be sent again.
        """
        self._send(body, start, "*", None, watch)

    def finish(self, body: Body, start: int, check: Check, watch: Watch) -> dict[str, Any]:
        """Send the last bytes with the digest of the whole; returns the resource of the object.

        Raises:
            IntegrityError: the service got other bytes; it made no object.
            PreconditionFailedError: a condition does not hold.
            ServiceUnavailableError: as for `send`.
        """
        done = self._send(body, start, str(start + len(body)), check, watch)
        if done is None:
            raise ServiceUnavailableError("The service did not say what became of an upload.")
        return done

    def delete(self) -> None:
        """End it without an object. A failure is logged; the session ends by itself within a week."""
        exchange = self._service.exchange_with(
            "DELETE",
            self._url,
            parse=nothing,
            resource=f"{self._bucket}/{self._key}",
            ok=OK | {_CANCELLED},
        )
        try:
            self._service.send(exchange, _IMPATIENT)
        except NotFoundError:
            pass
        except CloudError as error:
            _log.warning("upload_left_behind", bucket=self._bucket, key=self._key, error=str(error))

    def _send(
        self, body: Body, start: int, total: str, check: Check | None, watch: Watch
    ) -> dict[str, Any] | None:
        """Bytes that the service keeps already are ignored when they come again, so an attempt whose answer
        was lost is just repeated."""
        place, end = start, start + len(body)
        while True:
            exchange = self._exchange(part_of(body, place - start, len(body)), place, total, check, watch)
            kept, done = self._attempt(exchange, check)
            if done is not None:
                return done
            if total == "*" and kept == end:
                return None
            if not place < kept < end:
                raise ServiceUnavailableError(
                    f"The service lost bytes of an upload: it keeps {kept}.",
                    resource=f"{self._bucket}/{self._key}",
                )
            place = kept

    def _exchange(
        self, body: Body, place: int, total: str, check: Check | None, watch: Watch
    ) -> Exchange[_Progress]:
        span = f"{place}-{place + len(body) - 1}" if len(body) else "*"
        headers = {"content-range": f"bytes {span}/{total}"}
        if check is not None:
            headers["x-goog-hash"] = f"{check.algorithm}={b64encode(check.value).decode()}"
        return self._service.exchange_with(
            "PUT",
            self._url,
            parse=_progress,
            resource=f"{self._bucket}/{self._key}",
            headers=headers,
            body=body,
            ok=OK | {_INCOMPLETE, _REFUSED},
            watch=watch,
        )

    def _attempt(self, exchange: Exchange[_Progress], check: Check | None) -> _Progress:
        try:
            return self._service.send(exchange)
        except NotFoundError as error:
            raise self._expired(error) from error
        except IntegrityError as error:
            error.retryable = True
            raise
        except PreconditionFailedError:
            # Where the answer to an earlier attempt was lost, what is there is the object that it made.
            if exchange.attempts.count == 1:
                raise
            made = self._found()
            if made is None or received(made, self._bucket).check != check:
                raise
            return _Progress(0, made)

    def _found(self) -> dict[str, Any] | None:
        try:
            return look(self._service, self._bucket, self._key)
        except NotFoundError:
            return None

    def _expired(self, error: NotFoundError) -> CloudError:
        """Status 404 or 410 for a session; 404 is the bucket's, too, where it went meanwhile."""
        return ServiceUnavailableError(
            "The upload's session is gone; nothing was stored. Upload it again.",
            resource=f"{self._bucket}/{self._key}",
            status=error.status,
            request_id=error.request_id,
            retryable=True,
        )


def _progress(response: Response) -> _Progress:
    if response.status == _REFUSED:
        error = error_of(response)
        # The session keeps the damaged bytes: what may succeed is another upload, not this request.
        error.retryable = False
        raise error
    if response.status != _INCOMPLETE:
        return _Progress(0, json_of(response) if response.body else None)
    kept = response.header("range")
    return _Progress(int(kept.rpartition("-")[2]) + 1 if kept else 0, None)
