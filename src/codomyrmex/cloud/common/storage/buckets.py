"""Buckets: list, create, delete."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from codomyrmex.cloud.common.errors import AlreadyExistsError, ConflictError
from codomyrmex.cloud.common.storage.capabilities import Capability
from codomyrmex.cloud.common.storage.driver import StorageDriver
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.validation import check_bucket_name, check_bucket_reference

_ATTEMPTS = 5


class BucketMethods(StorageDriver):
    """The methods of a client that are about buckets themselves.

    Attributes:
        bucket_made: told the name of each bucket that was made; where it raises, the bucket goes again.
    """

    bucket_made: Callable[[str], object] | None = None

    @operation("list_buckets")
    def list_buckets(self) -> list[str]:
        """The names of the account's buckets, in the provider's order.

        Raises:
            AuthenticationError: the credentials are wrong or missing.
            PermissionDeniedError: they do not allow it.
        """
        return self._list_buckets()

    @operation("bucket_exists")
    def bucket_exists(self, bucket: str) -> bool:
        """Whether the bucket is there. A bucket that may not be looked at is an error, not ``False``.

        Raises:
            PermissionDeniedError: the credentials do not allow to ask.
        """
        check_bucket_reference(bucket)
        return self._bucket_exists(bucket)

    @operation("create_bucket")
    def create_bucket(self, bucket: str, *, region: str | None = None, object_lock: bool = False) -> None:
        """Create a bucket.

        Args:
            bucket: a name that the provider's rules allow.
            region: where to create it; ``None`` takes the client's region.
            object_lock: let its objects be locked; it keeps versions then.

        Raises:
            AlreadyExistsError: it is there already, yours or somebody else's.
            InvalidRequestError: the name breaks a rule; nothing was sent.
            NotSupportedError: ``object_lock``, where nothing can be locked.
        """
        check_bucket_name(bucket, self.bucket_rules)
        if object_lock:
            self.capabilities.require(Capability.OBJECT_LOCK)
            self._create_locked_bucket(bucket, region)
        else:
            self._create_bucket(bucket, region)
        self._tell_made(bucket)

    @operation("ensure_bucket")
    def ensure_bucket(self, bucket: str, *, region: str | None = None) -> bool:
        """Create a bucket unless it is there.

        Returns:
            ``True`` when it was created now.

        Raises:
            AlreadyExistsError: it is there and belongs to somebody else.
        """
        check_bucket_name(bucket, self.bucket_rules)
        for _ in range(_ATTEMPTS):
            if self._bucket_exists(bucket):
                return False
            # Somebody may be faster, and delete it again.
            with suppress(AlreadyExistsError):
                self._create_bucket(bucket, region)
                break
        else:
            self._create_bucket(bucket, region)
        self._tell_made(bucket)
        return True

    @operation("delete_bucket")
    def delete_bucket(self, bucket: str, *, force: bool = False) -> None:
        """Delete a bucket.

        Args:
            bucket: its name.
            force: delete everything in it first, versions included. There is no way back.

        Raises:
            BucketNotFoundError: it is not there.
            ConflictError: it is not empty, and ``force`` is not set, or somebody goes on writing to it.
        """
        check_bucket_reference(bucket)
        if force:
            self._empty_and_delete(bucket)
        else:
            self._delete_bucket(bucket)

    def _tell_made(self, bucket: str) -> None:
        if self.bucket_made is None:
            return
        try:
            self.bucket_made(bucket)
        except BaseException:
            self._delete_bucket(bucket)
            raise

    def _empty_and_delete(self, bucket: str) -> None:
        for attempt in range(1, _ATTEMPTS + 1):
            self._empty_bucket(bucket)
            try:
                self._delete_bucket(bucket)
                return
            except ConflictError:
                # What was under way when it was listed has arrived meanwhile.
                if attempt == _ATTEMPTS:
                    raise
