"""From what a user calls a resource to the resource."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from codomyrmex.cloud.common.errors import InvalidRequestError, NotFoundError


class Named(Protocol):
    """What has an id, which is its own, and a name, which others may have too."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...


N = TypeVar("N", bound=Named)


def find_one(items: Iterable[N], name_or_id: str, noun: str) -> N:
    """The one item with this id or, where none has it, with this name.

    Args:
        items: all there are.
        name_or_id: what the user calls it.
        noun: what it is, for messages: ``network``.

    Raises:
        NotFoundError: there is none.
        InvalidRequestError: several have the name; the message has their ids.
    """
    named = []
    for item in items:
        if item.id == name_or_id:
            return item
        if item.name == name_or_id:
            named.append(item)
    if not named:
        raise NotFoundError(f"No {noun} has the name or id {name_or_id!r}.", resource=name_or_id)
    if len(named) > 1:
        ids = ", ".join(item.id for item in named)
        raise InvalidRequestError(
            f"{len(named)} {noun}s have the name {name_or_id!r}; use the id of one: {ids}.",
            resource=name_or_id,
        )
    return named[0]
