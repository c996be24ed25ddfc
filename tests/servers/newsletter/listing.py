"""Lists: sorted, and cut by page or by offset."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from tests.servers.gcs_emulator.messages import Answer
from tests.servers.newsletter.envelopes import invalid, success
from tests.servers.newsletter.rules import INTEGER, TEXT, WORDS, Problem, Rule, choice

R = TypeVar("R")

ITEMS_PER_PAGE = 15

PAGING: Mapping[str, Rule] = {
    "return": choice("total"),
    "limit": INTEGER,
    "skip": INTEGER,
    "page": INTEGER,
    "per_page": INTEGER,
}
SORTING: Mapping[str, Rule] = {
    "order_by": Rule("texts"),
    "order": choice("asc", "desc"),
    "order_for": WORDS,
}
LISTING: Mapping[str, Rule] = {"with": TEXT, **PAGING, **SORTING}


def listed(records: Iterable[R], show: Callable[[R], Mapping[str, Any]], query: Mapping[str, Any]) -> Answer:
    """The part of a list that was asked for.

    Args:
        records: all that it has.
        show: makes what the API shows of one; only what is on the page is shown.
        query: says which part, and in which order.
    """
    found = _sorted(list(records), show, query)
    if query.get("return") == "total":
        return success(len(found))
    if "page" not in query and ("skip" in query or "limit" in query):
        start = int(query.get("skip", 0))
        return success([show(one) for one in found[start : start + int(query.get("limit", len(found)))]])
    size, page = int(query.get("per_page", ITEMS_PER_PAGE)), int(query.get("page", 1))
    if not size or not page:
        name = "per_page" if not size else "page"
        raise invalid([Problem("min", name, "must be at least 1.")])
    pages = max(1, -(-len(found) // size))
    cut = [show(one) for one in found[(page - 1) * size : page * size]]
    return success(cut, total=len(found), page=page, pages=pages, items_per_page=size)


def contains(search: str | None, *texts: str | None) -> bool:
    """Whether one of the texts has what was searched for, whatever the case."""
    return not search or any(search.lower() in (text or "").lower() for text in texts)


def _sorted(records: list[R], show: Callable[[R], Mapping[str, Any]], query: Mapping[str, Any]) -> list[R]:
    names = query.get("order_by", [])
    for name in reversed([names] if isinstance(names, str) else names):
        if records and name not in show(records[0]):
            raise invalid([Problem("in", "order_by", "must be a field of the resource.")])
        order = query.get("order_for", {}).get(name) or query.get("order", "asc")
        records.sort(key=lambda record: show(record)[name], reverse=order == "desc")
    return records
