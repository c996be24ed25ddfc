"""What fields a request may have, and what is wrong with those it has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True)
class Problem:
    """What is wrong with one field.

    Attributes:
        rule: the rule that it breaks.
        attribute: where it is: ``recipients.groups.include.0``.
        said: the rest of the sentence that begins with its name.
    """

    rule: str
    attribute: str
    said: str

    def shown(self) -> dict[str, Any]:
        """The problem as the API words it."""
        return {
            "code": f"validation_rule_{self.rule}",
            "description": f"{self.attribute} {self.said}",
            "context": {"attribute": self.attribute},
        }


@dataclass(frozen=True)
class Rule:
    """What a value has to be.

    Attributes:
        kind: ``string``, ``integer``, ``boolean``, ``email``, ``texts`` (one or
            several), ``array``, ``object`` or ``any``.
        required: whether the field has to be there.
        nullable: whether it may be null.
        choices: the words it may be.
        longest: the most characters or items.
        shortest: the fewest.
        items: what an array has.
        fields: what an object has; ``None`` where its names are free.
    """

    kind: str
    required: bool = False
    nullable: bool = False
    choices: tuple[str, ...] = ()
    longest: int | None = None
    shortest: int = 0
    items: Rule | None = None
    fields: Mapping[str, Rule] | None = None


TEXT = Rule("string")
SHORT = Rule("string", longest=255)
EMAIL = Rule("email", longest=255)
INTEGER = Rule("integer")
FLAG = Rule("boolean")
ANYTHING = Rule("any")
WORDS = Rule("object")
"""An object of free names. The description calls these arrays of strings; its examples are objects."""


def choice(*words: str) -> Rule:
    """One of these words."""
    return Rule("string", choices=words)


def array(items: Rule, *, shortest: int = 0, longest: int | None = None) -> Rule:
    """A list."""
    return Rule("array", items=items, shortest=shortest, longest=longest)


def fields(**rules: Rule) -> Rule:
    """An object of these fields, and no others."""
    return Rule("object", fields=rules)


def required(rule: Rule) -> Rule:
    """The same, and it has to be there."""
    return replace(rule, required=True)


def nullable(rule: Rule) -> Rule:
    """The same, or null."""
    return replace(rule, nullable=True)


def problems(rule: Rule, value: Any, attribute: str = "", *, text: bool = False) -> Iterator[Problem]:
    """What is wrong with a value.

    Args:
        rule: what it has to be.
        value: what it is.
        attribute: where it is.
        text: whether numbers and truth values come as text, as they do in a query.
    """
    if value is None and rule.nullable:
        return
    if not _is_a(rule.kind, value, text):
        yield Problem(rule.kind, attribute, f"must be of the type {rule.kind}.")
        return
    if rule.choices and value not in rule.choices:
        yield Problem("in", attribute, f"must be one of {', '.join(rule.choices)}.")
    if rule.longest is not None and len(value) > rule.longest:
        yield Problem("max", attribute, f"must not be longer than {rule.longest}.")
    if rule.shortest and len(value) < rule.shortest:
        yield Problem("min", attribute, f"must have at least {rule.shortest}.")
    if rule.items is not None:
        for position, item in enumerate(value):
            yield from problems(rule.items, item, _below(attribute, str(position)), text=text)
    if rule.fields is not None:
        yield from _of_fields(rule.fields, value, attribute, text)


def _of_fields(
    rules: Mapping[str, Rule], value: Mapping[str, Any], attribute: str, text: bool
) -> Iterator[Problem]:
    for name, rule in rules.items():
        if name in value:
            yield from problems(rule, value[name], _below(attribute, name), text=text)
        elif rule.required:
            yield Problem("required", _below(attribute, name), "field is required.")
    for name in value:
        if name not in rules:
            yield Problem("prohibited", _below(attribute, name), "field is prohibited.")


def _is_a(kind: str, value: Any, text: bool) -> bool:
    match kind:
        case "string":
            return isinstance(value, str)
        case "email":
            return isinstance(value, str) and _EMAIL.fullmatch(value) is not None
        case "integer" if text:
            return isinstance(value, str) and value.isdecimal()
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "boolean" if text:
            return value in ("0", "1", "true", "false")
        case "boolean":
            return isinstance(value, bool)
        case "texts":
            several = value if isinstance(value, list) else [value]
            return all(isinstance(one, str) for one in several)
        case "array":
            return isinstance(value, list)
        case "object":
            return isinstance(value, dict)
    return True


def _below(attribute: str, name: str) -> str:
    return f"{attribute}.{name}" if attribute else name
