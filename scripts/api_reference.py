"""Writes src/codomyrmex/cloud/API_SPECIFICATION.md from the signatures and docstrings of the public classes.

python scripts/api_reference.py          rewrite it
python scripts/api_reference.py --check  fail when it is not what the code says
"""

from __future__ import annotations

import inspect
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from codomyrmex.cloud import CodaClient, InfomaniakNewsletterClient, connection
from codomyrmex.cloud.common import block_storage, compute, errors, identity, resources, serverless
from codomyrmex.cloud.common.dns import DNSClient
from codomyrmex.cloud.common.storage import StorageClient

TARGET = Path(__file__).parent.parent / "src" / "codomyrmex" / "cloud" / "API_SPECIFICATION.md"
INTRODUCTION = """# API of codomyrmex.cloud

Made by `scripts/api_reference.py` from the code. Arguments, units and sources are in the docstrings
(`help(client.put_object)`); what each error means is in [errors](../../../docs/errors.md), how the parts
fit together in [SPEC.md](SPEC.md).
"""
CLASSES = (
    ("Storage", StorageClient),
    ("Any resource", resources.CloudClient),
    ("Compute", compute.ComputeClient),
    ("Block storage", block_storage.BlockStorageClient),
    ("Identity", identity.IdentityClient),
    ("DNS", DNSClient),
    ("Serverless", serverless.ServerlessClient),
    ("Coda", CodaClient),
    ("Newsletter", InfomaniakNewsletterClient),
)
FUNCTIONS = (connection.connect, connection.resolve)


def document() -> str:
    """The whole page."""
    lines = [INTRODUCTION, "## Connecting", ""]
    lines += [line for function in FUNCTIONS for line in _entry(function.__name__, function)]
    for title, kind in CLASSES:
        lines += ["", f"## {title}: `{kind.__name__}`", "", _first_line(kind), ""]
        for name, member in _public(kind):
            lines += _entry(name, member)
    lines += ["", "## Errors", ""]
    lines += [f"- `{error.__name__}`{_parents(error)}: {_first_line(error)}" for error in _errors()]
    return "\n".join(lines) + "\n"


def _public(kind: type) -> Iterator[tuple[str, object]]:
    for name, member in sorted(inspect.getmembers(kind)):
        if name.startswith("_") or not (inspect.isfunction(member) or isinstance(member, property)):
            continue
        yield name, member


def _entry(name: str, member: object) -> list[str]:
    if isinstance(member, property):
        return [f"- `{name}`: {_first_line(member)}"]
    raised = re.findall(r"^\s+(\w+Error): ", inspect.getdoc(member) or "", re.MULTILINE)
    raises = f" Raises {', '.join(f'`{error}`' for error in dict.fromkeys(raised))}." if raised else ""
    return [f"- `{name}{_signature(member)}`  ", f"  {_first_line(member)}{raises}"]


def _signature(member: object) -> str:
    found = inspect.signature(member)  # type: ignore[arg-type]
    arguments = []
    for name, parameter in found.parameters.items():
        if name == "self":
            continue
        if parameter.kind is parameter.KEYWORD_ONLY and "*" not in arguments:
            arguments.append("*")
        stars = {parameter.VAR_POSITIONAL: "*", parameter.VAR_KEYWORD: "**"}.get(parameter.kind, "")
        default = "" if parameter.default is parameter.empty else f" = {_literal(parameter.default)}"
        arguments.append(f"{stars}{name}: {parameter.annotation}{default}")
    return f"({', '.join(arguments)}) -> {found.return_annotation}"


def _literal(value: object) -> str:
    return json.dumps(value) if isinstance(value, str) else repr(value)


def _first_line(documented: object) -> str:
    line = " ".join((inspect.getdoc(documented) or "").partition("\n\n")[0].split())
    return re.sub(r":meth:`(\w+)`", r"`\1`", line.replace("``", "`"))


def _errors() -> list[type]:
    return [
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, errors.CloudError)
    ]


def _parents(error: type) -> str:
    names = [parent.__name__ for parent in error.__bases__ if parent is not Exception]
    return f" ({', '.join(f'`{name}`' for name in names)})" if names else ""


def main() -> int:
    """Rewrite or check; returns the exit status."""
    text = document()
    if "--check" in sys.argv[1:]:
        return int(not TARGET.exists() or TARGET.read_text(encoding="utf-8") != text)
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
