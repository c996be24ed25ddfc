"""The audit: one line for each call, chained so that a line that was changed or removed shows."""

from __future__ import annotations

from codomyrmex.model_context_protocol.audit.log import Audit
from codomyrmex.model_context_protocol.audit.verification import Verification, verify

__all__ = ["Audit", "Verification", "verify"]
