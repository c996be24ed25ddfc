"""What cells hold: plain values, lists of them, and rich values, which say what they are."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from pydantic import Discriminator, Field, StrictBool, StrictFloat, StrictInt, StrictStr, Tag

from codomyrmex.cloud.coda_io.models.base import CodaModel
from codomyrmex.cloud.coda_io.models.union import OTHER, tag_by


class LinkedDataObject(CodaModel):
    """A rich value (JSON-LD, https://json-ld.org).

    Attributes:
        context: where its words are defined: ``http://schema.org/``.
        type: what it is, by schema.org's word.
        additional_type: what it is besides, by a word of Coda's own.
    """

    context: str | None = Field(None, alias="@context")
    type: str = Field(alias="@type")
    additional_type: str | None = None


class CurrencyValue(LinkedDataObject):
    """An amount of money: ``MonetaryAmount``.

    Attributes:
        currency: the currency's three letters: ``CHF``.
        amount: how much, as a number or as text.
    """

    currency: str
    amount: int | float | str


class ImageUrlValue(LinkedDataObject):
    """A picture: ``ImageObject``.

    Attributes:
        name: its name.
        url: where it is.
        height: in pixels.
        width: in pixels.
        status: ``live``, ``deleted`` or ``failed``.
    """

    name: str | None = None
    url: str | None = None
    height: float | None = None
    width: float | None = None
    status: str | None = None


class PersonValue(LinkedDataObject):
    """Somebody: ``Person``.

    Attributes:
        name: the full name.
        email: the email address.
    """

    name: str
    email: str | None = None


class UrlValue(LinkedDataObject):
    """A link: ``WebPage``.

    Attributes:
        url: where it leads.
        name: the text that is shown for it.
    """

    url: str
    name: str | None = None


class RowValue(LinkedDataObject):
    """A row of another table: ``StructuredValue``.

    Attributes:
        name: what its display column shows.
        url: where it is in the browser.
        table_id: the id of its table.
        row_id: its id.
        table_url: where its table is in the browser.
    """

    name: str
    url: str | None = None
    table_id: str
    row_id: str
    table_url: str | None = None


_TAGS = ("MonetaryAmount", "ImageObject", "Person", "WebPage", "StructuredValue")

RichValue: TypeAlias = Annotated[
    Annotated[CurrencyValue, Tag("MonetaryAmount")]
    | Annotated[ImageUrlValue, Tag("ImageObject")]
    | Annotated[PersonValue, Tag("Person")]
    | Annotated[UrlValue, Tag("WebPage")]
    | Annotated[RowValue, Tag("StructuredValue")]
    | Annotated[dict[str, Any], Tag(OTHER)],
    Discriminator(tag_by("@type", {tag: tag for tag in _TAGS})),
]
"""A rich value; a dictionary where its ``@type`` is a new one."""

# Strict, and in this order: a number stays the number that it is, and text stays text.
_Scalar: TypeAlias = StrictStr | StrictBool | StrictInt | StrictFloat | None
_Single: TypeAlias = Annotated[_Scalar | RichValue, Field(union_mode="left_to_right")]
_Item: TypeAlias = Annotated[_Single | list[_Single], Field(union_mode="left_to_right")]

CellValue: TypeAlias = Annotated[_Single | list[_Item], Field(union_mode="left_to_right")]
"""What a cell, a formula or a control holds: plain or rich values, or lists of them."""
