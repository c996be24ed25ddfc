"""Lists: sorted, and cut by page or by offset."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tests.servers.gcs_emulator.messages import Answer
from tests.servers.newsletter.envelopes import invalid, success
from tests.servers.newsletter.rules import INTEGER, TEXT, WORDS, Problem, Rule, choice

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


def listed(items: Iterable[Mapping[str, Any]], query: Mapping[str, Any]) -> Answer:
    """The part of a list that was asked for."""
    found = _sorted(list(items), query)
    if query.get("return") == "total":
        return success(len(found))
    if "page" not in query and ("skip" in query or "limit" in query):
        start = int(query.get("skip", 0))
        return success(found[start : start + int(query.get("limit", len(found)))])
    size, page = int(query.get("per_page", ITEMS_PER_PAGE)), int(query.get("page", 1))
    if not size or not page:
        name = "per_page" if not size else "page"
        raise invalid([Problem("min", name, "must be at least 1.")])
    pages = max(1, -(-len(found) // size))
    cut = found[(page - 1) * size : page * size]
    return success(cut, total=len(found), page=page, pages=pages, items_per_page=size)


def contains(search: str | None, *texts: str | None) -> bool:
    """Whether one of the texts has what was searched for, whatever the case."""
    return not search or any(search.lower() in (text or "").lower() for text in texts)


def _sorted(items: list[Mapping[str, Any]], query: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    names = query.get("order_by", [])
    for name in reversed([names] if isinstance(names, str) else names):
        if items and name not in items[0]:
            raise invalid([Problem("in", "order_by", "must be a field of the resource.")])
        order = query.get("order_for", {}).get(name) or query.get("order", "asc")
        items.sort(key=lambda item: item[name], reverse=order == "desc")
    return items
