"""Versions are recorded, listed and promoted, alike on SQLite and PostgreSQL."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime

import psycopg
import pytest
from sqlalchemy import Engine, event

from aegis_multimodal_ai_system.model_registry.catalogue import Catalogue, NewVersion, Stage, database
from codomyrmex.cloud import ConflictError, InvalidRequestError, NotFoundError
from tests.servers.postgresql import PostgreSQLServer


def new(name: str, key: str, **more: object) -> NewVersion:
    """A version with that key."""
    fields = {"file_name": "model.bin", "size": 7, "digest": "0" * 64, **more}
    return NewVersion(name, key, **fields)  # type: ignore[arg-type]


def test_what_is_recorded_is_got(catalogue: Catalogue) -> None:
    catalogue.record(new("base", "models/base"))
    before = datetime.now(UTC)
    made = catalogue.record(
        new(
            "chat",
            "models/1",
            size=2**40,
            signer="release",
            key_hint="hint=",
            parents=("aegis://base/1", "aegis://base/staging"),
            provenance={"commit": "c0ffee", "data": "größer"},
        )
    )
    assert (made.uri, made.version, made.stage) == ("aegis://chat/1", 1, Stage.STAGING)
    assert (made.size, made.signer, made.parents) == (2**40, "release", ("aegis://base/1",))
    assert made.provenance == {"commit": "c0ffee", "data": "größer"}
    assert before <= made.created_at <= datetime.now(UTC)
    assert catalogue.get("aegis://chat/1") == made == catalogue.get("aegis://chat/staging")


def test_versions_are_counted_for_each_name(catalogue: Catalogue) -> None:
    for key in range(3):
        catalogue.record(new("chat", f"chat/{key}"))
    catalogue.record(new("base", "base/0"))
    assert [found.uri for found in catalogue.list()] == [
        "aegis://base/1",
        "aegis://chat/1",
        "aegis://chat/2",
        "aegis://chat/3",
    ]
    assert [found.version for found in catalogue.list("chat")] == [1, 2, 3]
    assert catalogue.list("none") == []
    assert set(catalogue.keys()) == {"base/0", "chat/0", "chat/1", "chat/2"}


def test_a_row_takes_one_statement_and_a_list_two(catalogue: Catalogue) -> None:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        statements.append(statement.split()[0])

    event.listen(Engine, "before_cursor_execute", note)
    try:
        for key in range(3):
            catalogue.record(new("chat", f"chat/{key}"))
        assert len(catalogue.list("chat")) == 3
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert [word for word in statements if word != "BEGIN"] == ["INSERT"] * 3 + ["SELECT"] * 2


def test_a_connection_that_the_server_has_closed_is_made_anew(
    postgresql_server: PostgreSQLServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = postgresql_server.create_database()
    monkeypatch.setattr(database, "_TRUSTED_SECONDS", 0.0)
    with closing(Catalogue.upgrade(url)) as catalogue:
        catalogue.record(new("chat", "chat/0"))
        with psycopg.connect(postgresql_server.url(), autocommit=True) as other:
            ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
            assert other.execute(ended, [url.rpartition("/")[2]]).fetchall() == [(True,)]
        catalogue.record(new("chat", "chat/1"))
        assert len(catalogue.list("chat")) == 2


def test_versions_that_are_recorded_at_once_get_different_numbers(catalogue: Catalogue) -> None:
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda key: catalogue.record(new("chat", f"chat/{key}")), range(16)))
    assert [found.version for found in catalogue.list("chat")] == list(range(1, 17))


def test_an_object_is_recorded_once(catalogue: Catalogue) -> None:
    catalogue.record(new("chat", "models/1"))
    with pytest.raises(ConflictError, match="its number or its object is taken"):
        catalogue.record(new("chat", "models/1"))
    assert len(catalogue.list()) == 1


def test_a_parent_that_is_not_there_leaves_no_row(catalogue: Catalogue) -> None:
    with pytest.raises(NotFoundError, match="The parent aegis://base/1 is not registered"):
        catalogue.record(new("chat", "models/1", parents=("aegis://base/1",)))
    assert catalogue.list() == []


def test_promoting_archives_what_was_there(catalogue: Catalogue) -> None:
    for key in range(2):
        catalogue.record(new("chat", f"chat/{key}"))
    assert catalogue.promote("aegis://chat/1").stage is Stage.PRODUCTION
    assert catalogue.promote("aegis://chat/staging").version == 2
    assert [found.stage for found in catalogue.list("chat")] == [Stage.ARCHIVED, Stage.PRODUCTION]
    assert catalogue.get("aegis://chat/production").version == 2
    assert [found.version for found in catalogue.list(stage=Stage.ARCHIVED)] == [1]


def test_only_what_is_in_staging_is_promoted(catalogue: Catalogue) -> None:
    catalogue.record(new("chat", "chat/0"))
    catalogue.record(new("chat", "chat/1"))
    catalogue.promote("aegis://chat/1")
    with pytest.raises(ConflictError, match="is in production; only what is in staging"):
        catalogue.promote("aegis://chat/1")
    catalogue.promote("aegis://chat/2")
    with pytest.raises(ConflictError, match="is in archived"):
        catalogue.promote("aegis://chat/1")
    assert catalogue.get("aegis://chat/production").version == 2


def test_what_is_not_there(catalogue: Catalogue) -> None:
    catalogue.record(new("chat", "chat/0"))
    for uri in ("aegis://chat/2", "aegis://none/1", "aegis://chat/production"):
        with pytest.raises(NotFoundError, match=f"{uri} is not registered"):
            catalogue.get(uri)
        with pytest.raises(NotFoundError):
            catalogue.promote(uri)


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "chat/1",
        "models://chat/1",
        "aegis://",
        "aegis://chat",
        "aegis://chat/0",
        "aegis://chat/01",
        "aegis://chat/1/2",
        "aegis://chat/archived",
        "aegis://chat/9999999999",
        "aegis://../1",
        "aegis://a b/1",
    ],
)
def test_what_is_no_address(catalogue: Catalogue, uri: str) -> None:
    with pytest.raises(InvalidRequestError, match="is not aegis://NAME/VERSION"):
        catalogue.get(uri)


@pytest.mark.parametrize("name", ["", "a/b", "..", "-x", "a b", "x" * 201, "ä"])
def test_what_is_no_name(catalogue: Catalogue, name: str) -> None:
    with pytest.raises(InvalidRequestError, match="A model's name"):
        catalogue.record(new(name, "models/1"))


def test_it_shows_no_address_and_is_not_pickled(catalogue: Catalogue) -> None:
    assert repr(catalogue) in ("Catalogue('sqlite')", "Catalogue('postgresql')")
    with pytest.raises(TypeError, match="is not pickled"):
        pickle.dumps(catalogue)
