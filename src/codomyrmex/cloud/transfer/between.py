"""From one storage to another: within one on the server's side, else through this machine."""

from __future__ import annotations

from collections.abc import Iterable

from codomyrmex.cloud.common.storage import StorageClient
from codomyrmex.cloud.transfer.ledger import Ledger
from codomyrmex.cloud.transfer.side import SideWork
from codomyrmex.cloud.transfer.single import copy_object
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
        for transfer in transfers:
            self._ledger.raise_if_fatal()
            self._ledger.observer.planned(transfer)
            self._side.submit(transfer, self._copy)

    def _copy(self, transfer: Transfer) -> int:
        copied = copy_object(
            self._source,
            self._source_bucket,
            str(transfer.source),
            self._target,
            self._bucket,
            transfer.target,
            progress=self._ledger.progress(),
        )
        self._ledger.lost(transfer, copied.lost)
        return copied.info.size
