"""HTTP on libcurl: exact paths, pooled connections, one retry loop, one place where faults become errors."""

from __future__ import annotations

from codomyrmex.cloud.wire.connection import ConnectionOptions
from codomyrmex.cloud.wire.exchange import Exchange, Service, Sink, Watch
from codomyrmex.cloud.wire.message import Request, Response
from codomyrmex.cloud.wire.retry import NO_RETRY, RetryPolicy
from codomyrmex.cloud.wire.transport import Transport

__all__ = [
    "NO_RETRY",
    "ConnectionOptions",
    "Exchange",
    "Request",
    "Response",
    "RetryPolicy",
    "Service",
    "Sink",
    "Transport",
    "Watch",
]
