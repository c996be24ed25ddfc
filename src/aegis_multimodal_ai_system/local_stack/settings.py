"""What the stack is told by ``.env``, and the lines that it adds there."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self, TypeVar
from urllib.parse import quote, unquote, urlsplit

from aegis_multimodal_ai_system.config.defaults import BUCKET, STORE_TYPE
from aegis_multimodal_ai_system.local_stack.errors import LocalStackError
from aegis_multimodal_ai_system.local_stack.ports import LOOPBACK

STORE_PORT = 9000
DATABASE_PORT = 5432
OWNER = "aegis"

NAMES = (
    "OBJECT_STORE_TYPE",
    "OBJECT_STORE_BUCKET",
    "OBJECT_STORE_ENDPOINT",
    "OBJECT_STORE_PORT",
    "OBJECT_STORE_ACCESS_KEY",
    "OBJECT_STORE_SECRET_KEY",
    "DATABASE_URL",
    "POSTGRES_PORT",
    "POSTGRES_USER",
    "POSTGRES_PASSWORD",
    "POSTGRES_DB",
)
"""The lines of ``.env`` that concern the stack. The application reads those of `Settings`, the compose file
the keys, the ports and ``POSTGRES_…``."""

Value = TypeVar("Value", int, str)

_REFERENCE = re.compile(r"(env|file|vault):")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Who may use a server of the stack, where.

    Attributes:
        port: on loopback.
        name: the bucket or database.
        user: the access key or role.
        secret: the secret key or password.
    """

    port: int
    name: str
    user: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class StackSettings:
    """The two servers of the stack.

    Attributes:
        store: the object store.
        database: the database.
    """

    store: Endpoint
    database: Endpoint

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Self:
        """The settings that some lines lead to; what they leave out has a default, or is new.

        Args:
            given: lines of ``.env``. What is empty is not set.

        Raises:
            LocalStackError: a line cannot be one of the local stack, or two do not agree. The message names
                variables and shows no value.
        """
        given = {name: given[name] for name in NAMES if given.get(name)}
        return cls(_store(given), _database(given))

    @property
    def store_url(self) -> str:
        """The address of the object store."""
        return f"http://{LOOPBACK}:{self.store.port}"

    def lines(self) -> dict[str, str]:
        """All lines of ``.env`` that describe the stack."""
        store, database = self.store, self.database
        credentials = f"{quote(database.user, safe='')}:{quote(database.secret, safe='')}"
        url = f"postgresql://{credentials}@{LOOPBACK}:{database.port}/{database.name}"
        values = (
            STORE_TYPE,
            store.name,
            self.store_url,
            str(store.port),
            store.user,
            store.secret,
            url,
            str(database.port),
            database.user,
            database.secret,
            database.name,
        )
        return dict(zip(NAMES, values, strict=True))


def _store(given: Mapping[str, str]) -> Endpoint:
    if given.get("OBJECT_STORE_TYPE", STORE_TYPE) != STORE_TYPE:
        raise LocalStackError(
            f"OBJECT_STORE_TYPE in .env is not {STORE_TYPE}, so these settings are for another store; "
            "move them elsewhere, or use the local stack in another folder."
        )
    address = given.get("OBJECT_STORE_ENDPOINT")
    port = None if address is None else _loopback_port(address, "OBJECT_STORE_ENDPOINT", ("http",), 80)
    secret = _plain(given, "OBJECT_STORE_SECRET_KEY") or secrets.token_urlsafe(24)
    if len(secret) < 8 or not re.fullmatch(r"[\x21-\x7e]+", secret):
        raise LocalStackError("OBJECT_STORE_SECRET_KEY in .env must have eight characters of ASCII or more.")
    return Endpoint(
        _agreed(port, _port(given, "OBJECT_STORE_PORT"), "OBJECT_STORE_PORT", "OBJECT_STORE_ENDPOINT")
        or STORE_PORT,
        given.get("OBJECT_STORE_BUCKET", BUCKET),
        _identifier(
            _plain(given, "OBJECT_STORE_ACCESS_KEY") or OWNER, "OBJECT_STORE_ACCESS_KEY", r"\w{3,64}"
        ),
        secret,
    )


def _database(given: Mapping[str, str]) -> Endpoint:
    port, user, password, name = _parts_of_url(_plain(given, "DATABASE_URL"))
    names = ("POSTGRES_USER", "POSTGRES_PASSWORD", "POSTGRES_DB")
    user, password, name = (
        _agreed(part, _plain(given, variable), variable, "DATABASE_URL")
        for part, variable in zip((user, password, name), names, strict=True)
    )
    return Endpoint(
        _agreed(port, _port(given, "POSTGRES_PORT"), "POSTGRES_PORT", "DATABASE_URL") or DATABASE_PORT,
        _identifier(name or OWNER, "POSTGRES_DB", r"[a-z_][a-z0-9_]{0,62}"),
        _identifier(user or OWNER, "POSTGRES_USER", r"[a-z_][a-z0-9_]{0,62}"),
        password or secrets.token_urlsafe(24),
    )


def _parts_of_url(url: str | None) -> tuple[int | None, str | None, str | None, str | None]:
    if url is None:
        return None, None, None, None
    port = _loopback_port(url, "DATABASE_URL", ("postgresql",), DATABASE_PORT)
    parts = urlsplit(url)
    name = unquote(parts.path.removeprefix("/"))
    if not (parts.username and parts.password and name):
        raise LocalStackError("DATABASE_URL in .env must have a user, a password and a database.")
    return port, unquote(parts.username), unquote(parts.password), name


def _loopback_port(url: str, variable: str, schemes: tuple[str, ...], default: int) -> int:
    try:
        parts = urlsplit(url)
        port = parts.port or default
    except ValueError:
        raise LocalStackError(f"{variable} in .env is no address.") from None
    if parts.scheme.partition("+")[0] not in schemes or parts.hostname not in (LOOPBACK, "localhost"):
        raise LocalStackError(
            f"{variable} in .env is not the address of a server on this machine, as {schemes[0]}://"
            f"{LOOPBACK}:PORT; move the line elsewhere, or use the local stack in another folder."
        )
    return port


def _agreed(first: Value | None, second: Value | None, variable: str, other: str) -> Value | None:
    if first is not None and second is not None and first != second:
        raise LocalStackError(f"{variable} and {other} in .env do not agree; remove one of the two lines.")
    return first if first is not None else second


def _port(given: Mapping[str, str], variable: str) -> int | None:
    value = given.get(variable)
    if value is None:
        return None
    if not re.fullmatch(r"[0-9]{1,5}", value) or not 0 < int(value) < 65536:
        raise LocalStackError(f"{variable} must be the number of a port, from 1 to 65535.")
    return int(value)


def _plain(given: Mapping[str, str], variable: str) -> str | None:
    value = given.get(variable)
    if value is not None and _REFERENCE.match(value):
        raise LocalStackError(
            f"{variable} in .env refers to a secret elsewhere; the local stack needs the value itself."
        )
    return value


def _identifier(value: str, variable: str, pattern: str) -> str:
    if not re.fullmatch(pattern, value, re.ASCII):
        raise LocalStackError(
            f"{variable} of the local stack must be a name of letters, digits and underscores."
        )
    return value
