"""Automations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codomyrmex.cloud.coda_io import models
from codomyrmex.cloud.coda_io.links import Ref
from codomyrmex.cloud.coda_io.mutation import Mutation
from codomyrmex.cloud.coda_io.service import CodaService
from codomyrmex.cloud.common.telemetry import operation


class Automations(CodaService):
    """What a doc does by itself."""

    @operation("trigger_webhook_automation")
    def trigger_webhook_automation(
        self, doc: Ref, rule_id: str, payload: Mapping[str, Any] | None = None
    ) -> Mutation[models.WebhookTriggerResult]:
        """Run an automation that a webhook starts.

        Args:
            doc: the doc's id, its browser link or itself.
            rule_id: the automation's id: ``grid-auto-…``.
            payload: what it is told.

        Raises:
            CodaNotFoundError: there is no such automation.
            CodaForbiddenError: the token may start none.

        https://coda.io/developers/apis/v1#operation/triggerWebhookAutomation
        """
        path = self._doc_path(doc, "hooks", "automation", rule_id)
        return self._change(models.WebhookTriggerResult, "POST", path, body=dict(payload or {}), kind="write")
