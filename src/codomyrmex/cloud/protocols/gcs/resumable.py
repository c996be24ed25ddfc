"""Objects written piece by piece, in order: one request for a single piece, else a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codomyrmex.cloud.common.content import Body, FileRegion, part_of
from codomyrmex.cloud.common.errors import IntegrityError
from codomyrmex.cloud.common.storage.checks import Check, SentMD5
from codomyrmex.cloud.common.storage.meter import Meter
from codomyrmex.cloud.common.storage.types import ObjectInfo, PutOptions
from codomyrmex.cloud.common.storage.upload import Upload
from codomyrmex.cloud.protocols.gcs.objects import put
from codomyrmex.cloud.protocols.gcs.resources import received
from codomyrmex.cloud.protocols.gcs.sessions import UNIT, UploadSession

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.gcs.service import GCSService


class ResumableUpload(Upload):
    """An upload in a session.

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
        self._digest = SentMD5(options.md5)
        self._held: Body = b""
        self._session: UploadSession | None = None
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
            self._session = UploadSession.begin(self._service, self._bucket, self._key, self._options)
        self._digest.update(body)
        self._session.send(body, self._sent, self._meter.watch_sent())
        self._sent += len(body)

    def _commit(self) -> ObjectInfo:
        watch = self._meter.watch_sent()
        if self._session is None:
            return put(self._service, self._bucket, self._key, self._held, self._options, watch)
        self.flush()
        self._digest.update(self._held)
        check = Check("md5", self._digest.digest())
        done = received(self._session.finish(self._held, self._sent, check, watch), self._bucket)
        self._session = None
        if done.check is not None and done.check != check:
            raise IntegrityError(
                f"The service stored other bytes of {self._bucket}/{self._key} than were sent."
            )
        return done.info

    def _abort(self) -> None:
        if self._session is not None:
            self._session.delete()


def _in_memory(body: Body) -> bytes:
    return b"".join(body.blocks()) if isinstance(body, FileRegion) else bytes(body)
