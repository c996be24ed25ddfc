"""From a storage to this machine: small objects through one loop of connections, large ones beside it."""

from __future__ import annotations

import contextlib
import itertools
import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path

from codomyrmex.cloud.common.errors import CloudError
from codomyrmex.cloud.common.storage import StorageClient
from codomyrmex.cloud.common.storage.localfile import local_error
from codomyrmex.cloud.transfer.ledger import Ledger
from codomyrmex.cloud.transfer.side import SideWork
from codomyrmex.cloud.transfer.types import Transfer
from codomyrmex.cloud.transfer.upload import SMALL


class Downloads:
    """The downloads of one plan from one bucket."""

    def __init__(
        self, storage: StorageClient, bucket: str, ledger: Ledger, side: SideWork, connections: int
    ) -> None:
        self._storage = storage
        self._bucket = bucket
        self._ledger = ledger
        self._side = side
        self._connections = connections
        self._folders: set[str] = set()
        # Neither the file's own name, which may be as long as names can be, nor anything another process may
        # use.
        self._temporary_names = (f".{secrets.token_hex(6)}-{number:x}.part" for number in itertools.count())

    def run(self, transfers: Iterable[Transfer]) -> None:
        """Copy them all."""
        for transfer, outcome in self._storage._get_many(
            self._bucket, self._small(transfers), self._connections
        ):
            if isinstance(outcome, CloudError):
                self._ledger.failed(transfer, outcome)
            else:
                self._write(transfer, outcome)
            self._ledger.raise_if_fatal()

    def _small(self, transfers: Iterable[Transfer]) -> Iterator[tuple[str, Transfer]]:
        for transfer in transfers:
            self._ledger.raise_if_fatal()
            self._ledger.observer.planned(transfer)
            if transfer.refusal is not None:
                self._ledger.failed(transfer, transfer.refusal)
            elif transfer.target.endswith("/"):
                self._make_folder(transfer)
            elif transfer.size is None or transfer.size > SMALL:
                self._side.submit(transfer, self._large)
            else:
                yield transfer.source, transfer

    def _write(self, transfer: Transfer, data: bytes) -> None:
        try:
            self._ensure_folder(os.path.dirname(transfer.target))
            self._write_file(transfer.target, data)
        except OSError as error:
            self._ledger.failed(transfer, local_error(error, Path(transfer.target)))
        else:
            self._ledger.observer.moved(len(data))
            self._ledger.done(transfer, len(data))

    def _write_file(self, path: str, data: bytes) -> None:
        # FileTarget does more for a single file than thousands of small ones can afford.
        temporary = os.path.join(os.path.dirname(path), next(self._temporary_names))
        try:
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
            try:
                view = memoryview(data)
                while view:
                    view = view[os.write(descriptor, view) :]
            finally:
                os.close(descriptor)
            os.replace(temporary, path)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(temporary)
            raise

    def _ensure_folder(self, folder: str) -> None:
        if folder not in self._folders:
            os.makedirs(folder, exist_ok=True)
            self._folders.add(folder)

    def _make_folder(self, transfer: Transfer) -> None:
        try:
            self._ensure_folder(transfer.target.rstrip("/"))
        except OSError as error:
            self._ledger.failed(transfer, local_error(error, Path(transfer.target)))
        else:
            self._ledger.done(transfer, 0)

    def _large(self, transfer: Transfer) -> int:
        target = Path(transfer.target)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise local_error(error, target) from error
        progress = self._ledger.progress()
        self._storage.download_file(self._bucket, transfer.source, target, progress=progress)
        size = target.stat().st_size
        progress(size, size)  # The last word: ranges report from threads of their own, in any order.
        return size
