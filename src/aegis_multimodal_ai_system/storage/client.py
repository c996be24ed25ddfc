"""The interface with which an application reaches its bucket."""

from __future__ import annotations

import hashlib
import os
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import TYPE_CHECKING, NoReturn

from codomyrmex.cloud.common.errors import IntegrityError

if TYPE_CHECKING:
    from typing import Self

    from aegis_multimodal_ai_system.config.settings import Settings
    from codomyrmex.cloud.common.storage import Directory, ObjectInfo, Progress

_PIECE = 1024 * 1024


class StorageClient(ABC):
    """One bucket of one store.

    What fails raises a `CloudError`, the same one on every store. No adapter creates or deletes buckets:
    where the bucket is not there, calls raise `BucketNotFoundError`.

    Attributes:
        bucket: the bucket's name.
    """

    bucket: str

    @classmethod
    @abstractmethod
    def from_settings(cls, settings: Settings) -> Self:
        """The adapter that settings describe. Nothing is sent.

        Args:
            settings: as in ``config.cfg``.

        Raises:
            ConfigurationError: a setting that it needs is missing or wrong.
        """

    @abstractmethod
    def upload(
        self, file_path: str | os.PathLike[str], key: str, *, progress: Progress | None = None
    ) -> ObjectInfo:
        """Store a file as an object, whole or not at all.

        Args:
            file_path: the file.
            key: the object's key.
            progress: called with the bytes so far and the total; what it raises ends the upload.

        Returns:
            What the store keeps.

        Raises:
            BucketNotFoundError: the bucket is not there.
            LocalFileError: the file is not there, not readable, or changes meanwhile.
            PermissionDeniedError: the credentials are wrong or do not allow it.
        """

    @abstractmethod
    def download(
        self, key: str, file_path: str | os.PathLike[str], *, progress: Progress | None = None
    ) -> Path:
        """Write an object into a file, which is the old one or the whole new one at any time.

        Args:
            key: the object's key.
            file_path: where to; the folder must exist.
            progress: called with the bytes so far and the total; what it raises ends the download.

        Returns:
            The path of the file.

        Raises:
            NotFoundError: the object is not there.
            PreconditionFailedError: the object was replaced meanwhile.
            IntegrityError: what arrived is not what the store keeps.
        """

    def download_verified(
        self,
        key: str,
        file_path: str | os.PathLike[str],
        sha256: bytes,
        *,
        progress: Progress | None = None,
    ) -> Path:
        """`download` an object of which the SHA-256 is known, which the file has then.

        An adapter that cannot hash while it downloads reads the file once more.

        Args:
            key: the object's key.
            file_path: where to; the folder must exist.
            sha256: the digest, 32 bytes.
            progress: called with the bytes so far and the total; what it raises ends the download.

        Returns:
            The path of the file.

        Raises:
            IntegrityError: what arrived has another; the old file is untouched.
        """
        path = Path(file_path)
        with TemporaryDirectory(prefix=".", dir=path.parent) as folder:
            file = self.download(key, Path(folder, "object"), progress=progress)
            with file.open("rb") as opened:
                actual = hashlib.file_digest(opened, "sha256").digest()
            if actual != sha256:
                raise IntegrityError(f"{key} has the SHA-256 {actual.hex()}, not {sha256.hex()}.")
            return file.replace(path)

    def stream(self, key: str) -> Iterator[bytes]:
        """The bytes of an object in pieces. An adapter that cannot fetch ahead downloads all of it first.

        Args:
            key: the object's key.

        Raises:
            NotFoundError: the object is not there.
            PreconditionFailedError: the object was replaced meanwhile.
            IntegrityError: what arrived is not what the store keeps; that is told before the last piece.
        """
        with TemporaryDirectory() as folder, self.download(key, Path(folder, "object")).open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece

    @abstractmethod
    def get_presigned_url(self, key: str, *, method: str = "GET", expires_in: int = 3600) -> str:
        """A URL with which anyone can read or write one object for a while. Nothing is sent.

        Args:
            key: the object's key.
            method: ``GET`` or ``PUT``.
            expires_in: seconds it is to work.

        Raises:
            InvalidRequestError: another method, or a time that the store does not allow.
            NotSupportedError: the store signs no URLs.
        """

    def presigned_url_headers(self, method: str = "GET") -> dict[str, str]:
        """The headers that a request with a presigned URL must carry; on most stores none.

        Args:
            method: ``GET`` or ``PUT``.
        """
        return {}

    @abstractmethod
    def exists(self, key: str) -> bool:
        """Whether the object is there. A missing bucket or permission is an error, not ``False``.

        Args:
            key: the object's key.

        Raises:
            BucketNotFoundError: the bucket is not there.
            PermissionDeniedError: the credentials do not allow to ask.
        """

    @abstractmethod
    def list(self, prefix: str = "") -> Iterator[ObjectInfo]:
        """The objects whose keys begin with a prefix. The first page is fetched now, the others as they are
        reached.

        Args:
            prefix: what the keys begin with.

        Raises:
            BucketNotFoundError: the bucket is not there.
        """

    def list_directory(self, prefix: str = "") -> Directory:
        """One level below a prefix. An adapter that cannot ask for one level looks at all below it.

        Args:
            prefix: ``""``, or what ends with ``/``.

        Raises:
            BucketNotFoundError: the bucket is not there.
        """
        from codomyrmex.cloud.common.storage import Directory

        objects, directories = [], dict[str, None]()
        for found in self.list(prefix):
            name, slash, _ = found.key.removeprefix(prefix).partition("/")
            if slash:
                directories[f"{prefix}{name}/"] = None
            else:
                objects.append(found)
        return Directory(self.bucket, prefix, tuple(directories), tuple(objects))

    @abstractmethod
    def delete(self, key: str) -> None:
        """Delete an object; one that is not there is no error.

        Args:
            key: the object's key.

        Raises:
            BucketNotFoundError: the bucket is not there.
        """

    @abstractmethod
    def stat(self, key: str) -> ObjectInfo:
        """What the store knows of an object: size, time, ETag, content type, metadata.

        Args:
            key: the object's key.

        Raises:
            NotFoundError: the object is not there.
        """

    def close(self) -> None:
        """Close idle connections; the client can be used again all the same."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        self.close()

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a storage client can hold secrets and is not pickled; make it in the other process")
