"""Automations that a webhook starts."""

from __future__ import annotations

from tests.servers.capture import Answer
from tests.servers.coda import shapes
from tests.servers.coda.messages import RefusedError
from tests.servers.coda.service import Call, Route


def _trigger(call: Call) -> Answer:
    doc = call.doc(write=True)
    told = doc.automations.get(call.names[1])
    if told is None:
        raise RefusedError(404)
    return call.change(doc, lambda: told.append(call.body))


ROUTES = (Route("POST", "/docs/*/hooks/automation/*", _trigger, "write", body=shapes.WEBHOOK),)
