"""Lists as answers: bounded, and gone on with by a cursor."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeVar

from codomyrmex.cloud.common.errors import InvalidRequestError

MOST_BYTES = 192 * 1024
"""What the items of an answer take at most, as JSON; the last one may go beyond it."""
_MOST_PAGES = 20
"""Pages of a service that one answer is made of at most."""

T = TypeVar("T")
F = TypeVar("F")


class _Place(NamedTuple):
    """Where to go on: behind an item of a page, or before the page."""

    token: str | None
    last: str | None
    position: int


def json_size(value: object) -> int:
    """How many bytes a value takes as JSON."""
    return len(json.dumps(value))


def fitting(items: Iterable[F], limit: int) -> tuple[list[F], bool]:
    """As many items as an answer holds, and whether there are more."""
    taken: list[F] = []
    size = 0
    for item in items:
        if len(taken) == limit or size > MOST_BYTES:
            return taken, True
        taken.append(item)
        size += json_size(item)
    return taken, False


def page_of(
    fetch: Callable[[str | None], tuple[Sequence[T], str | None]],
    cursor: str | None,
    limit: int,
    *,
    key: Callable[[T], str],
    shown: Callable[[T], F],
) -> tuple[list[F], str | None]:
    """The items behind a cursor, and the cursor of those that follow.

    Work and memory are those of the pages that the items are on, however long the list is.

    Args:
        fetch: the items of a page and the token of the next, by a token of the service's.
        cursor: where to begin; ``None`` at the beginning.
        limit: how many items at most.
        key: what tells an item from others.
        shown: the item in the answer.

    Raises:
        InvalidRequestError: the cursor is none.
    """
    place = _Place(None, None, 0) if cursor is None else _decoded(cursor)
    taken: list[F] = []
    size = 0
    for _ in range(_MOST_PAGES):
        items, following = fetch(place.token)
        keys = [key(item) for item in items]
        for index in range(_behind(keys, place), len(items)):
            if len(taken) == limit or size > MOST_BYTES:
                return taken, _encoded(_Place(place.token, keys[index - 1] if index else None, index))
            taken.append(shown(items[index]))
            size += json_size(taken[-1])
        if following is None:
            return taken, None
        place = _Place(following, None, 0)
        if len(taken) == limit or size > MOST_BYTES:
            break
    return taken, _encoded(place)


def _behind(keys: Sequence[str], place: _Place) -> int:
    if place.last is None:
        return 0
    if place.last in keys:
        return keys.index(place.last) + 1
    # It is gone meanwhile, and those behind it have moved up.
    return min(place.position - 1, len(keys))


def _encoded(place: _Place) -> str:
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode()


def _decoded(cursor: str) -> _Place:
    try:
        match json.loads(base64.b64decode(cursor, altchars=b"-_", validate=True)):
            case [str() | None as token, str() | None as last, int() as position] if position >= 0:
                return _Place(token, last, max(position, 1))
    except (binascii.Error, UnicodeError, ValueError, RecursionError):
        pass
    raise InvalidRequestError("This is no cursor of an earlier answer.")
