"""Runs a plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from codomyrmex.cloud.common.storage import Bucket
from codomyrmex.cloud.common.storage.limits import checked
from codomyrmex.cloud.transfer.between import Copies
from codomyrmex.cloud.transfer.download import Downloads
from codomyrmex.cloud.transfer.ledger import Ledger
from codomyrmex.cloud.transfer.plan import plan
from codomyrmex.cloud.transfer.side import SideWork
from codomyrmex.cloud.transfer.types import Observer, Place, Transfer, TransferReport, Unobserved
from codomyrmex.cloud.transfer.upload import Uploads

_CONNECTIONS = 16
_LARGE_AT_ONCE = 4
_COPIES_AT_ONCE = 16


def transfer(
    source: Place,
    target: Place,
    *,
    recursive: bool = False,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    observer: Observer | None = None,
    concurrency: int | None = None,
) -> TransferReport:
    """Copy a file, an object, or with ``recursive`` a tree; see `plan` for what goes where.

    Files are copied while the tree is still being read, with flat memory at any size of it. A file that fails
    does not stop the others, unless its error would meet them all (wrong credentials, no such bucket, a full
    disk).

    Args:
        source: where from.
        target: where to.
        recursive: copy a tree.
        include: patterns of the relative names to copy.
        exclude: patterns of those to leave out.
        observer: told how it goes.
        concurrency: connections for small files; 16 by default.

    Returns:
        What was copied, and each file that was not, with its error.

    Raises:
        CloudError: nothing could be planned, or going on made no sense.
        KeyboardInterrupt: after everything under way was ended; nothing half-done is left.
    """
    ledger = Ledger(observer or Unobserved())
    transfers = plan(
        source, target, recursive=recursive, include=include, exclude=exclude, skipped=ledger.skipped
    )
    return _carry_out(transfers, _bucket_of(source), _bucket_of(target), ledger, concurrency)


def carry_out(
    transfers: Iterable[Transfer],
    source: Bucket | None,
    target: Bucket | None,
    *,
    observer: Observer | None = None,
    concurrency: int | None = None,
) -> TransferReport:
    """Copy what somebody else has planned; as `transfer` does it.

    Args:
        transfers: what to copy; read as it is needed.
        source: where from; ``None`` for this machine's files.
        target: where to; ``None`` for this machine's files.
        observer: told how it goes.
        concurrency: connections for small files; 16 by default.

    Raises:
        CloudError: going on made no sense.
    """
    return _carry_out(transfers, source, target, Ledger(observer or Unobserved()), concurrency)


def _carry_out(
    transfers: Iterable[Transfer],
    source: Bucket | None,
    target: Bucket | None,
    ledger: Ledger,
    concurrency: int | None,
) -> TransferReport:
    connections = _CONNECTIONS if concurrency is None else checked("concurrency", concurrency)
    both = source is not None and target is not None
    with SideWork(ledger, _COPIES_AT_ONCE if both else _LARGE_AT_ONCE) as side:
        if source is not None and target is not None:
            Copies(source.client, source.name, target.client, target.name, ledger, side).run(transfers)
        elif source is not None:
            Downloads(source.client, source.name, ledger, side, connections).run(transfers)
        elif target is not None:
            Uploads(target.client, target.name, ledger, side, connections).run(transfers)
    ledger.raise_if_fatal()
    return ledger.report()


def _bucket_of(place: Place) -> Bucket | None:
    return None if place.storage is None else Bucket(place.storage, place.bucket or "")
