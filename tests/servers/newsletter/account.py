"""The domain itself, and the operations that are under way in it."""

from __future__ import annotations

from tests.servers.gcs_emulator.messages import Answer
from tests.servers.newsletter.envelopes import success
from tests.servers.newsletter.routes import Call, Route
from tests.servers.newsletter.rules import INTEGER, TEXT


def _domain(call: Call) -> Answer:
    return success(
        {
            "id": call.domain.id,
            "name": call.domain.name,
            "credit_month": call.domain.credit,
            "limit_by_hour": 0,
            "sender_type": "infomaniak",
            "status": "enabled",
            "can_use_other_domains": False,
        }
    )


def _delete_domain(call: Call) -> Answer:
    call.domain.deleted = True
    return success(True)


def _api_key(_call: Call) -> Answer:
    return success({"client_api": "key-of-the-domain", "client_secret": "secret-of-the-domain"})


def _operation(call: Call) -> Answer:
    operation = call.domain.operations.get(call.path["operation"])
    operation.advance()
    return success(
        {"id": operation.id, "type": operation.kind, "status": operation.status, "result": operation.result}
    )


def _cancel(call: Call) -> Answer:
    call.domain.operations.cancel(call.path["operation"])
    return success(True)


ROUTES = (
    Route("GET", "", _domain, query={"with": TEXT, "newsletter_id": INTEGER}),
    Route("DELETE", "", _delete_domain),
    Route("GET", "/api-key", _api_key),
    # The description has only the end of an operation; its state is at the same address.
    Route("GET", "/operations/{operation}", _operation),
    Route("DELETE", "/operations/{operation}", _cancel),
)
