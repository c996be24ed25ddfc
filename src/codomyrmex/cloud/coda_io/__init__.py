"""Coda (https://coda.io/developers/apis/v1): documents, their tables and rows, and all else of its API.

The names are imported on first use; `models` has the values.
"""

from __future__ import annotations

# Type checkers take this name as true wherever it is from; importing typing costs more than this module.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from codomyrmex.cloud.coda_io.client import CodaClient
    from codomyrmex.cloud.coda_io.exceptions import (
        CodaAPIError,
        CodaAuthenticationError,
        CodaForbiddenError,
        CodaGoneError,
        CodaNotFoundError,
        CodaRateLimitError,
        CodaUnavailableError,
        CodaValidationError,
    )
    from codomyrmex.cloud.coda_io.mutation import Mutation
    from codomyrmex.cloud.coda_io.table_handle import TableHandle
    from codomyrmex.cloud.coda_io.upsert import Upsert, UpsertReport

__all__ = [
    "CodaAPIError",
    "CodaAuthenticationError",
    "CodaClient",
    "CodaForbiddenError",
    "CodaGoneError",
    "CodaNotFoundError",
    "CodaRateLimitError",
    "CodaUnavailableError",
    "CodaValidationError",
    "Mutation",
    "TableHandle",
    "Upsert",
    "UpsertReport",
]

_MODULES = {
    "CodaClient": "client",
    "Mutation": "mutation",
    "TableHandle": "table_handle",
    "Upsert": "upsert",
    "UpsertReport": "upsert",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_MODULES.get(name, 'exceptions')}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
