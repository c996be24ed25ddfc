"""What will be copied where: found lazily, so that copying begins while the tree is still being read."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from codomyrmex.cloud.common.errors import InvalidRequestError, LocalFileError, NotFoundError
from codomyrmex.cloud.common.storage import ObjectInfo, StorageClient
from codomyrmex.cloud.transfer.filters import name_filter
from codomyrmex.cloud.transfer.types import Place, Transfer
from codomyrmex.cloud.transfer.walk import walk
from codomyrmex.validation import ValidationError, safe_relative_path


def plan(
    source: Place,
    target: Place,
    *,
    recursive: bool = False,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    skipped: Callable[[str], object] = lambda _path: None,
) -> Iterator[Transfer]:
    """The transfers that ``cp source target`` consists of. Nothing is written.

    A single file or object goes to ``target``, or into it when it ends with ``/`` or is a folder. With
    ``recursive`` what is below ``source`` goes below ``target``, with the same relative names.

    Args:
        source: a file, a folder, an object or a prefix.
        target: where to.
        recursive: copy a tree.
        include: patterns of the relative names to copy; see `name_filter`.
        exclude: patterns of those to leave out.
        skipped: called with the path of each link or special file in a local tree.

    Raises:
        NotFoundError: there is nothing at ``source``.
        LocalFileError: it is a folder and ``recursive`` is not set, or cannot be read.
        InvalidRequestError: source and target are the same.
    """
    if source.storage is None and target.storage is None:
        raise InvalidRequestError("Both ends are on this machine; one of them must be in a storage.")
    if source.storage is not None and source.bucket is None:
        raise InvalidRequestError(f"{source.url} names no bucket.")
    if target.storage is not None and target.bucket is None:
        raise InvalidRequestError(f"{target.url} names no bucket.")
    if recursive:
        return _tree(source, target, name_filter(include, exclude), skipped)
    return iter([_single(source, target)])


def _single(source: Place, target: Place) -> Transfer:
    if source.storage is None:
        name, base = _local_file(_path(source))
    else:
        if not source.key or source.key.endswith("/"):
            raise InvalidRequestError(f"{source.url} is a prefix, not an object; copy it with -r.")
        name, base = source.key, source.key.rpartition("/")[2]
    if target.storage is None:
        path = _path(target)
        into = target.url.endswith(("/", os.sep)) or path.is_dir()
        to = str(path / base) if into else str(path)
    else:
        to = target.key + base if not target.key or target.key.endswith("/") else target.key
    if source.storage is target.storage and (source.bucket, name) == (target.bucket, to):
        raise InvalidRequestError(f"{source.url} would be copied onto itself.")
    return Transfer(name, to)


def _local_file(path: Path) -> tuple[str, str]:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise LocalFileError(f"{path} is not there.") from None
    except OSError as error:
        raise LocalFileError(f"{path} cannot be read: {error.strerror or error}.") from error
    if stat.S_ISDIR(mode):
        raise LocalFileError(f"{path} is a folder; copy it with -r.")
    # Links are passed over in trees; one that is named is meant.
    return os.path.realpath(path), path.name


def _path(place: Place) -> Path:
    if place.path is None:
        raise InvalidRequestError(f"{place.url} names neither a storage nor a path on this machine.")
    return place.path


def _tree(
    source: Place, target: Place, passes: Callable[[str], bool] | None, skipped: Callable[[str], object]
) -> Iterator[Transfer]:
    if source.storage is None:
        root = _path(source)
        if not root.is_dir():
            raise LocalFileError(f"{root} is not a folder.")
        return walk(root, _as_prefix(target.key), passes, skipped)
    from_prefix = _as_prefix(source.key)
    if source.storage is target.storage and source.bucket == target.bucket:
        to_prefix = _as_prefix(target.key)
        if to_prefix.startswith(from_prefix):
            raise InvalidRequestError(f"{target.url} lies within {source.url}; the copy would never end.")
    return _objects(source, source.storage, from_prefix, target, passes)


def _objects(
    source: Place, storage: StorageClient, prefix: str, target: Place, passes: Callable[[str], bool] | None
) -> Iterator[Transfer]:
    to_prefix = _as_prefix(target.key) if target.storage is not None else ""
    found = False
    for info in storage.list_objects(source.bucket or "", prefix):
        found = True
        name = info.key[len(prefix) :]
        if not name or (passes is not None and not passes(name)):
            continue
        if target.storage is not None:
            yield Transfer(info.key, to_prefix + name, info.size)
        else:
            yield _download(info, name, _path(target))
    if not found:
        raise NotFoundError(f"There is nothing below {source.url}.")


def _download(info: ObjectInfo, name: str, folder: Path) -> Transfer:
    # A key that ends with a slash and has no bytes is how some tools keep an empty folder.
    marker = name.endswith("/") and info.size == 0
    try:
        relative = safe_relative_path(name[:-1] if marker else name)
    except ValidationError as error:
        return Transfer(info.key, name, info.size, InvalidRequestError(str(error), resource=info.key))
    return Transfer(info.key, os.path.join(folder, relative) + ("/" if marker else ""), info.size)


def _as_prefix(key: str) -> str:
    return key if not key or key.endswith("/") else key + "/"
