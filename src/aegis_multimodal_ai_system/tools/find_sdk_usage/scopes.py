"""Which module a name stands for, where it stands."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from aegis_multimodal_ai_system.tools.find_sdk_usage.sdks import leads_to_sdk

_COMPREHENSION = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_SCOPE = (*_FUNCTION, ast.ClassDef, *_COMPREHENSION)


@dataclass(frozen=True, slots=True)
class Target:
    """What a name stands for.

    Attributes:
        path: its full name.
        origin: the line of the import that it comes from.
    """

    path: str
    origin: int


@dataclass(slots=True)
class Scope:
    """The names of a module, a function, a class or a comprehension.

    Attributes:
        parent: the scope around it.
        hidden: whether functions inside do not see its names, as in a class.
        names: what each name stands for; ``None`` for what is no module's.
        elsewhere: the names that ``global`` and ``nonlocal`` place in another scope.
    """

    parent: Scope | None = None
    hidden: bool = False
    names: dict[str, Target | None] = field(default_factory=dict)
    elsewhere: dict[str, Scope] = field(default_factory=dict)

    def bind(self, name: str, target: Target | None) -> None:
        """Add a name. Of several meanings, one that leads to an SDK stays."""
        names = self.elsewhere.get(name, self).names
        known = names.get(name)
        if known is None or not leads_to_sdk(known.path):
            names[name] = target

    def lookup(self, name: str) -> Target | None:
        """What a name stands for here."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names and (scope is self or not scope.hidden):
                return scope.names[name]
            scope = scope.parent
        return Target("builtins.__import__", 0) if name == "__import__" else None

    def outermost(self) -> Scope:
        """The scope of the module."""
        scope = self
        while scope.parent is not None:
            scope = scope.parent
        return scope


def is_scope(node: ast.AST) -> bool:
    """Whether names in parts of a node are names of its own."""
    return isinstance(node, _SCOPE)


def is_class(node: ast.AST) -> bool:
    """Whether a node is a class, whose names its functions do not see."""
    return isinstance(node, ast.ClassDef)


def inner_parts(node: ast.AST) -> list[ast.AST]:
    """The parts of a node that have its scope."""
    if isinstance(node, _FUNCTION):
        body = node.body if isinstance(node.body, list) else [node.body]
        return [*body]
    return [*node.body] if isinstance(node, ast.ClassDef) else list(ast.iter_child_nodes(node))


def outer_parts(node: ast.AST) -> list[ast.AST]:
    """The parts of a node that have the scope around it: decorators, defaults, annotations, bases."""
    if not is_scope(node):
        return list(ast.iter_child_nodes(node))
    inner = {id(part) for part in inner_parts(node)}
    return [part for part in ast.iter_child_nodes(node) if id(part) not in inner]


def nodes_of(parts: list[ast.AST]) -> Iterator[ast.AST]:
    """The nodes below these that are of the same scope, in the order of the text."""
    waiting = parts[::-1]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += outer_parts(node)[::-1]


def parameters(node: ast.AST) -> list[str]:
    """The names of a function's parameters."""
    if not isinstance(node, _FUNCTION):
        return []
    given = node.args
    every = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
    return [argument.arg for argument in every if argument is not None]
