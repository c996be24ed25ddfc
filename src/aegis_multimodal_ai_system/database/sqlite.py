"""Files of SQLite: https://www.sqlite.org/backup.html."""

from __future__ import annotations

import os
import secrets
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING

from aegis_multimodal_ai_system.database.errors import DatabaseProgramError
from codomyrmex.cloud.common.errors import InvalidRequestError, NotFoundError
from codomyrmex.cloud.common.storage.localfile import local_error

if TYPE_CHECKING:
    from sqlalchemy import Engine


def dump(engine: Engine, target: Path) -> None:
    """Write the database as it is now into another file; others may write to it meanwhile.

    Args:
        engine: of the database.
        target: the other file.

    Raises:
        NotFoundError: the database is not there.
        DatabaseProgramError: it cannot be read.
    """
    file = _file(engine)
    if not file.is_file():
        raise NotFoundError(f"There is no database {file}.")
    try:
        with closing(_reading(file)) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
    except sqlite3.Error as error:
        raise DatabaseProgramError(f"The database {file} cannot be read: {error}.") from error


def restore(engine: Engine, backup: Path) -> None:
    """Put a file where the database is to be.

    Args:
        engine: of the database, which is empty.
        backup: the file.

    Raises:
        DatabaseProgramError: it is no database, or a damaged one.
        LocalFileError: the folder cannot be written.
    """
    file = _file(engine)
    try:
        with closing(_reading(backup)) as opened:
            found = opened.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.Error as error:
        raise DatabaseProgramError(f"The backup is no database of SQLite: {error}.") from error
    if found != "ok":
        raise DatabaseProgramError("The backup is a database of SQLite that is damaged.")
    engine.dispose()
    beside = file.with_name(f".{secrets.token_hex(8)}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        copyfile(backup, beside)
        os.replace(beside, file)
    except OSError as error:
        raise local_error(error, file) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def is_empty(engine: Engine) -> bool:
    """Whether there is no file, or one without tables.

    Args:
        engine: of the database.

    Raises:
        DatabaseProgramError: it is no database.
    """
    file = _file(engine)
    if not file.exists():
        return True
    try:
        with closing(_reading(file)) as opened:
            return not opened.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    except sqlite3.Error as error:
        raise DatabaseProgramError(f"{file} is no database of SQLite: {error}.") from error


def _file(engine: Engine) -> Path:
    name = engine.url.database
    if not name or name == ":memory:" or name.startswith("file:"):
        raise InvalidRequestError("The database is not in a file, so it has no backups.")
    return Path(name).absolute()


def _reading(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)
