"""Automations."""

from __future__ import annotations

from codomyrmex.cloud.coda_io.models.base import RequestAccepted


class WebhookTriggerResult(RequestAccepted):
    """An automation will run."""
