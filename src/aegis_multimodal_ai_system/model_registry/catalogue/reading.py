"""Rows of the tables, as values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from types import MappingProxyType

from sqlalchemy import ColumnElement, Connection, Row, Select, select

from aegis_multimodal_ai_system.model_registry.catalogue.tables import PARENTS, VERSIONS
from aegis_multimodal_ai_system.model_registry.catalogue.uri import parse_uri
from aegis_multimodal_ai_system.model_registry.catalogue.values import SCHEME, ModelVersion, Stage
from codomyrmex.cloud.common.errors import NotFoundError


def get(connection: Connection, name: str, which: int | Stage) -> ModelVersion:
    """One version; of a stage the newest.

    Args:
        connection: to the database.
        name: the model's name.
        which: its number, or a stage.

    Raises:
        NotFoundError: there is none.
    """
    found = _found(connection, select(VERSIONS).where(_is(name, which)))
    if not found:
        raise NotFoundError(f"{SCHEME}{name}/{which} is not registered.")
    return found[-1]


def list_versions(connection: Connection, name: str | None, stage: Stage | None) -> list[ModelVersion]:
    """Versions by name and number.

    Args:
        connection: to the database.
        name: of one model alone.
        stage: in one stage alone.
    """
    query = select(VERSIONS)
    if name is not None:
        query = query.where(VERSIONS.c.name == name)
    if stage is not None:
        query = query.where(VERSIONS.c.stage == stage.value)
    return _found(connection, query)


def parent(connection: Connection, uri: str) -> tuple[int, str, int]:
    """The primary key, the name and the number of the version at an address.

    Args:
        connection: to the database.
        uri: its address.

    Raises:
        NotFoundError: there is none.
    """
    columns = select(VERSIONS.c.id, VERSIONS.c.name, VERSIONS.c.version)
    query = columns.where(_is(*parse_uri(uri))).order_by(VERSIONS.c.version.desc())
    found = connection.execute(query).first()
    if found is None:
        raise NotFoundError(f"The parent {uri} is not registered.")
    return found.id, found.name, found.version


def _is(name: str, which: int | Stage) -> ColumnElement[bool]:
    number_or_stage = (
        VERSIONS.c.stage == which.value if isinstance(which, Stage) else VERSIONS.c.version == which
    )
    return (VERSIONS.c.name == name) & number_or_stage


def _found(connection: Connection, query: Select[tuple[object, ...]]) -> list[ModelVersion]:
    rows = connection.execute(query.order_by(VERSIONS.c.name, VERSIONS.c.version)).all()
    # One query for the lineage of all, however many there are.
    children = query.with_only_columns(VERSIONS.c.id)
    lineage = _lineage(connection, children)
    return [value(row, lineage[row.id]) for row in rows]


def _lineage(connection: Connection, children: Select[tuple[int]]) -> defaultdict[int, list[str]]:
    query = (
        select(PARENTS.c.child, VERSIONS.c.name, VERSIONS.c.version)
        .join(VERSIONS, VERSIONS.c.id == PARENTS.c.parent)
        .where(PARENTS.c.child.in_(children))
        .order_by(VERSIONS.c.name, VERSIONS.c.version)
    )
    lineage: defaultdict[int, list[str]] = defaultdict(list)
    for child, name, version in connection.execute(query):
        lineage[child].append(f"{SCHEME}{name}/{version}")
    return lineage


def value(row: Row[tuple[object, ...]], parents: Sequence[str]) -> ModelVersion:
    """A row of the versions as a value.

    Args:
        row: the row, whole.
        parents: the addresses of its parents.
    """
    return ModelVersion(
        name=row.name,
        version=row.version,
        stage=Stage(row.stage),
        key=row.object_key,
        file_name=row.file_name,
        size=row.size,
        digest=row.digest,
        signer=row.signer,
        key_hint=row.key_hint,
        parents=tuple(parents),
        provenance=MappingProxyType(dict(row.provenance)),
        created_at=row.created_at,
    )
