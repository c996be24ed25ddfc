"""The uses of SDKs in one module."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Literal

from aegis_multimodal_ai_system.tools.find_sdk_usage.allowances import allowances, reason_among
from aegis_multimodal_ai_system.tools.find_sdk_usage.findings import Finding
from aegis_multimodal_ai_system.tools.find_sdk_usage.names import (
    build_scopes,
    from_list,
    imported_by_call,
    meaning,
)
from aegis_multimodal_ai_system.tools.find_sdk_usage.scopes import Scope, inner_parts, is_scope, outer_parts
from aegis_multimodal_ai_system.tools.find_sdk_usage.sdks import REPLACEMENTS, sdk_of


def search(text: str, tree: ast.Module, path: str) -> list[Finding]:
    """All uses in a module, in the order of the text.

    Args:
        text: the module.
        tree: the same, parsed.
        path: what findings call it.
    """
    return sorted(set(_Search(text, tree, path).findings()))


class _Search:
    def __init__(self, text: str, tree: ast.Module, path: str) -> None:
        self._lines = text.split("\n")
        self._tree = tree
        self._path = path
        self._reasons = allowances(text)
        self._scopes = build_scopes(tree)
        self._statements: dict[int, range] = {}

    def findings(self) -> Iterator[Finding]:
        waiting: list[tuple[ast.AST, Scope]] = [(self._tree, self._scopes[self._tree])]
        while waiting:
            node, scope = waiting.pop()
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                yield from self._imports(node)
            elif isinstance(node, ast.Call):
                yield from self._calls(node, scope)
            elif isinstance(node, (ast.Name, ast.Attribute)) and (use := self._use(node, scope)):
                yield use
                continue
            waiting += [(part, scope) for part in outer_parts(node)]
            if is_scope(node):
                waiting += [(part, self._scopes[node]) for part in inner_parts(node)]

    def _imports(self, node: ast.Import | ast.ImportFrom) -> Iterator[Finding]:
        lines = range(node.lineno, (node.end_lineno or node.lineno) + 1)
        named: list[tuple[str, ast.stmt | ast.alias]]
        if isinstance(node, ast.Import):
            named = [(alias.name, alias) for alias in node.names]
        elif node.level or node.module is None:
            return
        elif sdk_of(node.module):
            named = [(node.module, node)]
        else:
            named = [(f"{node.module}.{alias.name}", alias) for alias in node.names]
        for name, place in named:
            yield from self._finding("import", name, place, lines)

    def _calls(self, node: ast.Call, scope: Scope) -> Iterator[Finding]:
        name = imported_by_call(node, scope)
        if name is None:
            return
        lines = range(node.lineno, (node.end_lineno or node.lineno) + 1)
        if sdk_of(name):
            yield from self._finding("import", name, node, lines)
        else:
            for part in from_list(node):
                yield from self._finding("import", f"{name}.{part}", node, lines)

    def _use(self, node: ast.Name | ast.Attribute, scope: Scope) -> Finding | None:
        if not isinstance(node.ctx, ast.Load) or not _begins_with_name(node):
            return None
        target = meaning(node, scope)
        if target is None or sdk_of(target.path) is None:
            return None
        # An import that is allowed allows what is done with it.
        lines = [*range(node.lineno, (node.end_lineno or node.lineno) + 1), target.origin]
        return next(self._finding("use", target.path, node, lines), None)

    def _finding(
        self,
        kind: Literal["import", "use"],
        name: str,
        place: ast.expr | ast.stmt | ast.alias,
        lines: range | list[int],
    ) -> Iterator[Finding]:
        sdk = sdk_of(name)
        if sdk is None:
            return
        yield Finding(
            self._path,
            place.lineno,
            self._column(place.lineno, place.col_offset),
            kind,
            name,
            REPLACEMENTS[sdk],
            reason_among(self._reasons, lines),
        )

    def _column(self, line: int, offset: int) -> int:
        # The parser counts bytes of UTF-8.
        return len(self._lines[line - 1].encode()[:offset].decode(errors="replace")) + 1


def _begins_with_name(node: ast.expr) -> bool:
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name)
