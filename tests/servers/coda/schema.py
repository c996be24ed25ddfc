"""Checks values against shapes, as the description's JSON schemas have them.

A check returns what is wrong, each with its place (in OGNL, as Coda says it). Most values have nothing wrong
with them, so a place is only put together on the way back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.servers.coda.messages import Problem

Check = Callable[[Any], list[Problem] | None]


def of_type(*types: type, name: str) -> Check:
    """A scalar of one of these Python types, exactly: a truth value is no number."""
    accepted = frozenset(types)

    def check(value: Any) -> list[Problem] | None:
        return None if type(value) in accepted else [("", f"Expected {name} but got {_named(value)}")]

    return check


TEXT = of_type(str, name="a string")
BOOLEAN = of_type(bool, name="a boolean")
SCALAR = of_type(str, int, float, bool, name="a string, a number or a boolean")


def one_of(*words: str) -> Check:
    """One of these words."""

    def check(value: Any) -> list[Problem] | None:
        return None if value in words else [("", f"Expected one of {', '.join(words)}")]

    return check


def items(check_item: Check) -> Check:
    """A list of such items."""

    def check(value: Any) -> list[Problem] | None:
        if type(value) is not list:
            return [("", f"Expected an array but got {_named(value)}")]
        found: list[Problem] = []
        for index, item in enumerate(value):
            if problems := check_item(item):
                found += within(f"[{index}]", problems)
        return found or None

    return check


def fields(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """An object with these fields and no others."""
    known = {**required, **(optional or {})}

    def check(value: Any) -> list[Problem] | None:
        if type(value) is not dict:
            return [("", f"Expected an object but got {_named(value)}")]
        found: list[Problem] = []
        for name, one in value.items():
            check_field = known.get(name)
            if check_field is None:
                found.append((name, "Unknown field"))
            elif problems := check_field(one):
                found += within(name, problems)
        found += [(name, "Required") for name in required if name not in value]
        return found or None

    return check


def tagged(tag: str, **variants: Check) -> Check:
    """An object whose field ``tag`` says which of these it is."""

    def check(value: Any) -> list[Problem] | None:
        if type(value) is not dict:
            return [("", f"Expected an object but got {_named(value)}")]
        variant = variants.get(str(value.get(tag)))
        return variant(value) if variant else [(tag, f"Expected one of {', '.join(variants)}")]

    return check


def either(first: Check, other: Check) -> Check:
    """A value that one of these accepts; what the first has to say is told."""

    def check(value: Any) -> list[Problem] | None:
        problems = first(value)
        return None if problems is None or other(value) is None else problems

    return check


def within(place: str, problems: list[Problem]) -> list[Problem]:
    """Problems of a part, with their places in the whole."""
    return [(f"{place}{'' if not path or path[0] == '[' else '.'}{path}", text) for path, text in problems]


def _named(value: Any) -> str:
    names = {dict: "an object", list: "an array", str: "a string", bool: "a boolean", type(None): "null"}
    return names.get(type(value), "a number")
