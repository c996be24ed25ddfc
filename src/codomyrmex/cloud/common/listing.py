"""A list that is complete, lazy, and can be read again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Generic, Protocol, TypeVar

from codomyrmex.cloud.common.errors import CloudError, ServiceUnavailableError
from codomyrmex.cloud.common.telemetry import running_operation


class Paged(Protocol):
    """A page that knows whether another follows."""

    @property
    def token(self) -> str | None:
        """What fetches the next page; ``None`` at the end."""
        ...


T = TypeVar("T")
P = TypeVar("P", bound=Paged)


class Listing(Iterable[T], Generic[T, P]):
    """Items in the provider's order, a page at a time.

    The first page is fetched when the listing is made, so that a wrong name or a missing permission surfaces
    there; further pages are fetched as they are reached. Iterating again lists again. Memory is that of one
    page.

    Args:
        fetch: the page of a token; ``None`` is the first one's.
        items: what a page has.
    """

    def __init__(self, fetch: Callable[[str | None], P], items: Callable[[P], Iterable[T]]) -> None:
        self._fetch = fetch
        self._items = items
        self._asked = running_operation()
        self._first: P | None = fetch(None)

    def __iter__(self) -> Iterator[T]:
        for page in self.pages():
            yield from self._items(page)

    def page(self) -> P:
        """The first page alone, as the service answered it; its ``token`` fetches the next."""
        return self._take_first()

    def pages(self) -> Iterator[P]:
        """The list page by page, each as large as the service makes it.

        Raises:
            ServiceUnavailableError: the service answers the same pages over and over.
        """
        page = self._take_first()
        # Brent's way to notice a circle: one token is kept, and replaced after 1, 2, 4, … pages.
        kept, since, until = page.token, 0, 1
        while True:
            yield page
            token = page.token
            if token is None:
                return
            page = self._next(token)
            if page.token is not None and page.token in (token, kept):
                raise self._completed(
                    ServiceUnavailableError(
                        "The service repeats a page of its listing without end.", retryable=False
                    )
                )
            since += 1
            if since == until:
                kept, since, until = page.token, 0, 2 * until

    def _take_first(self) -> P:
        first, self._first = self._first, None
        return self._next(None) if first is None else first

    def _next(self, token: str | None) -> P:
        try:
            return self._fetch(token)
        except CloudError as error:
            self._completed(error)
            raise

    def _completed(self, error: CloudError) -> CloudError:
        # The operation that asked for the list may have returned.
        provider, operation = self._asked or (None, None)
        error.provider = error.provider or provider
        error.operation = error.operation or operation
        return error
