"""Many small objects on the tests' Google Cloud Storage, up and down."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

from benchmarks import tools, tree_contenders
from benchmarks.bench import Bench
from benchmarks.report import Section, faster
from benchmarks.runner import Contender, Result, alternate, environment
from benchmarks.tree import make_tree
from codomyrmex.cloud.gcp.storage import GCSClient
from tests.servers.gcs import PROJECT, GCSServer, gcs

SIZE = 4096
SDK = "google-cloud-storage, 32 threads"
GOAL = 4.0


def run(bench: Bench) -> Iterator[Section]:
    """Up and down."""
    files = bench.pick(2_000, 200)
    tree = make_tree(bench.folder("small-objects-gcs"), files, SIZE, per_folder=1000)
    for direction, contenders_of in (("up", _up), ("down", _down)):
        with gcs() as server:
            work = f"{files:,} objects of 4 KiB {direction}, the tests' Google Cloud Storage"
            print(work, flush=True)
            results = alternate(contenders_of(bench, server, tree), bench.pick(3, 1))
        goal = faster(work, results["cmx"], results[SDK], GOAL)
        yield Section(work, _intro(results["cmx"]), list(results.values()), [goal])


def _intro(ours: Result) -> str:
    """How much of the time was the server's: it is Python and runs on one core at a time."""
    share = ours.median(lambda sample: sample.server / sample.seconds)
    return (
        "The server is a program of the tests, one process of Python, which checks every request against the "
        f"service's description. With cmx it works {share:.0%} of the wall time: what comes near to 100% is "
        "its limit."
    )


def environment_of(bench: Bench, server: GCSServer) -> dict[str, str]:
    """The service account, as each tool wants to be told; cmx has it as the profile ``bench``."""
    account = bench.scratch / "account.json"
    account.write_text(json.dumps(server.account()))
    profile = {
        "provider": "gcp",
        "project": PROJECT,
        "endpoint_url": server.endpoint,
        "credentials_file": str(account),
    }
    config = bench.scratch / "cloud.toml"
    lines = [f"{name} = {json.dumps(value)}" for name, value in profile.items()]
    config.write_text("\n".join(["[profiles.bench]", *lines, ""]))
    return environment(
        bench.scratch,
        CODOMYRMEX_CONFIG=str(config),
        GOOGLE_APPLICATION_CREDENTIALS=str(account),
        GCS_ENDPOINT=server.endpoint,
    )


def client(server: GCSServer) -> GCSClient:
    """Our client of the account."""
    return GCSClient(PROJECT, credentials=server.account(), endpoint_url=server.endpoint)


def _up(bench: Bench, server: GCSServer, tree: Path) -> list[Contender]:
    check = tools.contender("gcs_tree", "same", tree)
    commands = {
        "cmx": lambda name: [*tools.cmx(), "cp", "-r", tree, f"bench://{name}"],
        SDK: lambda name: [*tools.contender("gcs_tree", "up", tree), name],
    }
    account = (client(server), environment_of(bench, server))
    return tree_contenders.up(lambda: nullcontext(account), tree, check, commands)


def _down(bench: Bench, server: GCSServer, tree: Path) -> list[Contender]:
    commands = {
        "cmx": lambda folder: [*tools.cmx(), "cp", "-r", "bench://down", folder],
        SDK: lambda folder: [*tools.contender("gcs_tree", "down", "down"), folder],
    }
    seen = environment_of(bench, server)
    return tree_contenders.down(bench, client(server), seen, tree, "bench://down", commands)
