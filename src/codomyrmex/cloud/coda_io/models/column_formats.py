"""How columns show what they hold."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import Discriminator, Tag

from codomyrmex.cloud.coda_io.models.base import CodaModel
from codomyrmex.cloud.coda_io.models.tables import TableReference
from codomyrmex.cloud.coda_io.models.union import OTHER, tag_by

NumberOrFormula: TypeAlias = int | float | str
"""A number, or a formula that comes to one."""


class SimpleColumnFormat(CodaModel):
    """A format with nothing to set, or one that this version does not know.

    Attributes:
        type: what the column holds: ``text``, ``image``, ``attachments``, ``packObject``, ``canvas``, …
        is_array: whether a cell holds a list.
    """

    type: str
    is_array: bool = False


class ButtonColumnFormat(SimpleColumnFormat):
    """Buttons.

    Attributes:
        label: the formula of what is on the button.
        disable_if: the formula of when it cannot be pushed.
        action: the formula of what it does.
    """

    label: str | None = None
    disable_if: str | None = None
    action: str | None = None


class CheckboxColumnFormat(SimpleColumnFormat):
    """Truth values.

    Attributes:
        display_type: ``toggle`` or ``check``.
    """

    display_type: str | None = None


class DateColumnFormat(SimpleColumnFormat):
    """Days.

    Attributes:
        format: how they are written (https://momentjs.com/docs/#/displaying/).
    """

    format: str | None = None


class DateTimeColumnFormat(SimpleColumnFormat):
    """Days with a time.

    Attributes:
        date_format: how the day is written (https://momentjs.com/docs/#/displaying/).
        time_format: how the time is written.
    """

    date_format: str | None = None
    time_format: str | None = None


class TimeColumnFormat(SimpleColumnFormat):
    """Times of the day.

    Attributes:
        format: how they are written (https://momentjs.com/docs/#/displaying/).
    """

    format: str | None = None


class DurationColumnFormat(SimpleColumnFormat):
    """Lengths of time.

    Attributes:
        precision: how exactly they are shown.
        max_unit: the largest unit: ``days``, ``hours``, ``minutes`` or ``seconds``.
    """

    precision: int | None = None
    max_unit: str | None = None


class EmailColumnFormat(SimpleColumnFormat):
    """Email addresses.

    Attributes:
        display: ``iconAndEmail``, ``iconOnly`` or ``emailOnly``.
        autocomplete: whether addresses are proposed.
    """

    display: str | None = None
    autocomplete: bool | None = None


class LinkColumnFormat(SimpleColumnFormat):
    """Links.

    Attributes:
        display: ``iconOnly``, ``url``, ``title``, ``card`` or ``embed``.
        force: whether the browser fetches what is embedded, for sites that one signs in to.
    """

    display: str | None = None
    force: bool | None = None


class NumericColumnFormat(SimpleColumnFormat):
    """Numbers or percentages.

    Attributes:
        precision: digits after the point.
        use_thousands_separator: whether thousands are set apart.
    """

    precision: int | None = None
    use_thousands_separator: bool | None = None


class CurrencyColumnFormat(SimpleColumnFormat):
    """Amounts of money.

    Attributes:
        currency_code: the currency's sign.
        precision: digits after the point.
        format: ``currency``, ``accounting`` or ``financial``.
    """

    currency_code: str | None = None
    precision: int | None = None
    format: str | None = None


class ScaleColumnFormat(SimpleColumnFormat):
    """Ratings.

    Attributes:
        maximum: the best one.
        icon: what is counted: ``star``, ``heart``, ``fire``, …
    """

    maximum: int | float | None = None
    icon: str | None = None


class SliderColumnFormat(SimpleColumnFormat):
    """Numbers that are slid.

    Attributes:
        minimum: the least.
        maximum: the most.
        step: from one to the next.
        display_type: ``slider`` or ``progress``.
        show_value: whether the number is shown too.
    """

    minimum: NumberOrFormula | None = None
    maximum: NumberOrFormula | None = None
    step: NumberOrFormula | None = None
    display_type: str | None = None
    show_value: bool | None = None


class ImageReferenceColumnFormat(SimpleColumnFormat):
    """Pictures that are elsewhere.

    Attributes:
        width: in pixels.
        height: in pixels.
        style: ``auto`` or ``circle``.
    """

    width: NumberOrFormula | None = None
    height: NumberOrFormula | None = None
    style: str | None = None


class ReferenceColumnFormat(SimpleColumnFormat):
    """Rows of another table, or people.

    Attributes:
        table: the table.
    """

    table: TableReference | None = None


class SelectOption(CodaModel):
    """What can be chosen.

    Attributes:
        name: its name.
        background_color: the colour behind it: ``#ff0000``.
        foreground_color: the colour of its text.
    """

    name: str
    background_color: str | None = None
    foreground_color: str | None = None


class SelectColumnFormat(SimpleColumnFormat):
    """One or several of a list of options.

    Attributes:
        options: what can be chosen, where the list is fixed.
    """

    options: list[SelectOption] | None = None


# The word of each format, and its class where that has another name.
_TAGS = {
    word: word
    for word in (
        "button", "checkbox", "date", "dateTime", "duration", "email", "link", "currency", "imageReference",
        "number", "select", "scale", "slider", "time",
    )
} | {"percent": "number", "person": "reference", "lookup": "reference"}  # fmt: skip

ColumnFormat: TypeAlias = Annotated[
    Annotated[ButtonColumnFormat, Tag("button")]
    | Annotated[CheckboxColumnFormat, Tag("checkbox")]
    | Annotated[DateColumnFormat, Tag("date")]
    | Annotated[DateTimeColumnFormat, Tag("dateTime")]
    | Annotated[DurationColumnFormat, Tag("duration")]
    | Annotated[EmailColumnFormat, Tag("email")]
    | Annotated[LinkColumnFormat, Tag("link")]
    | Annotated[CurrencyColumnFormat, Tag("currency")]
    | Annotated[ImageReferenceColumnFormat, Tag("imageReference")]
    | Annotated[NumericColumnFormat, Tag("number")]
    | Annotated[ReferenceColumnFormat, Tag("reference")]
    | Annotated[SelectColumnFormat, Tag("select")]
    | Annotated[ScaleColumnFormat, Tag("scale")]
    | Annotated[SliderColumnFormat, Tag("slider")]
    | Annotated[TimeColumnFormat, Tag("time")]
    | Annotated[SimpleColumnFormat, Tag(OTHER)],
    Discriminator(tag_by("type", _TAGS)),
]
"""The format of a column, by its ``type``; a `SimpleColumnFormat` where that is a new one."""
