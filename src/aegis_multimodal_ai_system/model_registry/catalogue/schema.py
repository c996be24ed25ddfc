"""The version of the tables in a database, and how they are brought to the newest."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, func, inspect, select

from aegis_multimodal_ai_system.model_registry.catalogue.database import faults
from aegis_multimodal_ai_system.model_registry.catalogue.tables import METADATA
from aegis_multimodal_ai_system.model_registry.errors import SchemaError

# Not Alembic's own name: MLflow keeps its version there, maybe in the same database.
VERSION_TABLE = "aegis_registry_version"
_LOCK = 0x6165676973  # any number that others do not use: "aegis"
_MIGRATIONS = Path(__file__).parent / "migrations"


def check_schema(engine: Engine) -> None:
    """Let pass a database whose tables are those of this program.

    Args:
        engine: of the database.

    Raises:
        SchemaError: it has none, older or unknown tables; the message says which, and what to do.
        CatalogueUnavailableError: it does not answer.
    """
    with faults(), engine.connect() as connection:
        found = _version(connection)
        foreign = found is None and _has_tables(connection)
    scripts = ScriptDirectory.from_config(_configuration())
    if found == scripts.get_current_head():
        return
    if foreign:
        raise SchemaError("The database has tables of the catalogue's names that the catalogue did not make.")
    if found is None:
        raise SchemaError("The database has no catalogue yet; make it with Catalogue.upgrade().")
    if found not in {script.revision for script in scripts.walk_revisions()}:
        raise SchemaError(
            f"The catalogue's schema is {found}, which this program does not know; install a newer one."
        )
    raise SchemaError(
        f"The catalogue's schema is {found}, an older one; bring it up with Catalogue.upgrade()."
    )


def is_empty(engine: Engine) -> bool:
    """Whether a database has neither tables of the catalogue nor a version of them.

    Args:
        engine: of the database.

    Raises:
        CatalogueUnavailableError: it does not answer.
    """
    with faults(), engine.connect() as connection:
        return _version(connection) is None and not _has_tables(connection)


def upgrade(engine: Engine) -> None:
    """Bring the tables to the newest version, in one transaction; others are left alone.

    Args:
        engine: of the database.

    Raises:
        SchemaError: the tables are of an unknown version.
        CatalogueUnavailableError: it does not answer.
    """
    with faults():
        if not is_empty(engine):
            _refuse_unknown(engine)
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                # Of several programs that start at once, one makes the tables and the others find them.
                connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
            configuration = _configuration()
            configuration.attributes["connection"] = connection
            command.upgrade(configuration, "head")


def _refuse_unknown(engine: Engine) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(_configuration()).walk_revisions()}
    with engine.connect() as connection:
        found = _version(connection)
    if found not in known:
        raise SchemaError("The database has tables that this program did not make; nothing was changed.")


def _configuration() -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return configuration


def _version(connection: Connection) -> str | None:
    context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
    heads = context.get_current_heads()
    return " and ".join(sorted(heads)) or None


def _has_tables(connection: Connection) -> bool:
    return not set(METADATA.tables).isdisjoint(inspect(connection).get_table_names())
