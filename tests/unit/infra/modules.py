"""A Terraform module as plain data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import hcl2
from hcl2 import SerializationOptions

TERRAFORM = Path(__file__).parents[3] / "infra" / "terraform"
CLOUDS = ("aws", "azure", "gcp", "openstack")

_PLAIN = SerializationOptions(with_comments=False, explicit_blocks=False, strip_string_quotes=True)

Block = dict[str, Any]


@dataclass(frozen=True)
class Module:
    """A folder of ``.tf`` files.

    Attributes:
        folder: the folder.
        resources: the blocks, by ``TYPE.NAME``; ``data.TYPE.NAME`` for what is only read.
        variables: the blocks, by name.
        outputs: the blocks, by name.
        locals: their expressions, by name.
        calls: the modules that it uses, by name.
        terraform: the block that pins versions.
    """

    folder: Path
    resources: dict[str, Block] = field(default_factory=dict)
    variables: dict[str, Block] = field(default_factory=dict)
    outputs: dict[str, Block] = field(default_factory=dict)
    locals: dict[str, Any] = field(default_factory=dict)
    calls: dict[str, Block] = field(default_factory=dict)
    terraform: Block = field(default_factory=dict)

    def of_type(self, kind: str) -> list[Block]:
        """The resources of a type."""
        return [block for address, block in self.resources.items() if address.startswith(f"{kind}.")]

    def only(self, kind: str) -> Block:
        """The one resource of a type."""
        (block,) = self.of_type(kind)
        return block


@cache
def _parsed(text: str) -> dict[str, Any]:
    """What a file says; once for all copies of it."""
    parsed: dict[str, Any] = hcl2.loads(text, serialization_options=_PLAIN)
    return parsed


def _named(module: Module) -> tuple[tuple[str, dict[str, Block]], ...]:
    return ("variable", module.variables), ("output", module.outputs), ("module", module.calls)


def load(folder: Path) -> Module:
    """Read a module."""
    module = Module(folder)
    for path in sorted(folder.glob("*.tf")):
        content = _parsed(path.read_text(encoding="utf-8"))
        for prefix, kind in (("", "resource"), ("data.", "data")):
            for one in content.get(kind, []):
                for resource_type, named in one.items():
                    for name, block in named.items():
                        module.resources[f"{prefix}{resource_type}.{name}"] = block
        for kind, target in _named(module):
            for one in content.get(kind, []):
                target.update(one)
        for one in content.get("locals", []):
            module.locals.update(one)
        for one in content.get("terraform", []):
            module.terraform.update(one)
    return module


def inner(block: Block, *names: str) -> Block:
    """The one block within a block within a block; empty where there is none."""
    for name in names:
        found = block.get(name, [])
        if len(found) != 1:
            return {}
        block = found[0]
    return block


def references(value: Any) -> Iterator[str]:
    """All texts in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from references(one)
    elif isinstance(value, list):
        for one in value:
            yield from references(one)


def used_variables(module: Module) -> set[str]:
    """The variables that resources, locals and outputs refer to."""
    texts = references([module.resources, module.locals, module.outputs])
    return {name for text in texts for name in re.findall(r"\bvar\.([a-z_0-9]+)", text)}
