"""From what a user calls a resource to the one that is meant."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

from codomyrmex.cloud.common.errors import InvalidRequestError, NotFoundError


class Named(Protocol):
    """What has an id and a name."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...


N = TypeVar("N", bound=Named)


def find_one(name_or_id: str, noun: str, get: Callable[[str], N], named: Callable[[str], Iterable[N]]) -> N:
    """The resource of this id, else the only one of this name.

    Args:
        name_or_id: what it is called.
        noun: what it is, for messages: ``volume``.
        get: the resource of an id; raises NotFoundError.
        named: all resources of a name.

    Raises:
        NotFoundError: there is none.
        InvalidRequestError: several have this name; the message has their ids.
    """
    try:
        return get(name_or_id)
    except NotFoundError:
        found = list(named(name_or_id))
    if not found:
        raise NotFoundError(f"There is no {noun} with this name or id.", resource=name_or_id)
    if len(found) > 1:
        ids = ", ".join(one.id for one in found)
        raise InvalidRequestError(
            f"{len(found)} {noun}s have this name; use an id: {ids}.", resource=name_or_id
        )
    return found[0]
