"""What all of the newsletter's values have in common.

The description types many fields as what they are not: counts as text, truth values as text, objects as
lists. Infomaniak answers what PHP makes of them, so values are read leniently: as the type that the field is
of, from whatever form it came in.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Generic, TypeAlias, TypeVar

from pydantic import BeforeValidator, ConfigDict, Field

from codomyrmex.cloud.protocols.rest import Model

T = TypeVar("T")


class NewsletterModel(Model):
    """A value of the newsletter."""

    model_config = ConfigDict(coerce_numbers_to_str=True)


def _listed(value: Any) -> Any:
    """A list, from what PHP sends for one: ``null``, an object whose keys are indexes, or the only item."""
    if value is None:
        return []
    if not isinstance(value, dict):
        return value
    return list(value.values()) if all(key.isdecimal() for key in value) else [value]


def _mapped(value: Any) -> Any:
    """An object, from what PHP sends for an empty one: ``[]``."""
    return {} if value is None or value == [] else value


def nothing_of_empty(value: Any) -> Any:
    """An object that may be missing: PHP sends ``[]`` for one that has nothing in it."""
    return None if value == [] else value


def _moment(value: Any) -> Any:
    """A moment; what has not come about is ``null``, 0 or empty."""
    return None if value in (None, 0, "0", "") else value


def _text(value: Any) -> Any:
    """Text; a truth value is 1 or 0, as PHP writes it."""
    return str(int(value)) if isinstance(value, bool) else value


def _truth(value: Any) -> Any:
    """A truth value; one that is empty is false."""
    return False if value == "" else value


def _number(value: Any) -> Any:
    """A number, also from text; other text stays."""
    return int(value) if isinstance(value, str) and value.isdecimal() else value


PhpList: TypeAlias = Annotated[list[T], BeforeValidator(_listed)]
PhpObject: TypeAlias = Annotated[dict[str, Any], BeforeValidator(_mapped)]
Moment: TypeAlias = Annotated[datetime | None, BeforeValidator(_moment)]
Text: TypeAlias = Annotated[str | None, BeforeValidator(_text)]
Count: TypeAlias = Annotated[int | str | None, BeforeValidator(_number)]
Truth: TypeAlias = Annotated[bool | None, BeforeValidator(_truth)]


Undescribed: TypeAlias = dict[str, Any] | list[Any] | str | None
"""A value whose form the description does not say: as it came."""


class ItemPage(NewsletterModel, Generic[T]):
    """One page of a list, or the slice that ``limit`` and ``skip`` ask for.

    Attributes:
        items: what is on the page.
        total: how many items there are on all pages; ``None`` of a slice.
        page: its number, from 1.
        pages: how many pages there are.
        items_per_page: how many items a page has.
    """

    items: PhpList[T] = Field(default_factory=list, alias="data")
    total: int | None = None
    page: int | None = None
    pages: int | None = None
    items_per_page: int | None = None

    @property
    def token(self) -> str | None:
        """The number of the next page; ``None`` at the end."""
        if self.page is None or self.pages is None or self.page >= self.pages:
            return None
        return str(self.page + 1)
