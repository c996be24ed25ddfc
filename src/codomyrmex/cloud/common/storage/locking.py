"""Objects that nobody may delete or overwrite for a while: write once, read many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from codomyrmex.cloud.common.errors import InvalidRequestError
from codomyrmex.cloud.common.storage.capabilities import Capability
from codomyrmex.cloud.common.storage.driver import StorageDriver
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.validation import check_bucket_reference


@dataclass(frozen=True, slots=True)
class Retention:
    """Until when a version may not be deleted.

    Attributes:
        until: timezone-aware.
        mode: ``governance``: who has the right may shorten it; ``compliance``: nobody may.
    """

    until: datetime
    mode: Literal["governance", "compliance"] = "governance"


class LockMethods(StorageDriver):
    """The methods of a client for locked objects. Its bucket was created with ``object_lock``."""

    @operation("get_retention")
    def get_retention(self, bucket: str, key: str) -> Retention | None:
        """Until when the object is kept; ``None`` where nothing was said.

        Raises:
            NotFoundError: the object is not there.
        """
        self._require_lock(bucket, key)
        return self._get_retention(bucket, key)

    @operation("set_retention")
    def set_retention(
        self, bucket: str, key: str, retention: Retention | None, *, bypass_governance: bool = False
    ) -> None:
        """Keep the object until a moment, or no longer.

        Args:
            bucket: its bucket.
            key: its key.
            retention: the moment and the mode; ``None`` takes it back.
            bypass_governance: use the right to shorten a retention in governance mode.

        Raises:
            NotFoundError: the object is not there.
            PermissionDeniedError: it would end earlier than what was said before.
            InvalidRequestError: the moment has passed or has no time zone, or the bucket has no lock.
        """
        self._require_lock(bucket, key)
        if retention is not None:
            if retention.until.tzinfo is None:
                raise InvalidRequestError("The end of a retention has a time zone.")
            if retention.until <= datetime.now(UTC):
                raise InvalidRequestError("The end of a retention is in the future.")
        self._set_retention(bucket, key, retention, bypass_governance)

    @operation("get_legal_hold")
    def get_legal_hold(self, bucket: str, key: str) -> bool:
        """Whether the object is held, whatever its retention says.

        Raises:
            NotFoundError: the object is not there.
        """
        self._require_lock(bucket, key)
        return self._get_legal_hold(bucket, key)

    @operation("set_legal_hold")
    def set_legal_hold(self, bucket: str, key: str, held: bool) -> None:
        """Hold the object until this is taken back.

        Raises:
            NotFoundError: the object is not there.
            InvalidRequestError: the bucket has no lock.
        """
        self._require_lock(bucket, key)
        self._set_legal_hold(bucket, key, held)

    def _require_lock(self, bucket: str, key: str) -> None:
        check_bucket_reference(bucket)
        self._check_key(key)
        self.capabilities.require(Capability.OBJECT_LOCK)
