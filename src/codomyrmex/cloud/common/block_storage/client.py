"""The contract of block storage."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping
from threading import Event
from typing import ClassVar

from codomyrmex.cloud.common.block_storage.attachments import AttachmentOperations
from codomyrmex.cloud.common.block_storage.snapshots import SnapshotOperations
from codomyrmex.cloud.common.block_storage.values import (
    Volume,
    VolumeRequest,
    VolumeState,
    VolumeType,
)
from codomyrmex.cloud.common.block_storage.waiting import Life, wait_for_state
from codomyrmex.cloud.common.finding import find_one
from codomyrmex.cloud.common.lazy import begin
from codomyrmex.cloud.common.quotas import Quota
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.validation import ValidationError, check_identifier


class BlockStorageClient(AttachmentOperations, SnapshotOperations):
    """Volumes of one account and region.

    A provider fills in the hooks that begin with an underscore; :meth:`_get_volume` and
    :meth:`_get_snapshot` raise :class:`~codomyrmex.cloud.common.errors.NotFoundError` for what is not there.
    """

    capability: ClassVar[str] = "block_storage"

    @operation("list_volumes")
    def list_volumes(self) -> Iterator[Volume]:
        """Every volume, lazily and in the provider's order.

        Raises:
            CloudError: the first page could not be fetched; later pages raise when they are reached.
        """
        return begin(self._list_volumes(), self._error_of)

    @operation("get_volume")
    def get_volume(self, volume_id: str) -> Volume:
        """One volume by the provider's id.

        Raises:
            NotFoundError: it is not there.
        """
        check_identifier(volume_id, "a volume id")
        return self._get_volume(volume_id)

    @operation("find_volume")
    def find_volume(self, name_or_id: str) -> Volume:
        """One volume by its id or its name.

        Raises:
            NotFoundError: it is not there.
            InvalidRequestError: several have this name; the message has their ids.
        """
        check_identifier(name_or_id, "a volume's name or id")
        return find_one(name_or_id, "volume", self._get_volume, self._volumes_named)

    @operation("create_volume")
    def create_volume(
        self,
        name: str,
        size_gib: int | None = None,
        *,
        image: str | None = None,
        snapshot: str | None = None,
        source_volume: str | None = None,
        volume_type: str | None = None,
        zone: str | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> Volume:
        """Make a volume, empty or from one source, and return at once; :meth:`wait_for_volume` waits until it
        is available.

        Args:
            name: its name.
            size_gib: its size in GiB; of a copy of a snapshot or volume that one's if not given.
            image: the id of an image to fill it with.
            snapshot: the id of a snapshot to fill it with.
            source_volume: the id of a volume to copy.
            volume_type: the name of one of :meth:`list_volume_types`; the provider's default if not given.
            zone: where; the provider's choice if not given.
            tags: labels to put on it.

        Raises:
            InvalidRequestError: more than one source, no size, or too small for its source.
            NotFoundError: the source or the type is not there.
            QuotaExceededError: the account has no room for it.
            NotSupportedError: the provider makes no volumes from such a source.
        """
        check_identifier(name, "a volume name")
        sources = {"an image id": image, "a snapshot id": snapshot, "a volume id": source_volume}
        given = {what: source for what, source in sources.items() if source is not None}
        for what, source in given.items():
            check_identifier(source, what)
        if len(given) > 1:
            raise ValidationError(f"a volume is made from one source, not from {' and '.join(given)}")
        if size_gib is not None:
            _check_size(size_gib)
        elif snapshot is None and source_volume is None:
            raise ValidationError("a volume that is no copy of a snapshot or volume needs a size in GiB")
        return self._create_volume(
            VolumeRequest(
                name, size_gib, image, snapshot, source_volume, volume_type, zone, self._tagged(tags)
            )
        )

    @operation("update_volume")
    def update_volume(
        self, volume_id: str, *, name: str | None = None, tags: Mapping[str, str] | None = None
    ) -> Volume:
        """Change a volume's name or labels.

        Args:
            volume_id: the provider's id.
            name: its new name.
            tags: its labels from now on; those that are not among them are removed.

        Raises:
            NotFoundError: it is not there.
        """
        check_identifier(volume_id, "a volume id")
        if name is not None:
            check_identifier(name, "a volume name")
        return self._update_volume(volume_id, name, None if tags is None else dict(tags))

    @operation("extend_volume")
    def extend_volume(self, volume_id: str, size_gib: int) -> None:
        """Make a volume larger, and return at once. The file system on it stays as it is.

        Args:
            volume_id: the provider's id.
            size_gib: its new size in GiB.

        Raises:
            NotFoundError: it is not there.
            InvalidRequestError: it is as large or larger.
            ConflictError: its state does not allow it.
            QuotaExceededError: the account has no room for it.
        """
        check_identifier(volume_id, "a volume id")
        _check_size(size_gib)
        self._extend_volume(volume_id, size_gib)

    @operation("retype_volume")
    def retype_volume(self, volume_id: str, volume_type: str) -> None:
        """Change what kind of disk a volume is, and return at once. What is on it stays.

        Args:
            volume_id: the provider's id.
            volume_type: the name of one of :meth:`list_volume_types`.

        Raises:
            NotFoundError: the volume or the type is not there.
            ConflictError: its state does not allow it.
            NotSupportedError: the provider cannot change this one.
        """
        check_identifier(volume_id, "a volume id")
        check_identifier(volume_type, "a volume type")
        self._retype_volume(volume_id, volume_type)

    @operation("delete_volume")
    def delete_volume(self, volume_id: str) -> None:
        """Delete a volume and what is on it, and return at once.

        Raises:
            NotFoundError: it is not there.
            ConflictError: an instance has it, snapshots need it, or its state does not allow it.
        """
        check_identifier(volume_id, "a volume id")
        self._delete_volume(volume_id)

    @operation("wait_for_volume")
    def wait_for_volume(
        self,
        volume_id: str,
        state: VolumeState = VolumeState.AVAILABLE,
        *,
        timeout: float = 300.0,
        cancelled: Event | None = None,
        progress: Callable[[Volume], object] | None = None,
    ) -> Volume:
        """Wait until a volume is in a state.

        Args:
            volume_id: the provider's id.
            state: the state to wait for.
            timeout: seconds to wait at most.
            cancelled: set by another thread to end the wait at once.
            progress: told the volume at each look.

        Returns:
            The volume in that state. One that is waited for to be deleted may be gone by then; the last
            that was seen of it is returned as deleted, and of one that never was seen the id alone.

        Raises:
            OperationTimeoutError: the time is over.
            ConflictError: it has failed or is deleted, so it will never be in that state.
            NotFoundError: it is not there, and not waited for to be deleted.
            CloudError: the wait was cancelled.
        """
        check_identifier(volume_id, "a volume id")
        gone = Volume(volume_id, volume_id, VolumeState.DELETED, 0, self.provider)
        return wait_for_state(
            lambda: self._get_volume(volume_id),
            state,
            Life("volume", gone, VolumeState.ERROR),
            timeout=timeout,
            pauses=(self.poll_seconds, self.longest_poll_seconds),
            cancelled=cancelled,
            progress=progress,
        )

    @operation("list_volume_types")
    def list_volume_types(self) -> Iterator[VolumeType]:
        """The kinds of disk that :meth:`create_volume` can make.

        Raises:
            CloudError: they could not be fetched.
        """
        return begin(self._list_volume_types(), self._error_of)

    @operation("list_quotas")
    def list_quotas(self) -> list[Quota]:
        """What the account may have at most, and has.

        Raises:
            CloudError: they could not be fetched.
        """
        return self._list_quotas()

    def _volumes_named(self, name: str) -> Iterator[Volume]:
        return (volume for volume in self._list_volumes() if volume.name == name)

    @abstractmethod
    def _list_volumes(self) -> Iterator[Volume]: ...

    @abstractmethod
    def _get_volume(self, volume_id: str) -> Volume: ...

    @abstractmethod
    def _create_volume(self, request: VolumeRequest) -> Volume: ...

    @abstractmethod
    def _update_volume(self, volume_id: str, name: str | None, tags: dict[str, str] | None) -> Volume: ...

    @abstractmethod
    def _extend_volume(self, volume_id: str, size_gib: int) -> None: ...

    @abstractmethod
    def _retype_volume(self, volume_id: str, volume_type: str) -> None: ...

    @abstractmethod
    def _delete_volume(self, volume_id: str) -> None: ...

    @abstractmethod
    def _list_volume_types(self) -> Iterator[VolumeType]: ...

    @abstractmethod
    def _list_quotas(self) -> list[Quota]: ...


def _check_size(size_gib: int) -> None:
    if type(size_gib) is not int or size_gib < 1:
        raise ValidationError(f"a size in GiB is a whole number above 0, not {size_gib!r}")
