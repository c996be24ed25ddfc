"""The engine of a database, and what its faults are called."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    DisconnectionError,
    InterfaceError,
    NoSuchModuleError,
    OperationalError,
    TimeoutError,
)

from aegis_multimodal_ai_system.model_registry.errors import CatalogueUnavailableError, RegistryError
from aegis_multimodal_ai_system.model_registry.requirements import require
from aegis_multimodal_ai_system.storage.secret import reveal
from codomyrmex.cloud.common.errors import ConfigurationError

if TYPE_CHECKING:
    from sqlalchemy.engine.interfaces import DBAPIConnection, Dialect
    from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

    from aegis_multimodal_ai_system.storage.secret import Secret

_CONNECT_SECONDS = 10
_LOCK_SECONDS = 30
_TRUSTED_SECONDS = 1.0
_IDLE_SINCE = "idle since"


def default_file() -> Path:
    """Where the catalogue is when no database is named: a file of SQLite in the user's folder of data."""
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "aegis" / "registry.sqlite"


def connect(url: Secret | None) -> Engine:
    """The engine of a database. Nothing is sent.

    Args:
        url: ``postgresql://…`` or ``sqlite:///…``; ``None`` for the default file, whose folder is made.

    Raises:
        ConfigurationError: the address cannot be read, or is of another database.
        MissingDependencyError: it is PostgreSQL, and psycopg is not installed.
    """
    text = reveal(url)
    address = _sqlite_url(default_file()) if text is None else _parsed(text)
    if address.get_backend_name() == "sqlite":
        engine = create_engine(address, connect_args={"timeout": _LOCK_SECONDS}, hide_parameters=True)
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
        return engine
    require("psycopg")
    engine = create_engine(
        address.set(drivername="postgresql+psycopg"),
        connect_args={"connect_timeout": _CONNECT_SECONDS},
        hide_parameters=True,
    )
    event.listen(engine, "checkin", _put_back)
    event.listen(engine, "checkout", partial(_demand_open, engine.dialect))
    return engine


@contextmanager
def closed_on_failure(engine: Engine) -> Iterator[Engine]:
    """Closes the connections of an engine that the block cannot use.

    Args:
        engine: the engine.
    """
    try:
        yield engine
    except BaseException:
        engine.dispose()
        raise


@contextmanager
def faults() -> Iterator[None]:
    """Turns what the database raises into errors of the registry.

    Raises:
        CatalogueUnavailableError: it does not answer, refuses, or is no database.
        RegistryError: anything else that it raises.
    """
    try:
        yield
    except (InterfaceError, OperationalError, TimeoutError) as error:
        raise CatalogueUnavailableError(
            "The database of the catalogue does not answer or refuses; see DATABASE_URL."
        ) from error
    except DBAPIError as error:
        raise RegistryError("The database of the catalogue cannot do this.") from error


def _sqlite_url(file: Path) -> URL:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return URL.create("sqlite", database=str(file))


def _parsed(url: str) -> URL:
    try:
        address = make_url(url)
        backend = address.get_backend_name()
    except (ArgumentError, NoSuchModuleError, ValueError):
        # The original repeats the address, in which there is a password.
        raise ConfigurationError("DATABASE_URL is not the address of a database.") from None
    if backend not in ("postgresql", "sqlite"):
        raise ConfigurationError("DATABASE_URL must begin with postgresql:// or sqlite:///.")
    return address


def _put_back(_connection: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
    record.info[_IDLE_SINCE] = monotonic()


def _demand_open(
    dialect: Dialect, connection: DBAPIConnection, record: ConnectionPoolEntry, _proxy: PoolProxiedConnection
) -> None:
    # What the server has closed meanwhile is found out before it is used; asking each time, as the pool's own
    # pre-ping does, takes a third of the time of a short statement.
    if monotonic() - record.info.get(_IDLE_SINCE, monotonic()) < _TRUSTED_SECONDS:
        return
    try:
        dialect.do_ping(connection)
    except dialect.loaded_dbapi.Error as error:
        raise DisconnectionError from error  # the pool connects anew


def _prepare(connection: DBAPIConnection, _record: Any) -> None:
    # The driver's own transactions begin late and leave out changes of tables:
    # https://docs.sqlalchemy.org/en/20/dialects/sqlite.html#pysqlite-serializable
    connection.isolation_level = None
    cursor = connection.cursor()
    # SQLite checks foreign keys only where it is told to.
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin(connection: Connection) -> None:
    # Two that read first and write then would wait for each other; who begins so waits at once.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
