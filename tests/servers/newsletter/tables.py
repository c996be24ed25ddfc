"""Records by their ids."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Generic, Protocol, TypeVar

from tests.servers.newsletter.envelopes import not_found


class Record(Protocol):
    """What has an id."""

    @property
    def id(self) -> int:
        """Its own among all of its kind."""
        ...


R = TypeVar("R", bound=Record)


class Table(Generic[R]):
    """Records in the order they were made."""

    _ids = itertools.count(1001)

    def __init__(self) -> None:
        self._records: dict[int, R] = {}

    def __iter__(self) -> Iterator[R]:
        return iter(list(self._records.values()))

    def __len__(self) -> int:
        return len(self._records)

    def __contains__(self, record_id: int) -> bool:
        return record_id in self._records

    def next_id(self) -> int:
        """An id that nothing has."""
        return next(self._ids)

    def add(self, record: R) -> R:
        """Keep a record."""
        self._records[record.id] = record
        return record

    def get(self, record_id: str | int) -> R:
        """One record.

        Raises:
            RefusedError: it is not there.
        """
        found = self._records.get(int(record_id)) if str(record_id).isdecimal() else None
        if found is None:
            raise not_found()
        return found

    def remove(self, record: R) -> None:
        """Forget a record that may be gone already."""
        self._records.pop(record.id, None)

    def selected(self, select: Mapping[str, Any], matches: Callable[[R], bool]) -> list[R]:
        """The records that a bulk request is about.

        Args:
            select: ``all`` of those that match, without ``exclude``; or those of ``include``.
            matches: the filter of the request.
        """
        excluded, included = set(select.get("exclude", ())), set(select.get("include", ()))
        return [
            record
            for record in self
            if record.id not in excluded and matches(record) and (select.get("all") or record.id in included)
        ]
