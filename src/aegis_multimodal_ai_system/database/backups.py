"""Backing up a database into the bucket, and restoring an empty one from there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Self

from aegis_multimodal_ai_system.database import postgresql, sqlite
from aegis_multimodal_ai_system.mlflow_artifacts.paths import is_plain
from aegis_multimodal_ai_system.model_registry.catalogue.database import connect
from aegis_multimodal_ai_system.model_registry.signatures.digest import file_digest
from codomyrmex.cloud.common.errors import (
    AlreadyExistsError,
    BucketNotFoundError,
    CloudError,
    ConflictError,
    IntegrityError,
    InvalidRequestError,
    NotFoundError,
)

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from aegis_multimodal_ai_system.storage.client import StorageClient
    from aegis_multimodal_ai_system.storage.secret import Secret

PREFIX = "backups/"
_DESCRIPTION = ".json"
_KINDS = {"postgresql": postgresql, "sqlite": sqlite}


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that is whole.

    Attributes:
        key: of its object.
        kind: ``postgresql``, as ``pg_dump --format=custom`` writes it, or ``sqlite``, a file of it.
        size: bytes.
        digest: its SHA-256, in hexadecimal.
        created_at: when it was made.
    """

    key: str
    kind: str
    size: int
    digest: str
    created_at: datetime

    def to_json(self) -> str:
        """The text of the object beside it, whose key is the same with ``.json`` behind it."""
        known = {"kind": self.kind, "size": self.size, "sha256": self.digest}
        return json.dumps({**known, "created_at": self.created_at.isoformat()}, indent=2)

    @classmethod
    def from_json(cls, key: str, text: str) -> Self:
        """The backup that such a text describes.

        Args:
            key: of the backup.
            text: the text.

        Raises:
            IntegrityError: it describes none.
        """
        try:
            known: Any = json.loads(text)
            return cls(
                key,
                str(known["kind"]),
                int(known["size"]),
                str(known["sha256"]),
                datetime.fromisoformat(known["created_at"]),
            )
        except (ValueError, TypeError, KeyError):
            raise IntegrityError(f"{key}{_DESCRIPTION} describes no backup.", retryable=False) from None


def back_up(storage: StorageClient, url: Secret | None, key: str | None = None) -> Backup:
    """Store all of a database, as it is at one moment.

    Args:
        storage: the bucket.
        url: ``postgresql://…`` or ``sqlite:///…``; ``None`` for the default file of the catalogue.
        key: ``backups/…``; by default with the time in it.

    Raises:
        AlreadyExistsError: there is a backup of that key.
        InvalidRequestError: the key is not below ``backups/``.
        MissingDependencyError: ``pg_dump`` is not installed.
        CatalogueUnavailableError: the database does not answer.
        DatabaseProgramError: ``pg_dump`` failed, as it does on a server that is newer than it.
    """
    created_at = datetime.now(UTC)
    with _engine(url) as engine, TemporaryDirectory(prefix="aegis-backup-") as temporary:
        kind = engine.dialect.name
        key = _checked(key or f"{PREFIX}{created_at:%Y%m%dT%H%M%S.%fZ}.{kind}")
        if storage.exists(key) or storage.exists(key + _DESCRIPTION):
            raise AlreadyExistsError(f"There is a backup {key} already.")
        file, description = Path(temporary, "database"), Path(temporary, "description")
        _KINDS[kind].dump(engine, file)
        backup = Backup(key, kind, file.stat().st_size, file_digest(file).hex(), created_at)
        description.write_text(backup.to_json(), encoding="utf-8")
        try:
            storage.upload(file, key)
            # Last: what has a description is whole.
            storage.upload(description, key + _DESCRIPTION)
        except BaseException:
            for left in (key, key + _DESCRIPTION):
                with suppress(CloudError):
                    storage.delete(left)
            raise
    return backup


def restore(storage: StorageClient, url: Secret | None, key: str) -> Backup:
    """Fill an empty database from a backup: all of it or nothing.

    Args:
        storage: the bucket.
        url: as of `back_up`.
        key: of the backup.

    Raises:
        NotFoundError: there is no such backup, or its object is gone.
        IntegrityError: it is not what was stored; the database stays empty.
        ConflictError: the database is not empty; nothing was changed.
        InvalidRequestError: the key is not below ``backups/``, or it is of the other kind of database.
        MissingDependencyError: ``pg_restore`` is not installed.
        CatalogueUnavailableError: the database does not answer.
        DatabaseProgramError: ``pg_restore`` failed.
    """
    with _engine(url) as engine, TemporaryDirectory(prefix="aegis-backup-") as temporary:
        backup = _described(storage, _checked(key))
        kind = engine.dialect.name
        if backup.kind != kind:
            raise InvalidRequestError(f"{key} is a backup of {backup.kind}, and the database is {kind}.")
        _refuse_full(engine)
        file = _fetched(storage, backup, Path(temporary, "database"))
        _KINDS[kind].restore(engine, file)
    return backup


def list_backups(storage: StorageClient) -> Iterator[Backup]:
    """The backups that are whole, by key.

    Args:
        storage: the bucket.

    Raises:
        IntegrityError: the description of one is none.
    """
    keys = {found.key for found in storage.list(PREFIX)}
    whole = (key for key in sorted(keys) if key + _DESCRIPTION in keys)
    return (_described(storage, key) for key in whole)


@contextmanager
def _engine(url: Secret | None) -> Iterator[Engine]:
    engine = connect(url)
    try:
        yield engine
    finally:
        engine.dispose()


def _checked(key: str) -> str:
    if not key.startswith(PREFIX) or not is_plain(key) or key.endswith(_DESCRIPTION):
        raise InvalidRequestError(f"{key!r} is no key of a backup: it must be {PREFIX}NAME, without .json.")
    return key


def _described(storage: StorageClient, key: str) -> Backup:
    try:
        text = b"".join(storage.stream(key + _DESCRIPTION))
    except BucketNotFoundError:
        raise
    except NotFoundError as error:
        raise NotFoundError(f"There is no backup {key}.") from error
    return Backup.from_json(key, text.decode("utf-8", "replace"))


def _fetched(storage: StorageClient, backup: Backup, file: Path) -> Path:
    try:
        storage.download(backup.key, file)
    except BucketNotFoundError:
        raise
    except NotFoundError as error:
        raise NotFoundError(f"The backup {backup.key} is described, and its object is gone.") from error
    if file.stat().st_size != backup.size or file_digest(file).hex() != backup.digest:
        raise IntegrityError(f"The backup {backup.key} is not what was stored.", retryable=False)
    return file


def _refuse_full(engine: Engine) -> None:
    if not _KINDS[engine.dialect.name].is_empty(engine):
        raise ConflictError("The database is not empty; a backup is restored into an empty one alone.")
