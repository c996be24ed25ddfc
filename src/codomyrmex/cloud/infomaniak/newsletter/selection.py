"""Which of many a bulk change is for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self, TypeAlias

from codomyrmex.cloud.common.errors import InvalidRequestError
from codomyrmex.cloud.infomaniak.newsletter.parameters import given


@dataclass(frozen=True, slots=True)
class Selection:
    """Some, by their ids, or all that pass a filter but for some.

    Made by `only` or `everything`, so that all are never taken by leaving something out.

    Attributes:
        all: whether all are meant.
        include: the ids of those that are meant, where not all are.
        exclude: the ids of those that are not.
        search: only those in which this text is found.
        status: only those in this status; campaigns may be in one of several.
        groups: only subscribers in these groups, by id.
        segment: only subscribers in this segment, by id.
    """

    all: bool
    include: tuple[int, ...] = ()
    exclude: tuple[int, ...] = ()
    search: str | None = None
    status: str | tuple[str, ...] | None = None
    groups: tuple[int, ...] | None = None
    segment: int | str | None = None

    @classmethod
    def only(cls, ids: Iterable[int]) -> Self:
        """Those with these ids.

        Raises:
            InvalidRequestError: there are none.
        """
        include = tuple(ids)
        if not include:
            raise InvalidRequestError("A selection of no ids is none; Selection.everything() takes all.")
        return cls(all=False, include=include)

    @classmethod
    def everything(
        cls,
        *,
        exclude: Iterable[int] = (),
        search: str | None = None,
        status: str | Iterable[str] | None = None,
        groups: Iterable[int] | None = None,
        segment: int | str | None = None,
    ) -> Self:
        """All that pass the filters.

        Args:
            exclude: the ids of those that are left out.
            search: only those in which this text is found.
            status: only those in this status; campaigns may be in one of several.
            groups: only subscribers in these groups, by id.
            segment: only subscribers in this segment, by id.
        """
        return cls(
            all=True,
            exclude=tuple(exclude),
            search=search,
            status=status if status is None or isinstance(status, str) else tuple(status),
            groups=None if groups is None else tuple(groups),
            segment=segment,
        )

    @property
    def select(self) -> dict[str, Any]:
        """The ids, as Infomaniak takes them."""
        if self.all:
            return {"all": True, **({"exclude": list(self.exclude)} if self.exclude else {})}
        return {"all": False, "include": list(self.include)}

    @property
    def body(self) -> dict[str, Any]:
        """The body of a request for the selection."""
        groups = None if self.groups is None else list(self.groups)
        filters = given(search=self.search, status=self.status, groups=groups)
        segment = None if self.segment is None else str(self.segment)
        return {"select": self.select, **given(filter=filters or None, segment=segment)}


Selected: TypeAlias = Selection | Iterable[int]
"""A selection, or the ids of what is selected."""


def selection_of(selected: Selected) -> Selection:
    """The selection that was meant."""
    return selected if isinstance(selected, Selection) else Selection.only(selected)
