"""PostgreSQL by its own programs: https://www.postgresql.org/docs/current/app-pgdump.html."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text

from aegis_multimodal_ai_system.database.errors import DatabaseProgramError
from aegis_multimodal_ai_system.model_registry.catalogue.database import faults
from codomyrmex.cloud.common.errors import MissingDependencyError
from codomyrmex.logging_monitoring import redact

if TYPE_CHECKING:
    from sqlalchemy import Engine

# Owners and grants are those of the server, and are there before the tables.
_PORTABLE = ("--no-owner", "--no-privileges")
_TABLES = text(
    "SELECT count(*) FROM pg_catalog.pg_class AS c "
    "JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace "
    "WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"
)


def dump(engine: Engine, target: Path) -> None:
    """Write the database as it is now into a file; others may write to it meanwhile.

    Args:
        engine: of the database.
        target: the file.

    Raises:
        MissingDependencyError: ``pg_dump`` is not installed.
        CatalogueUnavailableError: the database does not answer.
        DatabaseProgramError: ``pg_dump`` failed.
    """
    program = _program("pg_dump")
    with faults(), engine.connect():
        pass
    _run(engine, [program, "--format=custom", *_PORTABLE, f"--file={target}"])


def restore(engine: Engine, backup: Path) -> None:
    """Fill the database in one transaction.

    Args:
        engine: of the database, which is empty.
        backup: what `dump` wrote.

    Raises:
        MissingDependencyError: ``pg_restore`` is not installed.
        DatabaseProgramError: ``pg_restore`` failed; the database is as before.
    """
    program = _program("pg_restore")
    _run(engine, [program, "--single-transaction", "--exit-on-error", *_PORTABLE], backup)


def is_empty(engine: Engine) -> bool:
    """Whether there are no tables, views and sequences, whoever made them.

    Args:
        engine: of the database.

    Raises:
        CatalogueUnavailableError: it does not answer.
    """
    with faults(), engine.connect() as connection:
        return not connection.scalar(_TABLES)


def _program(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise MissingDependencyError(
            f"{name} is not installed; PostgreSQL's client programs have it (on Debian, postgresql-client)."
        )
    return path


def _run(engine: Engine, command: list[str], *arguments: str | Path) -> None:
    # Everybody on the machine can see arguments, so the password is none.
    secret = engine.url.password or engine.url.query.get("password")
    address = engine.url.set(drivername="postgresql", password=None).difference_update_query(["password"])
    environment = {**os.environ, "LC_ALL": "C"}
    if engine.url.host:
        # Debian's wrapper takes the newest programs for a host, and those of a local cluster for an address.
        environment["PGHOST"] = engine.url.host
    if secret is not None:
        environment["PGPASSWORD"] = str(secret)
    where = f"--dbname={address.render_as_string(hide_password=False)}"
    done = subprocess.run(
        [*command, "--no-password", where, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        env=environment,
        check=False,
    )
    if done.returncode != 0:
        said = [line for line in done.stderr.splitlines() if "error:" in line or "detail:" in line]
        reason = redact(" ".join(said[:2]) or f"it ended with {done.returncode}").rstrip(".")
        raise DatabaseProgramError(f"{Path(command[0]).name} failed: {reason}.")
