"""Parameters in the style of PHP: ``filter[status]=sent&filter[groups][]=1&filter[groups][]=2``."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl

_KEY = re.compile(r"\[([^\[\]]*)\]")


def php_query(query: str) -> dict[str, Any]:
    """The parameters of a query, as trees of text."""
    tree: dict[str, Any] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        first, bracket, rest = name.partition("[")
        _put(tree, [first, *_KEY.findall(bracket + rest)], value)
    return {name: _listed(value) for name, value in tree.items()}


def _put(node: dict[str, Any], keys: list[str], value: str) -> None:
    key = keys[0] or str(len(node))
    if len(keys) == 1:
        node[key] = value
    else:
        _put(node.setdefault(key, {}), keys[1:], value)


def _listed(node: Any) -> Any:
    """Arrays are what has the keys 0, 1, 2, …"""
    if not isinstance(node, dict):
        return node
    values = {key: _listed(value) for key, value in node.items()}
    if list(values) == [str(position) for position in range(len(values))]:
        return list(values.values())
    return values
