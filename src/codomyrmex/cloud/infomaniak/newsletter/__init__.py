"""Infomaniak's newsletter: campaigns, subscribers, and all else (https://developer.infomaniak.com/docs/api)."""

from __future__ import annotations

from codomyrmex.cloud.infomaniak.newsletter.client import InfomaniakNewsletterClient
from codomyrmex.cloud.infomaniak.newsletter.operations import Operation
from codomyrmex.cloud.infomaniak.newsletter.selection import Selection

__all__ = ["InfomaniakNewsletterClient", "Operation", "Selection"]
