"""Copies files and trees: up, down, and within the store. Many go through the transfer engine."""

from __future__ import annotations

import os
import threading
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from fsspec.callbacks import DEFAULT_CALLBACK
from fsspec.implementations.local import LocalFileSystem, make_path_posix

from codomyrmex.cloud.common.errors import CloudError, InvalidRequestError, NotFoundError
from codomyrmex.cloud.common.storage import Bucket
from codomyrmex.cloud.filesystem.deleting import DeleteMethods
from codomyrmex.cloud.filesystem.expanding import as_text, targets_of
from codomyrmex.cloud.filesystem.local import make_folder
from codomyrmex.cloud.filesystem.paths import Entry, Path, is_folder
from codomyrmex.cloud.transfer import Transfer, TransferReport, carry_out
from codomyrmex.cloud.transfer.types import Unobserved
from codomyrmex.validation import ValidationError, safe_relative_path


class CopyMethods(DeleteMethods):
    """The methods that copy and move."""

    def get(
        self,
        rpath: Any,
        lpath: Any,
        recursive: bool = False,
        callback: Any = DEFAULT_CALLBACK,
        maxdepth: int | None = None,
        **_options: Any,
    ) -> None:
        """Download files or trees, each file whole and checked or not at all.

        Args:
            rpath: a path, a pattern, or a list of them.
            lpath: where to; a folder where it is one or ends with a slash; or a list as long as ``rpath``.
            recursive: with everything below.
            callback: told of each file.
            maxdepth: levels to go down.

        Raises:
            NotFoundError: there is nothing at ``rpath``.
            CloudError: the first file that could not be downloaded; the others are.
        """
        rpath, lpath = as_text(rpath), as_text(lpath)
        if isinstance(rpath, list) and isinstance(lpath, list):
            self._download_all(
                zip(rpath, lpath, [{"type": "file"}] * len(rpath), strict=True), None, callback
            )
            return
        sources = self._sources(rpath, recursive, maxdepth)
        folder = make_path_posix(lpath)
        into = folder.endswith("/") or os.path.isdir(folder)
        targets = targets_of(list(sources), rpath, folder, into=into)
        self._download_all(zip(sources, targets, sources.values(), strict=True), folder, callback)

    def _download_all(
        self, files: Iterable[tuple[str, str, Entry]], folder: str | None, callback: Any
    ) -> None:
        transfers: dict[str, list[Transfer]] = defaultdict(list)
        for path, target, entry in files:
            if entry["type"] == "directory":
                make_folder(target)
                continue
            bucket, key = self._object(path)
            refusal = None if folder is None else _refusal(key, target, folder)
            transfers[bucket].append(Transfer(key, target, entry.get("size"), refusal))
        callback.set_size(sum(map(len, transfers.values())))
        for bucket, planned in transfers.items():
            report = carry_out(planned, Bucket(self.client, bucket), None, observer=_Told(callback))
            _raise_first(report)

    def put(
        self,
        lpath: Any,
        rpath: Any,
        recursive: bool = False,
        callback: Any = DEFAULT_CALLBACK,
        maxdepth: int | None = None,
        **options: Any,
    ) -> None:
        """Upload files or trees.

        Args:
            lpath: a path on this machine, a pattern, or a list of them.
            rpath: where to; a directory where it is one or ends with a slash; or a list as long as ``lpath``.
            recursive: with everything below; links are followed.
            callback: told of each file.
            maxdepth: levels to go down.
            options: what `put_file` takes; the files then go up one after the other.

        Raises:
            CloudError: the first file that could not be uploaded; the others are.
        """
        if self._intrans or options:
            super().put(lpath, rpath, recursive, callback, maxdepth, **options)
            return
        lpath, rpath = as_text(lpath), as_text(rpath)
        if isinstance(lpath, list) and isinstance(rpath, list):
            self._upload_all(zip(lpath, rpath, strict=True), callback)
            return
        source = lpath if isinstance(lpath, list) else make_path_posix(lpath)
        names = _local_files(source, recursive, maxdepth)
        if names:
            into = rpath.endswith("/") or self.isdir(rpath)
            targets = targets_of(names, source, self._strip_protocol(rpath), into=into)
            self._upload_all(zip(names, targets, strict=True), callback)

    def _upload_all(self, files: Iterable[tuple[str, str]], callback: Any) -> None:
        transfers: dict[str, list[Transfer]] = defaultdict(list)
        for source, path in files:
            if not os.path.isdir(source):
                bucket, key = self._object(path)
                # The engine passes over links; what is named here is meant.
                transfers[bucket].append(Transfer(os.path.realpath(source), key))
        callback.set_size(sum(map(len, transfers.values())))
        for bucket, planned in transfers.items():
            report = carry_out(planned, None, Bucket(self.client, bucket), observer=_Told(callback))
            self.invalidate_cache()
            _raise_first(report)

    def cp_file(self, path1: Path, path2: Path, **_options: Any) -> None:
        """Copy an object on the server's side, with its metadata and content type.

        Raises:
            NotFoundError: it is not there.
        """
        self.client.copy_object(*self._object(path1), *self._object(path2))
        self.invalidate_cache(path2)

    def copy(
        self,
        path1: Any,
        path2: Any,
        recursive: bool = False,
        maxdepth: int | None = None,
        on_error: str | None = None,
        **_options: Any,
    ) -> None:
        """Copy objects or trees on the server's side, with their metadata and content types.

        Args:
            path1: a path, a pattern, or a list of them.
            path2: where to; a directory where it is one or ends with a slash; or a list as long as ``path1``.
            recursive: with everything below.
            maxdepth: levels to go down.
            on_error: ``raise``, or ``ignore`` what is not there any more, as is usual for trees.

        Raises:
            NotFoundError: there is nothing at ``path1``.
            CloudError: the first object that could not be copied; the others are.
        """
        forgive = on_error == "ignore" or (on_error is None and recursive)
        self._copy_all(self._copies(path1, path2, recursive, maxdepth), forgive)

    def mv(
        self, path1: Any, path2: Any, recursive: bool = False, maxdepth: int | None = None, **_options: Any
    ) -> None:
        """Copy objects or trees, and delete exactly what was copied when all of it was.

        Raises:
            CloudError: something could not be copied; nothing was deleted.
        """
        copies = self._copies(path1, path2, recursive, maxdepth)
        self._copy_all(copies, forgive=False)
        self._delete_objects(source for source, _target in copies)

    def _copies(
        self, path1: Any, path2: Any, recursive: bool, maxdepth: int | None
    ) -> list[tuple[tuple[str, str], tuple[str, str]]]:
        """Source and target of each object, without those that would be copied onto themselves."""
        path1, path2 = as_text(path1), as_text(path2)
        if isinstance(path1, list) and isinstance(path2, list):
            pairs = [
                (self._object(one), self._object(other)) for one, other in zip(path1, path2, strict=True)
            ]
        else:
            sources = self._sources(path1, recursive, maxdepth)
            into = path2.endswith("/") or self.isdir(path2)
            stripped = self._strip_protocol(path2)
            targets = targets_of(list(sources), path1, stripped, into=into)
            pairs = []
            for (name, entry), target in zip(sources.items(), targets, strict=True):
                slash = "/" if is_folder(entry) else ""
                if entry["type"] == "file" or slash:
                    bucket, key = self._locate(name)
                    to_bucket, to_key = self._locate(target)
                    pairs.append(((bucket, key + slash), (to_bucket, to_key + slash)))
        pairs = [(source, target) for source, target in pairs if source != target]
        if {source for source, _ in pairs} & {target for _, target in pairs}:
            raise InvalidRequestError(
                f"{path2} lies within {path1}: objects would be copied over others' sources."
            )
        return pairs

    def _copy_all(self, pairs: list[tuple[tuple[str, str], tuple[str, str]]], forgive: bool) -> None:
        transfers: dict[tuple[str, str], list[Transfer]] = defaultdict(list)
        for (bucket, key), (to_bucket, to_key) in pairs:
            transfers[bucket, to_bucket].append(Transfer(key, to_key))
        for (bucket, to_bucket), planned in transfers.items():
            report = carry_out(planned, Bucket(self.client, bucket), Bucket(self.client, to_bucket))
            self.invalidate_cache()
            _raise_first(report, NotFoundError if forgive else None)


class _Told(Unobserved):
    """Tells an fsspec callback of each file that is done, from whichever thread."""

    def __init__(self, callback: Any) -> None:
        self._callback = callback
        self._lock = threading.Lock()

    def finished(self, transfer: Transfer) -> None:
        """Count the file."""
        with self._lock:
            self._callback.relative_update(1)


def _raise_first(report: TransferReport, forgiven: type[CloudError] | None = None) -> None:
    for failure in report.failures:
        if forgiven is None or not isinstance(failure.error, forgiven):
            raise failure.error


def _refusal(key: str, target: str, folder: str) -> CloudError | None:
    # The name comes from the store, so it may be none that a file below the folder can have.
    relative = target.removeprefix(folder.rstrip("/")).removeprefix("/")
    try:
        if relative:
            safe_relative_path(relative)
    except ValidationError as error:
        return InvalidRequestError(str(error), resource=key)
    return None


def _local_files(source: Any, recursive: bool, maxdepth: int | None) -> list[str]:
    """The paths on this machine that are to be copied; directories only where whole trees are."""
    found: list[str] = LocalFileSystem().expand_path(source, recursive=recursive, maxdepth=maxdepth)
    if isinstance(source, list) or (recursive and maxdepth is None):
        return found
    return [path for path in found if not os.path.isdir(path)]
