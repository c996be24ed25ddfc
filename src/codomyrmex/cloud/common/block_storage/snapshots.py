"""Snapshots of volumes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from threading import Event
from typing import ClassVar

from codomyrmex.cloud.common.block_storage.values import Snapshot, SnapshotState
from codomyrmex.cloud.common.block_storage.waiting import Life, wait_for_state
from codomyrmex.cloud.common.client import ServiceClient
from codomyrmex.cloud.common.finding import find_one
from codomyrmex.cloud.common.lazy import begin
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.validation import check_identifier


class SnapshotOperations(ServiceClient, ABC):
    """What :class:`BlockStorageClient` does with snapshots."""

    poll_seconds: ClassVar[float] = 0.5
    """The first pause of a wait, in seconds; each further one is twice as long."""
    longest_poll_seconds: ClassVar[float] = 10.0

    @operation("list_snapshots")
    def list_snapshots(self, volume_id: str | None = None) -> Iterator[Snapshot]:
        """Every snapshot, or every one of a volume, lazily and in the provider's order.

        Raises:
            CloudError: the first page could not be fetched; later pages raise when they are reached.
        """
        if volume_id is not None:
            check_identifier(volume_id, "a volume id")
        return begin(self._list_snapshots(volume_id), self._error_of)

    @operation("get_snapshot")
    def get_snapshot(self, snapshot_id: str) -> Snapshot:
        """One snapshot by the provider's id.

        Raises:
            NotFoundError: it is not there.
        """
        check_identifier(snapshot_id, "a snapshot id")
        return self._get_snapshot(snapshot_id)

    @operation("find_snapshot")
    def find_snapshot(self, name_or_id: str) -> Snapshot:
        """One snapshot by its id or its name.

        Raises:
            NotFoundError: it is not there.
            InvalidRequestError: several have this name; the message has their ids.
        """
        check_identifier(name_or_id, "a snapshot's name or id")
        return find_one(name_or_id, "snapshot", self._get_snapshot, self._snapshots_named)

    @operation("create_snapshot")
    def create_snapshot(
        self,
        volume_id: str,
        name: str,
        *,
        tags: Mapping[str, str] | None = None,
        while_attached: bool = False,
    ) -> Snapshot:
        """Keep what a volume holds now, and return at once; :meth:`wait_for_snapshot` waits until it is done.

        Args:
            volume_id: the volume.
            name: the snapshot's name.
            tags: labels to put on it.
            while_attached: also of a volume that an instance has, which may be writing to it.

        Raises:
            NotFoundError: the volume is not there.
            ConflictError: the volume's state does not allow it.
            QuotaExceededError: the account has no room for it.
        """
        check_identifier(volume_id, "a volume id")
        check_identifier(name, "a snapshot name")
        return self._create_snapshot(volume_id, name, self._tagged(tags), while_attached)

    @operation("delete_snapshot")
    def delete_snapshot(self, snapshot_id: str) -> None:
        """Delete a snapshot, and return at once.

        Raises:
            NotFoundError: it is not there.
            ConflictError: its state does not allow it, or something needs it.
        """
        check_identifier(snapshot_id, "a snapshot id")
        self._delete_snapshot(snapshot_id)

    @operation("wait_for_snapshot")
    def wait_for_snapshot(
        self,
        snapshot_id: str,
        state: SnapshotState = SnapshotState.AVAILABLE,
        *,
        timeout: float = 300.0,
        cancelled: Event | None = None,
        progress: Callable[[Snapshot], object] | None = None,
    ) -> Snapshot:
        """Wait until a snapshot is in a state; the arguments and errors are those of `wait_for_volume`."""
        check_identifier(snapshot_id, "a snapshot id")
        gone = Snapshot(snapshot_id, snapshot_id, SnapshotState.DELETED, 0, self.provider)
        return wait_for_state(
            lambda: self._get_snapshot(snapshot_id),
            state,
            Life("snapshot", gone, SnapshotState.ERROR),
            timeout=timeout,
            pauses=(self.poll_seconds, self.longest_poll_seconds),
            cancelled=cancelled,
            progress=progress,
        )

    def _snapshots_named(self, name: str) -> Iterator[Snapshot]:
        return (snapshot for snapshot in self._list_snapshots(None) if snapshot.name == name)

    @abstractmethod
    def _list_snapshots(self, volume_id: str | None) -> Iterator[Snapshot]: ...

    @abstractmethod
    def _get_snapshot(self, snapshot_id: str) -> Snapshot: ...

    @abstractmethod
    def _create_snapshot(
        self, volume_id: str, name: str, tags: dict[str, str], while_attached: bool
    ) -> Snapshot: ...

    @abstractmethod
    def _delete_snapshot(self, snapshot_id: str) -> None: ...
