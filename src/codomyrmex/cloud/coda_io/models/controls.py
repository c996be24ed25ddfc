"""Controls: what users of a doc push, slide and choose."""

from __future__ import annotations

from codomyrmex.cloud.coda_io.models.base import CodaModel
from codomyrmex.cloud.coda_io.models.pages import PageReference
from codomyrmex.cloud.coda_io.models.values import CellValue


class ControlReference(CodaModel):
    """A control that is spoken of.

    Attributes:
        id: its id.
        type: ``control``.
        href: its address in the API.
        name: its name.
        parent: the page that it is on.
    """

    id: str
    type: str | None = None
    href: str | None = None
    name: str | None = None
    parent: PageReference | None = None


class Control(ControlReference):
    """A control, and what it is set to.

    Attributes:
        name: its name.
        control_type: what it is: ``button``, ``checkbox``, ``slider``, ``select``, …
        value: what it is set to.
    """

    name: str
    control_type: str
    value: CellValue
