"""From this machine to a storage: small files through one loop of many connections, large ones beside it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator

from codomyrmex.cloud.common.errors import CloudError, LocalFileError
from codomyrmex.cloud.common.storage import StorageClient
from codomyrmex.cloud.common.storage.driver import PutItem
from codomyrmex.cloud.common.storage.writing import put_options
from codomyrmex.cloud.transfer.ledger import Ledger
from codomyrmex.cloud.transfer.side import SideWork
from codomyrmex.cloud.transfer.types import Transfer
from codomyrmex.validation import ValidationError

SMALL = 1 << 20
"""Files up to this many bytes are read into memory and go through the loop."""


class Uploads:
    """The uploads of one plan into one bucket."""

    def __init__(
        self, storage: StorageClient, bucket: str, ledger: Ledger, side: SideWork, connections: int
    ) -> None:
        self._storage = storage
        self._bucket = bucket
        self._ledger = ledger
        self._side = side
        self._connections = connections

    def run(self, transfers: Iterable[Transfer]) -> None:
        """Copy them all."""
        for transfer, outcome in self._storage._put_many(
            self._bucket, self._small(transfers), self._connections
        ):
            if isinstance(outcome, CloudError):
                self._ledger.failed(transfer, outcome)
                self._ledger.raise_if_fatal()
            else:
                self._ledger.observer.moved(outcome.size)
                self._ledger.done(transfer, outcome.size)

    def _small(self, transfers: Iterable[Transfer]) -> Iterator[PutItem]:
        for transfer in transfers:
            self._ledger.raise_if_fatal()
            self._ledger.observer.planned(transfer)
            try:
                self._storage._check_key(transfer.target)
                data = read_small_file(transfer.source)
            except ValidationError as error:
                self._ledger.failed(transfer, LocalFileError(f"{transfer.source} cannot be stored: {error}."))
            except CloudError as error:
                self._ledger.failed(transfer, error)
            else:
                if data is None:
                    self._side.submit(transfer, self._large)
                else:
                    yield PutItem(
                        transfer.target, data, put_options(self._storage, transfer.target), transfer
                    )

    def _large(self, transfer: Transfer) -> int:
        progress = self._ledger.progress()
        info = self._storage.upload_file(transfer.source, self._bucket, transfer.target, progress=progress)
        progress(info.size, info.size)  # The last word: parts report from threads of their own, in any order.
        return info.size


def read_small_file(path: str) -> bytes | None:
    """The bytes of a regular file of at most `SMALL` bytes; ``None`` when it is larger.

    Raises:
        LocalFileError: it cannot be read, or changes meanwhile.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        raise LocalFileError(f"{path} cannot be read: {error.strerror or error}.") from error
    try:
        before = os.fstat(descriptor)
        if before.st_size > SMALL or not stat.S_ISREG(before.st_mode):
            return None
        # One byte more than there should be tells whether the file grew.
        data = os.read(descriptor, before.st_size + 1)
        if len(data) != before.st_size:
            raise LocalFileError(
                f"{path} changed while it was being read; nothing was stored.", retryable=True
            )
        return data
    except CloudError:
        raise
    except OSError as error:
        raise LocalFileError(f"{path} cannot be read: {error.strerror or error}.") from error
    finally:
        os.close(descriptor)
