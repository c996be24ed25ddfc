"""The versions of models: recorded, listed, promoted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NoReturn, Self

from sqlalchemy import Connection, Engine, bindparam, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from aegis_multimodal_ai_system.model_registry.catalogue import reading, schema
from aegis_multimodal_ai_system.model_registry.catalogue.database import closed_on_failure, connect, faults
from aegis_multimodal_ai_system.model_registry.catalogue.tables import PARENTS, VERSIONS
from aegis_multimodal_ai_system.model_registry.catalogue.uri import check_name, parse_uri
from aegis_multimodal_ai_system.model_registry.catalogue.values import (
    SCHEME,
    ModelVersion,
    NewVersion,
    Stage,
)
from codomyrmex.cloud.common.errors import ConflictError

if TYPE_CHECKING:
    from aegis_multimodal_ai_system.storage.secret import Secret

_ATTEMPTS = 20
_NEWEST = select(func.max(VERSIONS.c.version)).where(VERSIONS.c.name == bindparam("counted"))
# Made once, and not for each row: putting it together takes as long as running it.
_INSERT = (
    insert(VERSIONS)
    .values(version=func.coalesce(_NEWEST.scalar_subquery(), 0) + 1)
    .returning(*VERSIONS.columns)
)


class Catalogue:
    """What is known of each version of each model.

    Args:
        engine: of a database whose tables are those of this program; see `open`.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        # What reads, or is one statement, needs no transaction around it: that is two round trips more.
        self._autocommit = engine
        if engine.dialect.name == "postgresql":
            self._autocommit = engine.execution_options(isolation_level="AUTOCOMMIT")

    @classmethod
    def open(cls, url: Secret | None = None) -> Self:
        """The catalogue of a database. An empty file of SQLite gets its tables; others need `upgrade`.

        Args:
            url: ``postgresql://…`` or ``sqlite:///…``; ``None`` for a file in the user's folder of data.

        Raises:
            ConfigurationError: the address is none of a database.
            SchemaError: the tables are of an older or an unknown version, or there are none.
            CatalogueUnavailableError: the database does not answer.
        """
        with closed_on_failure(connect(url)) as engine:
            if engine.dialect.name == "sqlite" and schema.is_empty(engine):
                schema.upgrade(engine)
            schema.check_schema(engine)
        return cls(engine)

    @classmethod
    def upgrade(cls, url: Secret | None = None) -> Self:
        """The same, after its tables were made or brought to the newest version.

        Args:
            url: as of `open`.

        Raises:
            SchemaError: the tables are of an unknown version; nothing was changed.
            CatalogueUnavailableError: the database does not answer.
        """
        with closed_on_failure(connect(url)) as engine:
            schema.upgrade(engine)
        return cls(engine)

    def record(self, new: NewVersion) -> ModelVersion:
        """Record the next version of a model, in the stage ``staging``, with its lineage or not at all.

        Args:
            new: what is known of it.

        Raises:
            NotFoundError: a parent is not there.
            ConflictError: others recorded so many versions at the same time that none was free, or its
                object is recorded already.
            CatalogueUnavailableError: the database does not answer.
        """
        check_name(new.name)
        engine = self._engine if new.parents else self._autocommit
        for _ in range(_ATTEMPTS):
            try:
                with _connection(engine) as connection:
                    return self._insert(connection, new)
            except IntegrityError:
                # Somebody else has taken the number; the next attempt sees theirs.
                continue
        raise ConflictError(f"{new.name} could not be recorded: its number or its object is taken.")

    def get(self, uri: str) -> ModelVersion:
        """The version at an address; of a stage, the newest that is in it.

        Args:
            uri: ``aegis://NAME/VERSION``, ``aegis://NAME/staging`` or ``aegis://NAME/production``.

        Raises:
            InvalidRequestError: it is no such address.
            NotFoundError: there is none.
        """
        with _connection(self._autocommit) as connection:
            return reading.get(connection, *parse_uri(uri))

    def list(self, name: str | None = None, *, stage: Stage | None = None) -> list[ModelVersion]:
        """The versions of one model or of all, by name and number.

        Args:
            name: the model's name.
            stage: only those that are in it.
        """
        with _connection(self._autocommit) as connection:
            return reading.list_versions(connection, name, stage)

    def keys(self) -> Iterable[str]:
        """The keys of all objects that are recorded."""
        with _connection(self._autocommit) as connection:
            return set(connection.scalars(select(VERSIONS.c.object_key)))

    def promote(self, uri: str) -> ModelVersion:
        """Bring a version from ``staging`` to ``production``; the one that was there is archived.

        Args:
            uri: its address.

        Returns:
            The version as it is now.

        Raises:
            NotFoundError: there is none.
            ConflictError: it is not in ``staging``, or another was promoted at the same time.
        """
        name, which = parse_uri(uri)
        try:
            with _connection(self._engine) as connection:
                found = reading.get(connection, name, which)
                self._promote(connection, found)
                return reading.get(connection, name, found.version)
        except IntegrityError as error:
            raise ConflictError(f"Another version of {name} was promoted at the same time.") from error

    def close(self) -> None:
        """Close idle connections; the catalogue can be used again all the same."""
        self._engine.dispose()

    def __repr__(self) -> str:
        return f"Catalogue({self._engine.dialect.name!r})"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a catalogue can hold a password and is not pickled; open it in the other process")

    def _insert(self, connection: Connection, new: NewVersion) -> ModelVersion:
        # A set, as one version may have been named twice.
        parents = {reading.parent(connection, uri) for uri in new.parents}
        row = {
            "name": new.name,
            "counted": new.name,
            "stage": Stage.STAGING.value,
            "object_key": new.key,
            "file_name": new.file_name,
            "size": new.size,
            "digest": new.digest,
            "signer": new.signer,
            "key_hint": new.key_hint,
            "provenance": dict(new.provenance),
            "created_at": datetime.now(UTC),
        }
        made = connection.execute(_INSERT, row).one()
        if parents:
            lines = [{"child": made.id, "parent": parent} for parent, _, _ in parents]
            connection.execute(insert(PARENTS), lines)
        lineage = sorted((name, version) for _, name, version in parents)
        return reading.value(made, [f"{SCHEME}{name}/{version}" for name, version in lineage])

    def _promote(self, connection: Connection, found: ModelVersion) -> None:
        this = (VERSIONS.c.name == found.name) & (VERSIONS.c.version == found.version)
        current = (VERSIONS.c.name == found.name) & (VERSIONS.c.stage == Stage.PRODUCTION.value)
        connection.execute(update(VERSIONS).where(current & ~this).values(stage=Stage.ARCHIVED.value))
        staged = this & (VERSIONS.c.stage == Stage.STAGING.value)
        done = connection.execute(update(VERSIONS).where(staged).values(stage=Stage.PRODUCTION.value))
        if done.rowcount != 1:
            raise ConflictError(f"{found.uri} is in {found.stage}; only what is in staging can be promoted.")


@contextmanager
def _connection(engine: Engine) -> Iterator[Connection]:
    # What breaks a rule of the tables is known to whoever asked; all else is the database's fault.
    broken: IntegrityError | None = None
    with faults():
        try:
            with engine.begin() as connection:
                yield connection
        except IntegrityError as error:
            broken = error
    if broken is not None:
        raise broken
