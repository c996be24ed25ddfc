"""What importing the clients of OpenStack costs."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from benchmarks import tools
from benchmarks.bench import Bench
from benchmarks.report import Goal, Section
from benchmarks.runner import Contender, Result, alternate, environment, run_command
from benchmarks.starting import loaded

PACKAGE = "codomyrmex.cloud.infomaniak"
CLIENTS = (
    "compute",
    "block_storage",
    "network",
    "identity",
    "dns",
    "orchestration",
    "metering",
    "object_storage",
)
SDK = {"openstack", "keystoneauth1", "requests"}
"""openstacksdk, and what it takes most of its time from."""


def run(bench: Bench) -> Iterator[Section]:
    """Start Python bare, with each client's module, with all of them, and with openstacksdk."""
    work = "Importing the clients of OpenStack"
    print(work, flush=True)
    seen = environment(bench.scratch)
    modules = [f"{PACKAGE}.{name}" for name in CLIENTS]
    statements = {
        "all of its clients": f"import {', '.join(modules)}",
        PACKAGE: f"import {PACKAGE}",
        **{f".{name}": f"import {module}" for name, module in zip(CLIENTS, modules, strict=True)},
        "openstack": "import openstack",
        "bare Python": "pass",
    }
    counts = {name: loaded(statement, seen) for name, statement in statements.items()}

    def contender(name: str, statement: str) -> Contender:
        command = [sys.executable, "-c", statement]
        return Contender(name, lambda _turn: run_command(command, seen), tools.shown(command, {}))

    results = alternate([contender(*item) for item in statements.items()], bench.pick(15, 1))
    found = {
        module.partition(".")[0] for name, all in counts.items() if name != "openstack" for module in all
    }
    goals = [Goal(work, "modules of openstacksdk", len(found & SDK), 0, "loaded", at_most=True)]

    def modules_of(result: Result) -> str:
        return str(len(counts[result.name]))

    intro = "Whole processes, from start to end; nothing of openstacksdk is loaded before a client is used."
    yield Section(work, intro, list(results.values()), goals, ("Modules", modules_of))
