"""Listings page by page."""

from __future__ import annotations

import pytest

from codomyrmex.cloud.common.errors import BucketNotFoundError, ServiceUnavailableError
from codomyrmex.cloud.common.storage import ObjectInfo, ObjectListing
from codomyrmex.cloud.common.storage.types import Page


class Pages:
    """Keys in pages of two, with a record of the tokens that were asked for."""

    def __init__(self, *keys: str) -> None:
        self.keys = keys
        self.asked: list[str | None] = []

    def __call__(self, token: str | None) -> Page:
        self.asked.append(token)
        first = int(token or 0)
        objects = [ObjectInfo("bucket", key, 1) for key in self.keys[first : first + 2]]
        return Page(objects, [], str(first + 2) if first + 2 < len(self.keys) else None)


def keys_of(listing: ObjectListing) -> list[str]:
    """The keys of a listing."""
    return [info.key for info in listing]


def test_the_first_page_is_fetched_at_once_and_the_others_when_they_are_reached() -> None:
    pages = Pages("a", "b", "c", "d", "e")
    listing = ObjectListing(pages)
    assert pages.asked == [None]
    reader = iter(listing)
    assert [next(reader).key for _ in range(2)] == ["a", "b"]
    assert pages.asked == [None]
    assert next(reader).key == "c"
    assert pages.asked == [None, "2"]
    assert [info.key for info in reader] == ["d", "e"]
    assert pages.asked == [None, "2", "4"]


def test_reading_again_lists_anew() -> None:
    pages = Pages("a", "b", "c")
    listing = ObjectListing(pages)
    assert keys_of(listing) == ["a", "b", "c"]
    pages.keys = ("a", "z")
    assert keys_of(listing) == ["a", "z"]
    assert pages.asked == [None, "2", None]


def test_two_readers_are_independent() -> None:
    listing = ObjectListing(Pages("a", "b", "c"))
    assert [one.key + other.key for one, other in zip(listing, listing, strict=True)] == ["aa", "bb", "cc"]


def test_an_error_of_the_first_page_surfaces_when_the_listing_is_made() -> None:
    def fail(_token: str | None) -> Page:
        raise BucketNotFoundError("The bucket is not there.")

    with pytest.raises(BucketNotFoundError):
        ObjectListing(fail)


def test_an_empty_page_in_between_is_not_the_end() -> None:
    answers = {None: Page([], [], "1"), "1": Page([ObjectInfo("bucket", "a", 1)], [], None)}
    assert keys_of(ObjectListing(answers.__getitem__)) == ["a"]


def test_a_service_that_repeats_a_page_without_end_is_found_out() -> None:
    same = Page([ObjectInfo("bucket", "a", 1)], [], "again")
    with pytest.raises(ServiceUnavailableError, match="repeats") as caught:
        keys_of(ObjectListing(lambda _token: same))
    assert not caught.value.retryable
