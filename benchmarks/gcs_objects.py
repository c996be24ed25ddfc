"""Many small objects on the tests' Google Cloud Storage, up and down."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import tools
from benchmarks.bench import Bench
from benchmarks.report import Section, faster
from benchmarks.runner import Contender, Result, Sample, alternate, environment, run_command
from benchmarks.tree import demand_equal, make_tree
from codomyrmex.cloud.gcp.storage import GCSClient
from tests.servers.gcs import PROJECT, GCSServer, gcs

SIZE = 4096
SDK = "google-cloud-storage, 32 threads"
GOAL = 4.0
Command = Callable[[str], list[str | Path]]


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
    seen = environment_of(bench, server)
    storage = client(server)
    check = tools.contender("gcs_tree", "same", tree)

    def upload(number: int, name: str, command: Command) -> Contender:
        def run(turn: int) -> Sample:
            storage.create_bucket(f"up-{number}-{turn}")
            return run_command(command(f"up-{number}-{turn}"), seen)

        return Contender(
            name,
            run,
            tools.shown(command("BUCKET"), {tree: "FOLDER"}),
            check=lambda turn: run_command([*check, f"up-{number}-{turn}"], seen),
        )

    return [
        upload(0, "cmx", lambda name: [*tools.cmx(), "cp", "-r", tree, f"bench://{name}"]),
        upload(1, SDK, lambda name: [*tools.contender("gcs_tree", "up", tree), name]),
    ]


def _down(bench: Bench, server: GCSServer, tree: Path) -> list[Contender]:
    seen = environment_of(bench, server)
    client(server).create_bucket("down")
    run_command([*tools.cmx(), "cp", "-r", tree, "bench://down"], seen)
    target = bench.scratch / "target"

    def download(name: str, command: Command) -> Contender:
        return Contender(
            name,
            lambda _turn: run_command(command(str(bench.folder("target"))), seen),
            tools.shown(command("FOLDER"), {}),
            check=lambda _turn: demand_equal(tree, target),
            clean=lambda _turn: shutil.rmtree(target),
        )

    return [
        download("cmx", lambda folder: [*tools.cmx(), "cp", "-r", "bench://down", folder]),
        download(SDK, lambda folder: [*tools.contender("gcs_tree", "down", "down"), folder]),
    ]
