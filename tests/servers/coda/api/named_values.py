"""Formulas and controls: values of a doc that have names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.servers.capture import Answer
from tests.servers.coda.messages import json_answer
from tests.servers.coda.parameters import BY_NAME, PAGING
from tests.servers.coda.service import Call, Route, named
from tests.servers.coda.state import Doc, Named


def _operations(word: str, of_doc: Callable[[Doc], dict[str, Named]]) -> tuple[Route, Route]:
    def reference(call: Call, doc: Doc, one: Named) -> dict[str, Any]:
        href = call.service.href("docs", doc.id, f"{word}s", one.id)
        return {"id": one.id, "type": word, "href": href, "name": one.name}

    def list_all(call: Call) -> Answer:
        doc = call.doc()
        found = list(of_doc(doc).values())
        if "sortBy" in call.query:
            found.sort(key=lambda one: one.name)
        return call.listing(found, lambda one: reference(call, doc, one))

    def get(call: Call) -> Answer:
        doc = call.doc()
        one: Named = named(of_doc(doc), call.names[1])
        kind = {} if one.kind is None else {"controlType": one.kind}
        return json_answer({**reference(call, doc, one), **kind, "value": one.value})

    return (
        Route("GET", f"/docs/*/{word}s", list_all, query={**PAGING, **BY_NAME}),
        Route("GET", f"/docs/*/{word}s/*", get),
    )


ROUTES = (
    *_operations("formula", lambda doc: doc.formulas),
    *_operations("control", lambda doc: doc.controls),
)
