"""Writes objects, and what stands for directories."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from itertools import islice
from typing import Any

from fsspec.callbacks import DEFAULT_CALLBACK

from codomyrmex.cloud.common.errors import (
    AlreadyExistsError,
    CloudError,
    ConflictError,
    InvalidRequestError,
    NotFoundError,
    NotSupportedError,
    PreconditionFailedError,
)
from codomyrmex.cloud.common.storage import Capability
from codomyrmex.cloud.common.storage.driver import PutItem
from codomyrmex.cloud.common.storage.writing import put_options
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.filesystem.opening import OpenMethods
from codomyrmex.cloud.filesystem.paths import CONNECTIONS, Path
from codomyrmex.cloud.filesystem.reading import progress_of


class WriteMethods(OpenMethods):
    """The methods that write."""

    def pipe_file(self, path: Path, value: Any, mode: str = "overwrite", **options: Any) -> None:
        """Write an object.

        Args:
            path: the object.
            value: its bytes.
            mode: ``overwrite``, or ``create`` to write only where nothing is.
            options: what `StorageClient.put_object` takes.

        Raises:
            AlreadyExistsError: it is there, and the mode is ``create``.
        """
        if self._intrans:
            with self.open(path, "xb" if mode == "create" else "wb", **options) as file:
                file.write(value)
            return
        bucket, key = self._object(path)
        options |= self._condition(mode, bucket, key)
        try:
            self.client.put_object(bucket, key, value, **options)
        except PreconditionFailedError as error:
            raise AlreadyExistsError(f"{bucket}/{key} is there already.") from error
        self.invalidate_cache(path)

    def put_file(
        self,
        lpath: Path,
        rpath: Path,
        callback: Any = DEFAULT_CALLBACK,
        mode: str = "overwrite",
        **options: Any,
    ) -> None:
        """Upload a file, in parallel parts when it is large; a folder needs no upload.

        Raises:
            LocalFileError: the file cannot be read.
            AlreadyExistsError: the object is there, and the mode is ``create``.
        """
        if self._intrans:
            super().put_file(lpath, rpath, callback=callback, mode=mode, **options)
            return
        if os.path.isdir(lpath):
            return
        bucket, key = self._object(rpath)
        options |= self._condition(mode, bucket, key)
        try:
            self.client.upload_file(lpath, bucket, key, progress=progress_of(callback), **options)
        except PreconditionFailedError as error:
            raise AlreadyExistsError(f"{bucket}/{key} is there already.") from error
        self.invalidate_cache(rpath)

    def _condition(self, mode: str, bucket: str, key: str) -> dict[str, bool]:
        if mode not in ("overwrite", "create"):
            raise InvalidRequestError(f"An object is written with mode overwrite or create, not {mode!r}.")
        if mode == "overwrite":
            return {}
        if self.client.capabilities.has(Capability.IF_ABSENT):
            return {"if_absent": True}
        self._refuse_what_is_there(bucket, key)
        return {}

    def pipe(self, path: Path | Mapping[Path, Any], value: Any = None, **options: Any) -> None:
        """Write one object, or many by name over several connections at once.

        Raises:
            CloudError: the first that was not written; the others are.
        """
        if not isinstance(path, Mapping):
            self.pipe_file(path, value, **options)
        elif self._intrans or options:
            for name, data in path.items():
                self.pipe_file(name, data, **options)
        else:
            self._pipe_many(path)

    @operation("pipe")
    def _pipe_many(self, values: Mapping[Path, Any]) -> None:
        small: dict[str, list[PutItem]] = defaultdict(list)
        failures: list[CloudError] = []
        for path, data in values.items():
            bucket, key = self._object(path)
            if len(data) > self.client.single_put_limit:
                self.client.put_object(bucket, key, data)
            else:
                self.client._check_key(key)
                small[bucket].append(PutItem(key, bytes(data), put_options(self.client, key), path))
        for bucket, items in small.items():
            for path, outcome in self.client._put_many(bucket, items, CONNECTIONS):
                self.invalidate_cache(path)
                if isinstance(outcome, CloudError):
                    outcome.resource = outcome.resource or os.fspath(path)
                    failures.append(outcome)
        if failures:
            raise failures[0]

    def touch(self, path: Path, truncate: bool = True, **options: Any) -> None:
        """Write an empty object.

        Args:
            path: the object.
            truncate: empty one that is there.
            options: what `StorageClient.put_object` takes.

        Raises:
            NotSupportedError: it is there and is to stay: an object has the time at which it was written.
        """
        if not truncate and self.exists(path):
            raise NotSupportedError(f"{path} is there; its time cannot be changed without writing it.")
        self.pipe_file(path, b"", **options)

    def mkdir(self, path: Path, create_parents: bool = True, **_options: Any) -> None:
        """Create a bucket. Below it there is nothing to do: a directory is there with its first file.

        Raises:
            AlreadyExistsError: the bucket is there.
        """
        bucket, key = self._locate(path)
        if bucket and not key:
            self.client.create_bucket(bucket)
            self.invalidate_cache(path)

    def makedirs(self, path: Path, exist_ok: bool = False) -> None:
        """The same as `mkdir`; with ``exist_ok`` the bucket may be there."""
        if exist_ok:
            with suppress(AlreadyExistsError):
                self.mkdir(path)
        else:
            self.mkdir(path)

    def rmdir(self, path: Path) -> None:
        """Delete an empty bucket, or the object that some tool keeps for an empty folder.

        Raises:
            NotFoundError: it is not there.
            ConflictError: there is something in it.
        """
        bucket, key = self._locate(path)
        if not key:
            self.client.delete_bucket(bucket)
        else:
            kept = [info.key for info in islice(self.client.list_objects(bucket, f"{key}/"), 2)]
            if not kept:
                raise NotFoundError(f"{path} is not there.")
            if kept != [f"{key}/"]:
                raise ConflictError(f"{path} is not empty.")
            self.client.delete_object(bucket, f"{key}/")
        self.invalidate_cache(path)
