"""Lists, page by page, with tokens that say nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.servers.coda.messages import RefusedError
from tests.servers.coda.state import Ids

DEFAULT = 25


@dataclass
class Listed:
    """A list as it was when its first page was asked for; its pages are encoded once.

    Attributes:
        path: where it was asked for.
        items: what is in it.
        show: what a page shows of an item.
        limit: the most items of a page.
        at_end: further fields of the last page.
    """

    path: str
    items: Sequence[Any]
    show: Callable[[Any], Any]
    limit: int
    at_end: dict[str, str] = field(default_factory=dict)
    pages: dict[int, bytes] = field(default_factory=dict, repr=False)


class Lists:
    """Gives out the pages of lists.

    Args:
        endpoint: the server's URL.
        ids: makes the tokens.
    """

    def __init__(self, endpoint: str, ids: Ids) -> None:
        self._endpoint = endpoint
        self._ids = ids
        self._tokens: dict[str, tuple[Listed, int]] = {}

    def first(self, listed: Listed) -> bytes:
        """The first page."""
        return self._page(listed, 0)

    def next(self, path: str, token: str) -> bytes:
        """The page of a token, which has all that was asked for with the first.

        Raises:
            RefusedError: the token was not given out here.
        """
        listed, offset = self._tokens.get(token, (None, 0))
        if listed is None or listed.path != path:
            raise RefusedError(400, "The page token is not valid.")
        return self._page(listed, offset)

    def _page(self, listed: Listed, offset: int) -> bytes:
        page = listed.pages.get(offset)
        if page is None:
            page = listed.pages[offset] = self._encode(listed, offset)
        return page

    def _encode(self, listed: Listed, offset: int) -> bytes:
        end = offset + listed.limit
        page: dict[str, Any] = {
            "items": [listed.show(item) for item in listed.items[offset:end]],
            "href": f"{self._endpoint}{listed.path}?limit={listed.limit}",
        }
        if end < len(listed.items):
            token = self._ids.new("eyJ")
            self._tokens[token] = (listed, end)
            page["nextPageToken"] = token
            page["nextPageLink"] = f"{self._endpoint}{listed.path}?pageToken={token}"
        else:
            page.update(listed.at_end)
        return json.dumps(page, separators=(",", ":"), ensure_ascii=False).encode()
