"""The data and the properties of images in Glance.

https://docs.openstack.org/api-ref/image/v2/
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext, suppress
from itertools import chain
from pathlib import Path
from typing import IO, Any

from codomyrmex.cloud.common.compute import ComputeClient, Image
from codomyrmex.cloud.common.errors import CloudError, ConflictError, IntegrityError, LocalFileError
from codomyrmex.cloud.common.storage.localfile import FileTarget
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.infomaniak.compute.formats import disk_format_of
from codomyrmex.cloud.infomaniak.compute.service import NovaClient
from codomyrmex.cloud.infomaniak.requests import path_of, send
from codomyrmex.cloud.infomaniak.tags import is_mark, words_of
from codomyrmex.validation import ValidationError, check_identifier

# Below the megabyte that uWSGI, in which many run Glance, takes as one chunk at most.
_CHUNK = 256 * 1024
_PATCH = {"Content-Type": "application/openstack-images-v2.1-json-patch"}
Progress = Callable[[int], object]


class GlanceImages(NovaClient, ComputeClient):
    """The images of the project, which can be read and written."""

    @operation("upload_image")
    def upload_image(
        self,
        name: str,
        source: str | os.PathLike[str] | IO[bytes],
        *,
        disk_format: str | None = None,
        min_disk_gib: int = 0,
        min_memory_mib: int = 0,
        tags: Collection[str] = (),
        properties: Mapping[str, str] | None = None,
        progress: Progress | None = None,
    ) -> Image:
        """Make an image of a file, a piece at a time, and check that all of it has arrived.

        Args:
            name: its name, which need not be the only one.
            source: the path of a file, or a file that is open for reading bytes.
            disk_format: ``qcow2``, ``raw``, ``iso``, ...; seen from the data if not given.
            min_disk_gib: the smallest root disk that it may be put on.
            min_memory_mib: the least memory it may be started with.
            tags: its labels, which have no values.
            properties: its own properties, such as ``os_distro``.
            progress: told the bytes sent after each piece.

        Raises:
            IntegrityError: what Glance stored is not what was sent; nothing is left of it.
            QuotaExceededError: the project has no room for it.
            LocalFileError: the file cannot be read.
        """
        check_identifier(name, "an image name")
        with _reading(source) as file:
            pieces = _pieces(file, source)
            first = next(pieces, b"")
            wanted: dict[str, Any] = {
                **(properties or {}),
                "name": name,
                "disk_format": disk_format or disk_format_of(first),
                "container_format": "bare",
                "min_disk": min_disk_gib,
                "min_ram": min_memory_mib,
                "tags": [*tags, *words_of(self.default_tags)],
            }
            image_id = self._request(self.native.image, "POST", "images", json=wanted)["id"]
            try:
                return self._upload(image_id, chain((first,), pieces), progress)
            except BaseException as error:
                with suppress(CloudError):
                    self.delete_image(image_id)
                unread = _unread(error)
                if unread is not None:
                    raise unread from unread.__cause__
                raise

    def _upload(self, image_id: str, pieces: Iterator[bytes], progress: Progress | None) -> Image:
        digests = _Digests("sha512", "md5")
        self._request(
            self.native.image,
            "PUT",
            "images",
            image_id,
            "file",
            data=digests.follow(pieces, progress),
            headers={"Content-Type": "application/octet-stream"},
            secret=True,
        )
        image = self._get_image(image_id)
        digests.check(image, "was stored")
        return image

    @operation("download_image")
    def download_image(
        self, image_id: str, path: str | os.PathLike[str], *, progress: Progress | None = None
    ) -> Image:
        """Write the data of an image to a file, which appears when all of it is there and checked.

        Args:
            image_id: Glance's id.
            path: the file; one that is there is replaced.
            progress: told the bytes received after each piece.

        Raises:
            NotFoundError: it is not there.
            ConflictError: it has no data yet.
            IntegrityError: what came is not what Glance stored; the file is as it was.
            LocalFileError: the file cannot be written.
        """
        check_identifier(image_id, "an image id")
        image = self._get_image(image_id)
        if image.size is None:
            raise ConflictError(f"The image has no data yet; it is {image.state}.")
        digests = _Digests(image.details.get("os_hash_algo") or "md5", "md5")
        with FileTarget(Path(path)) as target:
            path = path_of("images", image_id, "file")
            with send(self.native.image, "GET", path, stream=True) as answer:
                position = 0
                for piece in digests.follow(answer.iter_content(_CHUNK), progress):
                    target.write_at(position, piece)
                    position += len(piece)
            digests.check(image, "came")
            target.commit()
        return image

    @operation("update_image")
    def update_image(
        self,
        image_id: str,
        *,
        name: str | None = None,
        tags: Collection[str] | None = None,
        protected: bool | None = None,
        properties: Mapping[str, str | None] | None = None,
    ) -> Image:
        """Change an image; what is ``None`` stays as it is.

        Args:
            image_id: Glance's id.
            name: its new name.
            tags: all of its labels from now on.
            protected: whether it is kept from being deleted.
            properties: its own properties to set, and with ``None`` as their value to remove.

        Raises:
            NotFoundError: it is not there.
            PermissionDeniedError: it is another project's.
        """
        check_identifier(image_id, "an image id")
        there = self._get_image(image_id).details
        changes: dict[str, Any] = {"name": name, "protected": protected}
        changes["tags"] = None if tags is None else [*tags, *filter(is_mark, there["tags"])]
        patch = [_set(field, value) for field, value in changes.items() if value is not None]
        for field, value in (properties or {}).items():
            if value is not None:
                patch.append(_set(field, value))
            elif field in there:
                patch.append({"op": "remove", "path": _pointer(field)})
        if patch:
            self._request(self.native.image, "PATCH", "images", image_id, json=patch, headers=_PATCH)
        return self._get_image(image_id)

    @operation("delete_image")
    def delete_image(self, image_id: str) -> None:
        """Delete an image; instances that were made from it stay.

        Raises:
            NotFoundError: it is not there.
            PermissionDeniedError: it is another project's, or protected.
            ConflictError: a volume still needs it.
        """
        check_identifier(image_id, "an image id")
        self._request(self.native.image, "DELETE", "images", image_id)


class _Digests:
    """Counts and digests bytes as they pass, and compares with what Glance says of its own."""

    def __init__(self, *algorithms: str) -> None:
        self._digests = {name: hashlib.new(name, usedforsecurity=False) for name in algorithms}
        self._size = 0

    def follow(self, pieces: Iterator[bytes], progress: Progress | None) -> Iterator[bytes]:
        for piece in pieces:
            for digest in self._digests.values():
                digest.update(piece)
            self._size += len(piece)
            yield piece
            if progress is not None:
                progress(self._size)

    def check(self, image: Image, what: str) -> None:
        if image.size != self._size:
            raise IntegrityError(f"{self._size} bytes were read, and {image.size} {what}.")
        theirs = image.details
        # MD5 is what Glance before Rocky had alone, and what it has of data stored then.
        known = {theirs.get("os_hash_algo"): theirs.get("os_hash_value"), "md5": theirs.get("checksum")}
        for name, digest in self._digests.items():
            if known.get(name) and known[name] != digest.hexdigest():
                raise IntegrityError(f"The {name} of the data is not that of what {what}.")


def _reading(source: str | os.PathLike[str] | IO[bytes]) -> AbstractContextManager[IO[bytes]]:
    if not isinstance(source, str | os.PathLike):
        return nullcontext(source)
    try:
        return Path(source).open("rb")
    except OSError as error:
        raise LocalFileError(f"{source} cannot be read: {error.strerror or error}.") from error


def _pieces(file: IO[bytes], source: object) -> Iterator[bytes]:
    while True:
        try:
            piece = file.read(_CHUNK)
        except OSError as error:
            raise LocalFileError(f"{source} cannot be read: {error.strerror or error}.") from error
        if not isinstance(piece, bytes):
            raise ValidationError("an image is read from a file that is open for bytes, not for text")
        if not piece:
            return
        yield piece


def _unread(error: BaseException) -> LocalFileError | None:
    """What is wrong with the file, where that ended the upload: an OSError, which the HTTP library takes for
    one of the connection."""
    seen: BaseException | None = error
    while seen is not None and not isinstance(seen, LocalFileError):
        seen = seen.__cause__ or seen.__context__
    return seen


def _set(field: str, value: Any) -> dict[str, Any]:
    # Of a field that is there, Glance takes this as replacing it.
    return {"op": "add", "path": _pointer(field), "value": value}


def _pointer(field: str) -> str:
    return "/" + field.replace("~", "~0").replace("/", "~1")
