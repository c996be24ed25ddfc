"""The tables in a database are those of this program, or it says what they are."""

from __future__ import annotations

import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from aegis_multimodal_ai_system.model_registry.catalogue import Catalogue
from aegis_multimodal_ai_system.model_registry.catalogue.database import connect, default_file
from aegis_multimodal_ai_system.model_registry.catalogue.schema import VERSION_TABLE
from aegis_multimodal_ai_system.model_registry.catalogue.tables import METADATA
from aegis_multimodal_ai_system.model_registry.errors import CatalogueUnavailableError, SchemaError
from codomyrmex.cloud import ConfigurationError, ServiceUnavailableError
from tests.servers.postgresql import PostgreSQLServer
from tests.servers.process import reserved_port


def execute(url: str, statement: str) -> None:
    """Change a database behind the catalogue's back."""
    engine = connect(url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def test_migrations_make_the_tables_that_are_described(url: str) -> None:
    Catalogue.upgrade(url).close()
    engine = connect(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        assert compare_metadata(context, METADATA) == []
    engine.dispose()


def test_upgrading_twice_changes_nothing(url: str) -> None:
    Catalogue.upgrade(url).close()
    Catalogue.upgrade(url).close()
    Catalogue.open(url).close()


def test_several_programs_upgrade_at_once(url: str) -> None:
    with ThreadPoolExecutor(4) as threads:
        for opened in threads.map(lambda _: Catalogue.upgrade(url), range(4)):
            opened.close()
    Catalogue.open(url).close()


def test_tables_of_others_are_left_alone(url: str) -> None:
    execute(url, "CREATE TABLE alembic_version (version_num VARCHAR(32))")
    execute(url, "INSERT INTO alembic_version VALUES ('mlflow')")
    Catalogue.upgrade(url).close()
    Catalogue.open(url).close()


def test_an_empty_file_of_sqlite_gets_its_tables(folder: Path) -> None:
    catalogue = Catalogue.open(f"sqlite:///{folder / 'new.sqlite'}")
    assert catalogue.list() == []
    catalogue.close()


def test_an_empty_database_of_postgresql_is_not_changed(postgresql_server: PostgreSQLServer) -> None:
    url = postgresql_server.create_database()
    for _ in range(2):
        with pytest.raises(SchemaError, match=r"has no catalogue yet; make it with Catalogue\.upgrade"):
            Catalogue.open(url)


def test_an_older_schema(url: str) -> None:
    Catalogue.upgrade(url).close()
    execute(url, "DELETE FROM aegis_registry_version")
    for use in (Catalogue.open, Catalogue.upgrade):
        with pytest.raises(SchemaError, match=r"that (the catalogue|this program) did not make"):
            use(url)


def test_an_unknown_schema(url: str) -> None:
    Catalogue.upgrade(url).close()
    execute(url, "UPDATE aegis_registry_version SET version_num = '9999'")
    with pytest.raises(SchemaError, match="schema is 9999, which this program does not know"):
        Catalogue.open(url)
    with pytest.raises(SchemaError, match="nothing was changed"):
        Catalogue.upgrade(url)


def test_a_database_that_is_down() -> None:
    with reserved_port() as port:
        url = f"postgresql://ada:hush-hush@127.0.0.1:{port}/aegis"
        with pytest.raises(CatalogueUnavailableError, match="does not answer") as caught:
            Catalogue.open(url)
    assert isinstance(caught.value, ServiceUnavailableError)
    assert "hush-hush" not in "".join(traceback.format_exception(caught.value))


def test_a_wrong_password(postgresql_server: PostgreSQLServer) -> None:
    url = postgresql_server.url().replace(postgresql_server.password, "hush-hush")
    with pytest.raises(CatalogueUnavailableError, match="does not answer or refuses") as caught:
        Catalogue.open(url)
    assert "hush-hush" not in "".join(traceback.format_exception(caught.value))


def test_a_file_that_is_no_database(folder: Path) -> None:
    (folder / "notes.sqlite").write_bytes(b"no database\n" * 1000)
    with pytest.raises(Exception, match="The database of the catalogue"):
        Catalogue.open(f"sqlite:///{folder / 'notes.sqlite'}")


@pytest.mark.parametrize(
    "url",
    ["hush-hush", "mysql://ada:hush-hush@host/x", "oracle://hush-hush", "postgresql://a:hush-hush@h:p/x"],
)
def test_what_is_no_address_of_ours(url: str) -> None:
    with pytest.raises(ConfigurationError, match="DATABASE_URL") as caught:
        Catalogue.open(url)
    assert "hush-hush" not in "".join(traceback.format_exception(caught.value))


def test_without_a_database_it_is_a_file(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(folder / "data"))
    Catalogue.open().close()
    assert default_file() == folder / "data" / "aegis" / "registry.sqlite"
    assert default_file().stat().st_size > 0
