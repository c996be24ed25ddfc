"""Services that are spoken to in JSON over HTTP: one way to send a request, to keep under limits, to list."""

from __future__ import annotations

from codomyrmex.cloud.protocols.rest.client import RestClient
from codomyrmex.cloud.protocols.rest.limits import Limiter, RateLimit, limiter_of
from codomyrmex.cloud.protocols.rest.model import Model
from codomyrmex.cloud.protocols.rest.reading import reader, validator
from codomyrmex.cloud.protocols.rest.service import Query, RestService, json_of, path_of

__all__ = [
    "Limiter",
    "Model",
    "Query",
    "RateLimit",
    "RestClient",
    "RestService",
    "json_of",
    "limiter_of",
    "path_of",
    "reader",
    "validator",
]
