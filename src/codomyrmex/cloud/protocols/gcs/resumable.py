"""Uploads that go on where they stopped: objects written piece by piece.

https://cloud.google.com/storage/docs/performing-resumable-uploads
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from typing import TYPE_CHECKING, NamedTuple

from codomyrmex.cloud.common.content import Body, FileRegion, part_of
from codomyrmex.cloud.common.errors import (
    CloudError,
    IntegrityError,
    NotFoundError,
    PreconditionFailedError,
    ServiceUnavailableError,
)
from codomyrmex.cloud.common.storage.checks import Check
from codomyrmex.cloud.common.storage.driver import Received
from codomyrmex.cloud.common.storage.meter import Meter
from codomyrmex.cloud.common.storage.types import ObjectInfo, PutOptions
from codomyrmex.cloud.common.storage.upload import Upload
from codomyrmex.cloud.protocols.gcs.errors import error_of
from codomyrmex.cloud.protocols.gcs.objects import own_write, put
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
    from codomyrmex.cloud.protocols.gcs.service import GCSService

_log = get_logger(__name__)
UNIT = 256 * 1024
"""Every request of a session but the last has a multiple of so many bytes."""
_INCOMPLETE = 308
_REFUSED = 400
_CANCELLED = 499
# Aborting follows a failure that may have spent the caller's patience, or a Ctrl-C.
_IMPATIENT = RetryPolicy(budget=5.0, max_attempts=3)


class _Progress(NamedTuple):
    """How far a session is: the bytes that the service keeps, or the finished object."""

    kept: int
    done: Received | None


class ResumableUpload(Upload):
    """An object written piece by piece: one request for a single piece, else a session, in order.

    Nothing of it can be seen before the last request, which carries the MD5 of the whole; the service makes
    no object of other bytes. A session that is given up is deleted.
    """

    def __init__(
        self,
        service: GCSService,
        bucket: str,
        key: str,
        options: PutOptions,
        part_size: int,
        meter: Meter,
    ) -> None:
        self._service = service
        self._bucket = bucket
        self._key = key
        self._options = options
        self._part_size = max(UNIT, part_size // UNIT * UNIT)
        self._meter = meter
        self._digest = hashlib.md5(usedforsecurity=False)
        self._held: Body = b""
        self._session: str | None = None
        self._sent = 0

    @property
    def next_size(self) -> int:
        """Bytes of the next piece."""
        return self._part_size

    def write(self, body: Body) -> None:
        """Send what was held back, and hold this: the first piece may be the only one."""
        if len(self._held):
            self._send(self._held)
        self._held = body

    def flush(self) -> None:
        """Send what is held but for its end, which is kept in memory: the last request needs a byte."""
        if self._session is None:
            return
        whole = (len(self._held) - 1) // UNIT * UNIT
        if whole > 0:
            self._send(part_of(self._held, 0, whole))
        self._held = _in_memory(part_of(self._held, max(whole, 0), len(self._held)))

    def _send(self, body: Body) -> None:
        """Send a piece that is not the last."""
        if self._session is None:
            self._session = self._begin()
        for block in body.blocks() if isinstance(body, FileRegion) else (body,):
            self._digest.update(block)
        self._put(self._session, body, None)
        self._sent += len(body)

    def _begin(self) -> str:
        """objects.insert of the resource; the answer names the session."""
        exchange = self._service.exchange(
            "POST",
            self._service.endpoint.upload_path(self._bucket),
            parse=lambda response: response.headers["location"],
            resource=f"{self._bucket}/{self._key}",
            query=(
                ("uploadType", "resumable"),
                ("fields", FIELDS),
                *encryption_query(self._options.encryption),
                *conditions(if_absent=self._options.if_absent, if_match=self._options.if_match),
            ),
            headers={**JSON, "x-upload-content-type": self._options.content_type},
            body=json_body(resource_of(self._key, self._options)),
        )
        return self._service.send(exchange)

    def _put(self, session: str, body: Body, total: int | None) -> Received | None:
        """Send a piece until the service keeps all of it; the object, where it was the last.

        Bytes that the service keeps already are ignored when they come again, so an attempt whose answer was
        lost is just repeated.
        """
        start, end = self._sent, self._sent + len(body)
        while True:
            rest = part_of(body, start - self._sent, len(body))
            progress = self._attempt(session, rest, start, total)
            if progress.done is not None:
                return progress.done
            if total is None and progress.kept == end:
                return None
            if not start < progress.kept < end:
                raise ServiceUnavailableError(
                    f"The service lost bytes of an upload: it keeps {progress.kept}.",
                    resource=f"{self._bucket}/{self._key}",
                )
            start = progress.kept

    def _attempt(self, session: str, body: Body, start: int, total: int | None) -> _Progress:
        size = "*" if total is None else str(total)
        span = f"{start}-{start + len(body) - 1}" if len(body) else "*"
        headers = {"content-range": f"bytes {span}/{size}"}
        if total is not None:
            headers["x-goog-hash"] = f"md5={b64encode(self._digest.digest()).decode()}"
        exchange = self._service.exchange_with(
            "PUT",
            session,
            parse=self._progress,
            resource=f"{self._bucket}/{self._key}",
            headers=headers,
            body=body,
            ok=OK | {_INCOMPLETE, _REFUSED},
            watch=self._meter.watch_sent(),
        )
        try:
            return self._service.send(exchange)
        except NotFoundError as error:
            raise self._expired(error) from error
        except IntegrityError as error:
            error.retryable = True
            raise
        except PreconditionFailedError:
            # Where the answer to an earlier attempt was lost, what is there is the object that it made.
            made = exchange.attempts.count > 1 and self._own()
            if not made:
                raise
            return _Progress(0, Received(made, None))

    def _own(self) -> ObjectInfo | None:
        return own_write(self._service, self._bucket, self._key, Check("md5", self._digest.digest()))

    def _expired(self, error: NotFoundError) -> CloudError:
        """Status 404 or 410 for a session; 404 is the bucket's, too, where it went meanwhile."""
        self._session = None
        return ServiceUnavailableError(
            "The upload's session is gone; nothing was stored. Upload it again.",
            resource=f"{self._bucket}/{self._key}",
            status=error.status,
            request_id=error.request_id,
            retryable=True,
        )

    def _progress(self, response: Response) -> _Progress:
        if response.status == _REFUSED:
            error = error_of(response)
            # The session keeps the damaged bytes: what may succeed is another upload, not this request.
            error.retryable = False
            raise error
        if response.status != _INCOMPLETE:
            if not response.body:
                return _Progress(0, None)
            return _Progress(0, received(json_of(response), self._bucket))
        kept = response.header("range")
        return _Progress(int(kept.rpartition("-")[2]) + 1 if kept else 0, None)

    def _commit(self) -> ObjectInfo:
        if self._session is None:
            return put(
                self._service, self._bucket, self._key, self._held, self._options, self._meter.watch_sent()
            )
        self.flush()
        self._digest.update(_in_memory(self._held))
        done = self._put(self._session, self._held, self._sent + len(self._held))
        self._session = None
        if done is None:
            raise ServiceUnavailableError("The service did not say what became of an upload.")
        if done.check is not None and done.check != Check("md5", self._digest.digest()):
            raise IntegrityError(
                f"The service stored other bytes of {self._bucket}/{self._key} than were sent."
            )
        return done.info

    def _abort(self) -> None:
        """Delete the session; a failure is logged, and the session ends by itself within a week."""
        if self._session is None:
            return
        exchange = self._service.exchange_with(
            "DELETE",
            self._session,
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


def _in_memory(body: Body) -> bytes:
    return b"".join(body.blocks()) if isinstance(body, FileRegion) else bytes(body)
