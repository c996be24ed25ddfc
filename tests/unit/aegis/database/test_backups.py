"""Backups on SQLite and on PostgreSQL, into the embedded store."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from aegis_multimodal_ai_system.database import DatabaseProgramError, back_up, list_backups, restore
from aegis_multimodal_ai_system.model_registry import Catalogue, ModelVersion
from aegis_multimodal_ai_system.model_registry.catalogue import NewVersion
from aegis_multimodal_ai_system.model_registry.errors import CatalogueUnavailableError
from aegis_multimodal_ai_system.storage import LocalStorageAdapter
from codomyrmex.cloud.common.errors import (
    AlreadyExistsError,
    CloudError,
    ConflictError,
    IntegrityError,
    InvalidRequestError,
    MissingDependencyError,
    NotFoundError,
)
from tests.servers.postgresql import PostgreSQLServer

Databases = Callable[[], str]
KEY = "backups/nightly"


@pytest.fixture
def storage(folder: Path) -> Iterator[LocalStorageAdapter]:
    """An empty bucket."""
    with LocalStorageAdapter("aegis", root=folder / "store") as adapter:
        adapter.client.create_bucket("aegis")
        yield adapter


@pytest.fixture(params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest, folder: Path) -> Databases:
    """Gives addresses of databases that are empty."""
    if request.param == "postgresql":
        server: PostgreSQLServer = request.getfixturevalue("postgresql_server")
        return server.create_database
    names = iter(range(10))
    return lambda: f"sqlite:///{folder}/{next(names)} base.sqlite"


def filled(url: str) -> list[ModelVersion]:
    """What the catalogue of a database has after a version was recorded in it."""
    catalogue = Catalogue.upgrade(url)
    catalogue.record(NewVersion("chat", "models/chat/1", "model.bin", 7, "0" * 64, provenance={"by": "åda"}))
    found = catalogue.list()
    catalogue.close()
    return found


def listed(url: str) -> list[ModelVersion]:
    """What the catalogue of a database has."""
    catalogue = Catalogue.open(url)
    found = catalogue.list()
    catalogue.close()
    return found


def test_into_an_empty_database(storage: LocalStorageAdapter, databases: Databases) -> None:
    url, other = databases(), databases()
    before = filled(url)
    first, second = back_up(storage, url), back_up(storage, url, KEY)
    assert list(list_backups(storage)) == [first, second]
    assert first.key.startswith("backups/2")
    assert restore(storage, other, KEY) == second
    assert listed(other) == before
    with pytest.raises(ConflictError, match="The database is not empty"):
        restore(storage, other, first.key)
    with pytest.raises(AlreadyExistsError):
        back_up(storage, url, KEY)
    assert listed(other) == before


def test_a_backup_that_is_not_what_was_stored(
    storage: LocalStorageAdapter, databases: Databases, folder: Path
) -> None:
    url, other = databases(), databases()
    filled(url)
    back_up(storage, url, KEY)
    whole = storage.download(KEY, folder / "whole").read_bytes()

    def refused(error: type[CloudError], message: str) -> None:
        with pytest.raises(error, match=message):
            restore(storage, other, KEY)

    (folder / "changed").write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    storage.upload(folder / "changed", KEY)
    refused(IntegrityError, "is not what was stored")
    storage.delete(KEY)
    refused(NotFoundError, "is described, and its object is gone")
    (folder / "description").write_text("{}")
    storage.upload(folder / "description", f"{KEY}.json")
    refused(IntegrityError, "describes no backup")
    storage.delete(f"{KEY}.json")
    refused(NotFoundError, f"There is no backup {KEY}")
    assert filled(other)


def test_damage_that_the_digest_does_not_show(
    storage: LocalStorageAdapter, databases: Databases, folder: Path
) -> None:
    """A database that its programs cannot restore stays empty, and may be filled from another backup."""
    from dataclasses import replace
    from hashlib import sha256

    url, other = databases(), databases()
    filled(url)
    made = back_up(storage, url, KEY)
    whole = storage.download(KEY, folder / "whole").read_bytes()
    half = whole[: len(whole) // 2]
    known = replace(made, key="backups/half", size=len(half), digest=sha256(half).hexdigest())
    for key, content in ((known.key, half), (f"{known.key}.json", known.to_json().encode())):
        (folder / "object").write_bytes(content)
        storage.upload(folder / "object", key)
    with pytest.raises(DatabaseProgramError):
        restore(storage, other, known.key)
    restore(storage, other, KEY)
    assert listed(other) == listed(url)


@pytest.mark.parametrize("key", ["models/x", "nightly", "backups/", "backups/../x", "backups/x.json"])
def test_keys_of_others(storage: LocalStorageAdapter, folder: Path, key: str) -> None:
    url = f"sqlite:///{folder}/base.sqlite"
    filled(url)
    for call in (back_up, restore):
        with pytest.raises(InvalidRequestError, match="is no key of a backup"):
            call(storage, url, key)
    assert list(storage.list()) == []


def test_databases_that_cannot_be_backed_up(
    storage: LocalStorageAdapter,
    postgresql_server: PostgreSQLServer,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (folder / "no.sqlite").write_bytes(b"no database of anything" * 100)
    url = postgresql_server.create_database()
    wrong = url.replace(postgresql_server.password, "hush-hush")
    failures: dict[str, type[CloudError]] = {
        f"sqlite:///{folder}/nowhere.sqlite": NotFoundError,
        f"sqlite:///{folder}/no.sqlite": DatabaseProgramError,
        "sqlite://": InvalidRequestError,
        wrong: CatalogueUnavailableError,
        "postgresql://aegis:hush-hush@127.0.0.1:1/aegis": CatalogueUnavailableError,
    }
    for address, error in failures.items():
        with pytest.raises(error) as failed:
            back_up(storage, address, KEY)
        assert "hush" not in str(failed.value)
    back_up(storage, url, "backups/of-postgresql")
    with pytest.raises(InvalidRequestError, match="is a backup of postgresql, and the database is sqlite"):
        restore(storage, f"sqlite:///{folder}/new.sqlite", "backups/of-postgresql")
    monkeypatch.setenv("PATH", str(folder))
    with pytest.raises(MissingDependencyError, match="pg_dump is not installed"):
        back_up(storage, url, KEY)
    assert [found.key for found in storage.list()] == ["backups/of-postgresql", "backups/of-postgresql.json"]


def test_what_pg_dump_says_is_said(storage: LocalStorageAdapter, postgresql_server: PostgreSQLServer) -> None:
    url = postgresql_server.create_database()
    with psycopg.connect(url) as connection:
        connection.execute("CREATE ROLE reader LOGIN PASSWORD 'hush-hush'; CREATE TABLE kept (x int)")
    reader = url.replace(f"aegis:{postgresql_server.password}", "reader:hush-hush")
    with pytest.raises(DatabaseProgramError, match=r"pg_dump failed: .*permission denied for") as failed:
        back_up(storage, reader)
    assert "hush" not in str(failed.value)
    assert list(storage.list()) == []


def test_sqlite_is_read_while_others_write(storage: LocalStorageAdapter, folder: Path) -> None:
    url = f"sqlite:///{folder}/base.sqlite"
    filled(url)
    with closing(sqlite3.connect(folder / "base.sqlite")) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("INSERT INTO aegis_model_parents VALUES (1, 1)")
        back_up(storage, url, KEY)
        writer.rollback()
    restore(storage, f"sqlite:///{folder}/new.sqlite", KEY)
    with closing(sqlite3.connect(folder / "new.sqlite")) as opened:
        assert opened.execute("SELECT count(*) FROM aegis_model_parents").fetchone() == (0,)
