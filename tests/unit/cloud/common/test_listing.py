"""Lists that end, and those that would not."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

import pytest

from codomyrmex.cloud.common.errors import NotFoundError, ServiceUnavailableError
from codomyrmex.cloud.common.listing import Listing
from codomyrmex.cloud.common.providers import CloudProvider
from codomyrmex.cloud.common.telemetry import operation


@dataclass(frozen=True)
class Page:
    """A page of one number."""

    number: int
    token: str | None


class Pages:
    """Pages by their tokens.

    Attributes:
        asked: the tokens that were asked for.
    """

    def __init__(self, *tokens: str | None) -> None:
        self._tokens = tokens
        self.asked: list[str | None] = []

    def __call__(self, token: str | None) -> Page:
        self.asked.append(token)
        number = 0 if token is None else self._tokens.index(token) + 1
        return Page(number, self._tokens[number])

    def listing(self) -> Listing[int, Page]:
        return Listing(self, lambda page: [page.number])


class Client:
    """Has one list."""

    provider = CloudProvider.CODA
    capability = "documents"

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    @operation("list_things")
    def list_things(self) -> Listing[int, Page]:
        return self._pages.listing()


def test_pages_are_fetched_as_they_are_reached() -> None:
    pages = Pages("a", "b", None)
    listing = pages.listing()
    assert pages.asked == [None]
    assert list(islice(listing, 2)) == [0, 1]
    assert pages.asked == [None, "a"]
    assert list(listing) == [0, 1, 2]
    assert pages.asked == [None, "a", None, "a", "b"]


def test_one_page_is_one_request() -> None:
    pages = Pages("a", None)
    assert pages.listing().page() == Page(0, "a")
    assert pages.asked == [None]


@pytest.mark.parametrize("length", [1, 2, 3, 7])
def test_pages_in_a_circle_are_an_error(length: int) -> None:
    circle = [f"t{number}" for number in range(length)]

    def fetch(token: str | None) -> Page:
        number = 0 if token is None else circle.index(token) + 1
        return Page(number, circle[number % length])

    seen: list[int] = []
    with pytest.raises(ServiceUnavailableError, match="without end") as caught:
        seen.extend(Listing(fetch, lambda page: [page.number]))
    assert not caught.value.retryable
    assert 0 < len(seen) <= 4 * length


def test_an_error_of_a_later_page_names_the_operation() -> None:
    class Failing(Pages):
        def __call__(self, token: str | None) -> Page:
            if token is not None:
                raise NotFoundError("gone")
            return super().__call__(token)

    failing = Failing("a", None)
    with pytest.raises(NotFoundError) as caught:
        list(Client(failing).list_things())
    assert (caught.value.provider, caught.value.operation) == ("coda", "list_things")
