"""The operations, each a function of a call."""

from __future__ import annotations

from tests.servers.coda.api import (
    account,
    automations,
    content,
    docs,
    folders,
    named_values,
    pages,
    row_changes,
    rows,
    sharing,
    tables,
)
from tests.servers.coda.service import Routes

ROUTES = Routes(
    route
    for module in (
        account,
        automations,
        content,
        docs,
        folders,
        named_values,
        pages,
        row_changes,
        rows,
        sharing,
        tables,
    )
    for route in module.ROUTES
)
