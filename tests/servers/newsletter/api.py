"""The API: finds the operation of a request, holds the request against it, and carries it out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tests.servers.gcs_emulator.messages import Answer, ApiError, Request, read_json
from tests.servers.newsletter import (
    account,
    bulk,
    campaigns,
    credits,
    custom_fields,
    groups,
    imports,
    reports,
    segments,
    subscribers,
    templates,
    webforms,
)
from tests.servers.newsletter.access import Access
from tests.servers.newsletter.domain import Domain
from tests.servers.newsletter.envelopes import RefusedError, invalid, not_found
from tests.servers.newsletter.php import php_query
from tests.servers.newsletter.routes import Call, Route
from tests.servers.newsletter.rules import Problem

# What is spelled out comes before what stands for anything: ``/subscribers/assign`` is no subscriber.
ROUTES: tuple[Route, ...] = (
    *account.ROUTES,
    *credits.ROUTES,
    *templates.ROUTES,
    *bulk.ROUTES,
    *imports.ROUTES,
    *subscribers.ROUTES,
    *groups.ROUTES,
    *segments.ROUTES,
    *custom_fields.ROUTES,
    *webforms.ROUTES,
    *campaigns.ROUTES,
    *reports.ROUTES,
)

_BASE = re.compile(r"/1/newsletters/(\d+)(/.*)?")


class Api:
    """Answers requests."""

    def __init__(self) -> None:
        self.access = Access()
        self.domains: dict[int, Domain] = {}

    def answer(self, request: Request) -> Answer:
        """The answer to one request."""
        try:
            return self.access.excess(request.headers) or self._answer(request)
        except RefusedError as refused:
            return refused.answer()

    def _answer(self, request: Request) -> Answer:
        found = _BASE.fullmatch(request.path)
        if found is None:
            raise not_found()
        self.access.check(request.headers, int(found[1]))
        domain = self.domains[int(found[1])]
        if domain.deleted:
            raise not_found()
        body = _body(request)
        method = _method(request, body)
        route, path = _route(method, found[2] or "")
        query = php_query(request.target.partition("?")[2])
        route.check(query, body)
        return route.handler(Call(domain, path, query, body))


def _body(request: Request) -> dict[str, Any]:
    """The fields of a request: all but GET have some, and GET says nothing of JSON."""
    is_json = request.headers.get("content-type", "").startswith("application/json")
    if request.method == "GET":
        if is_json or request.body:
            raise invalid([Problem("prohibited", "with", "field is prohibited")])
        return {}
    if not is_json:
        raise invalid([Problem("json", "body", "must be JSON.")])
    try:
        return read_json(request.body or b"[]")
    except ApiError:
        raise invalid([Problem("json", "body", "must be a JSON object.")]) from None


def _method(request: Request, body: dict[str, Any]) -> str:
    """The verb that a request stands for: a POST can stand for another."""
    if request.method != "POST":
        return request.method
    override: str = body.pop("_method", request.headers.get("x-http-method-override", "POST"))
    return override.upper()


def _route(method: str, path: str) -> tuple[Route, Mapping[str, str]]:
    for route in ROUTES:
        found = route.pattern.fullmatch(path) if route.method == method else None
        if found is not None:
            return route, found.groupdict()
    raise not_found()
