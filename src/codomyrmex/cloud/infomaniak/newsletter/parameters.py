"""What is said to the newsletter, in the forms that PHP reads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeAlias, TypeVar

from codomyrmex.cloud.common.errors import InvalidRequestError

T = TypeVar("T")

Names: TypeAlias = str | Iterable[str]
"""One name or several."""

When: TypeAlias = datetime | int | str
"""A moment with its time zone, that in ISO 8601, or Unix seconds."""


GroupRef: TypeAlias = int | str
"""The id of a group, or the name of one that is to be made."""


def given(**fields: Any) -> dict[str, Any]:
    """The fields of a request that were given."""
    return {name: value for name, value in fields.items() if value is not None}


def joined(names: Names | None) -> str | None:
    """Names in one parameter: ``groups,statistics``."""
    return names if names is None or isinstance(names, str) else ",".join(names)


def filtered(**filters: Any) -> dict[str, Any]:
    """Filters as parameters of a query: ``filter[search]=a``, and of several values ``filter[status][]=a``.

    The description has them as an object in the style of OpenAPI's forms, whose names would stand bare; what
    Infomaniak reads is PHP's own style.
    """
    return {
        f"filter[{name}]" if isinstance(value, str | int) else f"filter[{name}][]": (
            value if isinstance(value, str | int) else list(value)
        )
        for name, value in filters.items()
        if value is not None
    }


def seconds(when: When | None) -> int | None:
    """Unix seconds.

    Raises:
        InvalidRequestError: it is no moment, or has no time zone, so that it is many moments.
    """
    if isinstance(when, str):
        try:
            when = datetime.fromisoformat(when)
        except ValueError as error:
            raise InvalidRequestError(f"{when!r} is no time in ISO 8601.") from error
    if not isinstance(when, datetime):
        return when
    if when.tzinfo is None:
        raise InvalidRequestError(f"The time {when.isoformat()} has no time zone.")
    return int(when.timestamp())


def listed(values: Iterable[T] | None) -> list[T] | None:
    """Values as JSON has them."""
    return None if values is None else list(values)
