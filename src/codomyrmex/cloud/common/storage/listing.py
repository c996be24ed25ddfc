"""The objects of a bucket as a listing."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter

from codomyrmex.cloud.common.listing import Listing
from codomyrmex.cloud.common.storage.types import ObjectInfo, Page


class ObjectListing(Listing[ObjectInfo, Page]):
    """The objects of a bucket below a prefix, in the provider's order; each iteration lists them anew."""

    def __init__(self, fetch: Callable[[str | None], Page]) -> None:
        super().__init__(fetch, attrgetter("objects"))
