"""Partial answers: what ``fields`` asks for.

https://cloud.google.com/storage/docs/json_api#partial-response
"""

from __future__ import annotations

import re
from typing import Any

from tests.servers.gcs_emulator.messages import ApiError

_TOKEN = re.compile(r"[\w*]+|[(),/]")

Tree = dict[str, "Tree"]


def select(value: Any, fields: str | None) -> Any:
    """The part of a resource that was asked for; all of it without a wish.

    Raises:
        ApiError: the wish is wrong.
    """
    if fields is None:
        return value
    tokens = _TOKEN.findall(fields)
    if "".join(tokens) != fields:
        raise ApiError(400, "invalidParameter", f"Invalid field selection {fields}")
    return _apply(value, _parse(tokens))


def _parse(tokens: list[str]) -> Tree:
    tree: Tree = {}
    while tokens:
        node = tree.setdefault(tokens.pop(0), {})
        while tokens and tokens[0] == "/":
            tokens.pop(0)
            node = node.setdefault(tokens.pop(0), {})
        if tokens and tokens[0] == "(":
            tokens.pop(0)
            node.update(_parse(tokens))
        if tokens and tokens.pop(0) == ")":
            break
    return tree


def _apply(value: Any, tree: Tree) -> Any:
    if not tree or "*" in tree:
        return value
    if isinstance(value, list):
        return [_apply(item, tree) for item in value]
    return {name: _apply(item, tree[name]) for name, item in value.items() if name in tree}
