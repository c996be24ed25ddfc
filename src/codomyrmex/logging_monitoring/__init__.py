"""Structured logs that print nothing until asked, and never a secret."""

from __future__ import annotations

from codomyrmex.logging_monitoring.configuration import configure_logging
from codomyrmex.logging_monitoring.logger import Logger, get_logger
from codomyrmex.logging_monitoring.redaction import redact

__all__ = ["Logger", "configure_logging", "get_logger", "redact"]
