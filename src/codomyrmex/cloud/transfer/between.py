"""From one storage to another: within one on the server's side, else through this machine."""

from __future__ import annotations

from collections.abc import Iterable

from codomyrmex.cloud.common.storage import StorageClient
from codomyrmex.cloud.transfer.ledger import Ledger
from codomyrmex.cloud.transfer.side import SideWork
from codomyrmex.cloud.transfer.types import Transfer


class Copies:
    """The copies of one plan from one bucket to another."""

    def __init__(
        self,
        source: StorageClient,
        source_bucket: str,
        target: StorageClient,
        bucket: str,
        ledger: Ledger,
        side: SideWork,
    ) -> None:
        self._source = source
        self._source_bucket = source_bucket
        self._target = target
        self._bucket = bucket
        self._ledger = ledger
        self._side = side

    def run(self, transfers: Iterable[Transfer]) -> None:
        """Copy them all."""
        copy = self._within if self._source is self._target else self._across
        for transfer in transfers:
            self._ledger.raise_if_fatal()
            self._ledger.observer.planned(transfer)
            self._side.submit(transfer, copy)

    def _within(self, transfer: Transfer) -> int:
        info = self._source.copy_object(self._source_bucket, transfer.source, self._bucket, transfer.target)
        self._ledger.observer.moved(info.size)
        return info.size

    def _across(self, transfer: Transfer) -> int:
        info = self._source.get_metadata(self._source_bucket, transfer.source)
        progress = self._ledger.progress()
        done = 0

        def chunks() -> Iterable[bytes]:
            nonlocal done
            for chunk in self._source.stream_object(self._source_bucket, transfer.source):
                yield chunk
                done += len(chunk)
                progress(done, info.size)

        stored = self._target.put_object(
            self._bucket,
            transfer.target,
            chunks(),
            content_type=info.content_type,
            metadata=info.metadata,
        )
        return stored.size
