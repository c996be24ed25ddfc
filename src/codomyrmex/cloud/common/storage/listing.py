"""A listing that is complete, lazy, and can be read again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from codomyrmex.cloud.common.errors import ServiceUnavailableError
from codomyrmex.cloud.common.storage.types import ObjectInfo, Page


class ObjectListing(Iterable[ObjectInfo]):
    """The objects of a bucket below a prefix, in the provider's order.

    The first page is fetched when the listing is made, so that a missing bucket or a missing permission
    surfaces there; further pages are fetched as they are reached. Iterating again lists again. Memory is
    that of one page.
    """

    def __init__(self, fetch: Callable[[str | None], Page]) -> None:
        self._fetch = fetch
        self._first: Page | None = fetch(None)

    def __iter__(self) -> Iterator[ObjectInfo]:
        for page in self.pages():
            yield from page.objects

    def pages(self) -> Iterator[Page]:
        """The listing page by page, each as large as the service makes it.

        Raises:
            ServiceUnavailableError: the service answers one page over and over.
        """
        page, self._first = self._first or self._fetch(None), None
        while True:
            yield page
            token = page.token
            if token is None:
                return
            page = self._fetch(token)
            if page.token == token:
                raise ServiceUnavailableError(
                    "The service repeats a page of its listing without end.", retryable=False
                )
