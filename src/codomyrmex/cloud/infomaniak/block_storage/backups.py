"""Backups of volumes, where the cloud has the service that makes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from threading import Event
from typing import Any, ClassVar

from codomyrmex.cloud.common.block_storage.waiting import Life, wait_for_state
from codomyrmex.cloud.common.errors import NotSupportedError, PermissionDeniedError
from codomyrmex.cloud.common.finding import find_one
from codomyrmex.cloud.common.lazy import begin
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.infomaniak.answers import moment, without
from codomyrmex.cloud.infomaniak.block_storage.requests import NO_BACKUPS, CinderRequests
from codomyrmex.validation import check_identifier


class BackupState(StrEnum):
    """Where a backup is in its life; ``UNKNOWN`` for a word of Cinder that is none of these."""

    CREATING = "creating"
    AVAILABLE = "available"
    RESTORING = "restoring"
    DELETING = "deleting"
    DELETED = "deleted"
    ERROR = "error"
    UNKNOWN = "unknown"


_STATES = {state.value: state for state in BackupState} | {"error_deleting": BackupState.ERROR}
_OF_BACKUP = frozenset(["id", "name", "size", "volume_id", "is_incremental", "created_at"])


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of a volume outside block storage.

    Attributes:
        id: Cinder's id.
        name: its name; the id where it has none.
        state: where it is in its life.
        size_gib: the size of the volume, in GiB.
        volume_id: the volume it was made of.
        is_incremental: whether it needs the backup before it.
        created_at: when it was made.
        details: what else Cinder says about it; ``fail_reason`` is why it has failed.
    """

    id: str
    name: str
    state: BackupState
    size_gib: int
    volume_id: str | None = None
    is_incremental: bool = False
    created_at: datetime | None = None
    details: Mapping[str, Any] = field(default_factory=dict, repr=False)


class BackupOperations(CinderRequests):
    """What :class:`InfomaniakVolumeClient` does with backups.

    A cloud without the service still has the calls: to an administrator it says what runs, and to others
    only by a backup that fails.
    https://docs.openstack.org/api-ref/block-storage/v3/#backups-backups
    """

    poll_seconds: ClassVar[float]
    longest_poll_seconds: ClassVar[float]

    @operation("list_backups")
    def list_backups(self) -> Iterator[Backup]:
        """Every backup, lazily and in Cinder's order."""
        pages = self._pages(self._cinder, "/backups/detail", "backups")
        return begin(map(_backup_of, pages), self._error_of)

    @operation("get_backup")
    def get_backup(self, backup_id: str) -> Backup:
        """One backup by its id.

        Raises:
            NotFoundError: it is not there.
        """
        check_identifier(backup_id, "a backup id")
        return self._get_backup(backup_id)

    @operation("find_backup")
    def find_backup(self, name_or_id: str) -> Backup:
        """One backup by its id or its name.

        Raises:
            NotFoundError: it is not there.
            InvalidRequestError: several have this name; the message has their ids.
        """
        check_identifier(name_or_id, "a backup's name or id")
        return find_one(
            name_or_id,
            "backup",
            self._get_backup,
            lambda name: (one for one in self.list_backups() if one.name == name),
        )

    @operation("create_backup")
    def create_backup(
        self, volume_id: str, name: str, *, incremental: bool = False, while_attached: bool = False
    ) -> Backup:
        """Copy a volume to where backups are kept, and return at once; :meth:`wait_for_backup` waits until it
        is done.

        Args:
            volume_id: the volume.
            name: the backup's name.
            incremental: only what has changed since the last one.
            while_attached: also of a volume that an instance has, which may be writing to it.

        Raises:
            NotFoundError: the volume is not there.
            ConflictError: its state does not allow it.
            QuotaExceededError: the project has no room for it.
            NotSupportedError: no service makes backups, and the caller may know; all others are told by
                :meth:`wait_for_backup`.
        """
        check_identifier(volume_id, "a volume id")
        check_identifier(name, "a backup name")
        self._require_service()
        wanted = {"volume_id": volume_id, "name": name, "incremental": incremental, "force": while_attached}
        return self._get_backup(self._ask("POST", "backups", json={"backup": wanted})["backup"]["id"])

    @operation("restore_backup")
    def restore_backup(self, backup_id: str, volume_id: str | None = None) -> str:
        """Write a backup to a volume, and return at once; ``wait_for_volume`` waits until it is done.

        Args:
            backup_id: the backup.
            volume_id: the volume whose content is replaced; a new one if not given.

        Returns:
            The id of the volume.

        Raises:
            NotFoundError: one of them is not there.
            ConflictError: the state of one of them does not allow it.
            NotSupportedError: no service restores backups.
        """
        check_identifier(backup_id, "a backup id")
        if volume_id is not None:
            check_identifier(volume_id, "a volume id")
        wanted = {} if volume_id is None else {"volume_id": volume_id}
        return str(
            self._ask("POST", "backups", backup_id, "restore", json={"restore": wanted})["restore"][
                "volume_id"
            ]
        )

    @operation("delete_backup")
    def delete_backup(self, backup_id: str) -> None:
        """Delete a backup, and return at once.

        Raises:
            NotFoundError: it is not there.
            ConflictError: its state does not allow it, or an incremental one needs it.
            NotSupportedError: no service deletes backups.
        """
        check_identifier(backup_id, "a backup id")
        self._ask("DELETE", "backups", backup_id)

    @operation("wait_for_backup")
    def wait_for_backup(
        self,
        backup_id: str,
        state: BackupState = BackupState.AVAILABLE,
        *,
        timeout: float = 3600.0,
        cancelled: Event | None = None,
        progress: Callable[[Backup], object] | None = None,
    ) -> Backup:
        """Wait until a backup is in a state; the arguments and errors are those of ``wait_for_volume``.

        Raises:
            NotSupportedError: it has failed as no service makes backups.
        """
        check_identifier(backup_id, "a backup id")

        def look() -> Backup:
            backup = self._get_backup(backup_id)
            if "service not found" in _reason(backup).lower():
                raise NotSupportedError(NO_BACKUPS)
            return backup

        gone = Backup(backup_id, backup_id, BackupState.DELETED, 0)
        return wait_for_state(
            look,
            state,
            Life("backup", gone, BackupState.ERROR, _reason),
            timeout=timeout,
            pauses=(self.poll_seconds, self.longest_poll_seconds),
            cancelled=cancelled,
            progress=progress,
        )

    def _get_backup(self, backup_id: str) -> Backup:
        return _backup_of(self._ask("GET", "backups", backup_id)["backup"])

    def _require_service(self) -> None:
        try:
            found = self._ask("GET", "os-services", params={"binary": "cinder-backup"})
        except PermissionDeniedError:
            return  # Only administrators may see what runs.
        if not any(one["state"] == "up" and one["status"] == "enabled" for one in found["services"]):
            raise NotSupportedError(NO_BACKUPS)


def _reason(backup: Backup) -> str:
    return backup.details.get("fail_reason") or ""


def _backup_of(found: Mapping[str, Any]) -> Backup:
    return Backup(
        id=found["id"],
        name=found["name"] or found["id"],
        state=_STATES.get(found["status"], BackupState.UNKNOWN),
        size_gib=found["size"],
        volume_id=found["volume_id"],
        is_incremental=found["is_incremental"],
        created_at=moment(found["created_at"]),
        details=without(found, _OF_BACKUP),
    )
