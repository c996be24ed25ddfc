"""Reading what binds names, and what an expression stands for."""

from __future__ import annotations

import ast
from importlib.util import resolve_name

from aegis_multimodal_ai_system.tools.find_sdk_usage.scopes import (
    Scope,
    Target,
    inner_parts,
    is_class,
    is_scope,
    nodes_of,
    parameters,
)

_IMPORTERS = (
    "builtins.__import__",
    "importlib.__import__",
    "importlib.import_module",
    "pkgutil.resolve_name",
    "pytest.importorskip",
)


def build_scopes(tree: ast.Module) -> dict[ast.AST, Scope]:
    """The scope of the module and of each node that has one, with what their names stand for.

    Args:
        tree: a module.
    """
    scopes: dict[ast.AST, Scope] = {tree: Scope()}
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        scope = scopes[node]
        for name in parameters(node):
            scope.bind(name, None)
        nodes = list(nodes_of(inner_parts(node)))
        _place_elsewhere(nodes, scope)
        for part in nodes:
            _bind(part, scope)
        for part in nodes:
            if is_scope(part):
                scopes[part] = Scope(scope, hidden=is_class(part))
                waiting.append(part)
    return scopes


def _place_elsewhere(nodes: list[ast.AST], scope: Scope) -> None:
    for node in nodes:
        if isinstance(node, ast.Global):
            scope.elsewhere |= dict.fromkeys(node.names, scope.outermost())
        elif isinstance(node, ast.Nonlocal):
            for name in node.names:
                owner = scope.parent
                while owner is not None and (owner.hidden or name not in owner.names):
                    owner = owner.parent
                scope.elsewhere[name] = owner or scope.outermost()


def _bind(node: ast.AST, scope: Scope) -> None:
    if isinstance(node, ast.Import):
        for alias in node.names:
            bound = alias.asname or alias.name.partition(".")[0]
            scope.bind(bound, Target(alias.name if alias.asname else bound, node.lineno))
    elif isinstance(node, ast.ImportFrom):
        for alias in node.names:
            full = f"{node.module}.{alias.name}"
            # What begins with a dot is the application's own.
            scope.bind(alias.asname or alias.name, None if node.level else Target(full, alias.lineno))
    elif isinstance(node, ast.Assign) and all(isinstance(target, ast.Name) for target in node.targets):
        for target in node.targets:
            if isinstance(target, ast.Name):
                scope.bind(target.id, meaning(node.value, scope))
    elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)) and isinstance(node.target, ast.Name):
        scope.bind(node.target.id, meaning(node.value, scope) if node.value else None)
    elif (name := _other_name(node)) is not None and name not in scope.elsewhere:
        # The target of an assignment comes by again, and has its meaning by then.
        scope.names.setdefault(name, None)


def _other_name(node: ast.AST) -> str | None:
    if isinstance(node, ast.Name):
        return node.id if isinstance(node.ctx, ast.Store) else None
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return node.name
    if isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)):
        return node.name
    return node.rest if isinstance(node, ast.MatchMapping) else None


def meaning(node: ast.expr, scope: Scope) -> Target | None:
    """What an expression stands for, where it is a name, an attribute of one, or an import by a literal.

    Args:
        node: the expression.
        scope: where it stands.
    """
    attributes: list[str] = []
    while isinstance(node, ast.Attribute):
        attributes.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name):
        start = scope.lookup(node.id)
    elif isinstance(node, ast.Call) and (called := imported_by_call(node, scope)):
        start = Target(_result(node, called, scope), node.lineno)
    else:
        return None
    return start and Target(".".join([start.path, *reversed(attributes)]), start.origin)


def imported_by_call(node: ast.Call, scope: Scope) -> str | None:
    """The module that a call such as ``importlib.import_module("boto3")`` imports.

    Args:
        node: any call.
        scope: where it stands.

    Returns:
        The module's full name; ``None`` where the call imports nothing or its name is no literal.
    """
    function = meaning(node.func, scope)
    if function is None or function.path not in _IMPORTERS:
        return None
    name = _argument(node, 0, "name") or _argument(node, 0, "modname")
    if name is None:
        return None
    name = name.replace(":", ".")
    if not name.startswith("."):
        return name
    package = _argument(node, 1, "package")
    try:
        return resolve_name(name, package) if package else None
    except ImportError:
        return None


def from_list(node: ast.Call) -> list[str]:
    """The names that a call of ``__import__`` asks a module for, where they are literals."""
    value = node.args[3] if len(node.args) > 3 else None
    value = next((keyword.value for keyword in node.keywords if keyword.arg == "fromlist"), value)
    parts = value.elts if isinstance(value, (ast.List, ast.Tuple)) else []
    return [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]


def _result(node: ast.Call, called: str, scope: Scope) -> str:
    function = meaning(node.func, scope)
    by_builtin = function is not None and function.path.endswith("__import__")
    return called.partition(".")[0] if by_builtin and not from_list(node) else called


def _argument(node: ast.Call, position: int, name: str) -> str | None:
    value = node.args[position] if len(node.args) > position else None
    value = next((keyword.value for keyword in node.keywords if keyword.arg == name), value)
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else None
