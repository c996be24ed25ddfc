"""Named formulas."""

from __future__ import annotations

from codomyrmex.cloud.coda_io.models.base import CodaModel
from codomyrmex.cloud.coda_io.models.pages import PageReference
from codomyrmex.cloud.coda_io.models.values import CellValue


class FormulaReference(CodaModel):
    """A named formula that is spoken of.

    Attributes:
        id: its id.
        type: ``formula``.
        href: its address in the API.
        name: its name.
        parent: the page that it is on.
    """

    id: str
    type: str | None = None
    href: str | None = None
    name: str | None = None
    parent: PageReference | None = None


class Formula(FormulaReference):
    """A named formula, and what it comes to.

    Attributes:
        name: its name.
        value: what it comes to.
    """

    name: str
    value: CellValue


class FormulaDetail(CodaModel):
    """What is known of a formula without its result.

    Attributes:
        valid: whether it can be computed.
        is_volatile: whether it may come to something else for another user or at another time.
        has_user_formula: whether it depends on the user.
        has_today_formula: whether it depends on the day.
        has_now_formula: whether it depends on the time.
    """

    valid: bool
    is_volatile: bool | None = None
    has_user_formula: bool | None = None
    has_today_formula: bool | None = None
    has_now_formula: bool | None = None
